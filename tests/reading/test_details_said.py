"""By which sentence of a mail it was read how far it had got, why it ended, and when one may apply again."""

from __future__ import annotations

import pytest

from tests.reading.read_mails import OWN, SENDER, TUESDAY
from watcher.reading.classifier import Classifier
from watcher.reading.details import extract
from watcher.reading.sentences import split
from watcher.reading.types import QUOTED, REPLYABLE, Details, Evidence, Message, Stated, Verdict

WORDY = "Thank you for the interview on Friday with " + "Anna Schmidt, our head of roses, " * 12 + "and me."


def mail(text: str, subject: str = "") -> Message:
    return Message("f" * 64, subject=subject, sender=SENDER, text=text, date=TUESDAY)


def read(text: str, language: str = "en", kind: str = "rejection", **learned: Stated) -> Details:
    """What is read in a text.

    Args:
        learned: `stage` and `ending` of the verdict.
    """
    return extract(mail(text), Verdict(kind, 0.97, {kind: 0.97}, (), language, "test", **learned), OWN)


def stage(found: Details) -> tuple[str, str]:
    return found.stage, found.stage_said


def reason(found: Details) -> tuple[str, str]:
    return found.reason, found.reason_said


def again(found: Details) -> tuple[str, str]:
    return found.reapply_after, found.reapply_said


@pytest.mark.parametrize(
    ("language", "text", "reached", "said"),
    [
        (
            "en",
            "Hello. It was a pleasure to meet you. We say no.",
            "interview",
            "It was a pleasure to meet you.",
        ),
        (
            "en",
            "We'd like to thank you for interviewing with us on Friday. We say no.",
            "interview",
            "We'd like to thank you for interviewing with us on Friday.",
        ),
        (
            "en",
            "Thank you for taking the time to speak with us.\nThanks for the chat with the panel.",
            "interview",
            "Thanks for the chat with the panel.",
        ),
        (
            "en",
            "We enjoyed talking to you. Our first call with you was on Monday. Thank you for the phone call.",
            "screen",
            "Thank you for the phone call.",
        ),
        ("en", "Hello. Thank you for our talk. We say no.", "screen", "Thank you for our talk."),
        (
            "en",
            "We enjoyed meeting you. After the final round we chose somebody else.",
            "final",
            "After the final round we chose somebody else.",
        ),
        (
            "en",
            "We enjoyed meeting you. It came down to you and one other person.",
            "final",
            "It came down to you and one other person.",
        ),
        ("en", "Thank you for applying. We would have enjoyed meeting you.", "application", ""),
        (
            "de",
            "Guten Tag. Vielen Dank für das nette Vorstellungsgespräch am Montag. Leider wird es nichts.",
            "interview",
            "Vielen Dank für das nette Vorstellungsgespräch am Montag.",
        ),
        ("de", "Vielen Dank für Ihre Bewerbung. Leider wird es nichts.", "application", ""),
    ],
)
def test_how_far_it_got_is_read_in_that_sentence(language: str, text: str, reached: str, said: str) -> None:
    assert stage(read(text, language)) == (reached, said)


@pytest.mark.parametrize(
    ("language", "text", "ended", "said"),
    [
        ("en", "Thank you. The position has now been filled.", "filled", "The position has now been filled."),
        (
            "en",
            "We chose another candidate. The search for this role has been cancelled.",
            "cancelled",
            "The search for this role has been cancelled.",
        ),
        (
            "en",
            "We have added you to our talent pool. You have been kind. We chose another candidate.",
            "other_candidate",
            "We chose another candidate.",
        ),
        (
            "en",
            "The role has not been filled yet. We have filled the role for the south.",
            "filled",
            "We have filled the role for the south.",
        ),
        ("en", "Thank you. We will not be moving forward.", "", ""),
        (
            "de",
            "Vielen Dank. Die Stelle wurde inzwischen intern besetzt. Alles Gute.",
            "internal",
            "Die Stelle wurde inzwischen intern besetzt.",
        ),
        ("de", "Vielen Dank. Wir können Ihnen leider nicht zusagen.", "", ""),
    ],
)
def test_why_it_ended_is_read_in_that_sentence(language: str, text: str, ended: str, said: str) -> None:
    assert reason(read(text, language)) == (ended, said)


def test_a_sentence_that_was_wrapped_is_one() -> None:
    text = (
        "Dear Robin,\n\nthank you for writing. We have filled the position that you\n"
        "applied for in the spring.\n\nKind regards\nAnna\n"
    )
    assert read(text).reason_said == "We have filled the position that you applied for in the spring."


def test_what_was_learned_is_named_where_it_decides() -> None:
    walk, talk = Stated("interview", "You walked the  beds\nwith us."), "Thank you for the phone call."
    own = Stated("internal", "Our apprentice has the place.")
    assert stage(read("No.", stage=walk)) == ("interview", "You walked the beds with us.")
    assert stage(read(talk, stage=walk)) == ("interview", "You walked the beds with us.")
    assert stage(read(talk, stage=Stated("screen", "We talked."))) == ("screen", talk)
    assert stage(read("It was a pleasure to meet you.", stage=Stated("final", "You were the last."))) == (
        "interview",
        "It was a pleasure to meet you.",
    )
    assert reason(read("No.", ending=own)) == ("internal", "Our apprentice has the place.")
    assert reason(read("The role has been filled.", ending=own)) == ("filled", "The role has been filled.")


def test_where_only_the_kind_of_the_mail_says_it_there_is_no_sentence() -> None:
    later = "We will come back to you later this year."
    assert reason(read(later, kind="on_hold")) == ("on_hold", "")
    assert reason(read("We chose another candidate.", kind="on_hold")) == ("on_hold", "")
    assert reason(read("The role is on hold.", kind="on_hold")) == ("on_hold", "The role is on hold.")
    assert reason(read(later, kind="on_hold", ending=Stated("on_hold", later))) == ("on_hold", later)
    assert reason(read(later, kind="on_hold", ending=Stated("filled", later))) == ("on_hold", "")
    pool = "May we keep your documents on file?"
    assert reason(read(f"{later} {pool}", kind="on_hold")) == ("talent_pool", pool)


def test_an_invitation_tells_of_no_end_by_no_sentence() -> None:
    assert reason(read("The position has now been filled.", kind="interview")) == ("", "")


def test_a_deciding_sentence_is_named_and_what_the_mail_answers_is_not() -> None:
    ours, theirs = "The role has been filled.", "The search has been cancelled."
    told = (Evidence(ours, "rejection", 0.9), Evidence(theirs, QUOTED, 0.9))
    found = extract(mail(""), Verdict("rejection", 0.97, {}, told, "en", "test"), OWN)
    assert reason(found) == ("filled", ours)


def test_a_long_sentence_is_cut_between_two_words() -> None:
    assert len(WORDY) > 300
    said = read(WORDY).stage_said
    assert 280 < len(said) <= 300
    assert said.endswith(" ...")
    assert WORDY.startswith(said.removesuffix("...")), "with the space that stands there"
    just = "We have filled the role of " + "rose " * 52 + "gardener."
    assert 295 < len(just) <= 300
    assert read(just).reason_said == just
    unspaced = "感谢您参加面试" + "，我们都很高兴认识您" * 50
    said = read(unspaced, "zh").stage_said
    assert said == f"{unspaced[:296]} ..."


def test_in_traditional_characters_the_sentence_stays_as_it_stands() -> None:
    met, filled = "感謝您上週前來面試，並與團隊見面。", "該職位現已由其他應徵者補上，祝您一切順利。"
    later = "歡迎您六個月後再次應徵。"
    found = read(f"Robin 您好：\n\n{met}\n{filled}\n{later}\n", "zh")
    assert stage(found) == ("interview", met)
    assert reason(found) == ("filled", filled)
    assert again(found) == ("2026-09-10", later)


@pytest.mark.parametrize(
    ("language", "text", "after", "said"),
    [
        (
            "en",
            "We chose somebody else. You may apply again in six\nmonths. You may apply again from 10 September 2026.",
            "2026-09-10",
            "You may apply again in six months.",
        ),
        ("en", "You may apply again in six months. You may apply again in a year.", "", ""),
        ("en", "Thank you for the talk. We keep your CV for six months.", "", ""),
        (
            "de",
            "Leider nein. Sie können sich in sechs Monaten erneut bewerben.",
            "2026-09-10",
            "Sie können sich in sechs Monaten erneut bewerben.",
        ),
    ],
)
def test_when_to_apply_again_is_read_in_that_sentence(
    language: str, text: str, after: str, said: str
) -> None:
    assert again(read(text, language)) == (after, said)


def test_a_sentence_that_was_learned_to_say_when_is_named() -> None:
    verdict = Verdict("rejection", 0.97, {}, (), "en", "test", terms=("Come  back to us in\na year.",))
    assert again(extract(mail("No."), verdict, OWN)) == ("2027-03-10", "Come back to us in a year.")


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize(
    ("text", "reached", "met", "ended", "said"),
    [
        (
            "Our foreman still talks about how you pruned the pear. We cannot offer you the place.",
            "interview",
            "Our foreman still talks about how you pruned the pear.",
            "",
            "",
        ),
        (
            "Our own apprentice has looked after the beds, and we have now given him the place.",
            "application",
            "",
            "internal",
            "Our own apprentice has looked after the beds, and we have now given him the place.",
        ),
        (
            "Thank you for the phone call last week. Our foreman still talks about how you pruned the pear. "
            "The post has been given to an internal candidate. The money for it was cut from the plan.",
            "interview",
            "Our foreman still talks about how you pruned the pear.",
            "internal",
            "The post has been given to an internal candidate.",
        ),
        ("We cannot offer you the place.", "application", "", "", ""),
    ],
)
def test_the_shipped_model_names_the_sentence_that_it_goes_by(
    classifier: Classifier, text: str, reached: str, met: str, ended: str, said: str
) -> None:
    begins = "Dear Robin,\n\nThank you for your application as a gardener with us.\n"
    message = mail(f"{begins}{text}\n")
    verdict = classifier.classify(message)
    assert verdict.kind in REPLYABLE
    found = extract(message, verdict, OWN)
    assert (*stage(found), *reason(found)) == (reached, met, ended, said)
    assert {verdict.stage.sentence, verdict.ending.sentence} <= {"", *split(message.text)}
