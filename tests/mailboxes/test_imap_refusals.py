"""What the server refuses: one mail, everything for a while, or one command once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.contract.contract import NOW, SINCE, mail
from tests.servers.dovecot import Dovecot
from tests.servers.fault_proxy import TO_ALL, Fault, faulty
from tests.servers.imap_fault_proxy import ImapProxy
from watcher.errors import TemporaryError
from watcher.mailboxes.protocol import Arrival, Found


class _Broken(ImapProxy):
    """The mail with UID 2 has no body, whoever asks for it."""

    def _serve(self, client: Any, turn: Any) -> str:
        broken = (
            turn.name == "UID FETCH" and b"BODY" in turn.said and b"2" in turn.said.split()[3].split(b",")
        )
        self._fault = Fault(len(self.places), "NO") if broken else None
        return super()._serve(client, turn)


def with_mails(dovecot: Dovecot, count: int) -> ImapBench:
    bench = ImapBench(dovecot, fresh_user(dovecot))
    for number in range(count):
        bench.deliver(mail(f"<m{number}@firm.example>"), NOW - timedelta(minutes=count - number))
    return bench


def arrivals(bench: ImapBench, proxy: ImapProxy, folder: str = "INBOX") -> list[Arrival]:
    mailbox = bench.open_imap(port=proxy.port)
    try:
        return list(mailbox.fetch_since(folder, None, SINCE, lambda refs: set()).mails)
    finally:
        mailbox.close()
        proxy.wait()


@pytest.mark.parametrize("count", [1, 3])
def test_one_refusal_is_not_the_last_word_on_a_mail(dovecot: Dovecot, count: int) -> None:
    bench = with_mails(dovecot, count)
    with faulty(ImapProxy(dovecot.port)) as proxy:
        whole = arrivals(bench, proxy)
        places = [number for number, name in enumerate(proxy.places) if name == "UID FETCH"]
        assert len(places) == 2
        for place in places:
            proxy.begin(Fault(place, "NO"))
            assert arrivals(bench, proxy) == whole
            assert proxy.met
    bench.close()


@pytest.mark.parametrize("which", [0, 1])
def test_a_server_that_gives_no_mail_at_all_is_in_trouble(dovecot: Dovecot, which: int) -> None:
    bench = with_mails(dovecot, 3)
    with faulty(ImapProxy(dovecot.port)) as proxy:
        whole = arrivals(bench, proxy)
        place = [number for number, name in enumerate(proxy.places) if name == "UID FETCH"][which]
        proxy.begin(Fault(place, TO_ALL))
        with pytest.raises(TemporaryError, match="refused a command"):
            arrivals(bench, proxy)
        proxy.be_good()
        assert arrivals(bench, proxy) == whole
    bench.close()


def test_where_a_folder_holds_one_mail_inbox_tells_whether_it_is_that_mail(dovecot: Dovecot) -> None:
    bench = with_mails(dovecot, 2)
    folder = bench.create("Archive")
    bench.deliver(mail("<filed@firm.example>"), NOW, folder)
    with faulty(ImapProxy(dovecot.port)) as proxy:
        whole = arrivals(bench, proxy, folder)
        proxy.begin(Fault(proxy.places.index("UID FETCH"), TO_ALL))
        with pytest.raises(TemporaryError, match="refused a command"):
            arrivals(bench, proxy, folder)
        proxy.be_good()
        assert arrivals(bench, proxy, folder) == whole
    with faulty(_Broken(dovecot.port)) as proxy:
        second = bench.deliver(mail("<broken@firm.example>"), NOW, folder)
        bench.delete(whole[0].place)
        found = arrivals(bench, proxy, folder)
    assert [(one.place, one.problem) for one in found] == [(second, "the server would not give this mail")]
    bench.close()


def test_a_mail_that_is_broken_is_set_aside_where_others_are_given(dovecot: Dovecot) -> None:
    bench = with_mails(dovecot, 3)
    with faulty(_Broken(dovecot.port)) as proxy:
        found = arrivals(bench, proxy)
    assert [one.problem for one in found] == ["", "the server would not give this mail", ""]
    bench.close()


@pytest.mark.parametrize("kind", ["NO", "BAD", TO_ALL])
def test_a_folder_that_is_refused_once_has_lost_no_mail(dovecot: Dovecot, kind: str) -> None:
    """A mail that is found nowhere counts as deleted, and would get no reply."""
    bench = ImapBench(dovecot, fresh_user(dovecot))
    bench.deliver(mail("<filed@firm.example>"), NOW, bench.create("Archive"))
    with faulty(ImapProxy(dovecot.port)) as proxy:
        found = copies(bench, proxy)
        assert [one.place.folder for one in found] == ["Archive"]
        places = [number for number, name in enumerate(proxy.places) if name == "EXAMINE"]
        opened = 0
        for place in places:
            proxy.begin(Fault(place, kind))
            try:
                assert copies(bench, proxy) == found
                opened += 1
            except TemporaryError:
                pass
        assert opened == (0 if kind == TO_ALL else 1), "only a folder that need not open is asked for again"
    bench.close()


def copies(bench: ImapBench, proxy: ImapProxy) -> Sequence[Found]:
    mailbox = bench.open_imap(port=proxy.port)
    try:
        return mailbox.find_copies("<filed@firm.example>")
    finally:
        mailbox.close()
        proxy.wait()
