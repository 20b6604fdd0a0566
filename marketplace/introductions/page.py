"""What the page of one introduction shows to somebody who speaks for one of its sides."""

from dataclasses import dataclass, field

from marketplace.accounts.models import User
from marketplace.forms import BaseForm
from marketplace.introductions import queries, safety_queries
from marketplace.introductions.forms import AgreeForm, CloseForm, DeclineForm, MessageForm
from marketplace.introductions.lifecycle import MOVES, Action, Asks, Move
from marketplace.introductions.models import Introduction
from marketplace.providers.models import Organisation

FORMS: dict[Asks, type[BaseForm]] = {
    Asks.REASON: DeclineForm,
    Asks.KIND: AgreeForm,
    Asks.RESULT: CloseForm,
}


@dataclass
class IntroductionPage:
    """One introduction as `user` sees it. `failed` is the form that was sent and not accepted."""

    introduction: Introduction
    user: User
    failed: BaseForm | None = None
    side: Organisation = field(init=False)
    other: Organisation = field(init=False)

    def __post_init__(self) -> None:
        self.side = queries.sides_of(self.user, self.introduction)[0]
        self.other = self.introduction.other_than(self.side.id)

    @property
    def buttons(self) -> list[tuple[Action, Move]]:
        """Moves that ask for nothing."""
        return [(one, row) for one, row in self._moves if not row.asks]

    @property
    def questions(self) -> list[tuple[Action, Move, BaseForm]]:
        """Moves that ask for something, each with its form."""
        return [(one, row, self._form(FORMS[row.asks])) for one, row in self._moves if row.asks]

    @property
    def _moves(self) -> list[tuple[Action, Move]]:
        return [(one, MOVES[one]) for one in queries.actions_for(self.user, self.introduction)]

    def _form(self, kind: type[BaseForm]) -> BaseForm:
        return self.failed if isinstance(self.failed, kind) else kind(formdata=None)

    @property
    def message_form(self) -> BaseForm:
        """The form to write with."""
        return self._form(MessageForm)

    @property
    def refusal_to_write(self) -> str | None:
        """Why one cannot write now."""
        return queries.refusal_to_write(self.introduction, self.side)

    @property
    def people(self) -> list[User]:
        """Whom of the other side one may write to directly."""
        return queries.people_known(self.introduction, self.other)

    @property
    def is_cut_off(self) -> bool:
        """Whether the two cannot talk any more."""
        return queries.is_cut_off(self.introduction)

    @property
    def is_reported(self) -> bool:
        """Whether moderators have been told and have not settled it."""
        return safety_queries.open_report_of(self.introduction, self.side) is not None
