"""Whether two mails speak of the same company and the same post, however each of them spells it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from watcher.reflecting.types import Seen

_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: "(m/w/d)" and its kin, and what makes a German post a woman's and a man's: "Entwickler*in", "Entwickler/-in".
_EVERYBODY = re.compile(r"\b(?:[mwfdxhinv] ?[/|] ?){1,3}[mwfdxhinv]\b|\ball genders\b", re.IGNORECASE)
_WOMEN_TOO = re.compile(r"(?:[*:_]|/-?)in(?:nen)?\b|(?<=[a-zäöüß])In\b")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEGAL = _set(
    "ab ag aps as asa bv co corp corporation eg eu ev gbr gmbh inc incorporated kg kgaa limited llc llp lp ltd mbh nv"
    " ohg oy oyj plc pte pty sa sarl sas se sl spa spzoo srl ug company cie"
)
#: What may stand behind a company's name without making it another one.
_BESIDE = _set(
    "ai analytics america apac benelux cloud consulting data deutschland digital dach emea engineering europe germany"
    " global group gruppe holding holdings international labs media network networks online partners robotics services"
    " software solutions studio studios systems tech technologies technology uk us usa ventures worldwide"
)
_OFFICE = _set("careers career hiring hr jobs people recruiting recruitment talent team acquisition")
_NOBODY = _set("unknown company employer name none null na n a confidential undisclosed your the our")
#: Words of a signature or a department, which alone make no post.
_NO_POST = _OFFICE | _set(
    "human resources the of and department personal personalabteilung management your our"
)
_SPELLED = {
    "developer": "engineer",
    "programmer": "engineer",
    "entwickler": "engineer",
    "entwicklerin": "engineer",
    "ingenieur": "engineer",
    "ingenieurin": "engineer",
    "dev": "engineer",
    "eng": "engineer",
    "mgr": "manager",
    "sr": "senior",
    "jr": "junior",
    "snr": "senior",
    "ml": "machinelearning",
    "qa": "qualityassurance",
    "sre": "sitereliabilityengineer",
    "softwareentwickler": "softwareengineer",
}
_TOGETHER = (
    (re.compile(r"\b(front|back)[ -]end\b"), r"\1end"),
    (re.compile(r"\bfull[ -]stack\b"), "fullstack"),
    (re.compile(r"\bdev[ -]ops\b"), "devops"),
    (re.compile(r"\bmachine learning\b"), "machinelearning"),
    (re.compile(r"\bquality assurance\b"), "qualityassurance"),
    (re.compile(r"\bsite reliability engineer\b"), "sitereliabilityengineer"),
    (re.compile(r"\b(?:software engineer|software developer)\b"), "softwareengineer"),
    (re.compile(r"\bmid[ -]?level\b"), "mid"),
)
_RANKS = _set(
    "junior mid senior lead principal staff head chief director vp intern internship trainee graduate"
    " praktikant praktikantin werkstudent werkstudentin associate i ii iii iv 1 2 3"
)
_UNSAID = _set(
    "a an and as at for in of on or our the to with und als für im in der die das remote hybrid onsite role position"
    " job post vacancy opening full time part permanent temporary vollzeit teilzeit"
)


#: A name shorter than so many letters may be a part of any other.
_LONG = 4


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("&", " and ").casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def company_words(name: str) -> tuple[str, ...]:
    """The words of a company's name without its legal form; () for "?", "Unknown" and their kin.

    "The Ferrant GmbH & Co. KG" is ("ferrant",), "Ferrant Careers" too.
    """
    plain = _plain(_BRACKETS.sub(" ", name))
    words = _WORD.findall(re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b)", "", plain))
    while len(words) > 1 and words[-1] in _LEGAL | _OFFICE | {"and"}:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    if all(word in _NOBODY for word in words):
        return ()
    return tuple(word for word in words if word != "and") or tuple(words)


@dataclass(frozen=True, slots=True)
class Post:
    """A post, whatever the order of its words: what it is, and its rank, "" where the mail does not say."""

    core: frozenset[str]
    rank: frozenset[str]


@lru_cache(maxsize=8192)
def post(role: str) -> Post | None:
    """None where a text names no post: it is empty, or comes from under a letter ("Talent Acquisition")."""
    plain = _plain(_EVERYBODY.sub(" ", _WOMEN_TOO.sub("", _BRACKETS.sub(" ", role))))
    for pattern, together in _TOGETHER:
        plain = pattern.sub(together, plain)
    words = [_SPELLED.get(word, word) for word in _WORD.findall(plain)]
    if not words or all(word in _NO_POST for word in words):
        return None
    kept = [word for word in words if word not in _UNSAID]
    core = frozenset(word for word in kept if word not in _RANKS)
    rank = frozenset(word for word in kept if word in _RANKS)
    return Post(core or rank, rank if core else frozenset()) if kept else None


#: How alike two posts are.
SAME, NEAR, UNSAID, OTHER = 3, 2, 1, 0


def alike(one: Post | None, other: Post | None) -> int:
    """SAME; NEAR: one of them says less ("Engineer", or no rank); UNSAID: one says nothing; OTHER."""
    if one is None or other is None:
        return UNSAID
    if one.core == other.core:
        if one.rank == other.rank:
            return SAME
        return NEAR if not one.rank or not other.rank else OTHER
    less, more = sorted((one.core, other.core), key=len)
    says_less = less < more and len(more) - len(less) <= 2 and one.rank == other.rank
    return NEAR if says_less else OTHER


def number(requisition: str) -> str:
    """A requisition id as one compares it: "R-10293" is "r10293"."""
    return "".join(letter for letter in requisition.casefold() if letter.isalnum())


class Companies:
    """Which mails come from one company, by its name in each of them and by its own mail domain.

    Brand and legal name are one where the same domain writes under both, and where one name is the domain's.
    A domain that writes for several companies and bears the name of none is an agency's, and joins nothing.
    """

    def __init__(self, mails: Sequence[Seen]) -> None:
        self._above: dict[str, str] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._written_from: dict[str, set[str]] = defaultdict(set)
        self._of_house: dict[str, set[str]] = defaultdict(set)
        for mail in mails:
            name = self._name(mail.company)
            if name and mail.house:
                self._written_from[name].add(mail.house)
                self._of_house[mail.house].add(name)
        for house in {mail.house for mail in mails if mail.house}:
            self._settle(house)
        self._shorter_names()
        self._labels = {
            name: f"n:{name}" for name in self._names if len(name) >= _LONG and name not in _OFFICE
        }
        for house, names in self._of_house.items():
            label = _label(house)
            if f"h:{house}" in self._above and names and len(label) >= _LONG and label not in _OFFICE:
                self._labels[label] = f"h:{house}"

    def of(self, mail: Seen, company: str = "") -> str:
        """The company of a mail, by one name for all its spellings; "" where it is not known.

        Args:
            company: as the person corrected it.
        """
        name = self._name(company or mail.company)
        if name:
            return self._top(f"n:{name}")
        if mail.house:
            known = f"h:{mail.house}"
            return self._top(known) if known in self._above else ""
        return self._tenant(mail.sender_address)

    def _tenant(self, address: str) -> str:
        """The known company that a tracking system writes for, where its address says so: acme@myworkday.com."""
        parts = {"".join(_WORD.findall(_plain(part))) for part in re.split(r"[@.]", address)}
        found = {self._labels[part] for part in parts & self._labels.keys()}
        tops = {self._top(key) for key in found}
        return tops.pop() if len(tops) == 1 else ""

    def _name(self, company: str) -> str:
        words = company_words(company)
        name = "".join(words)
        if name:
            self._names.setdefault(name, words)
        return name

    def _settle(self, house: str) -> None:
        label = _label(house)
        names = self._of_house[house]
        bears = {name for name in names if _bears(name, label)} | ({label} & self._names.keys())
        if len(names) > 1 and not bears:
            return
        self._above.setdefault(f"h:{house}", f"h:{house}")
        for name in names | bears:
            elsewhere = any(_bears(name, _label(other)) for other in self._written_from[name] - {house})
            if name in bears or not elsewhere:
                self._unite(f"h:{house}", f"n:{name}")

    def _shorter_names(self) -> None:
        """ "Tessel" is "Tessel Data" where there is only one such, and no domain says otherwise."""
        longer_of: dict[str, list[str]] = defaultdict(list)
        for name, words in self._names.items():
            for kept in range(len(words) - 1, 0, -1):
                if words[kept] not in _BESIDE:
                    break
                longer_of["".join(words[:kept])].append(name)
        for short in longer_of.keys() & self._names.keys():
            longer = {self._top(f"n:{name}") for name in longer_of[short] if not self._apart(short, name)}
            if len(longer) == 1:
                self._unite(longer.pop(), f"n:{short}")

    def _apart(self, one: str, other: str) -> bool:
        here, there = self._written_from[one], self._written_from[other]
        return bool(here and there and not here & there)

    def _top(self, key: str) -> str:
        while (above := self._above.setdefault(key, key)) != key:
            self._above[key] = self._above.setdefault(above, above)
            key = above
        return key

    def _unite(self, one: str, other: str) -> None:
        self._above[self._top(other)] = self._top(one)


def _label(house: str) -> str:
    """The first label of a domain, spelled as a company's name: "halden-robotics.example" is "haldenrobotics"."""
    return "".join(_WORD.findall(_plain(house.partition(".")[0])))


def _bears(name: str, label: str) -> bool:
    """Whether a domain's first label is a company's name, or begins with it or it with the label."""
    shorter, longer = sorted((name, label), key=len)
    return (len(shorter) >= _LONG and longer.startswith(shorter)) or name == label


def most_said(values: Iterable[str]) -> str:
    """The value that occurs most often, the first of several such; "" where there is none."""
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return max(counts, key=counts.__getitem__, default="")
