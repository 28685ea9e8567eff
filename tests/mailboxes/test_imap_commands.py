"""Which commands leave the program, and what happens when the line breaks in the middle of one."""

from __future__ import annotations

import base64
import re
import socket
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.contract.contract import HOSTILE, SINCE, mail
from tests.servers.recording import Recording, Script, recording
from tests.servers.running import HOST, certificate
from watcher import __version__
from watcher.errors import TemporaryError, UserError
from watcher.mailboxes.imap import Imap
from watcher.mailboxes.protocol import Saved

#: A reader needs no others. APPEND is the one that writes.
ALLOWED = {
    *("CAPABILITY", "AUTHENTICATE", "LOGIN", "LOGOUT", "ID", "LIST", "NAMESPACE", "EXAMINE"),
    *("UID SEARCH", "UID FETCH", "APPEND"),
}
ONE_MAIL = ("* SEARCH 1", "OK searched")


def imap(server: Recording, **options: Any) -> Imap:
    return Imap(
        **{"host": HOST, "port": server.port, "tls": "none", "user": "robin", "password": "x", **options}
    )


def nothing_known(_refs: Sequence[str]) -> set[str]:
    return set()


def test_hostile_ids_never_reach_the_server() -> None:
    with recording() as server:
        mailbox = imap(server)
        for message_id in HOSTILE:
            mailbox.find_copies(message_id)
            mailbox.find_answers(message_id, SINCE)
        mailbox.close()
    assert set(server.commands) <= ALLOWED
    assert not any("Injected" in line or "UNSEEN" in line for line in server.lines)


def test_an_id_is_one_quoted_string() -> None:
    with recording() as server:
        mailbox = imap(server)
        mailbox.find_copies('<(a%*{3}"b\\c)@firm.example>')
    searches = {line.partition(" ")[2] for line in server.lines if "SEARCH" in line}
    assert searches == {'UID SEARCH HEADER Message-ID "<(a%*{3}\\"b\\\\c)@firm.example>"'}


@pytest.mark.parametrize("folder", ["INBOX\r\nA1 CREATE Injected", "a\nb", "a\0b", ""])
def test_hostile_folder_names_never_reach_the_server(folder: str) -> None:
    with recording() as server:
        with pytest.raises(UserError):
            imap(server, folders=(folder,)).watched()
        with pytest.raises(UserError):
            imap(server).fetch_since(folder, "7:1", SINCE, nothing_known)
    assert set(server.commands) <= ALLOWED
    assert not any("Injected" in line for line in server.lines)


def test_a_folder_listed_with_a_hostile_name_is_not_opened() -> None:
    listing = ('* LIST () "/" {23}\r\nx"\r\nA9 CREATE Injected', '* LIST () "/" INBOX', "OK listed")
    script = Script(answers={"LIST": listing})
    with recording(script) as server, pytest.raises((UserError, TemporaryError)):
        imap(server).find_copies("<one@firm.example>")
    assert "CREATE" not in server.commands
    assert set(server.commands) <= ALLOWED


def test_only_reading_commands_and_peeks_are_sent() -> None:
    fetched = ("* 1 FETCH (UID 1 RFC822.SIZE 5 FLAGS () INTERNALDATE \"22-Nov-2031 07:35:06 +0000\" BODY[] "
               "{5}\r\nHello)", "OK fetched")  # fmt: skip
    with recording(Script(answers={"UID SEARCH": ONE_MAIL, "UID FETCH": fetched})) as server:
        mailbox = imap(server)
        mailbox.watched()
        fetch = mailbox.fetch_since("INBOX", None, SINCE, nothing_known)
        arrivals = list(fetch.mails)
        mailbox.flags([arrivals[0].place])
        mailbox.find_copies("<one@firm.example>")
        mailbox.find_answers("<one@firm.example>", SINCE)
        mailbox.check()
        mailbox.close()
    assert [(arrival.raw, arrival.cursor) for arrival in arrivals] == [(b"Hello", "7:1")]
    assert set(server.commands) <= ALLOWED - {"APPEND"}
    assert not any("BODY[" in line for line in server.lines)


@pytest.mark.parametrize(
    ("greeting", "more"), [("OK ready", "X-GM-EXT-1"), ("OK Coremail System IMap Server Ready", "IDLE")]
)
def test_a_server_that_asks_for_it_is_told_the_programs_name_and_nothing_else(
    greeting: str, more: str
) -> None:
    script = Script(greeting, f"IMAP4rev1 AUTH=PLAIN ID {more}", {"ID": ("* ID NIL", "OK thanks")})
    with recording(script) as server:
        mailbox = imap(server)
        mailbox.watched()
        mailbox.find_copies("<one@firm.example>")
        mailbox.close()
    said = [line.partition(" ")[2] for line in server.lines if " ID " in line]
    assert said == [f'ID ("name" "Grace Period" "version" "{__version__}")']
    assert server.commands.index("AUTHENTICATE") < server.commands.index("ID") < server.commands.index("LIST")


@pytest.mark.parametrize("answer", ["NO not now", "BAD what", '* ID ("name"'])
def test_a_server_that_does_not_listen_to_the_name_is_no_trouble(answer: str) -> None:
    answers = {"ID": (answer, "OK done") if answer.startswith("*") else (answer,)}
    with recording(Script(capabilities="IMAP4rev1 AUTH=PLAIN ID X-GM-EXT-1", answers=answers)) as server:
        mailbox = imap(server)
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()


def test_a_line_that_breaks_at_the_name_is_a_temporary_error() -> None:
    script = Script(capabilities="IMAP4rev1 AUTH=PLAIN ID X-GM-EXT-1", answers={"ID": ("HANG UP",)})
    with recording(script) as server, pytest.raises(TemporaryError):
        imap(server).watched()


def test_a_poll_of_a_server_that_says_what_it_can_do_takes_four_round_trips() -> None:
    can = "IMAP4rev1 SASL-IR AUTH=PLAIN ID NAMESPACE"
    answers = {
        "AUTHENTICATE": (f"OK [CAPABILITY {can}] signed in",),
        "LIST": (
            '* LIST () "/" INBOX',
            *(f'* LIST (\\{name}) "/" {name}' for name in ("Drafts", "Sent", "Trash")),
            "OK listed",
        ),
    }
    with recording(Script(f"OK [CAPABILITY {can}] ready", can, answers)) as server:
        mailbox = imap(server, password="päss word")
        mailbox.watched()
        list(mailbox.fetch_since("INBOX", "7:1", SINCE, nothing_known).mails)
        mailbox.close()
    assert server.commands == ["AUTHENTICATE", "LIST", "EXAMINE", "LOGOUT"]
    secret = base64.b64encode("\0robin\0päss word".encode()).decode()
    assert server.lines[0].endswith(f"AUTHENTICATE PLAIN {secret}")


@pytest.mark.parametrize(
    "listing",
    [
        ('* LIST () "/" INBOX', '* LIST (\\Drafts) "/" user/ada/Drafts', '* LIST (\\Sent) "/" Sent'),
        ('* LIST () "/" INBOX', '* LIST () "/" Drafts', '* LIST (\\Sent) "/" Sent'),
    ],
)
def test_whose_folders_they_are_is_asked_where_the_list_leaves_it_open(listing: tuple[str, ...]) -> None:
    answers = {
        "LIST": (*listing, '* LIST (\\Trash) "/" Trash', '* LIST () "/" user/ada/Old', "OK listed"),
        "NAMESPACE": ('* NAMESPACE (("" "/")) (("user/" "/")) NIL', "OK told"),
    }
    with recording(Script(capabilities="IMAP4rev1 AUTH=PLAIN NAMESPACE", answers=answers)) as server:
        mailbox = imap(server)
        mailbox.find_copies("<one@firm.example>")
        mailbox.close()
    assert server.commands.count("NAMESPACE") == 1
    assert not any("user/ada/Old" in line for line in server.lines)


def test_an_unchanged_folder_costs_one_command() -> None:
    with recording() as server:
        mailbox = imap(server)
        fetch = mailbox.fetch_since("INBOX", "7:1", SINCE, nothing_known)
        assert (list(fetch.mails), fetch.cursor) == ([], "7:1")
        mailbox.close()
    assert server.commands[-2:] == ["EXAMINE", "LOGOUT"]


def test_a_mail_that_the_server_refuses_is_told_of_and_the_next_one_comes() -> None:
    with recording(Script(answers={"UID SEARCH": ONE_MAIL, "UID FETCH": ("NO [SERVERBUG] no",)})) as server:
        mailbox = imap(server)
        (arrival,) = mailbox.fetch_since("INBOX", None, SINCE, nothing_known).mails
        mailbox.close()
    assert (arrival.raw, arrival.problem) == (None, "the server would not give this mail")


@pytest.mark.parametrize("answer", ["* 1 FETCH (UID 1 FLAGS (", "* 1 FETCH (UID x)", "* 1 FETCH NIL"])
def test_an_answer_that_makes_no_sense_stops_no_other_mail(answer: str) -> None:
    with recording(Script(answers={"UID SEARCH": ONE_MAIL, "UID FETCH": (answer, "OK fetched")})) as server:
        mailbox = imap(server)
        (arrival,) = mailbox.fetch_since("INBOX", None, SINCE, nothing_known).mails
        mailbox.close()
    assert arrival.raw is None
    assert arrival.problem


def test_a_mail_without_a_date_counts_as_not_given() -> None:
    fetched = ("* 1 FETCH (UID 1 RFC822.SIZE 5 FLAGS () BODY[] {5}\r\nHello)", "OK fetched")
    with recording(Script(answers={"UID SEARCH": ONE_MAIL, "UID FETCH": fetched})) as server:
        mailbox = imap(server)
        (arrival,) = mailbox.fetch_since("INBOX", None, SINCE, nothing_known).mails
        mailbox.close()
    assert (arrival.raw, arrival.delivered_at) == (None, SINCE)
    assert arrival.problem


def test_a_huge_folder_is_searched_in_spans() -> None:
    """By where the 20,000th mail lies, the 40,000th and so on; this server gives these three to every search."""
    opened = ("* 200000 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 4294967295] ok", "OK open")
    edges = ("* SEARCH 20000 170000 4000000000", "OK searched")
    with recording(Script(answers={"EXAMINE": opened, "UID SEARCH": edges})) as server:
        mailbox = imap(server)
        fetch = mailbox.fetch_since("INBOX", "7:150000", SINCE, nothing_known)
        assert (list(fetch.mails), fetch.cursor) == ([], "7:4294967294")
        mailbox.close()
    searches = [line.partition("SEARCH ")[2] for line in server.lines if "SEARCH" in line]
    assert searches == [
        "20000,40000,60000,80000,100000,120000,140000,160000,180000",
        "UID 150001:170000",
        "UID 170001:4000000000",
        "UID 4000000001:4294967294",
    ]


def test_a_folder_called_nil_and_one_without_flags_are_folders() -> None:
    listing = ('* LIST (\\HasNoChildren 7) "/" NIL', "* LIST NIL NIL INBOX", "OK listed")
    with recording(Script(answers={"LIST": listing})) as server:
        mailbox = imap(server, folders=("INBOX", "NIL"))
        assert mailbox.watched() == ["INBOX", "NIL"]
        mailbox.close()


@pytest.mark.parametrize("line", ['* LIST () "/"', '* LIST 5 "/" INBOX', '* LIST () "/" 5 ('])
def test_a_list_that_makes_no_sense_is_tried_again_later(line: str) -> None:
    with recording(Script(answers={"LIST": (line, "OK listed")})) as server:
        mailbox = imap(server)
        with pytest.raises(TemporaryError, match="could not be understood"):
            mailbox.watched()
        mailbox.close()


@pytest.mark.parametrize("cursor", [None, "7:4294967295"])
def test_a_server_without_uidnext_is_not_asked_for_more_than_the_highest_uid(cursor: str | None) -> None:
    opened = ("* 1 EXISTS", "* OK [UIDVALIDITY 7] ok", "OK open")
    with recording(Script(answers={"EXAMINE": opened})) as server:
        mailbox = imap(server)
        assert list(mailbox.fetch_since("INBOX", cursor, SINCE, nothing_known).mails) == []
        mailbox.close()
    named = [
        int(number) for line in server.lines if "SEARCH" in line for number in re.findall(r"\d{6,}", line)
    ]
    assert all(number < 2**32 for number in named)


def test_a_mail_of_unknown_size_is_fetched_no_further_than_any_other() -> None:
    fetched = ("* 1 FETCH (UID 1 FLAGS () INTERNALDATE \"22-Nov-2031 07:35:06 +0000\" BODY[]<0> {5}\r\nHello)",
               "OK fetched")  # fmt: skip
    with recording(Script(answers={"UID SEARCH": ONE_MAIL, "UID FETCH": fetched})) as server:
        mailbox = imap(server)
        (arrival,) = mailbox.fetch_since("INBOX", None, SINCE, nothing_known).mails
        mailbox.close()
    assert arrival.raw == b"Hello"
    assert server.commands.count("UID FETCH") == 2
    assert sum("BODY.PEEK[]<0.1048576>" in line for line in server.lines) == 1


def test_the_last_mail_is_not_new_because_the_server_names_it_again() -> None:
    """A server without UIDNEXT has to be asked for n:*, which always gives the last mail."""
    opened = ("* 1 EXISTS", "* OK [UIDVALIDITY 7] ok", "OK open")
    with recording(Script(answers={"EXAMINE": opened, "UID SEARCH": ("* SEARCH 5", "OK done")})) as server:
        mailbox = imap(server)
        fetch = mailbox.fetch_since("INBOX", "7:5", SINCE, nothing_known)
        assert (list(fetch.mails), fetch.cursor) == ([], "7:5")
        mailbox.close()


def test_an_answer_without_appenduid_is_no_place() -> None:
    with recording(Script(answers={"APPEND": ("OK stored",)})) as server:
        assert imap(server).save_draft(mail()) == Saved()


def test_the_draft_goes_out_with_its_flags_and_without_a_date() -> None:
    with recording() as server:
        place = imap(server).save_draft(mail()).place
    assert place is not None
    assert (place.folder, place.ref) == ("Drafts", "9:5")
    (line,) = [line for line in server.lines if " APPEND " in line]
    assert line.partition(" ")[2] == f'APPEND "Drafts" (\\Draft \\Seen) {{{len(mail())}}}'
    assert mail().decode() in server.lines


@pytest.mark.parametrize(
    "script",
    [
        Script(cut_literals=True),
        Script(answers={"APPEND": ("HANG UP",)}),
        Script(answers={"APPEND": ("* BYE shutting down", "HANG UP")}),
        Script(answers={"APPEND": ("NO [OVERQUOTA] full",)}),
        Script(answers={"APPEND": ("NO [TRYCREATE] gone",)}),
        Script(answers={"APPEND": ("SILENCE",)}),
    ],
    ids=["cut in the middle", "no answer", "bye", "full", "folder gone", "silence"],
)
def test_a_draft_that_may_not_have_arrived_is_a_temporary_error(script: Script) -> None:
    with recording(script) as server, pytest.raises(TemporaryError) as failure:
        imap(server, timeout=1.0).save_draft(mail())
    assert "firm.example" not in str(failure.value)


@pytest.mark.parametrize("command", ["LIST", "EXAMINE", "UID SEARCH", "UID FETCH"])
@pytest.mark.parametrize("answer", ["HANG UP", "* BYE shutting down", "BAD what"])
def test_a_line_that_breaks_anywhere_is_a_temporary_error(command: str, answer: str) -> None:
    answers = {"UID SEARCH": ONE_MAIL} | {command: (answer, "HANG UP")}
    with recording(Script(answers=answers)) as server:
        mailbox = imap(server)
        with pytest.raises(TemporaryError):
            mailbox.find_copies("<one@firm.example>")
        mailbox.close()


@pytest.mark.timeout(15)
@pytest.mark.parametrize("command", ["AUTHENTICATE", "LIST"])
def test_abort_from_another_thread_ends_a_waiting_call(command: str) -> None:
    with recording(Script(answers={command: ("SILENCE",)})) as server:
        mailbox = imap(server, timeout=30.0)
        timer = threading.Timer(0.1, mailbox.abort)
        timer.start()
        with pytest.raises(TemporaryError):
            mailbox.watched()
        timer.join()
        with pytest.raises(TemporaryError, match="stop"):
            mailbox.watched()
        mailbox.close()


@pytest.mark.timeout(15)
def test_abort_ends_a_call_that_waits_inside_tls(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socket.create_server((HOST, 0)) as listening:
        mailbox = Imap(HOST, listening.getsockname()[1], "implicit", "robin", "x", ca_file=cert, timeout=30.0)

        def greet_and_fall_silent() -> None:
            connection, _ = listening.accept()
            with context.wrap_socket(connection, server_side=True) as secure:
                secure.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")
                tag = secure.recv(100).split()[0]
                secure.sendall(b"+ \r\n")
                secure.recv(100)
                secure.sendall(tag + b" OK [CAPABILITY IMAP4rev1] signed in\r\n")
                secure.recv(100)
                mailbox.abort()
                secure.recv(100)

        thread = threading.Thread(target=greet_and_fall_silent, daemon=True)
        thread.start()
        with pytest.raises(TemporaryError):
            mailbox.watched()
        mailbox.close()
        thread.join(5)


def test_closing_never_raises_and_does_not_wait() -> None:
    with recording(Script(answers={"LOGOUT": ("HANG UP",)})) as server:
        mailbox = imap(server)
        mailbox.close()
        mailbox.watched()
        mailbox.close()
        mailbox.close()
