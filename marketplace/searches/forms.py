"""Forms of the pages about search words."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from marketplace.forms import BaseForm, Required, text_or_empty


class SynonymsForm(BaseForm):
    """Words that mean the same, a line each."""

    words = TextAreaField(
        _l("Words that mean the same"),
        description=_l("One word or phrase on each line, in any language."),
        validators=[Required()],
        filters=[text_or_empty],
        render_kw={"rows": 4, "dir": "auto"},
    )

    @property
    def lines(self) -> list[str]:
        """The lines that say something."""
        return [line for line in (self.words.data or "").splitlines() if line.strip()]


class SwitchForm(BaseForm):
    """A button: nothing to fill in."""
