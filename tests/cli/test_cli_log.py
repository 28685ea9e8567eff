"""`grace log`, `show` and `explain`: what is on record, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import berlin, put
from click.testing import Result

from watcher.learning.versions import base_version
from watcher.reading.classifier import Classifier
from watcher.store import Store

Run = Callable[..., Result]


def test_log_names_the_mail_in_plain_words_and_says_what_comes_next(run: Run, store: Store) -> None:
    put(store)
    put(
        store,
        "no_reply",
        reason="Nobody reads no-reply@acme.example.",
        delivered_at=berlin("2026-11-22T10:00"),
    )
    put(store, "", kind="interview", action="log", delivered_at=berlin("2026-11-21T10:00"))
    assert run("log").stdout.splitlines() == [
        "1  Mon 23 Nov  Acme  not this time  cooling until Tue 24 Nov, 11:00",
        "2  Sun 22 Nov  Acme  not this time  no reply: nobody reads no-reply@acme.example",
        "3  Sat 21 Nov  Acme  an interview",
    ]


def test_log_never_says_that_the_person_was_turned_down(run: Run, store: Store) -> None:
    put(store)
    for command in (["log"], ["show", "1"], ["explain", "1"], ["queue"]):
        said = run(*command).stdout.lower()
        assert "reject" not in said
        assert "!" not in said


def test_show_says_how_far_it_had_come_and_what_they_say(run: Run, store: Store) -> None:
    put(store, details={"company": "Acme", "stage": "final", "reason": "internal"})
    put(store, details={"company": "Acme", "stage": "application", "reason": ""})
    told = run("show", "1").stdout
    assert "It had come to: the last round" in told
    assert "They say: one of their own got the post" in told
    told = run("show", "2").stdout
    assert "It had come to" not in told
    assert "They say" not in told


def test_log_leaves_out_other_mail_unless_asked(run: Run, store: Store) -> None:
    put(store, "", kind="other", action="ignore", sender_name="", sender_address="", details={})
    assert "No mail about an application" in run("log").stdout
    assert run("log", "--all").stdout.startswith("1  Mon 23 Nov  sender not kept  other mail")


def test_log_of_what_the_person_is_asked_to_look_at(run: Run, store: Store) -> None:
    put(store)
    put(store, "review", reason="Not sure enough; please look yourself.")
    lines = run("log", "--review").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["2"]
    assert lines[0].endswith("for you to look at")


def test_log_limit(run: Run, store: Store) -> None:
    for _ in range(4):
        put(store)
    assert len(run("log", "--limit", "3").stdout.splitlines()) == 3


def test_log_in_json_is_a_line_for_each_mail(run: Run, store: Store) -> None:
    put(store)
    put(store)
    rows = [json.loads(line) for line in run("log", "--json").stdout.splitlines()]
    assert {row["id"] for row in rows} == {1, 2}
    assert rows[0]["state"] == "cooling"
    assert rows[0]["details"]["company"] == "Acme"
    assert rows[0]["due_at"] == "2026-11-24T10:00:00+00:00"


def test_an_empty_log_is_no_mistake_and_makes_no_folder(run: Run, home: Path) -> None:
    result = run("log")
    assert result.exit_code == 0
    assert "Nothing is on record yet" in result.stdout
    assert run("log", "--json").stdout == ""
    assert not (home / "data").exists()


def test_the_log_can_be_read_with_a_broken_config(run: Run, store: Store, home: Path) -> None:
    put(store)
    (home / "config.toml").write_text("[person")
    assert run("log").exit_code == 0
    assert run("explain", "1").exit_code == 0


def test_show_says_all_that_is_on_record(run: Run, store: Store) -> None:
    put(store)
    said = run("show", "1").stdout
    for line in (
        "An answer: not this time, from Acme",
        "From: Anna Brandt <anna@acme.example>",
        "Subject: Your application",
        "Post: Data Engineer",
        "Came: Mon 23 Nov, 10:00",
        "Reply to: Anna Brandt <anna@acme.example>",
        "What happens: cooling until Tue 24 Nov, 11:00",
    ):
        assert line in said.splitlines()


def test_show_in_json(run: Run, store: Store) -> None:
    put(store)
    assert json.loads(run("show", "1", "--json").stdout)["subject"] == "Your application"


def test_explain_names_the_sentence_the_bar_the_reader_and_the_hour(run: Run, store: Store) -> None:
    put(store, scores={"rejection": 0.97, "job_alert": 0.4})
    said = run("explain", "1").stdout
    assert '"We have decided to go with another candidate."' in said
    assert "speaks for: not this time (0.97)" in said
    assert "It also has something of: job adverts (0.40)." in said
    assert "Surely a no, or a not now (0.97). From 0.80 on a reply may be laid down." in said
    assert "Anna Brandt <anna@acme.example>, written as robin@example.org." in said
    assert "The cooling-off is 24 hours, counted from when you read it." in said
    assert "between 09:00 and 18:00, Monday to Friday" in said


@pytest.mark.parametrize(
    ("mail", "also"),
    [
        ({"score": 0.97}, "It also has something of: an answer: on hold for now (0.46)."),
        (
            {"score": 0.7},
            "It also has something of: a decision to look up (0.99), an answer: on hold for now (0.46), "
            "a receipt (0.40).",
        ),
        (
            {"kind": "other_job", "score": 0.1, "evidence": [("Your account.", "other_job", 0.9)]},
            "It also has something of: a decision to look up (0.99), an answer: not this time (0.97), "
            "an answer: on hold for now (0.46).",
        ),
    ],
    ids=["surely a no", "perhaps a no", "no no"],
)
def test_explain_names_besides_only_what_the_answer_does_not_settle(
    mail: dict, also: str, run: Run, store: Store
) -> None:
    scores = {"rejection": 0.97, "notice": 0.99, "on_hold": 0.46, "acknowledgement": 0.4, "other": 0.35}
    put(store, scores=scores, **mail)
    said = run("explain", "1").stdout.splitlines()
    assert [line for line in said if line.startswith("It also")] == [also]


def test_explain_names_nothing_besides_that_a_sentence_is_named_for(run: Run, store: Store) -> None:
    invites = ("Please come in on Tuesday.", "interview", 0.6)
    no = ("We have decided to go with another candidate.", "rejection", 0.97)
    put(store, scores={"rejection": 0.97, "interview": 0.6}, evidence=[no, invites], score=0.7)
    assert "It also" not in run("explain", "1").stdout


MET = "Thank you for coming in on Tuesday and meeting the team."
FILLED = "Meanwhile the post has been filled from within."
AGAIN = "From May on we would be glad to read your application again."


def besides(said: str) -> list[str]:
    """What stands below that heading."""
    _, _, below = said.partition("What it tells besides\n")
    return below.partition("\n\n")[0].splitlines()


def test_explain_says_by_which_sentences_it_was_read_how_far_it_had_come_and_what_else_it_tells(
    run: Run, store: Store
) -> None:
    told = {"stage": "interview", "stage_said": MET, "reason": "internal", "reason_said": FILLED}
    told |= {"reapply_after": "2027-05-01", "reapply_said": AGAIN}
    put(store, details={"company": "Acme", **told})
    said = run("explain", "1").stdout
    assert besides(said) == [
        "It had come to: an interview",
        f'    "{MET}"',
        "They say: one of their own got the post",
        f'    "{FILLED}"',
        "Apply again from: Sat 1 May 2027",
        f'    "{AGAIN}"',
    ]
    assert said.index("Surely a no") < said.index("What it tells besides") < said.index("Who would get")
    shown = run("show", "1").stdout
    assert "Apply again from: Sat 1 May 2027" in shown
    assert not any(sentence in shown for sentence in (MET, FILLED, AGAIN))


@pytest.mark.parametrize(
    ("details", "says"),
    [
        ({"stage": "application", "reason": ""}, []),
        ({"stage": "application", "reason": "feedback", "reason_said": FILLED}, []),
        ({}, []),
        ({"stage": "final", "reason": ""}, ["It had come to: the last round"]),
        ({"reapply_after": "2027-05-01"}, ["Apply again from: Sat 1 May 2027"]),
        (
            {"stage": "screen", "reason": "on_hold", "stage_said": MET, "reason_said": ""},
            ["It had come to: a first talk", f'    "{MET}"', "They say: the search is on hold"],
        ),
    ],
    ids=[
        "nothing is read",
        "no words",
        "nothing is kept",
        "an older log",
        "an older log, a day",
        "by its kind alone",
    ],
)
def test_explain_names_no_sentence_where_none_says_it(
    details: dict, says: list[str], run: Run, store: Store
) -> None:
    put(store, details=details)
    said = run("explain", "1").stdout
    assert besides(said) == says
    assert ("What it tells besides" in said) == bool(says)


def test_the_day_to_apply_again_is_written_as_other_days_are(run: Run, store: Store) -> None:
    for again in ("2026-12-24", "2027-05-24", "in May"):
        put(store, details={"reapply_after": again})
    for number, day in enumerate(("Thu 24 Dec", "Mon 24 May 2027", "in May"), 1):
        for command in ("show", "explain"):
            assert f"Apply again from: {day}" in run(command, str(number)).stdout.splitlines()
    kept = json.loads(run("show", "2", "--json").stdout)["details"]["reapply_after"]
    assert kept == "2027-05-24"


@pytest.mark.parametrize("command", ["show", "explain"])
def test_a_receipt_that_says_what_may_be_tells_of_no_end(command: str, run: Run, store: Store) -> None:
    may_be = "Should we decide to go ahead with other applicants, you will hear from us within four weeks."
    told = {"stage": "screen", "reason": "other_candidate", "reason_said": may_be}
    put(store, "", kind="acknowledgement", action="log", details=told)
    put(store, "", kind="offer_withdrawn", action="log", details=told)
    said = run(command, "1").stdout
    assert "It had come to: a first talk" in said
    assert "They say" not in said
    assert may_be not in said
    assert "They say: somebody else was chosen" in run(command, "2").stdout


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"read_at": None}, "from when you have read it, or 3 days after it came"),
        (
            {"details": {"company": "Acme", "stage": "final"}},
            "The cooling-off after a last round is 48 hours",
        ),
    ],
)
def test_explain_says_how_the_time_was_found(changes: dict, says: str, run: Run, store: Store) -> None:
    put(store, **changes)
    assert says in run("explain", "1").stdout


def test_explain_says_that_thanks_follow_the_interview_and_no_reading(run: Run, store: Store) -> None:
    talk = {"appointment": "2026-12-08T14:00+01:00", "appointment_end": "2026-12-08T15:00+01:00"}
    put(store, kind="interview", details={"company": "Acme", **talk}, due_at=berlin("2026-12-08T16:00"))
    said = run("explain", "1").stdout
    assert "Thanks come 1 hour after the interview ends" in said
    assert "within 24 hours of its end" in said
    assert "between 09:00 and 18:00, Monday to Friday" in said
    assert "cooling-off" not in said


def test_explain_says_why_there_is_no_reply(run: Run, store: Store) -> None:
    put(store, "no_reply", reason="Nobody reads no-reply@acme.example.", recipient="", due_at=None)
    assert "Nobody reads no-reply@acme.example." in run("explain", "1").stdout.splitlines()


def test_explain_says_where_the_labels_of_the_person_decided(run: Run, store: Store) -> None:
    mail_id = put(store, "review", taught=1)
    assert "Without the mail like it that you labelled" in run("explain", str(mail_id)).output
    other = put(store, "cooling")
    assert "you labelled" not in run("explain", str(other)).output


def test_explain_says_how_much_of_it_lies_in_the_words_of_the_sentence(run: Run, store: Store) -> None:
    sideways = "Somebody else starts on Monday."
    model = base_version()
    alone = Classifier.load().reasons(sideways, "rejection", "en").alone
    put(store, model=model, language="en", evidence=[(sideways, "rejection", alone + 0.2)])
    assert (
        f"by its own words alone: {alone:.2f}; the rest is what stands around it"
        in run("explain", "1").stdout
    )
    put(store, model=model, language="en", evidence=[(sideways, "rejection", alone + 0.05)])
    assert "by its own words alone" not in run("explain", "2").stdout


def test_explain_names_what_counts_against_it(run: Run, store: Store) -> None:
    no, loan = "We have decided to go with another candidate.", "You asked us for a loan."
    put(store, evidence=[(no, "rejection", 0.97), (loan, "elsewhere", 0.91)])
    said = run("explain", "1").stdout.splitlines()
    at = said.index(f'"{loan}"')
    assert said[at + 1].strip() == "counts against it, as: what is said of something else than a job (0.91)"
    assert "speaks for: not this time (0.97)" in said[said.index(f'"{no}"') + 1]


def test_explain_names_what_the_mail_answers_where_that_counts_against_it(run: Run, store: Store) -> None:
    no, talk = "The other one had more experience, so we took him.", "Did you see the seals on Saturday?"
    put(store, "review", score=0.7, evidence=[(no, "rejection", 0.81), (talk, "quoted", 0.93)])
    said = [line.strip() for line in run("explain", "1").stdout.splitlines()]
    assert said[said.index(f'"{no}"') + 1] == "speaks for: not this time (0.81)"
    at = said.index(f'It answers: "{talk}"')
    assert said[at + 1] == "which is about something else than a job (0.93): that counts against a no"


def test_explain_names_what_was_left_out(run: Run, store: Store) -> None:
    no, survey = "Tom starts at the front desk.", "How did we do?"
    put(store, "review", score=0.7, evidence=[(no, "rejection", 0.65), (survey, "left out", 0.55)])
    said = [line.strip() for line in run("explain", "1").stdout.splitlines()]
    at = said.index(f'Left out: "{survey}"')
    assert said[at + 1] == "it stands beside the answer and is no part of it; with it the mail scores 0.55"


def test_explain_tells_each_step_with_its_reason(run: Run, store: Store) -> None:
    put(store)
    store.move(1, "cooling", "answered", "You answered it yourself.", berlin("2026-11-24T08:00"))
    assert "Tue 24 Nov, 08:00  You answered it yourself." in run("explain", "1").stdout


HOSTILE = {
    "company": "A\x1b[2Jcme",
    "stage": "final",
    "stage_said": "We met\x1b]0;owned\x07 you.\u202e",
    "reason": "filled",
    "reason_said": "It is\x9b31m filled.\u202e",
    "reapply_after": "2027-05-01",
    "reapply_said": "In May\x1b[8m again.\u202e",
}


def test_what_a_mail_holds_cannot_steer_the_terminal(run: Run, store: Store) -> None:
    put(store, subject="Hello\x1b]0;owned\x07\x9b31m \u202eevil", details=HOSTILE)
    for command in (["log"], ["show", "1"], ["explain", "1"], ["queue"]):
        said = run(*command).stdout
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said)


def test_explain_says_why_a_case_to_look_at_has_nobody_to_write_to(run: Run, store: Store) -> None:
    why = {"no_recipient": "Nobody reads jobs@acme.example."}
    put(store, "review", recipient="", reason="Not sure enough; please look yourself.", parent=why)
    said = run("explain", "1").stdout.splitlines()
    assert "There is nobody to write to: nobody reads jobs@acme.example." in said
    assert "Not sure enough; please look yourself." in said


def unreadable(store: Store, **more: object) -> None:
    nothing = {
        "sender_name": "",
        "sender_address": "",
        "subject": "",
        "details": {},
        "evidence": (),
        "scores": {},
    }
    put(store, "", **{"kind": "other", "action": "ignore", "score": 0.0, **nothing, **more})


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        ("It could not be read (ValueError).", "It could not be read (ValueError)."),
        ("unknown charset x-odd", "It could not be read: unknown charset x-odd."),
    ],
)
def test_a_mail_that_could_not_be_read_is_told_in_one_sentence(
    problem: str, says: str, run: Run, store: Store
) -> None:
    unreadable(store, problem=problem, because=problem)
    assert run("log").stdout == "1  Mon 23 Nov  unknown sender  could not be read\n"
    for command in ("show", "explain"):
        lines = run(command, "1").stdout.splitlines()
        assert lines[0] == "A mail that could not be read"
        assert sum("could not be read" in line for line in lines[1:]) == 1
        assert "".join(lines).count(says) == 1


def test_mail_that_is_none_of_our_business_has_no_sender_on_record(run: Run, store: Store) -> None:
    unreadable(store, because="Not about an application.")
    assert run("explain", "1").stdout.splitlines()[0] == "Other mail; its sender is not kept"


NOTHING_KEPT = {"evidence": (), "scores": {}, "details": {}, "sender_name": "", "sender_address": ""}


def test_explain_says_of_mail_without_a_sentence_only_what_is_known(run: Run, store: Store) -> None:
    no = {"because": "Not about an application.", "action": "ignore", "score": 0.03}
    put(store, "", kind="other", **NOTHING_KEPT, **no)
    said = run("explain", "1").stdout.splitlines()
    assert "The model took it for no kind of mail about a job, so no sentence of it is kept." in said
    (pointer,) = [line for line in said if "grace classify FILE" in line]
    assert pointer.endswith("names the sentence in it that comes nearest to a no, if one comes near.")


def test_explain_says_nothing_of_the_words_of_a_mail_that_the_person_wrote(run: Run, store: Store) -> None:
    put(store, "", kind="other", action="own", because="You wrote this one.", **NOTHING_KEPT)
    said = run("explain", "1").stdout
    assert "No sentence of it is kept.\n" in said
    assert "about" not in said
    assert "grace classify" not in said


def test_explain_says_what_the_person_may_say(run: Run, store: Store) -> None:
    for state in ("review", "offered", "cooling"):
        put(store, state)
    said = [run("explain", str(number)).stdout.splitlines()[-1] for number in (1, 2, 3)]
    assert said[0].startswith("For you to look at: grace queue now 1 lays down a reply")
    assert said[1].startswith("A reply on request: grace queue now 2 lays down a reply")
    assert said[2] == "Cooling until Tue 24 Nov, 11:00."


def test_explain_tells_a_reason_once(run: Run, store: Store) -> None:
    put(store, "no_reply", recipient="", reason="Nobody reads jobs@acme.example.")
    assert run("explain", "1").stdout.lower().count("nobody reads") == 1
