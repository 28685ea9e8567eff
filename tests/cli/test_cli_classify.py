"""`grace classify`: all the forms in which mail comes, and what it says of them."""

from __future__ import annotations

import json
import mailbox
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import Result

from watcher.cli.classify import TOGETHER, judge, judge_all
from watcher.cli.sources import Sample, read
from watcher.reading import details
from watcher.reading.classifier import Classifier
from watcher.reading.message import parse
from watcher.reading.types import KINDS, Details, Message

Run = Callable[..., Result]
NO = "Dear Robin,\n\nWe have decided to move forward with other candidates for the Analyst role.\n\nAnna\n"


def letter(subject: str = "Your application", body: str = NO) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Anna Brandt <anna@acme.example>"
    mail["To"] = "robin@example.org"
    mail["Subject"] = subject
    mail["Message-ID"] = "<1@acme.example>"
    mail.set_content(body)
    return mail


def rows_of(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_has_exactly_the_promised_keys(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter().as_bytes())
    [row] = rows_of(run("classify", "--json", str(tmp_path / "a.eml")))
    assert list(row) == [
        *("id", "kind", "score", "scores", "evidence"),
        *("language", "company", "role", "person", "reply", "problems"),
    ]
    assert row["id"] == "a.eml"
    assert row["kind"] == "rejection"
    assert 0.5 < row["score"] <= 1
    assert set(row["scores"]) == set(KINDS)
    assert row["evidence"][0].startswith("We have decided to move forward")
    assert row["language"] == "en"
    assert row["reply"]["to"] == "anna@acme.example"
    assert row["problems"] == []


def attached() -> EmailMessage:
    """A mail with nothing in it but another mail."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Anna Brandt <anna@acme.example>", "Fwd"
    mail.set_content(letter())
    return mail


def encrypted() -> EmailMessage:
    mail = letter()
    mail.set_content(b"\x30\x80", maintype="application", subtype="pkcs7-mime")
    return mail


def on_a_list() -> EmailMessage:
    mail = letter()
    mail["List-Post"] = "<mailto:gardeners@lists.example>"
    return mail


ON_A_LIST = "mail of a discussion list, its text was not read"
UNREAD = [
    ("mail longer than 1 MiB, the rest of it was not read", letter(body="a line\n" * 200_000 + NO)),
    ("only an attached mail, its text was not read", attached()),
    ("encrypted", encrypted()),
    (ON_A_LIST, on_a_list()),
    (
        ON_A_LIST,
        letter(
            body=f'{NO}\nYou received this message because you are subscribed to the Google Groups "gardeners" group.\n'
        ),
    ),
]


@pytest.mark.parametrize(("problem", "mail"), UNREAD)
def test_what_could_not_be_read_is_told_below_the_verdict(problem: str, mail: EmailMessage, run: Run) -> None:
    given = mail.as_bytes()
    shown = run("classify", given=given)
    assert shown.exit_code == 0
    last = shown.stdout.splitlines()[-1]
    assert last.startswith("  note: ")
    assert problem in last
    [row] = rows_of(run("classify", "--json", given=given))
    assert problem in row["problems"]


@pytest.mark.parametrize(
    "given",
    [
        NO,  # pasted, so that it has no header
        f"From: Anna\nSubject: Your application\n\n{NO}",
        f"From: Anna <a@acme.example>\nReply-To: us: b@acme.example;\nno field\nSubject: Hello\n\n{NO}",
        json.dumps({"subject": "Your application", "body": NO}),
    ],
)
def test_what_takes_nothing_from_the_verdict_is_not_told(given: str, run: Run) -> None:
    assert "note:" not in run("classify", given=given).stdout
    assert rows_of(run("classify", "--json", given=given))[0]["problems"] == []


def test_a_row_with_nothing_in_it_is_told(run: Run) -> None:
    assert rows_of(run("classify", "--json", given="{}"))[0]["problems"] == ["no subject and no text"]


def test_reply_to_nobody_is_null_with_its_reason(run: Run) -> None:
    row = json.dumps({"id": "x", "from": "Acme <no-reply@acme.example>", "subject": "Hello", "body": NO})
    [found] = rows_of(run("classify", "--json", "-", given=row))
    assert found["reply"]["to"] is None
    assert "no-reply@acme.example" in found["reply"]["reason"]


def test_of_a_mail_that_is_no_answer_it_says_what_came_nearest_to_one(run: Run) -> None:
    choir = "Hello Robin,\n\nthe choir met on Tuesday. The solo in June goes to somebody else, we chose against you.\n"
    shown = run(
        "classify", "-", given=json.dumps({"id": "x", "subject": "The summer concert", "body": choir})
    )
    lines = [line.strip() for line in shown.stdout.splitlines()]
    assert lines[0] == "x: other mail"
    assert lines[1].startswith('nearest to a no: "The solo in June goes to somebody else,')
    assert lines[2].startswith("against it: the mail is hardly about a job (0.")
    rejected = run("classify", "-", given=json.dumps({"subject": "Your application", "body": NO}))
    assert "nearest" not in rejected.stdout


def test_jsonl_keeps_ids_and_order(run: Run) -> None:
    rows = [
        {"id": "b", "subject": "Your application", "from": "Anna <a@acme.example>", "body": NO},
        {"id": 7, "raw": letter("Raw").as_string()},
        {"subject": "only a subject"},
        {"id": "empty"},
        {},
    ]
    given = "\n".join(json.dumps(row) for row in rows)
    result = run("classify", "--json", "-", given=given)
    assert result.exit_code == 0
    assert [row["id"] for row in rows_of(result)] == ["b", 7, 3, "empty", 5]
    assert [row["kind"] for row in rows_of(result)][:2] == ["rejection", "rejection"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_rows_go_through_the_real_reading(newline: str, run: Run) -> None:
    body = newline.join(["See you on Friday.", "", "On Mon, 2 Nov 2026, Anna wrote:", *NO.split("\n")])
    quoted = body.replace(f"{newline}Dear", f"{newline}> Dear").replace(
        f"{newline}We have", f"{newline}> We have"
    )
    [row] = rows_of(
        run("classify", "--json", "-", given=json.dumps({"subject": "Re: Friday", "body": quoted}))
    )
    assert row["kind"] != "rejection"


def test_a_row_that_is_no_json_is_named_and_the_others_are_done(run: Run) -> None:
    given = '{"id": 1, "body": "a"}\nnot json\n\n[1, 2]\n{"id": 2, "body": "b"}\n'
    result = run("classify", "--json", "-", given=given)
    assert result.exit_code == 2
    assert [row["id"] for row in rows_of(result)] == [1, 2]
    assert result.stderr.splitlines() == ["stdin line 2: is not JSON.", "stdin line 4: is not a JSON object."]


@pytest.mark.parametrize(
    "row",
    [
        {"subject": "Ünïcödé \ud800 \x00", "from": "Bröm\nX: y <a@b.example>", "body": "\ud800 text"},
        {"subject": None, "from": 12, "body": ["a"]},
        {"from": "nobody in particular", "body": "<p>We chose <b>another candidate</b>.</p>"},
        {"raw": "\x00"},
    ],
)
def test_odd_rows_are_read_all_the_same(row: dict, run: Run) -> None:
    result = run("classify", "--json", "-", given=json.dumps(row))
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)


def test_a_row_arrives_with_its_sender_and_subject(tmp_path: Path) -> None:
    row = {"subject": "Grüße aus Köln " * 9, "from": "Jürgen Groß <j@acme.example>", "body": "Hallo\nWelt"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row))
    [sample] = read([str(tmp_path / "rows.jsonl")])
    message = parse(sample.raw)
    assert message.subject == ("Grüße aus Köln " * 9).strip()
    assert message.sender
    assert (message.sender.name, message.sender.address) == ("Jürgen Groß", "j@acme.example")
    assert message.text.split() == ["Hallo", "Welt"]
    assert message.problems == ()


def test_an_mbox_is_read_mail_by_mail(tmp_path: Path, run: Run) -> None:
    box = mailbox.mbox(tmp_path / "mail.box")
    box.add(letter("One"))
    box.add(letter("Two", "Hi\n\nFrom here on it is quoted.\n"))
    box.close()
    samples = list(read([str(tmp_path / "mail.box")]))
    assert [parse(sample.raw).subject for sample in samples] == ["One", "Two"]
    assert "From here on" in parse(samples[1].raw).text
    assert len(rows_of(run("classify", "--json", str(tmp_path / "mail.box")))) == 2


def test_a_maildir_folder_is_read_and_left_alone(tmp_path: Path, run: Run) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(letter("One"))
    box.add(letter("Two"))
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    assert len(rows_of(run("classify", "--json", str(tmp_path / "box")))) == 2
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


def test_a_folder_of_letters(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    for name in ("b", "a"):
        (tmp_path / "letters" / f"{name}.eml").write_bytes(letter().as_bytes())
    result = run("classify", "--json", str(tmp_path / "letters"))
    assert [row["id"] for row in rows_of(result)] == ["a.eml", "b.eml"]


def test_a_folder_without_mail_is_a_mistake(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    result = run("classify", str(tmp_path / "pictures"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "holds no mail" in result.stderr


@pytest.mark.parametrize("options", [[], ["--json"]])
@pytest.mark.parametrize("given", [b"", b"\n\n"])
def test_a_source_without_any_mail_is_named_and_the_others_are_done(
    given: bytes, options: list[str], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "empty.eml").write_bytes(given)
    (tmp_path / "a.eml").write_bytes(letter().as_bytes())
    result = run("classify", *options, str(tmp_path / "empty.eml"), str(tmp_path / "a.eml"))
    assert (result.exit_code, result.stderr) == (2, f"{tmp_path / 'empty.eml'} holds no mail.\n")
    assert "a.eml" in result.stdout
    result = run("classify", *options, given=given)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "stdin holds no mail.\n")


ROWS = [{"id": 1, "body": NO}, {"id": 2, "body": NO}]


@pytest.mark.parametrize(
    "given",
    [
        *(json.dumps(ROWS, indent=2), json.dumps(ROWS[0], indent=2), json.dumps(ROWS), f"[ {ROWS[0]}"),
        '[{\n "id": 1}]',
    ],
)
def test_one_piece_of_json_is_one_clear_line(given: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(given.replace("'", '"'), encoding="utf-8")
    (tmp_path / "rows.json").write_text(given.replace("'", '"'), encoding="utf-8")
    for source in ("rows.jsonl", "rows.json"):
        result = run("classify", "--json", str(tmp_path / source))
        assert (result.exit_code, result.stdout) == (2, "")
        says = "is one piece of JSON; write each mail as a line of its own."
        assert result.stderr == f"{tmp_path / source} {says}\n"


@pytest.mark.parametrize(
    "begins",
    ["[EXTERNAL] ", "[1] ", "[ ] ", "[...] ", '["To Robin"] ', "{External} ", "{{name}}, ", "[[", "[\xa0"],
)
def test_a_pasted_letter_that_begins_with_a_bracket_is_a_letter(begins: str, run: Run) -> None:
    given = f"{begins}Dear Robin, unfortunately we have decided not to take your application further.\n"
    result = run("classify", "--json", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    [row] = rows_of(result)
    assert (row["id"], row["kind"]) == ("stdin", "rejection")


@pytest.mark.parametrize("given", ['{"id": 1, "body": "a"', "[1, 2]\n", "[]", '{"id": ' + "[" * 100_000])
def test_json_that_is_no_row_is_no_letter(given: str, run: Run) -> None:
    result = run("classify", "--json", given=given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("stdin line 1: is not ")


def test_an_array_whose_objects_have_a_line_each_is_one_clear_line(run: Run) -> None:
    result = run("classify", "--json", "-", given='[{"id": 1, "body": "a"},\n {"id": 2, "body": "b"}]\n')
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


NO_MAIL = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "docx": b"PK\x03\x04\x14\x00",
    "RTF": b"{\\rtf1 Dear Robin}",
    "Outlook .msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "picture": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "picture and": b"GIF89a",
    "UTF-16": f"From: Anna <a@acme.example>\n\n{NO}".encode("utf-16"),
    "in UTF-16": b"\xfe\xff" + NO.encode("utf-16-be"),
    "no text": b"\x7fELF\n" + b"\x00" * 100,
    "holds no text": NO.encode("utf-16-le"),
    "so it is no mail": b"\x00" * 100,
    "save the mail as .eml": b"ab:\x14\xca\x00\n" + b"\x00" * 100,
}


@pytest.mark.parametrize("what", NO_MAIL)
def test_what_is_plainly_no_mail_is_named_and_the_others_are_done(
    what: str, run: Run, tmp_path: Path
) -> None:
    odd, good = tmp_path / "odd.eml", tmp_path / "a.eml"
    odd.write_bytes(NO_MAIL[what])
    good.write_bytes(letter().as_bytes())
    for sources in ([str(odd), str(good)], [str(tmp_path)]):
        result = run("classify", "--json", *sources)
        assert result.exit_code == 2
        assert [row["id"] for row in rows_of(result)] == ["a.eml"]
        [line] = result.stderr.splitlines()
        assert line.startswith(f"{odd} ")
        assert what in line
    result = run("classify", given=NO_MAIL[what])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("stdin ")


def test_rows_in_utf_16_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(json.dumps({"body": NO}).encode("utf-16"))
    result = run("classify", str(tmp_path / "rows.jsonl"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "UTF-16" in result.stderr


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"\n",
        b"From a@acme.example Mon Nov 23 12:00:00 2026\n",
        b">From a@acme.example Mon Nov 23 12:00:00 2026\n",
        b"Subject: Your\x00 application\n",
    ],
)
def test_a_mail_with_a_nul_byte_in_it_is_judged(before: bytes, run: Run) -> None:
    given = before + letter().as_bytes().replace(b"Dear", b"Dear\x00")
    [row] = rows_of(run("classify", "--json", given=given))
    assert row["kind"] == "rejection"


def test_noise_is_no_trouble(run: Run) -> None:
    assert run("classify", "--json", "-", given=bytes(range(1, 256))).exit_code == 0


def test_one_mail_from_standard_input_in_words(run: Run) -> None:
    said = run("classify", given=letter().as_bytes()).stdout
    assert said.splitlines()[0] == "stdin: an answer: not this time"
    assert '"We have decided to move forward with other candidates for the Analyst role."' in said


def test_what_a_mail_answers_is_told_where_it_counts_against_a_no(run: Run) -> None:
    said = "The other one had more experience, so we took him.\n"
    asked = "> Did you see the seals at the beach on Saturday? The kids say there were nine of them.\n"
    mail = f"From: Jo <jo@mail.example>\nSubject: Re: Saturday\n\n{said}{asked}"
    lines = run("classify", given=mail.encode()).stdout.splitlines()
    assert lines[0] == "stdin: other mail"
    assert lines[1].strip() == 'it answers: "Did you see the seals at the beach on Saturday?"'
    assert lines[2].strip() == "which is about something else than a job: that counts against a no"
    assert "answers" not in json.loads(run("classify", "--json", given=mail.encode()).stdout)


@pytest.mark.parametrize("order", [("a.eml", "b.eml"), ("b.eml", "a.eml")])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_file_that_is_not_there_is_named_and_the_others_are_done(
    options: list[str], order: tuple[str, str], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.eml").write_bytes(letter().as_bytes())
    result = run("classify", *options, *(str(tmp_path / name) for name in order))
    assert result.exit_code == 2
    assert "a.eml" in result.stdout
    assert result.stderr == f"{tmp_path / 'b.eml'} cannot be read: No such file or directory.\n"


def test_a_folder_without_mail_is_named_and_the_others_are_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "a.eml").write_bytes(letter().as_bytes())
    result = run("classify", "--json", str(tmp_path / "pictures"), str(tmp_path / "a.eml"))
    assert (result.exit_code, [row["id"] for row in rows_of(result)]) == (2, ["a.eml"])
    assert "holds no mail" in result.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_in_a_folder_that_cannot_be_opened_is_named_and_the_others_are_done(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "letters").mkdir()
    for name in ("a", "b"):
        (tmp_path / "letters" / f"{name}.eml").write_bytes(letter().as_bytes())
    (tmp_path / "letters" / "a.eml").chmod(0)
    result = run("classify", "--json", str(tmp_path / "letters"))
    assert (result.exit_code, [row["id"] for row in rows_of(result)]) == (2, ["b.eml"])
    assert result.stderr == f"{tmp_path / 'letters' / 'a.eml'} cannot be read: Permission denied.\n"


def test_together_the_verdicts_are_those_of_each_alone() -> None:
    classifier = Classifier.load()
    mailboxes = Path(__file__).parents[1] / "reading" / "mailboxes"
    samples = [one for language in ("en", "ja", "tr") for one in read([str(mailboxes / f"{language}.jsonl")])]
    assert len(samples) > 2 * TOGETHER
    samples.insert(3, Sample("none", b"", "none holds no mail."))
    samples.insert(7, Sample("empty", b""))
    alone = [one if one.problem else judge(classifier, one) for one in samples]
    assert list(judge_all(classifier, samples)) == alone


def test_a_mail_of_which_the_rest_breaks_us_is_judged_and_so_is_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads, broken = details.names, []

    def breaking(message: Message, *more: object) -> Details:
        if not broken:
            broken.append(message)
            raise KeyError
        return reads(message, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(details, "names", breaking)
    samples = [Sample(number, letter().as_bytes()) for number in range(2)]
    one, other = judge_all(Classifier.load(), samples)
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    assert (one["kind"], one["company"], one["reply"]["to"]) == ("rejection", "", "anna@acme.example")
    assert other == one | {"id": 1, "role": "Analyst", "person": "Anna Brandt"}


def test_large_mails_are_not_held_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.cli.classify._BYTES_TOGETHER", 20)
    taken: list[int] = []

    def mails() -> Iterator[Sample]:
        for number in range(9):
            taken.append(number)
            yield Sample(number, b"x" * 11)

    for number, found in enumerate(judge_all(Classifier.load(), mails())):
        assert isinstance(found, dict)
        assert found["id"] == number
        assert len(taken) <= number + 2


def test_the_screen_does_not_ask_whom_a_reply_would_go_to() -> None:
    sample = Sample("a", letter().as_bytes())
    classifier = Classifier.load()
    asked, not_asked = (next(judge_all(classifier, [sample], replies=one)) for one in (True, False))
    assert isinstance(asked, dict)
    assert isinstance(not_asked, dict)
    assert asked["reply"]["reason"] or asked["reply"]["to"]
    assert not_asked == asked | {"reply": None, "answers": "", "nearest": None}


def test_a_pipe_gets_each_verdict_before_the_next_mail() -> None:
    grace = [sys.executable, "-m", "watcher", "classify", "--json", "-"]
    with subprocess.Popen(grace, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        waiting = threading.Timer(30, process.kill)  # then the line that it did not write is empty
        waiting.start()
        for number in range(2):
            process.stdin.write(json.dumps({"id": number, "body": NO}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        waiting.cancel()
    assert process.returncode == 0


def test_many_mails_take_seconds(run: Run) -> None:
    given = "".join(
        json.dumps({"id": n, "subject": f"Your application {n}", "body": NO}) + "\n" for n in range(400)
    )
    began = time.monotonic()
    assert len(run("classify", "--json", "-", given=given).stdout.splitlines()) == 400
    assert time.monotonic() - began < 8
