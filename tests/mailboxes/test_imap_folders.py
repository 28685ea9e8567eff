"""Which folder is which, on servers that say it in different ways."""

from __future__ import annotations

import pytest

from tests.servers.recording import Script, recording
from tests.servers.running import HOST
from watcher.errors import UserError
from watcher.mailboxes.imap import Imap
from watcher.mailboxes.protocol import ALL_MAIL

PLAIN = "IMAP4rev1 AUTH=PLAIN"


def roles(
    *rows: str, capabilities: str = PLAIN, drafts: str | None = None, **more: tuple[str, ...]
) -> dict[str, str]:
    """What is found on a server that lists these folders, given as they stand in its answer."""
    answers = {"LIST": (*(f"* LIST {row}" for row in ('() "/" INBOX', *rows)), "OK listed"), **more}
    with recording(Script(capabilities=capabilities, answers=answers)) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x", drafts=drafts)
        found = {what: word for what, _, word in mailbox.check()}
        mailbox.close()
    return found


@pytest.mark.parametrize("flag", ["\\Drafts", "\\drafts", "\\DRAFTS"])
def test_special_use_flags_in_any_case(flag: str) -> None:
    assert roles(f'({flag}) "/" "&Tgtm+DBN-"')["Drafts"] == "下書き"


@pytest.mark.parametrize(("count", "word"), [(0, "0 mails"), (1, "1 mail"), (2, "2 mails")])
def test_a_check_counts_as_people_do(count: int, word: str) -> None:
    opened = (f"* {count} EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 9] ok", "OK open")
    assert roles(EXAMINE=opened)["Folder INBOX"] == word


def test_a_flag_wins_over_a_name() -> None:
    assert roles('() "/" Drafts', '(\\Drafts) "/" "Offene Briefe"')["Drafts"] == "Offene Briefe"


@pytest.mark.parametrize("flag", ["\\Noselect", "\\NonExistent", "\\nonexistent"])
def test_a_folder_that_cannot_be_opened_is_none(flag: str) -> None:
    rows = (f'(\\Drafts {flag}) "/" Drafts', '() "/" Entwurf')
    assert roles(*rows)["Drafts"] == "Entwurf"


@pytest.mark.parametrize(
    "name", ["INBOX.Drafts", "INBOX/Brouillons", "[Gmail]/Rascunhos", "[Google Mail]/Concepten", "DRAFTS"]
)
def test_names_below_the_usual_prefixes(name: str) -> None:
    assert roles(f'() "/" "{name}"')["Drafts"] == name


def test_the_folder_of_the_personal_namespace_is_preferred() -> None:
    rows = ('(\\Drafts) "/" "Shared/Team/Drafts"', '(\\Drafts) "/" "INBOX/Entwurf"')
    namespace = ('* NAMESPACE (("" "/")) NIL (("Shared/" "/"))', "OK done")
    found = roles(*rows, capabilities=f"{PLAIN} NAMESPACE", NAMESPACE=namespace)
    assert found["Drafts"] == "INBOX/Entwurf"


@pytest.mark.parametrize("offered", [True, False])
def test_xlist_only_where_it_is_offered(offered: bool) -> None:
    answer = ('* XLIST (\\Drafts) "/" "Offene Briefe"', '* XLIST (\\Inbox) "/" INBOX', "OK done")
    rows = ('() "/" "Offene Briefe"', '() "/" Entwurf')
    found = roles(*rows, capabilities=f"{PLAIN} XLIST" if offered else PLAIN, XLIST=answer)
    assert found["Drafts"] == ("Offene Briefe" if offered else "Entwurf")


def test_what_the_person_named_wins() -> None:
    rows = ('(\\Drafts) "/" Drafts', '() "/" "Meine Briefe"')
    assert roles(*rows, drafts="meine briefe")["Drafts"] == "Meine Briefe"


def test_a_named_folder_is_found_below_the_prefix_that_the_server_puts_before_it() -> None:
    assert roles('() "." "INBOX.Offene Briefe"', drafts="Offene Briefe")["Drafts"] == "INBOX.Offene Briefe"


def test_a_named_folder_that_is_not_there_is_one_clear_line() -> None:
    with pytest.raises(UserError, match=r"'Vorlagen'.*INBOX"):
        roles(drafts="Vorlagen")


def test_no_drafts_folder_is_told_and_none_is_made() -> None:
    with recording(Script(answers={"LIST": ('* LIST () "/" INBOX', "OK listed")})) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x")
        assert [row[0] for row in mailbox.check() if not row[1]] == ["Drafts"]
        with pytest.raises(UserError, match="no Drafts folder"):
            mailbox.save_draft(b"Subject: x\r\n\r\n")
        mailbox.close()
    assert not {"CREATE", "APPEND"} & set(server.commands)


@pytest.mark.parametrize(
    "listed", ['"J\udce4ger"', '"a\x01b"', f'"{"x" * 1200}"'], ids=["8 bit", "control", "long"]
)
def test_a_folder_that_cannot_be_named_is_passed_over(listed: str) -> None:
    listing = ('* LIST () "/" INBOX', f'* LIST () "/" {listed}', '* LIST () "/" Ablage', "OK listed")
    with recording(Script(answers={"LIST": listing})) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x")
        assert mailbox.find_copies("<one@firm.example>") == []
        mailbox.close()
    opened = [line.partition("EXAMINE ")[2] for line in server.lines if "EXAMINE" in line]
    assert opened == ['"INBOX"', '"Ablage"']


@pytest.mark.parametrize("role", ["drafts", "sent", "trash"])
def test_a_folder_with_a_role_that_cannot_be_named_is_one_clear_line(role: str) -> None:
    listing = ('* LIST () "/" INBOX', f'* LIST (\\{role}) "/" "J\udce4ger"', "OK listed")
    with recording(Script(answers={"LIST": listing})) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x")
        with pytest.raises(UserError, match="no IMAP folder"):
            mailbox.find_copies("<one@firm.example>")
        mailbox.close()


def all_mail(*rows: str, capabilities: str = PLAIN, **more: tuple[str, ...]) -> str:
    """The folder that `folders = ["\\\\All"]` means on a server that lists these."""
    answers = {"LIST": (*(f"* LIST {row}" for row in ('() "/" INBOX', *rows)), "OK listed"), **more}
    with recording(Script(capabilities=capabilities, answers=answers)) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x", folders=(ALL_MAIL,))
        try:
            (name,) = mailbox.watched()
        finally:
            mailbox.close()
    return name


@pytest.mark.parametrize("flag", ["\\All", "\\all", "\\HasNoChildren \\ALL"])
def test_all_mail_is_the_folder_that_says_so(flag: str) -> None:
    rows = ('() "/" "All Mail"', f'({flag}) "/" "[Gmail]/Alle Nachrichten"')
    assert all_mail(*rows) == "[Gmail]/Alle Nachrichten"


def test_all_mail_by_xlist() -> None:
    row = '"/" "[Gmail]/Tous les messages"'
    xlist = (f"* XLIST (\\AllMail) {row}", '* XLIST (\\Inbox) "/" INBOX', "OK listed")
    found = all_mail(f"() {row}", capabilities=f"{PLAIN} XLIST", XLIST=xlist)
    assert found == "[Gmail]/Tous les messages"


def test_without_a_folder_of_all_mail_it_is_said_what_to_write_instead() -> None:
    with pytest.raises(UserError) as failure:
        all_mail('() "/" "All Mail"')
    (line,) = str(failure.value).splitlines()
    assert '"\\\\All"' in line
    assert 'folders = ["INBOX"]' in line
    assert "All Mail, INBOX" in line


@pytest.mark.parametrize(
    ("rights", "fine"),
    [("lrswipkxtecda", True), ("lrs", False), ("", True)],
    ids=["all", "reading", "unsaid"],
)
def test_a_check_says_where_nothing_may_be_put_into_drafts(rights: str, fine: bool) -> None:
    answers = {
        "LIST": ('* LIST (\\Drafts) "/" "My Drafts"', '* LIST () "/" INBOX', "OK listed"),
        "MYRIGHTS": (*([f'* MYRIGHTS "My Drafts" {rights}'] if rights else []), "OK done"),
    }
    with recording(Script(capabilities=f"{PLAIN} ACL", answers=answers)) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x")
        found = {what: (ok, word) for what, ok, word in mailbox.check()}
        mailbox.close()
    assert any(line.endswith('MYRIGHTS "My Drafts"') for line in server.lines)
    assert found["Drafts"][0] == fine
    assert ("nothing be put there" in found["Drafts"][1]) != fine


@pytest.mark.parametrize(
    ("quota", "word"),
    [
        ("(STORAGE 512000 1024000)", "50% of 1.0 GB used"),
        ("(STORAGE 1024000 1024000 MESSAGE 1 2)", "100% of 1.0 GB used: no draft can be stored there"),
        ("(MESSAGE 1 2)", ""),
        ("()", ""),
    ],
)
def test_a_check_says_how_full_the_mailbox_is(quota: str, word: str) -> None:
    answer = ('* QUOTAROOT INBOX ""', f'* QUOTA "" {quota}', "OK done")
    found = roles(capabilities=f"{PLAIN} QUOTA", GETQUOTAROOT=answer)
    assert found.get("Space", "").startswith(word)
    assert ("Space" in found) == bool(word)


@pytest.mark.parametrize("command", ["MYRIGHTS", "GETQUOTAROOT"])
def test_a_check_goes_on_where_the_server_does_not_say(command: str) -> None:
    found = roles('() "/" Drafts', capabilities=f"{PLAIN} ACL QUOTA", **{command: ("NO [NOPERM] no",)})
    assert found["Drafts"] == "Drafts"
