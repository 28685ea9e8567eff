"""That somebody else got the post, and that a meeting took place, in more words: each trap beside its twin."""

from __future__ import annotations

import pytest

from tests.reading.read_mails import told


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "We offered the job to a candidate who lives closer.", "other_candidate"),
        ("en", "We would give the task to someone who has time.", ""),
        ("en", "We talked it over and went with somebody who has more motion experience.", "other_candidate"),
        ("en", "We are going to ask someone who knows the area to call you.", ""),
        ("en", "He is going to promote from inside.", "internal"),
        ("en", "We promote from within, so you will grow here.", ""),
        ("en", "You do not currently hold a valid work visa.", "ineligible"),
        ("en", "You do not need to hold a visa.", ""),
        ("de", "Wir haben uns für eine Bewerberin entschieden, die näher wohnt.", "other_candidate"),
        ("de", "Wir haben uns noch für keine Bewerberin entschieden.", ""),
        ("de", "Wir haben uns für jemanden mit mehr Erfahrung entschieden.", "other_candidate"),
        ("de", "Wir haben uns für Sie entschieden.", ""),
        ("de", "Die Stelle haben wir Frau Kamp zugesagt.", "filled"),
        ("de", "Die Stelle ist Frau Kamp zugeordnet.", ""),
        ("de", "Die Leitung wird aus den eigenen Reihen besetzt.", "internal"),
        ("de", "Wir stellen gern jemanden aus dem Team vor.", ""),
        ("de", "Damit fällt die Stelle als Assistenz weg.", "cancelled"),
        ("fr", "Nous avons préféré quelqu'un d'autre.", "other_candidate"),
        ("fr", "Vous avez choisi une autre date.", ""),
        ("es", "Hemos elegido a alguien con más experiencia.", "other_candidate"),
        ("es", "Hemos elegido otra fecha.", ""),
        ("pt", "Escolhemos alguém com mais experiência.", "other_candidate"),
        ("pt", "Escolhemos outra data.", ""),
        ("it", "Abbiamo scelto un'altra ragazza.", "other_candidate"),
        ("it", "Abbiamo scelto altri orari.", ""),
        ("nl", "De vacature wordt intern ingevuld; we hebben besloten die intern in te vullen.", "internal"),
        ("nl", "Onze voorkeur is uitgegaan naar een andere sollicitant.", "other_candidate"),
        ("nl", "We gaan met iemand die je kent in gesprek.", ""),
        ("nl", "U beschikt niet over het juiste diploma.", "ineligible"),
        ("nl", "U hoeft niet te beschikken over een diploma.", ""),
        ("pl", "Na to stanowisko wybrali kogoś z certyfikatem.", "other_candidate"),
        ("pl", "Skontaktujemy się z wybranymi kandydatami.", ""),
        ("pl", "Awansowaliśmy naszą stażystkę.", "internal"),
        ("sv", "Vi går vidare med någon med mer erfarenhet.", "other_candidate"),
        ("sv", "Vi går vidare med en person i taget.", ""),
        ("da", "Vi har valgt en anden, som bor tættere på.", "other_candidate"),
        ("da", "Vi har valgt en anden dato.", ""),
        ("da", "Vi har besluttet at trække opslaget på Projektleder tilbage.", "cancelled"),
        ("da", "Vi vil ikke trække tiden.", ""),
        ("tr", "Diploma belgesi sunulmadığından başvuru geçersizdir.", "ineligible"),
        ("tr", "Belgelerinizi sunmanız yeterlidir.", ""),
    ],
)
def test_who_got_it(language: str, text: str, reason: str) -> None:
    assert told(language, text).reason == reason


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("en", "The team appreciated your time in the final round.", "final"),
        ("en", "Your time in the final round will be an hour.", "application"),
        ("en", "We ended up with two very strong finalists.", "final"),
        ("en", "I enjoyed our conversation. After the panel on Monday we decided.", "interview"),
        ("de", "Ich möchte Ihnen nochmals für das zweite Gespräch danken.", "interview"),
        ("de", "Für das Angebot eines Vorstellungsgesprächs danken wir.", "application"),
        ("fr", "Merci d'avoir pris le temps de rencontrer nos équipes.", "interview"),
        ("fr", "Merci de prendre le temps de rencontrer nos équipes jeudi.", "application"),
        ("fr", "Ravie de vous avoir parlé hier au téléphone.", "screen"),
        ("fr", "Ravie de vous parler bientôt.", "application"),
        ("it", "Grazie di essere passata.", "interview"),
        ("it", "Grazie per essere con noi.", "application"),
        ("nl", "Thanks voor het leuke telefoontje van gisteren.", "screen"),
        ("pl", "Dziękujemy za przyjazd i ciekawą rozmowę.", "interview"),
        ("sv", "Jag tycker att du gjorde en stark intervju.", "interview"),
        ("da", "Tusind tak for to rigtig gode samtaler.", "interview"),
        ("da", "Tak for din interesse for samtaler om havet.", "application"),
        ("tr", "Son aşamaya kalan iki adaydan biriydiniz.", "final"),
        ("tr", "Ofisimize gelip bizimle görüştüğünüz için teşekkür ederim.", "interview"),
        ("tr", "Bizimle görüşmek istediğiniz için teşekkür ederim.", "application"),
    ],
)
def test_a_meeting_that_took_place(language: str, text: str, stage: str) -> None:
    assert told(language, text).stage == stage
