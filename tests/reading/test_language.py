"""Telling thirteen languages apart, and saying so when it is not possible."""

import pytest

from watcher.reading.language import detect

SAMPLES = {
    "en": "Thank you for your letter. We have read it with interest and will write to you soon.",
    "de": "Vielen Dank für Ihren Brief. Wir haben ihn mit Interesse gelesen und melden uns bald.",
    "fr": "Merci pour votre lettre. Nous l'avons lue avec intérêt et nous vous écrirons bientôt.",
    "es": "Gracias por su carta. La hemos leído con interés y le escribiremos la próxima semana.",
    "pt": "Obrigado pela sua carta. Lemos o texto com interesse e não vamos demorar a responder.",
    "it": "Grazie per la sua lettera. L'abbiamo letta con interesse e le scriveremo presto.",
    "nl": "Bedankt voor je brief. We hebben hem met belangstelling gelezen en schrijven je snel weer.",
    "pl": "Dziękujemy za list. Przeczytaliśmy go z zainteresowaniem i napiszemy do Pani wkrótce.",
    "sv": "Tack för ditt brev. Vi har läst det med intresse och skriver till dig igen.",
    "da": "Tak for dit brev. Vi har læst det med interesse og skriver til dig igen, når vi ved mere.",
    "tr": "Mektubunuz için teşekkür ederiz. İlgiyle okuduk ve gelecek hafta size yeniden yazacağız.",
    "ja": "お手紙をありがとうございます。興味深く拝読しました。来週またご連絡いたします。",
    "zh": "感谢您的来信。我们很有兴趣地读了它，下周会再给您写信。",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_a_few_sentences_are_enough(code: str) -> None:
    assert detect(SAMPLES[code]) == code


@pytest.mark.parametrize(
    "text", ["", "OK", "Re: 4711", "Berlin Hbf 12:30", "https://the.of.and.example/to/is"]
)
def test_too_little_text_is_undetermined(text: str) -> None:
    assert detect(text) == "und"


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо за ваше письмо. Мы прочитали его с интересом и напишем вам снова.",
        "Ευχαριστούμε για την επιστολή σας. Τη διαβάσαμε με ενδιαφέρον.",
        "보내 주신 편지를 잘 읽었습니다. 다음 주에 다시 연락드리겠습니다.",
    ],
)
def test_other_languages_are_undetermined(text: str) -> None:
    assert detect(text) == "und"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "es",
            "Estimado/a candidato/a: el puesto de cocinero/a a media jornada pasa a otra persona. Le deseamos suerte.",
        ),
        ("de", "Bewerber: Nolte, Ida\nGespräch am 9. Mai: entfällt\nNeuer Termin: Montag, 17 Uhr, Haus 2"),
        (
            "pt",
            "Candidatura: rececionista\nResultado: não aprovada\nObservação: outra candidata, ano seguinte",
        ),
    ],
)
def test_a_list_or_a_form_has_a_language_too(code: str, text: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Kiitos kirjeestäsi. Olemme lukeneet sen mielenkiinnolla ja vastaamme sinulle pian.",
        "Köszönjük a levelét. Érdeklődéssel olvastuk, és hamarosan válaszolunk Önnek.",
        "Děkujeme za váš dopis. Se zájmem jsme si jej přečetli a brzy vám odpovíme.",
        "Eskerrik asko zure gutunagatik. Interesez irakurri dugu eta laster idatziko dizugu.",
    ],
)
def test_neighbouring_languages_are_undetermined(text: str) -> None:
    assert detect(text) == "und"


def test_a_foreign_name_does_not_change_the_language() -> None:
    assert detect("We will meet at the Café Müller in São Paulo and you can bring the papers.") == "en"


def test_a_long_text_takes_no_long_time() -> None:
    assert detect("wort das ist gut " * 100_000) == "de"
