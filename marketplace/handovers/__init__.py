"""Hand-overs: what two providers state together, before departure and after arrival."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the section of a record's page in the workspace, and what templates need."""
    from marketplace.handovers import page, routes, wording
    from marketplace.resources import sections

    sections.record_section(page.record_section)
    app.jinja_env.globals.update(
        given_word=wording.given_word,
        hand_over_state=wording.state_word,
        hand_over_action=wording.action_word,
        hand_overs_waiting=page.waiting_for_me,
        hand_over_url=page.start_url,
    )
    app.register_blueprint(routes.bp)
