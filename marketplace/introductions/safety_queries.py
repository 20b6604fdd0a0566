"""Reads of blocks between organisations and of reports to moderators."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.introductions.models import Introduction, IntroductionReport, OrganisationBlock
from marketplace.providers.models import MemberRole, Organisation
from marketplace.providers.roles import role_of
from marketplace.resources.queries import organisations_to_write_for


def blocked_pairs() -> frozenset[tuple[str, str]]:
    """All pairs of which one has blocked the other, each in both orders."""
    rows = db.session.execute(select(OrganisationBlock.organisation_id, OrganisationBlock.blocked_id))
    pairs = {(one, other) for one, other in rows}
    return frozenset(pairs | {(other, one) for one, other in pairs})


def is_blocked(one: str, other: str) -> bool:
    """Whether either of two organisations has blocked the other."""
    return (one, other) in blocked_pairs()


def blocks_of(user: User) -> list[OrganisationBlock]:
    """What the organisations of a person have blocked, the latest first."""
    own = [one.id for one in organisations_to_write_for(user)]
    statement = select(OrganisationBlock).where(OrganisationBlock.organisation_id.in_(own))
    return list(
        db.session.scalars(statement.order_by(OrganisationBlock.created_at.desc(), OrganisationBlock.id))
    )


def load_block(block_id: str, user: User) -> OrganisationBlock:
    """A block that one of the person's organisations has made; raises NotFound."""
    block = db.session.get(OrganisationBlock, block_id)
    if block is None or role_of(user, block.organisation) not in {MemberRole.OWNER, MemberRole.EDITOR}:
        raise NotFound(_("There is no such block."))
    return block


def reports() -> list[IntroductionReport]:
    """Reports that are not settled, the oldest first."""
    statement = select(IntroductionReport).where(IntroductionReport.settled_at.is_(None))
    return list(db.session.scalars(statement.order_by(IntroductionReport.created_at, IntroductionReport.id)))


def count_reports() -> int:
    """How many reports wait for moderators."""
    open_ones = select(func.count()).where(IntroductionReport.settled_at.is_(None))
    return db.session.scalar(open_ones) or 0


def load_report(report_id: str) -> IntroductionReport:
    """A report that is not settled; raises NotFound."""
    report = db.session.get(IntroductionReport, report_id)
    if report is None or report.settled_at is not None:
        raise NotFound(_("There is no such report."))
    return report


def open_report_of(introduction: Introduction, side: Organisation) -> IntroductionReport | None:
    """The report that a side has made and nobody has settled."""
    statement = select(IntroductionReport).filter_by(
        introduction_id=introduction.id, organisation_id=side.id, settled_at=None
    )
    return db.session.scalar(statement)
