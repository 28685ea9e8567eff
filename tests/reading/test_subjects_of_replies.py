"""The subject of a reply was written earlier, and is not judged; but it may have been changed, and say the answer."""

from __future__ import annotations

import dataclasses

import pytest

from watcher.reading import prefixes
from watcher.reading.classifier import Classifier
from watcher.reading.decision import UNSURE
from watcher.reading.message import parse
from watcher.reading.types import REPLYABLE, Message, Verdict
from watcher.replying import compose

#: For each language: a subject, and a text that says nothing.
SAID = {
    "en": ("Re: Application as a barista - the job has been filled", "Kind regards,\nTom"),
    "de": ("AW: Bewerbung als Koch - Stelle ist besetzt", "Viele Grüße\nTom Brandt"),
    "fr": ("RE: candidature vendeuse -> le poste est pourvu", "Cordialement,\nAnne Roux"),
    "es": ("RE: CV camarera - el puesto ya está cubierto", "Un saludo,\nLoli"),
    "it": ("R: candidatura cameriera - il posto è stato assegnato", "Cordiali saluti,\nGino"),
    "nl": ("Antw: sollicitatie kok - de vacature is vervuld", "Groeten,\nPiet"),
}
BEGINS, EARLIER, OWN = "<1@own.example>", "<0@firm.example>", "<2@own.example>"


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


def mail(subject: str, text: str, quoted: str = "", references: tuple[str, ...] = (BEGINS,)) -> Message:
    message = Message("f" * 64, subject=subject, text=text, quoted=quoted)
    return dataclasses.replace(message, in_reply_to=references[-1:], references=references)


@pytest.mark.parametrize("language", SAID)
def test_it_is_asked_about_where_the_text_says_nothing(language: str, classifier: Classifier) -> None:
    verdict = classifier.classify(mail(*SAID[language]))
    assert verdict.kind in REPLYABLE
    assert verdict.score <= UNSURE
    whole = mail(*SAID[language])
    assert [one.sentence for one in verdict.evidence] == [prefixes.without(whole.subject, whole).strip()]


@pytest.mark.parametrize("language", SAID)
def test_not_where_it_answers_an_answer(language: str, classifier: Classifier) -> None:
    """ "You are welcome" to the thanks for a "no" has the subject of the "no"."""
    assert classifier.classify(mail(*SAID[language], references=(EARLIER, OWN))).kind not in REPLYABLE


def test_not_above_a_no_that_it_quotes(classifier: Classifier) -> None:
    subject, _ = SAID["en"]
    plain = mail(subject, "You are welcome. All the best,\nTom", "May I ask whether you have news?")
    assert classifier.classify(plain).kind in REPLYABLE
    quoted = "Thank you. Unfortunately we have decided to go with another candidate."
    assert classifier.classify(dataclasses.replace(plain, quoted=quoted)).kind not in REPLYABLE


def test_a_mail_that_is_read_to_be_judged_only_has_the_same_verdict(classifier: Classifier) -> None:
    for ids in ("<a@x>", "<a@x> <b@x> <c@x>"):
        raw = (
            "From: Tom <tom@acme.example>\nTo: robin@example.org\nSubject: Re: Receptionist - now filled\n"
            f"In-Reply-To: {ids[-5:]}\nReferences: {ids}\n\nHello Robin,\nthank you and all the best.\nTom\n"
        ).encode()
        whole, asked = (classifier.classify(parse(raw, to_judge=only)) for only in (False, True))
        assert (whole.kind, whole.score) == (asked.kind, asked.score)
        assert (whole.kind in REPLYABLE) == (ids == "<a@x>")


def test_not_beside_a_text_that_says_something(classifier: Classifier) -> None:
    subject, _ = SAID["en"]
    verdict = classifier.classify(
        mail(subject, "Can you come in for an interview on Friday at ten after all?")
    )
    assert verdict.kind == "interview"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Your application was unsuccessful", "You're welcome, Robin. All the best!"),
        ("Re: Application unsuccessful - thank you for your answer", "You're welcome, all the best.\nTom"),
        ("AW: Absage Vorstellungsgespräch", "Danke für die Info!\nTom Brandt"),
        ("AW: Absage auf Ihre Bewerbung - Rücksendung Unterlagen", "Gerne, machen wir.\nTom Brandt"),
        ("Re: Sign in your window - is the position filled", "Hi Robin, thanks for asking.\nTom"),
        ("Re: Barista - has the job been filled?", "Hi Robin, thanks for asking.\nTom"),
        ("回复: 面点师 - 职位已招满了吗", "你好！\n李"),
        ("Fwd: Application as a barista - the job has been filled", "FYI"),
        ("WG: Bewerbung als Koch - Stelle ist besetzt", "zur Info\nTom"),
        ("Automatic reply: Barista - the job has been filled", "Thank you for your message.\nTom"),
        ("Application as a barista - the job has been filled", ""),
    ],
)
def test_not_where_nobody_put_it_behind_a_subject(subject: str, text: str, classifier: Classifier) -> None:
    if text:
        assert classifier.classify(mail(subject, text)).kind not in REPLYABLE
    else:  # a subject of its own is judged as ever, and may be sure
        assert classifier.classify(mail(subject, "Kind regards,\nTom")).kind in REPLYABLE


def test_not_of_a_subject_that_says_nothing(classifier: Classifier) -> None:
    assert (
        classifier.classify(mail("Re: Application as a barista", "Kind regards,\nTom")).kind not in REPLYABLE
    )


def test_what_the_person_taught_stands(classifier: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    from watcher.reading.second_looks import SecondLooks

    monkeypatch.setattr(SecondLooks, "_is_taught", lambda *_: True)
    verdict: Verdict = classifier.classify(mail(*SAID["en"]))
    assert verdict.kind not in REPLYABLE


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: Koch", "Koch"),
        ("R: R: Proposta", "Proposta"),
        ("RES: Fwd: Vaga", "Vaga"),
        ("Re[2]: SV: VS: Tjänsten", "Tjänsten"),
        ("Svar: Odp.: Re^2: Koch", "Koch"),
        ("回覆：轉寄: 職缺", "職缺"),
        ("AW : WG: Stelle", "Stelle"),
        ("AW: [EXT] AW: Koch", "Koch"),
        ("AW: [2025/17] Koch", "[2025/17] Koch"),
        ("[a-list] Re: Koch", "[a-list] Re: Koch"),
        ("Automatic reply: Re: Koch", "Koch"),
        ("Ref: 2024/118", "Ref: 2024/118"),
        ("R&D engineer", "R&D engineer"),
        ("Regarding: you", "Regarding: you"),
        ("Re Koch", "Re Koch"),
    ],
)
def test_what_programs_put_before_a_subject(subject: str, bare: str) -> None:
    assert prefixes.without(subject, mail(subject, "")).strip() == bare


@pytest.mark.parametrize(
    "subject",
    [
        "Svar: Vi har tyvärr valt en annan kandidat",
        "Antwort: Absage auf Ihre Bewerbung als Koch",
        "Réponse : votre candidature n'a pas été retenue",
        "Automatic reply: Your application was unsuccessful",
        "R: chef - your application was unsuccessful",
    ],
)
def test_a_word_is_a_mark_only_in_a_reply(subject: str, classifier: Classifier) -> None:
    first = mail(subject, "Kind regards,\nTom", references=())
    assert classifier.classify(first).score > UNSURE
    assert prefixes.without(subject, first) == subject
    assert prefixes.without(subject, mail(subject, "")) != subject


def test_one_letter_is_a_prefix_only_in_a_reply() -> None:
    subject = "R: statistician - application unsuccessful"
    assert prefixes.without(subject, mail(subject, "", references=())) == subject
    assert prefixes.without("R: R: Koch", mail("", "", references=())).strip() == "Koch"
    assert prefixes.without(subject, mail(subject, "")).strip() == "statistician - application unsuccessful"


def test_an_automatic_answer_to_the_thanks_for_a_no_is_none(classifier: Classifier) -> None:
    for subject in (
        "Automatic reply: Your application was unsuccessful",
        "Autosvar: Afslag på din ansøgning",
    ):
        away = mail(subject, "I am out of the office until Monday.", references=(EARLIER, OWN))
        assert classifier.classify(away).kind not in REPLYABLE


@pytest.mark.parametrize(
    "prefix",
    ["Re", "AW", "Antw", "SV", "VS", "Odp", "Ynt", "RES", "Rif", "回复", "回覆", "返信"],
)
def test_a_reply_to_a_reply_begins_with_one_re(prefix: str) -> None:
    subject = f"{prefix}: Koch"
    assert compose._REPLIED.sub("", subject) == prefixes.without(subject, mail(subject, "")).strip() == "Koch"
