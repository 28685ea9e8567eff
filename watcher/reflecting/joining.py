"""Which application a mail belongs to, told by all that came before it. Pure.

What counts, from the strongest: the person's word; the requisition id; company and post; then, among the live
applications of that company, the conversation and who wrote. A conversation alone joins nothing, since one
thread of a tracking system may hold four posts. In doubt a mail stays by itself: a mail at the wrong application
would close a live one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from watcher.reflecting.matching import NEAR, OTHER, SAME, UNSAID, Companies, Post, alike, number, post
from watcher.reflecting.types import PROBABLY_CLOSED, Seen

#: The same answer, sent again by a system or by a person, comes within so long.
SAME_ANSWER = timedelta(days=30)
#: Two mails of one kind within so long are for one application, where only one of them names the post.
SAME_DAYS = timedelta(days=3)
#: So long after an answer an employer may still come back to it.
COMES_BACK = timedelta(days=240)
#: So many applications to one company are looked at for a mail that does not name its post.
_MOST, _RECENT = 40, 8
_NO = ("rejection", "offer_withdrawn")
_OPENS = ("interview", "assessment", "offer")


#: Applications that a mail may belong to, each with how alike the posts are.
_Fitting: TypeAlias = "Sequence[tuple[Group, int]]"


@dataclass(slots=True, eq=False)
class Group:
    """The mails of one application, as far as they have been read.

    Args:
        answered_at: when a "no" came last, even one that the person has yet to look at.
        closed_at: when the answer came that closed it, None while it is live.
        closed_on: the ISO date from which on it is closed by the person's word, "" where it is not.
    """

    mails: list[Seen] = field(default_factory=list)
    posts: set[Post] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    companies: set[str] = field(default_factory=set)
    conversations: set[tuple[str, str]] = field(default_factory=set)
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    closed_on: str = ""

    def is_live(self, at: datetime) -> bool:
        return self.closed_at is None and not (self.closed_on and self.closed_on <= at.date().isoformat())

    @property
    def last(self) -> Seen:
        return self.mails[-1]

    def role(self, wanted: Post | None) -> int:
        """How alike a post and this application's are, see matching.alike."""
        return max((alike(wanted, one) for one in self.posts), default=UNSAID)


class Joiner:
    """Takes the mails one after the other, the oldest first, and puts each where it belongs.

    Args:
        joinings, remarks: what the person said; see applications.join.
    """

    def __init__(
        self,
        companies: Companies,
        joinings: Mapping[int, int],
        remarks: Mapping[int, Mapping[str, str]],
    ) -> None:
        self._companies, self._joinings, self._remarks = companies, joinings, remarks
        self.groups: list[Group] = []
        self._holding: dict[int, Group] = {}
        self._awaited: dict[int, Group] = {}
        self._of_company: dict[str, list[Group]] = defaultdict(list)
        self._of_number: dict[tuple[str, str], list[Group]] = defaultdict(list)
        self._of_thread: dict[tuple[str, str], list[Group]] = defaultdict(list)
        self._of_writer: dict[tuple[str, str], list[Group]] = defaultdict(list)
        self._nameless: dict[Post, list[Group]] = defaultdict(list)
        self._said_of_thread: dict[tuple[str, str], Group] = {}

    def add(self, mail: Seen) -> None:
        said = self._remarks.get(mail.id, {})
        company = self._companies.of(mail, said.get("company", ""))
        wanted, named = (
            post(said.get("role") or mail.role),
            number(said.get("requisition") or mail.requisition),
        )
        group = self._by_word(mail) or self._found(mail, company, wanted, named)
        if group is None:
            group = Group()
            self.groups.append(group)
        self._put(mail, group, company, wanted, named)

    # What the person said ---------------------------------------------------------------------------------

    def _by_word(self, mail: Seen) -> Group | None:
        """Where the person said that it belongs, or a mail of theirs that waits for it."""
        wanted = self._joinings.get(mail.id)
        if wanted is None:
            return self._awaited.get(mail.id)
        group = self._holding.get(wanted) or self._awaited.get(wanted)
        if group is None:
            group = Group()
            self.groups.append(group)
            if wanted != mail.id:
                self._awaited[wanted] = group
        if mail.conversation:
            self._said_of_thread[_thread(mail)] = group
        return group

    # What the mails say -----------------------------------------------------------------------------------

    def _found(self, mail: Seen, company: str, wanted: Post | None, named: str) -> Group | None:
        said = self._said_of_thread.get(_thread(mail)) if mail.conversation else None
        if said and said.role(wanted) != OTHER and not _other_number(said, named):
            return self._unless_again(mail, said)
        if named and (same := self._by_number(company, named)) is not None:
            return self._unless_again(mail, same)
        fitting = [
            (group, role)
            for group in self._known(mail, company)
            if (role := group.role(wanted)) != OTHER
            and not _other_number(group, named)
            and (not company or not group.companies or company in group.companies)
        ]
        if mail.kind == "acknowledgement":
            return self._for_a_receipt(mail, company, fitting)
        if not fitting:
            return self._without_company(mail, company, wanted)
        live = [(group, role) for group, role in fitting if group.is_live(mail.at)]
        closed = [(group, role) for group, role in fitting if not group.is_live(mail.at)]
        if mail.kind == "feedback":
            return _chosen(mail, closed) or _chosen(mail, live)
        again = self._said_again(mail, closed, live)
        if again:
            return again
        return _chosen(mail, live) if live else self._come_back(mail, closed)

    def _known(self, mail: Seen, company: str) -> list[Group]:
        """The applications to that company; where it is not known, those of the conversation and of who wrote."""
        if company:
            return self._of_company[company][-_MOST:]
        thread = self._of_thread[_thread(mail)][-_MOST:] if mail.conversation else []
        return list(dict.fromkeys([*thread, *self._of_writer[_writer(mail)][-_MOST:]]))

    def _without_company(self, mail: Seen, company: str, wanted: Post | None) -> Group | None:
        """The one live application to that very post whose mails name no company, for one that does."""
        if not company or wanted is None:
            return None
        nameless = [one for one in self._nameless[wanted][-_MOST:] if not one.companies]
        live = [one for one in nameless if one.is_live(mail.at) and mail.at - one.last.at < PROBABLY_CLOSED]
        return live[0] if len(live) == 1 else None

    def _by_number(self, company: str, named: str) -> Group | None:
        """The latest application under that number at that company, or where the company is not known."""
        groups = self._of_number[company, named] if company else self._of_number["*", named]
        if company:
            groups = groups or self._of_number["", named]
        elif len({one for group in groups for one in group.companies}) > 1:
            return None
        return groups[-1] if groups else None

    def _unless_again(self, mail: Seen, group: Group) -> Group | None:
        """None where a receipt comes for a post that was closed: it was applied for once more."""
        again = mail.kind == "acknowledgement" and not group.is_live(mail.at)
        return None if again else group

    def _for_a_receipt(self, mail: Seen, company: str, fitting: _Fitting) -> Group | None:
        """A second receipt for the same post; anything else is a new application."""
        for group, role in reversed(fitting):
            since = mail.at - group.last.at
            if not group.is_live(mail.at):
                continue
            if role == SAME and since < PROBABLY_CLOSED:
                return group
            if role == UNSAID and since <= SAME_DAYS and (company or _in_thread(mail, group)):
                return group
            if role == NEAR and since <= SAME_DAYS and _in_thread(mail, group):
                return group
        return None

    def _said_again(self, mail: Seen, closed: _Fitting, live: _Fitting) -> Group | None:
        """The application whose answer this is once more: of a system and of a person, or three times the same."""
        if mail.kind not in _NO or any(role == SAME for _, role in live):
            return None
        shared = any(_in_thread(mail, group) for group, _ in live)
        for group, role in reversed(closed):
            since = mail.at - group.answered_at if group.answered_at else None
            if since is None or since > SAME_ANSWER:
                continue
            once_more = _in_thread(mail, group) and not shared and since <= SAME_DAYS
            if role == SAME or not live or once_more:
                return group
        return None

    def _come_back(self, mail: Seen, closed: _Fitting) -> Group | None:
        """The closed application that an employer comes back to, where none of theirs is live.

        An answer comes to one that the person closed without having had any.
        """
        unanswered = [(group, role) for group, role in closed if group.closed_at is None]
        if unanswered:
            return _chosen(mail, unanswered)
        if mail.kind in _NO:
            return None
        recent = [(group, role) for group, role in closed if mail.at - group.last.at <= COMES_BACK]
        plain = [
            (group, role)
            for group, role in recent
            if role == SAME or _in_thread(mail, group) or _by_writer(mail, group)
        ]
        return _chosen(mail, plain)

    # Keeping ----------------------------------------------------------------------------------------------

    def _put(self, mail: Seen, group: Group, company: str, wanted: Post | None, named: str) -> None:
        if not group.mails and not company and wanted:
            self._nameless[wanted].append(group)
        self._holding[mail.id] = group
        group.mails.append(mail)
        if wanted:
            group.posts.add(wanted)
        if company and company not in group.companies:
            group.companies.add(company)
            self._of_company[company].append(group)
        for key in {(company, named), ("*", named)} if named else ():
            if group not in self._of_number[key]:
                self._of_number[key].append(group)
        if named:
            group.numbers.add(named)
        if mail.conversation and _thread(mail) not in group.conversations:
            group.conversations.add(_thread(mail))
            self._of_thread[_thread(mail)].append(group)
        by_writer = self._of_writer[_writer(mail)]
        if not by_writer or by_writer[-1] is not group:
            by_writer.append(group)
        if said := self._remarks.get(mail.id, {}).get("closed", ""):
            group.closed_on = said
        if mail.kind in _NO:
            group.answered_at = mail.at
            group.closed_at = mail.at if mail.sure else group.closed_at
        elif mail.kind in _OPENS:
            group.closed_at = None
            if group.closed_on and group.closed_on < mail.at.date().isoformat():
                group.closed_on = ""


def _thread(mail: Seen) -> tuple[str, str]:
    return mail.account, mail.conversation or ""


def _writer(mail: Seen) -> tuple[str, str]:
    return mail.sender_address.casefold(), mail.sender_name.casefold()


def _other_number(group: Group, named: str) -> bool:
    return bool(named and group.numbers and named not in group.numbers)


def _chosen(mail: Seen, fitting: _Fitting) -> Group | None:
    """The one that a mail belongs to; None where two may be meant.

    The post decides; of several that are as alike, the conversation, then the writer, then whether anything
    was heard of it lately. Of two applications to the very same post the later one is meant.
    """
    if not fitting:
        return None
    best = max(role for _, role in fitting)
    among = [group for group, role in fitting if role == best]
    if best == SAME:
        near = [group for group in among if _in_thread(mail, group)]
        return (near or among)[-1]
    for hint in (_in_thread, _by_writer, _lately):
        if len(among) > 1:
            among = [group for group in among if hint(mail, group)] or among
    return among[0] if len(among) == 1 else None


def _in_thread(mail: Seen, group: Group) -> bool:
    return bool(mail.conversation) and _thread(mail) in group.conversations


def _by_writer(mail: Seen, group: Group) -> bool:
    return any(_writer(one) == _writer(mail) for one in group.mails[-_RECENT:])


def _lately(mail: Seen, group: Group) -> bool:
    return mail.at - group.last.at < PROBABLY_CLOSED
