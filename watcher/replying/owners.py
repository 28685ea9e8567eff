"""Whether a mail names the owner of a domain, and so may want its replies there.

Only words that stand as a name are heard: who the sender's name, the subject and the signature say it is, and
in the text what follows "at" or "on behalf of". "See you on Monday" does not speak for monday.example.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from watcher.reading.types import Address, Message
from watcher.replying.addresses import organisation

#: Capitalised, and no name by themselves: days, months, greetings, words of an office and of a letter.
_COMMON_WORDS = """
    monday tuesday wednesday thursday friday saturday sunday today tomorrow january february march april
    may june july august september october november december spring summer autumn fall winter christmas
    easter new year montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai
    juni juli oktober dezember hi hello hey dear thanks thank thankyou you best kind warm warmly regards
    greetings wishes sincerely cheers good morning afternoon evening please sorry unfortunately welcome
    yours truly respectfully cordially hallo liebe lieber viele beste grüße mit freundlichen bonjour
    cordialement hola saludos a an the and or of at for from with to in on by it this that these those we
    us our i me my he she they your application applications applicant applicants apply answer assessment
    candidate candidates career careers company contact decision department email feedback help hiring hr
    human info information interview interviews job jobs mail management manager message news notification
    notifications office offer opportunity opportunities panel people person personnel portal position
    positions post process recruiter recruiters recruiting recruitment reply resources response result
    results role roles selection service services staff staffing status support system talent acquisition
    team teams update updates work working
"""
_INTRODUCED = re.compile(
    r"\b(?:at|of|with|from|to|join(?:ing)?|interest(?:ed)? in|consider(?:ed|ing)?|cho(?:se|osing))\s+"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
#: What parts a subject into its sides: "Acme: your application", "Nurse | Acme".
_SIDES = re.compile(r"\s*[:|·•()\[\]]\s*|\s[-–—]\s")
_ENDS_A_SENTENCE = re.compile(r"(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bCorp)[.!?:;]$")
_READ = 20_000  #: characters of a text
_SUBJECT = 1_000  #: characters of a subject
_FOOT = 6  #: lines at the end of a text, in which somebody may sign
_LINE_WIDTH = 60  #: of a line that signs
_MOST_WORDS = 5  #: in a name


def names_owner(message: Message, domain: str) -> bool:
    """Whether a mail speaks of a company as a domain spells it: "Fennel & Rye", "Acme".

    Args:
        domain: fennel-rye.example and fennelandrye.example are both spelled by "Fennel & Rye".
    """
    owner = _owner(domain)
    if len(owner) < 3:
        return False
    fold = _spelling(owner)
    full = fold(organisation(domain))
    shown = [message.sender.name] if message.sender else []
    for line in (*shown, *_signing(message)):
        spoken = _words(line)
        if any(_begins(spoken[at:], owner, full, fold) for at in range(len(spoken))):
            return True
    sides = [_words(side) for side in _SIDES.split(message.subject[:_SUBJECT])]
    if any(_begins(side, owner, full, fold) for side in sides if len(_names(side)) == len(side)):
        return True
    told = (message.subject[:_SUBJECT], message.text[:_READ])
    return any(_begins(spoken, owner, full, fold) for text in told for spoken in _introduced(text))


def shares_name(address: Address, domain: str) -> bool:
    """Whether an address spells the registered name of another domain: acme@board.example, acme.example."""
    owner = _owner(domain)
    if len(owner) < 3 or owner in _COMMON:
        return False
    parts = [*re.split(r"[._+]", address.local), *address.domain.split(".")[:-1]]
    fold = _spelling(owner)
    return owner in map(fold, parts) or owner in map(fold, re.split(r"[._+-]", address.local))


def _signing(message: Message) -> Iterator[str]:
    """The lines that sign a mail: those cut off, and the last short ones of its text, if no sentences."""
    foot = [line for line in message.text[-_READ:].splitlines() if line.strip()][-_FOOT:]
    for line in (*foot, *message.signature[:_READ].splitlines()):
        if len(line.strip()) <= _LINE_WIDTH and not _ENDS_A_SENTENCE.search(line.strip()):
            yield line


def _introduced(text: str) -> Iterator[list[str]]:
    """The words that follow each "at", "from" or "interest in"."""
    for match in _INTRODUCED.finditer(text):
        yield _words(text[match.end() : match.end() + 120])


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w\s&]|_", " ", text.replace("&", " and ")).split()


def _names(spoken: Sequence[str]) -> list[str]:
    """The words that can belong to a company and its department: capitalised ones, and what joins them."""
    return [word for word in spoken if not word.islower() or word in ("and", "of", "the", "via")]


def _begins(spoken: Sequence[str], owner: str, full: str, fold: Callable[[str], str]) -> bool:
    """Whether words begin with a name, capitalised and not made of common words, or with a whole domain.

    Args:
        spoken: "and" may be left out of the domain.
        owner, full: the registered name and the whole domain, folded: "monday" and "mondayexample".
        fold: how words are folded to be compared with those.
    """
    if not spoken:
        return False
    first = fold(spoken[0])
    if spoken[0] != "and" and not (owner.startswith(first) or full.startswith(first)):
        return False
    for size in range(1, _MOST_WORDS + 1):
        taken = spoken[:size]
        spelled = {fold("".join(taken)), fold("".join(word for word in taken if word != "and"))}
        if full in spelled:
            return True
        common = all(_folded(word) in _COMMON for word in taken)
        if owner in spelled and not spoken[0].islower() and not common:
            return True
    return False


def _owner(domain: str) -> str:
    """The registered name of a domain, as it is written: "möllerbau" of xn--mllerbau-n4a.example."""
    name = organisation(domain).partition(".")[0]
    try:
        return _as_written(name.encode("ascii").decode("idna"))
    except UnicodeError:
        return _as_written(name)


def _spelling(owner: str) -> Callable[[str], str]:
    """How a mail may spell an owner. Müller may have muller.example; but ácme.example is not that of Acme.

    Such a name costs a few euros, and in an address it looks like the real one.
    """
    return _folded if owner.isascii() else _as_written


def _as_written(text: str) -> str:
    """Letters and digits without case."""
    return "".join(letter for letter in unicodedata.normalize("NFC", text.casefold()) if letter.isalnum())


def _folded(text: str) -> str:
    """Letters and digits without case and accents."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if letter.isalnum())


_COMMON = frozenset(map(_folded, _COMMON_WORDS.split()))
