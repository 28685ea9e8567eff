"""`grace preview`: the letter that would be written for an answer, or one for an invented mail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from watcher.cli.options import NUMBER, Session, common, entry_of, json_option
from watcher.cli.words import next_step
from watcher.errors import GraceError, UserError

if TYPE_CHECKING:
    from watcher.config import Config
    from watcher.reading.types import Details

#: What makes a mail lead to each letter, see replying.letter.shape.
_MAILS: dict[str, tuple[str, dict[str, str]]] = {
    "application": ("rejection", {}),
    "screen": ("rejection", {"stage": "screen"}),
    "interview": ("rejection", {"stage": "interview"}),
    "final": ("rejection", {"stage": "final"}),
    "filled": ("rejection", {"reason": "filled"}),
    "on_hold": ("on_hold", {"reason": "on_hold"}),
    "cancelled": ("rejection", {"reason": "cancelled"}),
    "talent_pool": ("rejection", {"reason": "talent_pool"}),
    "feedback": ("rejection", {"reason": "feedback", "stage": "interview"}),
    "agency": ("rejection", {"via": "agency"}),
    "internal": ("rejection", {"via": "own_house"}),
    "withdrawn": ("offer_withdrawn", {}),
    "after_feedback": ("feedback", {}),
    "after_interview": ("interview", {}),
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """
    Args:
        own_text: the name of the person's own text that is meant for it, "" for none.
        plan: what becomes of its case, "" for an invented mail.
    """

    to: str
    subject: str
    text: str
    own_text: str
    plan: str = ""


@click.command(short_help="The letter that would be written.")
@click.argument("mail_id", metavar="[ID]", type=NUMBER, required=False)
@click.option(
    "--letter", type=click.Choice(list(_MAILS)), default="interview", help="Which letter, without an ID."
)
@click.option("--language", metavar="CODE", help='In which language, such as "de"; without an ID.')
@json_option
@common
@click.pass_context
def preview(
    ctx: click.Context, mail_id: int | None, letter: str, language: str | None, as_json: bool
) -> None:
    """Show the letter that would be laid down for an answer, with your settings and your own texts. Nothing is saved.
    Without an ID: a letter to an invented mail.

    \b
    Examples:
      grace preview 12
      grace preview --letter final --language de
    """
    session = ctx.find_object(Session) or Session()
    config = session.config()
    if mail_id is None:
        shown = _invented(config, letter, language or config.person.languages[0])
    else:
        shown = _of(session, config, mail_id)
    if as_json:
        letter_in_json = {"to": shown.to, "subject": shown.subject, "text": shown.text}
        click.echo(json.dumps(letter_in_json, ensure_ascii=False))
        return
    screen, facts = session.screen(), [("To", shown.to), ("Subject", shown.subject)]
    plan = [("What happens", shown.plan)]
    if screen.plain:  # word for word, with its own line breaks, so that it can go into a file
        screen.facts([*facts, *plan])
        screen.line()
        click.echo(shown.text, nl=False)
    else:
        screen.letter(facts, shown.text)
        screen.facts(plan)
    for problem in _left_out(config, shown.own_text):
        screen.line()
        screen.line(f"Your own text was left out: {problem}", "quiet")


def _invented(config: Config, letter: str, language: str) -> _Shown:
    from watcher.drafting import wishes
    from watcher.reading.types import Details
    from watcher.replying.books import LANGUAGES
    from watcher.replying.compose import words

    if language not in LANGUAGES:
        raise UserError(f"There is no reply in {language!r}; there are {', '.join(LANGUAGES)}.")
    kind, what = _MAILS[letter]
    role, person = _NAMES.get(language, ("Data Analyst", "Anna Schmidt"))
    details = Details("Acme", role, person, "first", **what)
    text = words(details, kind, letter, wishes(config), language, config.extras.texts)
    return _Shown(person, "Re: Acme", text, _name(config, details, kind, language))


#: A post and a person as they are written there.
_NAMES = {"ja": ("営業職", "田中"), "zh": ("数据分析师", "王芳")}


def _of(session: Session, config: Config, mail_id: int) -> _Shown:
    """The letter of a case: word for word the one that would be saved."""
    from watcher.drafting import details_of, draft_id, wishes
    from watcher.replying.compose import subject, words

    with session.log() as store:
        entry = entry_of(store, mail_id)
        seed, others = draft_id(entry, store, config), store.companies()
    if not entry.state:
        raise UserError(f"Mail {mail_id} gets no reply: {entry.reason}")
    details = details_of(entry)
    try:
        text = words(details, entry.kind, seed, wishes(config), entry.language, config.extras.texts, others)
    except GraceError as error:
        raise UserError(f"No letter for mail {mail_id}: {error}.") from None
    title = subject(str((entry.parent or {}).get("subject", entry.subject)))
    own_text = _name(config, details, entry.kind, entry.language)
    plan = next_step(entry, config.person.zone)
    return _Shown(entry.recipient or "nobody", title, text, own_text, plan)


def _name(config: Config, details: Details, kind: str, language: str) -> str:
    from watcher.replying import own_texts

    return own_texts.chosen(config.extras.texts, details, kind, language)


def _left_out(config: Config, name: str) -> list[str]:
    """What is wrong with the text of the person's own that should have been used."""
    from watcher.replying import own_texts

    return [one for one in own_texts.problems(config.extras.texts) if name and one.startswith(f"{name}:")]
