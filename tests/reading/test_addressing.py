"""Whether a mail says "Sie" or "du", in the languages that tell them apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.addressing import address


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Sehr geehrter Herr Keller,\ndanke für Ihre Bewerbung. Leider sagen wir Ihnen ab.", "formal"),
        ("de", "Hallo Robin,\ndanke für deine Bewerbung. Wir nehmen dich nicht, obwohl du passt.", "informal"),
        ("de", "Hallo Robin,\nwir melden uns. Sie suchen noch jemanden, sagen die Kollegen.", ""),
        ("de", "Hallo Robin, danke, dass du da warst. Sie sind sich einig. Sie melden sich bei dir.", "informal"),
        ("de", "Guten Tag,\nwir danken Ihnen für das Gespräch.", "formal"),
        ("fr", "Bonjour Robin,\nnous vous remercions de votre candidature.", "formal"),
        ("fr", "Salut Robin,\nmerci pour ta candidature, tu as un beau profil mais on ne te retient pas.", "informal"),
        ("es", "Estimado Sr. Keller: le agradecemos su interés. Su perfil no encaja y le deseamos suerte.", "formal"),
        ("es", "Hola Robin: gracias por tu candidatura. No has sido elegido, te deseamos suerte.", "informal"),
        ("it", "Gentile Robin Keller, La ringraziamo per la Sua candidatura.", "formal"),
        ("it", "Ciao Robin, grazie per la tua candidatura. Ti auguriamo il meglio.", "informal"),
        ("pt", "Prezado Sr. Keller, agradecemos o interesse e comunicamos-lhe o resultado.", "formal"),
        ("pt", "Olá Robin, obrigado por se candidatar. Você não foi selecionado.", "informal"),
        ("pt", "Olá Robin, agradecemos a sua candidatura e o seu CV.", ""),
        ("pt", "Olá Robin, gosto de falar consigo, mas não avançamos.", "formal"),
        ("pt", "Olá Robin, obrigada pela tua candidatura.", "informal"),
        ("nl", "Geachte heer Keller, dank voor uw sollicitatie. Wij nodigen u niet uit.", "formal"),
        ("nl", "Hoi Robin, bedankt voor je sollicitatie. We gaan niet met jou verder.", "informal"),
        ("pl", "Szanowny Panie, dziękujemy za Pana aplikację.", "formal"),
        ("pl", "Cześć Robin, dziękujemy Ci za Twoją aplikację.", "informal"),
        ("tr", "Sayın Robin Keller, başvurunuz için teşekkür ederiz, size olumlu dönemiyoruz.", "formal"),
        ("tr", "Merhaba Robin, sana olumlu dönemiyoruz, seni tanımak güzeldi.", "informal"),
        ("zh", "尊敬的先生：感谢您的申请。", "formal"),
        ("zh", "你好，感谢你的申请。", "informal"),
        ("en", "Dear Mr Keller, thank you for your application.", ""),
        ("sv", "Hej Robin, tack för din ansökan.", ""),
        ("ja", "この度はご応募いただきありがとうございます。", ""),
        ("de", "", ""),
    ],
)  # fmt: skip
def test_a_mail_shows_how_it_speaks_to_the_person(language: str, text: str, expected: str) -> None:
    assert address(text, language) == expected


@given(st.text(), st.sampled_from(["de", "fr", "es", "it", "pt", "nl", "pl", "tr", "zh", "en", "xx"]))
def test_any_text_gives_an_answer(text: str, language: str) -> None:
    assert address(text, language) in ("formal", "informal", "")
