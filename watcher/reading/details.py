"""What a reply needs to know of a mail: the employer, the post, who wrote, how far it got, and why it ended.

Precision over recall: a sentence without a name reads well, a sentence with the wrong one does not. A name is
taken where the mail itself puts it ("your application to Acme Robotics"), then from the display name of the
sender, last from their domain if the mail spells it too. Where two places disagree, neither is believed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from watcher.reading import naming, posts, progress
from watcher.reading.names import GENERIC, is_generic, is_platform_domain, key, person, words
from watcher.reading.types import Address, Details, Message, Verdict

_HAIL = r"^[ \t]*(?:hi|hello|hey|dear|good (?:morning|afternoon|day))(?: there)?,? "
_TITLE = r"(?:mr|ms|mrs|mx|miss|dr|prof|professor)\b\.?(?:/(?:mr|ms|mrs)\b\.?)? "
_HAILED = r"(?P<name>[^\n,!:;]{1,60}?)[ \t]*(?:[!.:;–-]+[ \t]*$|,|$)"
_HELLO = re.compile(_HAIL + _HAILED, re.IGNORECASE | re.MULTILINE)
_HELLO_TITLE = re.compile(_HAIL + _TITLE + _HAILED, re.IGNORECASE | re.MULTILINE)
_CLOSE = re.compile(
    r"^\s*(?:(?:with )?(?:my |our )?(?:kind|kindest|best|warm|warmest|many|sincere) (?:regards|wishes|thanks)"
    r"|regards|best|all the best|(?:yours )?(?:sincerely|truly|faithfully)|sincerely yours|cheers|thanks"
    r"|thank you|many thanks|respectfully|take care)(?: from)?\s*[,.!–-]*\s*$",
    re.IGNORECASE,
)
_READ = 24_000  #: characters of a mail, most of them from its top
_NAME_LINE = 200  #: characters of a line that can hold a name
_SALUTED = 4  #: lines at the top of a mail in which a greeting is looked for
_SIGNED = 14  #: lines at its end in which the writer's name is


def extract(message: Message, verdict: Verdict, own: Sequence[Address]) -> Details:
    """Everything a reply may say about this mail.

    Args:
        own: the person's names and addresses; neither is ever taken for the employer's or the writer's.
    """
    if len(message.text) > _READ:
        text = message.text[: _READ * 3 // 4] + "\n\n" + message.text[-_READ // 4 :]
        message = dataclasses.replace(message, text=text)
    writer = _writer(message, own)
    others = {key(writer), *(key(address.name) for address in own)} - {""}
    company = naming.company(message, others)
    if company and key(company) == key(writer):
        writer = ""
    return Details(
        company=company,
        role=posts.role(message, company),
        person=writer,
        greeting=_greeting(message.text, own),
        stage=progress.stage(message.text),
        reason=progress.reason(message.text, verdict),
    )


def _writer(message: Message, own: Sequence[Address]) -> str:
    """Who wrote: the name under the mail, in full if the display name has it so; else that, if a person's."""
    mine = {key(address.name) for address in own} - {""}
    shown = person(_before_company(message.sender.name)) if message.sender else ""
    signed = next(_signed(message), "")
    if signed and key(signed) not in mine:
        same = shown and words(shown)[0] == words(signed)[0] and len(shown) > len(signed)
        return shown if same else signed
    if not shown or key(shown) in mine or not message.sender:
        return ""
    return shown if _stands_alone(shown, message.sender) else ""


def _before_company(name: str) -> str:
    """ "Anna Schmidt from Acme", "Anna Schmidt @ Acme" and "Anna Schmidt (Acme)" name a person first."""
    return re.split(r"\s(?:from|at|via|of|@|bei|[|–—-])\s|\s*[(|]", name)[0].strip()


def _stands_alone(shown: str, sender: Address) -> bool:
    """Whether a display name is a person's. "Blue Harbor <jobs@blueharbor.example>" is a company's."""
    parts = words(shown)
    if len(parts) < 2:
        return key(sender.local) == parts[0] and not is_platform_domain(sender.domain)
    local = words(re.sub(r"[._]", " ", sender.local))
    if set(parts) & set(local) or key(sender.local) == parts[0][:1] + parts[-1]:
        return key(sender.local) not in key(sender.domain)
    if is_platform_domain(sender.domain):
        return False
    return not any(part in key(sender.domain) for part in parts)


def _signed(message: Message) -> Iterator[str]:
    """The names below the closing words, and at the top of the signature that was cut off."""
    tail = message.text.splitlines()[-_SIGNED:]
    closing = next((at for at in range(len(tail) - 1, -1, -1) if _CLOSE.match(tail[at])), None)
    if closing is not None:
        yield from _first_name_in(tail[closing + 1 :])
    yield from _first_name_in(message.signature.splitlines()[:_SIGNED])


def _first_name_in(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        said = line.strip()[:_NAME_LINE].strip("-_–—* ")
        if not said or _CLOSE.match(said):
            continue
        name = person(_before_company(said))
        if name:
            yield name
        return  # what stands further down is a title, a company, a street


def _greeting(text: str, own: Sequence[Address]) -> str:
    """ "last" for "Dear Mr Keller", "first" for "Hi Robin", "" for a whole name or another's."""
    top = "\n".join([line for line in text.splitlines() if line.strip()][:_SALUTED])
    names = [words(address.name) for address in own if address.name]
    titled = _HELLO_TITLE.search(top)
    if titled:
        said = words(titled["name"])
        known = not names or any(said and said[-1] == name[-1] for name in names)
        return "last" if said and known and not is_generic(titled["name"]) else ""
    hello = _HELLO.search(top)
    said = words(hello["name"]) if hello else []
    if (
        len(said) != 1
        or said[0] in GENERIC
        or said[0] in {"all", "sir", "madam", "there", "everyone", "both"}
    ):
        return ""
    return "first" if not names or any(name and name[0] == said[0] for name in names) else ""
