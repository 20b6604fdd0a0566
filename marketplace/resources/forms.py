"""Forms of the workspace; those of the editor are made from the questions of a page."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    TextAreaField,
)

from marketplace import languages, vocab
from marketplace.errors import Invalid
from marketplace.forms import BaseForm, LineField, Required
from marketplace.resources import rules, versions
from marketplace.resources.field_values import from_field, to_field
from marketplace.resources.fields import FIELDS, choices_of
from marketplace.resources.models import Revision
from marketplace.resources.questions import Answer, Page, Question

MAIN = "main_booster"


class ReasonForm(BaseForm):
    """A move that asks for a reason, or for a moment's thought."""

    reason = TextAreaField(_l("Reason"), render_kw={"rows": 5})
    revision = HiddenField()


class CloseNeedForm(BaseForm):
    """How the search of a need ended."""

    outcome = RadioField(_l("How did it end?"), [Required()], validate_choice=False)
    found = LineField(
        _l("What did you find here?"),
        description=_l("The address of a record or provider on this site, or the provider's name."),
    )
    note = TextAreaField(
        _l("Note"), description=_l("Only your organisation and the reviewers read it."), render_kw={"rows": 4}
    )


class SendForm(BaseForm):
    """The last step before a record goes to the reviewers."""

    true_today = BooleanField(_l("I confirm that this is true today"), [Required()])
    version = HiddenField()

    def seen_version(self) -> int:
        """The version that was read before it was confirmed; 0, which none has, where that is not said."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class PageForm(BaseForm):
    """One page of the editor. Its fields bear the names of the questions."""

    page: Page
    version = HiddenField()

    def read(self) -> tuple[dict[str, Any], rules.Messages]:
        """The answers in the shapes that operations take; messages about what only a form can get wrong."""
        answers = {
            question.name: from_field(question, self[question.name].data)
            for question in self.page.questions
            if question.answer is not Answer.FILES
        }
        # a group of radio buttons of which none was sent was not on the page
        radios = [q.name for q in self.page.questions if q.answer is Answer.CHOICE]
        answers = {name: value for name, value in answers.items() if value != "" or name not in radios}
        return answers, self._put_main_first(answers)

    def _put_main_first(self, answers: dict[str, Any]) -> rules.Messages:
        if MAIN not in self:
            return {}
        chosen, main = answers["booster"], self[MAIN].data
        if main and vocab.is_known("booster", main):
            answers["booster"] = [main, *(slug for slug in chosen if slug != main)]
        elif len(chosen) > 1:
            del answers["booster"]
            return {MAIN: [_("You chose several kinds of help. Say which is the main one.")]}
        return {}

    def add_errors(self, invalid: Invalid) -> None:
        """As for any form; a message about the opening hours stands above their rows."""
        fields = dict(invalid.fields)
        for name in invalid.fields:
            field = self._fields.get(name)
            if isinstance(field, FormField):
                field.form.form_errors = [*field.form.form_errors, *fields.pop(name)]
        super().add_errors(Invalid(fields))

    def add_row(self, name: str) -> None:
        """One more empty row, for those whose browser runs no scripts."""
        field = self._fields.get(name)
        if isinstance(field, FieldList) and len(field.entries) < (field.max_entries or 0):
            field.append_entry()

    def fields_of(self, question: Question) -> MultiDict[str, str]:
        """What a browser would send for one question."""
        found = MultiDict(_sent(self[question.name]))
        if question.name == "booster":
            found.add(MAIN, self[MAIN].data or "")
        return found


def page_form(page: Page, revision: Revision, sent: Mapping[str, Any] | None = None) -> PageForm:
    """The form of a page: what was sent, or else what is stored."""
    fields: dict[str, Any] = {"page": page}
    data: dict[str, Any] = {"version": versions.token(revision, page)}
    for question in page.questions:
        fields[question.name] = FIELDS[question.answer](question)
        stored = rules.answer_of(revision, question)
        data[question.name] = to_field(question, stored)
        if question.name == "booster":
            fields[MAIN] = _main_booster()
            data[MAIN] = stored[0] if stored else ""
    form: PageForm = type("QuestionsForm", (PageForm,), fields)(formdata=sent, data=data)
    _keep_rare_languages(form)
    return form


def _main_booster() -> Any:
    choices = choices_of(vocab.choices("booster"), _l("Choose the main one"))
    return SelectField(_l("Main kind of help"), choices=choices, validate_choice=False)


def _keep_rare_languages(form: PageForm) -> None:
    """A language that is known but not on the short list stays a choice where it was chosen."""
    for question in form.page.questions:
        if question.answer in {Answer.LANGUAGE, Answer.LANGUAGES}:
            field = form[question.name]
            listed = {choice.value for choice in field.choices}
            chosen = field.data if isinstance(field.data, list) else [field.data]
            rare = [code for code in chosen if code and code not in listed and languages.is_language(code)]
            field.choices += choices_of([(code, languages.language_name(code)) for code in rare])


def _sent(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _sent(entry)
    elif isinstance(field, FormField):
        for part in field.form:
            yield from _sent(part)
    elif isinstance(field.data, list):
        yield from ((field.name, value) for value in field.data)
    else:
        yield field.name, str(field.data or "")
