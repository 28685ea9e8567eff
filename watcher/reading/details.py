"""What a reply needs to know of a mail: the employer, the post, who wrote, how far it got, and why it ended.

Precision over recall: a sentence without a name reads well, a sentence with the wrong one does not. A name is
taken where the mail itself puts it ("your application to Acme Robotics"), then from the display name of the
sender, last from their domain if the mail spells it too. Where two places disagree, neither is believed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from watcher.reading import naming, posts, progress, signing
from watcher.reading.names import GENERIC, is_generic, key, words
from watcher.reading.types import Address, Details, Message, Verdict

_HAIL = r"^[ \t]*(?:hi|hello|hey|dear|good (?:morning|afternoon|day))(?: there)?,? "
_TITLE = r"(?:mr|ms|mrs|mx|miss|dr|prof|professor)\b\.?(?:/(?:mr|ms|mrs)\b\.?)? "
_HAILED = r"(?P<name>[^\n,!:;]{1,60}?)[ \t]*(?:[!.:;–-]+[ \t]*$|,|$)"
_HELLO = re.compile(_HAIL + _HAILED, re.IGNORECASE | re.MULTILINE)
_HELLO_TITLE = re.compile(_HAIL + _TITLE + _HAILED, re.IGNORECASE | re.MULTILINE)
_READ = 24_000  #: characters of a mail, most of them from its top
_SALUTED = 4  #: lines at the top of a mail in which a greeting is looked for


def extract(message: Message, verdict: Verdict, own: Sequence[Address]) -> Details:
    """Everything a reply may say about this mail.

    Args:
        own: the person's names and addresses; neither is ever taken for the employer's or the writer's.
    """
    if len(message.text) > _READ:
        text = message.text[: _READ * 3 // 4] + "\n\n" + message.text[-_READ // 4 :]
        message = dataclasses.replace(message, text=text)
    writer = signing.writer(message, own)
    others = {key(writer), *(key(address.name) for address in own)} - {""}
    company = naming.company(message, others)
    if writer and naming.is_said(message, writer) and not signing.is_shown(writer, message.sender):
        writer = ""
    return Details(
        company=company,
        role=posts.role(message, company),
        person=writer,
        greeting=_greeting(message.text, own),
        stage=progress.stage(message.text),
        reason=progress.reason(message.text, verdict),
    )


def _greeting(text: str, own: Sequence[Address]) -> str:
    """ "last" for "Dear Mr Keller", "first" for "Hi Robin", "" for a whole name or another's."""
    top = "\n".join([line for line in text.splitlines() if line.strip()][:_SALUTED])
    names = [words(address.name) for address in own if address.name]
    titled = _HELLO_TITLE.search(top)
    if titled:
        said = words(titled["name"])
        known = not names or any(said and said[-1] == name[-1] for name in names)
        return "last" if said and known and not is_generic(titled["name"]) else ""
    if any(name and _called(name[0], top) for name in names):
        return "first"
    hello = _HELLO.search(top)
    said = words(hello["name"]) if hello else []
    if (
        len(said) != 1
        or said[0] in GENERIC
        or said[0] in {"all", "sir", "madam", "there", "everyone", "both"}
    ):
        return ""
    return "first" if not names or any(name and name[0] == said[0] for name in names) else ""


def _called(name: str, top: str) -> bool:
    """Whether a mail begins with the bare first name: "Robin, thank you for your letter"."""
    before, comma, _ = top.partition(",")
    return bool(comma) and key(before) == name
