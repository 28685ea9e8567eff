"""An interview that is called off may be the end of it, or only be moved: what else the mail says decides."""

from __future__ import annotations

import dataclasses

import pytest

from watcher.reading import asides
from watcher.reading.classifier import Classifier
from watcher.reading.decision import UNSURE
from watcher.reading.types import LEFT_OUT, REPLYABLE, Message, Verdict

#: For each language: that a talk is called off; that this is the end; that it is not.
SAID = {
    "en": (
        "Unfortunately we have to cancel your interview on Friday, 4 December.",
        "The post was filled this morning by a candidate we had met before you.",
        "My colleague is ill; I will write again with other dates.",
    ),
    "de": (
        "Leider müssen wir Ihr Vorstellungsgespräch am Freitag, 4. Dezember, absagen.",
        "Die Stelle haben wir heute früh mit einer anderen Bewerberin besetzt.",
        "Mein Kollege ist krank; ich melde mich mit anderen Terminen.",
    ),
    "fr": (
        "Nous sommes contraints d'annuler l'entretien prévu vendredi 4 décembre.",
        "Le poste a été pourvu ce matin par une autre personne.",
        "Ma collègue est malade ; je reviens vers vous avec d'autres dates.",
    ),
    "es": (
        "Lamentamos tener que cancelar la entrevista del viernes 4 de diciembre.",
        "Esta mañana hemos cubierto el puesto con otra persona.",
        "Mi compañero está enfermo; le escribiré con otras fechas.",
    ),
    "pt": (
        "Lamentamos ter de cancelar a entrevista de sexta-feira, 4 de dezembro.",
        "A vaga foi preenchida esta manhã por outra pessoa.",
        "A minha colega está doente; volto a escrever com outras datas.",
    ),
    "it": (
        "Purtroppo dobbiamo annullare il colloquio di venerdì 4 dicembre.",
        "Il posto è stato assegnato stamattina a un'altra persona.",
        "Il mio collega è malato; Le scriverò con altre date.",
    ),
    "nl": (
        "Helaas moeten we het sollicitatiegesprek van vrijdag 4 december afzeggen.",
        "De functie is vanmorgen door een andere kandidaat vervuld.",
        "Mijn collega is ziek; ik stuur u andere data.",
    ),
    "pl": (
        "Niestety musimy odwołać rozmowę kwalifikacyjną w piątek 4 grudnia.",
        "Dziś rano zatrudniliśmy na to stanowisko inną osobę.",
        "Kolega jest chory; napiszę z innymi terminami.",
    ),
    "sv": (
        "Tyvärr måste vi ställa in anställningsintervjun fredagen den 4 december.",
        "Tjänsten tillsattes i morse med en annan sökande.",
        "Min kollega är sjuk; jag återkommer med andra tider.",
    ),
    "da": (
        "Desværre må vi aflyse jobsamtalen fredag den 4. december.",
        "Stillingen blev i morges besat med en anden ansøger.",
        "Min kollega er syg; jeg skriver igen med andre tidspunkter.",
    ),
    "tr": (
        "Maalesef 4 Aralık Cuma günkü iş görüşmesini iptal etmek zorundayız.",
        "Pozisyonu bu sabah başka bir adayla doldurduk.",
        "Arkadaşım hasta; başka tarihlerle yeniden yazacağım.",
    ),
    "ja": (
        "誠に恐縮ながら、12月4日(金)の面接は中止とさせていただきます。",
        "今朝、他の方の採用が決定いたしました。",
        "担当者が体調を崩しておりますので、改めて日程をご連絡いたします。",
    ),
    "zh": (
        "很抱歉，原定12月4日（周五）的面试取消。",
        "该岗位今天上午已决定录用其他候选人。",
        "我的同事病了，我会再联系您安排其他时间。",
    ),
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


def mail(*said: str) -> Message:
    return Message("", text="\n\n".join(said))


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("first", [True, False], ids=["called off first", "the reason first"])
def test_an_end_beside_it_is_an_answer(language: str, first: bool, classifier: Classifier) -> None:
    off, end, _ = SAID[language]
    verdict = classifier.classify(mail(off, end) if first else mail(end, off))
    assert verdict.kind in REPLYABLE


@pytest.mark.parametrize("language", SAID)
def test_without_an_end_it_is_none(language: str, classifier: Classifier) -> None:
    off, _, moved = SAID[language]
    for said in ((off,), (off, moved), (moved, off)):
        assert classifier.classify(mail(*said)).kind not in REPLYABLE


#: Somebody else's interview, another one beside an invitation, and one that is moved: nothing of these is left out.
NOT_THE_END = [
    "Hi Robin,\n\nmy interview tomorrow was cancelled. They filled the position with someone else this morning! "
    "Want to have a beer?\n\nLena",
    "Hoi Robin,\n\nmijn gesprek van morgen is geannuleerd. De functie is vanmorgen door een ander vervuld.\n\nLena",
    "Hi Robin,\n\nwe would like to invite you to an interview for the Senior Analyst position on Monday 7 December at "
    "10:00 at our office.\n\nThe interview for the Junior Analyst position on Thursday is cancelled. That position has "
    "been filled with an internal candidate.\n\nAnna",
    "Hi Robin,\n\nAcme confirmed your interview on Wednesday at 14:00. The interview with Globex on Thursday is "
    "cancelled because they have filled the role internally.\n\nAnna",
    "Hej Robin,\n\nJag måste ställa in vår telefonintervju i morgon. Jag vet inte än när jag är tillbaka. Så fort jag "
    "gör det får du ett nytt förslag på tid. Tjänsten som projektingenjör väntar så länge.\n\nKarin",
]


@pytest.mark.parametrize("text", NOT_THE_END)
def test_nor_what_is_about_another_talk_or_somebody_elses(
    text: str, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = Message("", subject="Interview", text=text)
    verdict = classifier.classify(message)
    monkeypatch.setattr(asides, "without_what_is_called_off", lambda *_: None)
    assert verdict == classifier.classify(message)


def test_it_is_never_sure_and_says_what_it_left_out(classifier: Classifier) -> None:
    off, end, _ = SAID["en"]
    verdict = classifier.classify(mail(off, end, "We had looked forward to meeting you."))
    assert verdict.kind in REPLYABLE
    assert verdict.score <= UNSURE
    assert verdict.evidence[-1].kind == LEFT_OUT
    assert verdict.evidence[-1].sentence == off


@pytest.mark.parametrize(
    ("kind", "score", "seen"),
    [("offer_withdrawn", 0.95, ("offer_withdrawn", 0.95)), ("other", 0.3, ("rejection", UNSURE))],
)
def test_what_is_left_out_makes_nothing_sure(
    kind: str, score: float, seen: tuple[str, float], classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a mail looked at again that is no "no" with the score of a sure one."""
    off, end, _ = SAID["en"]
    whole, rest = Verdict(kind, score, {}, (), "en", ""), Verdict("rejection", 0.97, {}, (), "en", "")
    verdicts = iter([whole, rest])
    monkeypatch.setattr(Classifier, "_judged", lambda *_: next(verdicts))
    monkeypatch.setattr(asides, "within", lambda *_: None)
    monkeypatch.setattr(asides, "left_of", lambda *_: None)
    found = classifier.classify(mail(off, end))
    assert (found.kind, found.score) == seen


def test_not_beside_a_calendar_part_that_asks_for_a_meeting(classifier: Classifier) -> None:
    off, end, _ = SAID["en"]
    invited = dataclasses.replace(mail(off, end), calendar="REQUEST")
    assert classifier.classify(invited).kind == "interview"
