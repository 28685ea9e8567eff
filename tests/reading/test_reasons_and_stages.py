"""A reason that is denied is none, nor is a meeting that was only asked for; each trap has a twin that is read."""

from __future__ import annotations

import pytest

from tests.reading.read_mails import told


@pytest.mark.parametrize(
    ("language", "denied", "plain", "reason"),
    [
        (
            "en",
            "If we decided not to appoint internally, we would write again.",
            "Sadly they have decided to appoint internally.",
            "internal",
        ),
        ("en", "The role has not been filled yet.", "The role has meanwhile been filled.", "filled"),
        ("de", "Die Stelle ist noch nicht besetzt.", "Die Stelle ist inzwischen besetzt.", "filled"),
        ("fr", "Le poste n'est pas encore pourvu.", "Le poste est désormais pourvu.", "filled"),
        ("es", "El puesto aún no está cubierto.", "El puesto ya está cubierto.", "filled"),
        ("pt", "A vaga ainda não foi preenchida.", "A vaga já foi preenchida.", "filled"),
        ("it", "La posizione non è ancora coperta.", "La posizione è già coperta.", "filled"),
        ("nl", "De vacature is nog niet ingevuld.", "De vacature is inmiddels ingevuld.", "filled"),
        ("pl", "Stanowisko nie jest jeszcze obsadzone.", "Stanowisko jest już obsadzone.", "filled"),
        ("sv", "Tjänsten är ännu inte tillsatt.", "Tjänsten är nu tillsatt.", "filled"),
        ("da", "Stillingen er endnu ikke besat.", "Stillingen er nu besat.", "filled"),
        ("tr", "Pozisyon henüz doldurulmadı.", "Pozisyon dolduruldu.", "filled"),
        ("ja", "募集はまだ決定しておりません。", "採用者が既に決定しました。", "filled"),
        ("zh", "该岗位尚未招满。", "该岗位已经招满。", "filled"),
        ("nl", "De vacature is nog niet ingevuld.", "De vacature wordt niet meer ingevuld.", "cancelled"),
        ("de", "Die Stelle wurde bisher nicht besetzt.", "Die Stelle wird nicht mehr besetzt.", "cancelled"),
        ("zh", "该岗位并未取消。", "该岗位已经取消。", "cancelled"),
        ("tr", "Pozisyon iptal edilmedi.", "Pozisyon iptal edildi.", "cancelled"),
        ("sv", "Rekryteringen har inte avbrutits.", "Rekryteringen har avbrutits.", "cancelled"),
        ("en", "There was no internal candidate.", "We chose an internal candidate.", "internal"),
        ("nl", "Er was geen interne kandidaat.", "We kozen een interne kandidaat.", "internal"),
        ("pl", "Nie było kandydatów wewnętrznych.", "Wybraliśmy kandydata wewnętrznego.", "internal"),
        ("nl", "Een rijbewijs is niet vereist.", "Een rijbewijs is vereist.", "ineligible"),
        (
            "en",
            "A work permit is not required.",
            "A work permit is required, and you have none.",
            "ineligible",
        ),
        ("zh", "不要求具备该资格证书。", "您不具备该资格证书。", "ineligible"),
        # what is told by a negation is not denied by it
        ("en", "", "You do not meet the mandatory requirements.", "ineligible"),
        ("de", "", "Sie erfüllen die formalen Voraussetzungen nicht.", "ineligible"),
        ("fr", "", "Le poste ne sera pas pourvu.", "cancelled"),
        ("es", "", "No cumple los requisitos.", "ineligible"),
        ("da", "", "Vi har besluttet ikke at besætte den.", "cancelled"),
        ("en", "", "The position has been closed without a hire.", "cancelled"),
        # another clause
        ("en", "", "We cannot go on with you because the role has been filled.", "filled"),
        ("en", "", "You were not chosen, as another candidate knows more.", "other_candidate"),
        ("nl", "", "We gaan niet met je verder, omdat we een andere kandidaat kozen.", "other_candidate"),
    ],
)
def test_a_reason_that_is_denied_is_none(language: str, denied: str, plain: str, reason: str) -> None:
    assert told(language, denied).reason == ""
    assert told(language, plain).reason == reason


@pytest.mark.parametrize(
    ("language", "of_an_interview", "of_the_post", "reason"),
    [
        (
            "en",
            "The interview for this role has been cancelled.",
            "This role has been cancelled.",
            "cancelled",
        ),
        ("de", "Das Gespräch für die Stelle entfällt.", "Die Stelle entfällt.", "cancelled"),
        ("fr", "L'entretien pour le poste est annulé.", "Le poste est annulé.", "cancelled"),
        ("es", "La entrevista para el puesto queda cancelada.", "La plaza queda cancelada.", "cancelled"),
        ("pt", "A entrevista para a vaga foi cancelada.", "A vaga foi cancelada.", "cancelled"),
        (
            "it",
            "Il colloquio per la posizione è stata annullata.",
            "La posizione è stata annullata.",
            "cancelled",
        ),
        ("nl", "Het gesprek over de functie is geannuleerd.", "De functie is geannuleerd.", "cancelled"),
        ("pl", "Rozmowa na stanowisko zostaje odwołana.", "Rekrutacja zostaje odwołana.", "cancelled"),
        ("sv", "Intervjun för tjänsten är inställd.", "Rekryteringen är inställd.", "cancelled"),
        ("da", "Samtalen om stillingen er aflyst.", "Stillingen er aflyst.", "cancelled"),
        ("ja", "採用担当が面接を延期します。", "採用活動を延期します。", "on_hold"),
        ("zh", "该职位面试推迟。", "该职位暂停招聘。", "on_hold"),
    ],
)
def test_what_ended_is_the_post_and_not_a_meeting_about_it(
    language: str, of_an_interview: str, of_the_post: str, reason: str
) -> None:
    assert told(language, of_an_interview).reason == ""
    assert told(language, of_the_post).reason == reason


@pytest.mark.parametrize(
    ("language", "trap", "plain", "reason"),
    [
        ("en", "Please contact another person in HR.", "We chose another person.", "other_candidate"),
        ("nl", "Neem contact op met een andere persoon.", "Het werd een andere persoon.", "other_candidate"),
        ("sv", "Kontakta gärna någon annan på kontoret.", "Vi valde någon annan.", "other_candidate"),
        ("pl", "Proszę o kontakt z inną osobą.", "Wybraliśmy inną osobę.", "other_candidate"),
        (
            "de",
            "Bitte wenden Sie sich an eine andere Person.",
            "Es wurde eine andere Person.",
            "other_candidate",
        ),
        ("tr", "Başka bir kişiyle iletişime geçin.", "Başka bir kişiyi seçtik.", "other_candidate"),
        ("ja", "他の方にもご連絡しております。", "他の方に決めました。", "other_candidate"),
        ("ja", "もう一名の方に連絡しました。", "もう一名の方に決定しました。", "other_candidate"),
        ("ja", "面接の時間に達しました。", "応募が定員に達しました。", "filled"),
        ("zh", "我们会联系另一位同学。", "我们录取了另一位同学。", "other_candidate"),
        ("zh", "内部推荐码已生效。", "岗位由内部同事接任。", "internal"),
        ("zh", "编制外人员不得申请。", "今年编制全部冻结。", "on_hold"),
        ("zh", "名额有限。", "该职缺已额满。", "filled"),
        ("nl", "We raden je aan onze site te volgen.", "We raden je aan ervaring op te doen.", "feedback"),
        ("sv", "Vi rekommenderar att du följer vår sida.", "Vi rekommenderar mer erfarenhet.", "feedback"),
        (
            "da",
            "Vi anbefaler, at du følger vores side.",
            "Vi anbefaler, at du får mere erfaring.",
            "feedback",
        ),
        ("pl", "Radzimy zdobyć więcej informacji.", "Radzimy zdobyć więcej doświadczenia.", "feedback"),
        ("fr", "La gestion des paies reste en interne.", "Le poste a été pourvu en interne.", "internal"),
        ("fr", "La salariée interne est en congé.", "Nous avons retenu une salariée interne.", "internal"),
        ("es", "Lo hemos hablado internamente.", "La plaza se ha cubierto internamente.", "internal"),
        ("pt", "Falámos disso internamente.", "O lugar foi preenchido internamente.", "internal"),
        ("it", "Ne abbiamo parlato internamente.", "Il posto è stato coperto internamente.", "internal"),
    ],
)
def test_words_of_a_reason_about_something_else(language: str, trap: str, plain: str, reason: str) -> None:
    assert told(language, trap).reason == ""
    assert told(language, plain).reason == reason


@pytest.mark.parametrize(
    ("language", "asked", "held"),
    [
        ("en", "Thank you for confirming the time for your interview.", "Thank you for your interview."),
        ("en", "Thank you for your interest.", "Thank you for your interest and your interview."),
        ("de", "Danke für Ihre Anmeldung zum Interview.", "Danke für Ihr Interesse und das Interview."),
        ("de", "Danke für Ihr Interesse am Interview.", "Danke für Ihr Interesse im Interview."),
        ("fr", "Merci d'avoir confirmé l'heure de votre entretien.", "Merci pour votre entretien."),
        ("fr", "Merci de votre demande d'un entretien.", "Merci pour votre intérêt lors de notre entretien."),
        ("es", "Gracias por confirmar tu asistencia a la entrevista.", "Gracias por la entrevista."),
        ("pt", "Obrigado pela marcação da entrevista.", "Obrigado pela entrevista."),
        ("it", "Grazie per la conferma del colloquio.", "Grazie per la disponibilità durante il colloquio."),
        ("it", "Grazie per la richiesta del colloquio.", "Grazie per il colloquio."),
        ("nl", "Dank voor je aanmelding voor het interview.", "Dank voor je tijd tijdens het interview."),
        ("pl", "Dziękujemy za potwierdzenie terminu na spotkanie.", "Dziękujemy za spotkanie."),
        ("sv", "Tack för att du anmält dig till intervjun.", "Tack för ditt intresse och för intervjun."),
        ("da", "Tak for din interesse for samtalen.", "Tak for en god samtale."),
        ("tr", "Mülakat talebiniz için teşekkür ederiz.", "Mülakat ve ilginiz için teşekkür ederiz."),
        ("ja", "面接の日程にお時間をいただきました。", "先日は面接にお越しいただきました。"),
        ("zh", "感谢您报名参加面试。", "感谢您参加面试。"),
        # it did not take place, or was no meeting
        ("es", "Gracias por la entrevista a la que no pudiste venir.", "Gracias por venir a la entrevista."),
        ("it", "Grazie per il colloquio, al quale non era presente.", "Dopo il colloquio abbiamo deciso."),
        ("es", "Fue un placer conocerte a través de tu vídeo.", "Fue un placer conocerte."),
    ],
)
def test_an_interview_asked_for_did_not_take_place(language: str, asked: str, held: str) -> None:
    assert told(language, asked).stage == "application"
    assert told(language, held).stage == "interview"


@pytest.mark.parametrize(
    ("language", "trap", "talk"),
    [
        ("nl", "Naar aanleiding van het gesprek met onze klant stoppen we.", "Dank voor het leuke gesprek."),
        ("nl", "Bedankt voor je telefoontje.", "Bedankt voor het telefoontje."),
        ("de", "Nach dem Gespräch mit dem Kunden hören wir auf.", "Nach dem Gespräch waren wir uns einig."),
        ("en", "Following our call with the client we stopped.", "Following our call we stopped."),
        ("es", "Gracias por tu llamada.", "Gracias por nuestra llamada."),
        ("fr", "Merci pour votre appel.", "Merci pour notre appel."),
    ],
)
def test_a_talk_without_the_person_is_none(language: str, trap: str, talk: str) -> None:
    assert told(language, trap).stage == "application"
    assert told(language, talk).stage == "screen"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thank you for the conversation with Ben and me."),
        ("de", "Danke für das Gespräch mit unserem Fachbereich."),
        ("de", "Danke für das Vorstellungsgespräch. Bei Fragen bin ich telefonisch zu erreichen."),
        ("nl", "Dank voor het gesprek met Jan en mij op kantoor."),
        ("nl", "Dank voor het interview. Bel ons gerust, telefoon 010 555 44 33."),
    ],
)
def test_people_and_a_place_make_an_interview_of_a_talk_and_a_telephone_elsewhere_does_not_unmake_it(
    language: str, text: str
) -> None:
    assert told(language, text).stage == "interview"


@pytest.mark.parametrize(
    ("language", "text", "stage", "trap"),
    [
        ("en", "After your interview they chose Kim.", "interview", "We interview in May, and they decide."),
        (
            "en",
            "Thanks for making time for the phone screen with Lou.",
            "screen",
            "Thanks for making time for us.",
        ),
        ("de", "Wir danken Ihnen für das Gespräch am 3. Mai.", "screen", "Wir danken für die Bewerbung."),
        (
            "de",
            "Vorige Woche haben wir miteinander telefoniert.",
            "screen",
            "Wir haben mit allen telefoniert.",
        ),
        (
            "fr",
            "À l'issue de votre entretien, nous avons choisi Zoé.",
            "interview",
            "À l'issue des entretiens, Zoé est là.",
        ),
        (
            "fr",
            "Nous nous étions rencontrés en entretien le 3 mai.",
            "interview",
            "Nous avons rencontré Zoé en entretien.",
        ),
        (
            "it",
            "Sono passati dieci giorni dal nostro colloquio.",
            "interview",
            "Il colloquio con Lia è stato bello.",
        ),
        (
            "it",
            "Le sono grata per il colloquio finale di lunedì.",
            "final",
            "Il colloquio finale sarà lunedì.",
        ),
        (
            "nl",
            "Dank dat je dinsdag bij ons op kantoor was.",
            "interview",
            "Dank dat u klant bij ons bent geweest.",
        ),
        (
            "nl",
            "Maandag spraken we elkaar even aan de telefoon.",
            "screen",
            "Bel ons gerust, de telefoon staat aan.",
        ),
        ("da", "I mandags talte vi i telefon om stillingen.", "screen", "Ring endelig, telefonen er åben."),
        (
            "da",
            "I tirsdags var du til den afsluttende samtale hos os.",
            "final",
            "Den afsluttende samtale er i maj.",
        ),
        ("da", "Siden din jobsamtale er der gået tre uger.", "interview", "En jobsamtale tager en time."),
        ("sv", "I måndags var du på slutintervju hos oss.", "final", "Slutintervjun hålls i maj."),
        ("sv", "Efter intervjun i april lovade jag besked.", "interview", "Intervjun hålls i april."),
        ("pl", "Dzięki za piątkową rozmowę u nas.", "interview", "Rozmowa odbędzie się u nas."),
        ("pl", "We wtorek rozmawialiśmy krótko przez telefon.", "screen", "Prosimy o kontakt przez telefon."),
        ("pt", "Passaram dez dias desde a nossa entrevista.", "interview", "A entrevista dura uma hora."),
        ("pt", "Valeu pelo papo por telefone de ontem!", "screen", "Fale connosco por telefone."),
        ("tr", "Yüz yüze görüşmelerin ardından Ece'yi seçtik.", "interview", "Yüz yüze görüşme mayısta."),
        (
            "tr",
            "Müdürümüzle yaptığın son görüşmenin üzerinden iki hafta geçti.",
            "final",
            "Son görüşme mayısta.",
        ),
        (
            "zh",
            "感谢您专程来参加质量工程师（苏州工厂，两班制）一职的面试。",
            "interview",
            "面试将在五月进行。",
        ),
        ("zh", "终面之后让你等了很久。", "final", "终面将在五月进行。"),
        ("ja", "先日の面接につきまして、社内で検討いたしました。", "interview", "面接は五月に行います。"),
        ("ja", "最終面接から十日もお待たせしました。", "final", "最終面接は五月に行います。"),
    ],
)
def test_a_meeting_is_told_of_in_passing(language: str, text: str, stage: str, trap: str) -> None:
    assert told(language, text).stage == stage
    assert told(language, trap).stage == "application"


@pytest.mark.parametrize(
    ("language", "trap", "plain", "after"),
    [
        (
            "en",
            "Thank you for applying again after 2 years.",
            "You may apply again after 2 years.",
            "2028-03-10",
        ),
        ("en", "From 1 May you cannot apply again.", "From 1 May you can apply again.", "2026-05-01"),
        ("en", "Apply again six months after the closing date.", "Apply again in six months.", "2026-09-10"),
        ("en", "", "You may apply again six months after the date of this message.", "2026-09-10"),
        ("en", "", "You cannot apply again for 6 months.", "2026-09-10"),
        (
            "de",
            "Schön, dass Sie sich nach 2 Jahren erneut bewerben.",
            "Bewerben Sie sich nach 2 Jahren erneut.",
            "2028-03-10",
        ),
        (
            "de",
            "Sie können sich jederzeit erneut bewerben, auch ab dem 1. Mai.",
            "Bewerben Sie sich ab dem 1. Mai erneut.",
            "2026-05-01",
        ),
        (
            "fr",
            "Merci de postuler à nouveau après 2 ans.",
            "Vous pouvez postuler à nouveau après 2 ans.",
            "2028-03-10",
        ),
        (
            "fr",
            "Postulez à nouveau dès maintenant, les stages ouvrent à partir du 1 mai.",
            "Postulez à nouveau à partir du 1 mai.",
            "2026-05-01",
        ),
        (
            "es",
            "Gracias por presentar tu candidatura de nuevo tras 2 años.",
            "Puedes presentar tu candidatura de nuevo tras 2 años.",
            "2028-03-10",
        ),
        (
            "es",
            "Puede volver a presentarse pasados 6 meses desde la publicación de la lista.",
            "Puede volver a presentarse pasados 6 meses.",
            "2026-09-10",
        ),
        (
            "pt",
            "Obrigado por se candidatar novamente após 2 anos.",
            "Pode candidatar-se novamente após 2 anos.",
            "2028-03-10",
        ),
        (
            "it",
            "Grazie per candidarti di nuovo dopo 2 anni.",
            "Puoi candidarti di nuovo dopo 2 anni.",
            "2028-03-10",
        ),
        (
            "nl",
            "De vacature gaat na 1 mei open om opnieuw te solliciteren.",
            "Je kunt na 1 mei opnieuw solliciteren.",
            "2026-05-01",
        ),
        (
            "pl",
            "Dziękujemy, że po 2 latach ponownie aplikuje Pan do nas.",
            "Po 2 latach może Pan ponownie aplikować.",
            "2028-03-10",
        ),
        (
            "pl",
            "Od 1 maja nie można ponownie aplikować.",
            "Od 1 maja można ponownie aplikować.",
            "2026-05-01",
        ),
        ("sv", "Vi söker igen från 1 maj.", "Du kan söka igen från 1 maj.", "2026-05-01"),
        ("sv", "Tack för att du vill söka igen efter 2 år.", "Du kan söka igen efter 2 år.", "2028-03-10"),
        ("da", "Vi søger igen efter den 1. maj.", "Du kan søge igen efter den 1. maj.", "2026-05-01"),
        ("da", "Tak fordi du søger igen efter 2 år.", "Du kan søge igen efter 2 år.", "2028-03-10"),
        (
            "tr",
            "2 yıl sonra tekrar başvurduğunuz için teşekkürler.",
            "2 yıl sonra tekrar başvurabilirsiniz.",
            "2028-03-10",
        ),
        ("en", "", "Thank you for thinking of us and please apply again after 6 months.", "2026-09-10"),
        ("nl", "", "Je bent altijd welkom om na 6 maanden opnieuw te solliciteren.", "2026-09-10"),
        (
            "de",
            "",
            "Wir können Sie nicht einstellen, aber bewerben Sie sich ab dem 1. Mai erneut.",
            "2026-05-01",
        ),
        (
            "it",
            "",
            "Non è stato possibile assumerti, ma puoi candidarti di nuovo dal 1 maggio.",
            "2026-05-01",
        ),
        ("fr", "", "Postulez à nouveau dans six mois, ou dès maintenant ailleurs.", "2026-09-10"),
        (
            "ja",
            "2年後に再度ご応募いただきありがとうございます。",
            "2年後に再度ご応募ください。",
            "2028-03-10",
        ),
        ("zh", "感谢您在6个月后再次申请。", "您可在6个月后再次申请。", "2026-09-10"),
    ],
)
def test_only_a_time_that_is_still_to_be_waited_is_one(
    language: str, trap: str, plain: str, after: str
) -> None:
    assert told(language, trap).reapply_after == ""
    assert told(language, plain).reapply_after == after
