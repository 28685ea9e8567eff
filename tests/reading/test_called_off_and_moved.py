"""Interviews that are called off or moved, in thirteen languages, each with what looks like it."""

from __future__ import annotations

import pytest

from tests.reading.test_appointments import BERLIN, mail, said
from watcher.reading import appointments


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "We have cancelled your interview on Thursday, 5 March at 14:00, please accept our apologies.",
        ),
        (
            "en",
            "Your interview for the Data Analyst position on Thursday, 5 March 2026, 14:00 - 15:00 CET has been "
            "cancelled.",
        ),
        ("de", "Ihr Gespräch am 5. März um 14 Uhr findet leider nicht statt, wir melden uns bei Ihnen."),
        ("de", "Wir sagen das Gespräch am 5. März um 14 Uhr ab, da Sie den Test nicht gemacht haben."),
        ("fr", "Nous devons annuler votre rendez-vous du jeudi 5 mars à 14h00, vous serez recontactée."),
        ("fr", "L'entretien du 5 mars à 14h00 ne pourra malheureusement pas avoir lieu."),
        (
            "es",
            "Su entrevista del jueves 5 de marzo a las 14:00 queda sin efecto; usted recibirá otra carta.",
        ),
        ("es", "Tenemos que cancelar tu entrevista del 5 de marzo a las 14:00."),
        ("it", "Dobbiamo annullare il Suo colloquio di giovedì 5 marzo alle ore 14:00."),
        ("it", "Il colloquio di giovedì 5 marzo alle ore 14:00 non si svolgerà."),
        ("pt", "A entrevista de 5 de março às 14:00 foi cancelada e você receberá um e-mail."),
        ("pt", "Infelizmente a entrevista de 5 de março, às 14h00, não se realizará."),
        ("nl", "Het gesprek van donderdag 5 maart om 14.00 uur vervalt, we bellen je."),
        ("nl", "Ik moet je gesprek van 5 maart om 14.00 uur helaas afzeggen."),
        ("da", "Jeg må desværre aflyse samtalen den 5. marts kl. 14.00, og du hører fra mig."),
        ("da", "Samtalen den 5. marts kl. 14.00 bliver ikke til noget."),
        ("sv", "Vi måste ställa in din intervju den 5 mars kl. 14.00, du får en ny tid sedan."),
        ("sv", "Intervjun den 5 mars kl. 14.00 blir inte av."),
        ("pl", "Odwołujemy Pana rozmowę w czwartek 5 marca o godz. 14:00."),
        (
            "pl",
            "Spotkanie w czwartek 5 marca o godz. 14:00 niestety się nie odbędzie, proszę czekać na wiadomość.",
        ),
        ("tr", "5 Mart 2026 saat 14:00 görüşmemiz iptal edildi, lütfen aramamızı bekleyin."),
        ("tr", "5 Mart 2026 saat 14:00 görüşmesi gerçekleşmeyecektir."),
        ("ja", "3月5日(木)14時の面接は実施できなくなりました。"),
        ("ja", "3月5日(木)14時の面接はキャンセルいたします。"),
        ("zh", "3月5日14:00的面试无法正常进行,敬请谅解。"),
        ("zh", "原定3月5日14:00的面試不再舉行。"),
    ],
)
def test_an_interview_that_is_called_off(language: str, text: str) -> None:
    assert said(text, language) == "off"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We meet on 5 March at 14:00. Please call if you have to cancel the interview."),
        ("de", "Das Gespräch ist am 5. März um 14 Uhr. Sie können den Termin hier absagen."),
        ("fr", "L'entretien aura lieu le 5 mars à 14h00. Pour toute annulation, prévenez-nous."),
        (
            "fr",
            "L'entretien aura lieu le 5 mars à 14h00. Vous pouvez annuler ou reporter votre entretien en ligne.",
        ),
        ("es", "La entrevista es el 5 de marzo a las 14:00. Puede cancelar la entrevista por teléfono."),
        ("it", "Il colloquio è il 5 marzo alle ore 14:00. Può annullare il colloquio per telefono."),
        ("pt", "A entrevista é no dia 5 de março às 14:00. Caso precise cancelar a entrevista, avise."),
        ("nl", "Het gesprek is op 5 maart om 14.00 uur. Kunt u niet, dan kunt u het gesprek hier annuleren."),
        ("da", "Samtalen er den 5. marts kl. 14.00. Du kan aflyse samtalen her."),
        ("sv", "Intervjun är den 5 mars kl. 14.00. Du kan boka om intervjun här."),
        ("pl", "Rozmowa odbędzie się 5 marca o godz. 14:00. Może Pani odwołać rozmowę telefonicznie."),
        ("tr", "Görüşme 5 Mart 2026 saat 14:00'te yapılacaktır. Görüşmeyi iptal edebilirsiniz."),
        ("ja", "面接は3月5日(木)14時より行います。キャンセルされる場合はご連絡ください。"),
        ("zh", "面试定于3月5日14:00进行。如需取消面试,请来电。"),
    ],
)
def test_what_the_reader_may_do_calls_nothing_off(language: str, text: str) -> None:
    assert said(text, language) == "03-05 14:00"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We will cancel the interview on 5 March at 14:00 if you do not answer."),
        ("fr", "Votre entretien du 5 mars à 14h00 sera annulé si vous ne répondez pas."),
        ("es", "Cancelaremos la entrevista del 5 de marzo a las 14:00 si no responde."),
        ("pl", "Odwołamy rozmowę 5 marca o godz. 14:00, jeżeli nie dostaniemy odpowiedzi."),
        ("ja", "ご返信がない場合は3月5日14時の面接をキャンセルいたします。"),
    ],
)
def test_a_condition_calls_nothing_off_and_sets_nothing(language: str, text: str) -> None:
    assert said(text, language) == ""


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("en", "", "I am not around on 5 March at 14:00."),
        ("de", "", "Am 5. März um 14 Uhr klappt es bei uns nicht."),
        ("fr", "", "Le 5 mars à 14h00 ce ne sera pas possible."),
        ("es", "", "El 5 de marzo a las 14:00 no estaremos."),
        ("it", "", "Il 5 marzo alle ore 14:00 non ci siamo."),
        ("pt", "", "No dia 5 de março às 14:00 não estaremos."),
        ("nl", "", "Op 5 maart om 14.00 uur lukt het ons niet."),
        ("da", "", "Den 5. marts kl. 14.00 går det ikke."),
        ("sv", "", "Den 5 mars kl. 14.00 går det inte."),
        ("pl", "", "5 marca o godz. 14:00 nie damy rady."),
        ("tr", "", "5 Mart 2026 saat 14:00'te görüşemeyeceğiz."),
        ("ja", "", "3月5日14時はお会いできません。"),
        ("zh", "", "3月5日14:00我们不能见面。"),
        ("en", "03-05 14:00", "We meet on 5 March at 14:00, do not hesitate to call."),
        ("de", "03-05 14:00", "Wir sehen uns am 5. März um 14 Uhr, Ausweis nicht vergessen."),
        ("fr", "03-05 14:00", "L'entretien est le 5 mars à 14h00, n'hésitez pas à m'appeler."),
    ],
)
def test_a_sentence_that_says_no_sets_no_time(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We moved your interview from Thursday 5 March at 2 pm to Friday 6 March at 10 am."),
        ("en", "We have to move the interview planned for 5 March 2026, 14:00 to 6 March 2026, 10:00."),
        (
            "en",
            "Your interview has been rescheduled.\n\nOld time: 5 March 2026, 14:00\nNew time: 6 March 2026, 10:00",
        ),
        ("en", "Your interview has been postponed until Friday, 6 March at 10:00."),
        ("de", "Ihr Gespräch wird vom 05.03.2026, 14.00 Uhr, auf den 06.03.2026, 10.00 Uhr, verlegt."),
        ("de", "Der Termin am 5. März entfällt. Neuer Termin: 6. März 2026, 10:00 Uhr"),
        ("fr", "Nous reportons votre entretien du jeudi 5 mars à 14h00 au vendredi 6 mars à 10h00."),
        (
            "es",
            "Aplazamos la entrevista del jueves 5 de marzo a las 14:00 al viernes 6 de marzo a las 10:00.",
        ),
        ("it", "Spostiamo il colloquio da giovedì 5 marzo alle ore 14:00 a venerdì 6 marzo alle ore 10:00."),
        ("pt", "A entrevista foi remarcada para sexta-feira, 6 de março, às 10h00."),
        ("pt", "Tenho de passar a nossa entrevista de 5 de março, às 14h00, para 6 de março, às 10h00."),
        ("nl", "We verplaatsen het gesprek van donderdag 5 maart 14:00 naar vrijdag 6 maart om 10.00 uur."),
        ("da", "Vi flytter samtalen fra torsdag den 5. marts kl. 14.00 til fredag den 6. marts kl. 10.00."),
        ("sv", "Vi flyttar intervjun från torsdag 5/3 kl. 14:00 till fredag 6/3 kl. 10:00."),
        ("pl", "Przenosimy rozmowę z czwartku 5 marca z 14:00 na piątek 6 marca na 10:00."),
        ("tr", "Görüşmemiz 5 Mart 2026 saat 14:00'ten 6 Mart 2026 saat 10:00'a alınmıştır."),
        ("tr", "Görüşmenizin yeni tarihi: 6 Mart 2026 saat 10:00."),
        ("ja", "3月5日14時の面接を3月6日10時に変更いたします。"),
        ("ja", "面接は延期となりました。\n新しい日程:3月6日(金)10:00"),
        ("zh", "面试由3月5日14:00改至3月6日上午10:00。"),
        ("zh", "原定3月5日的面試延期至3月6日上午10:00。"),
        (
            "sv",
            "Onsdagens intervju måste ställas in. Ny tid: fredag 6/3 kl 10.00. Hör av dig om det inte fungerar.",
        ),
    ],
)
def test_the_new_time_of_a_moved_interview(language: str, text: str) -> None:
    assert said(text, language) == "03-06 10:00"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We have to move the interview planned for 5 March at 14:00."),
        ("de", "Das auf den 5. März um 14 Uhr angesetzte Gespräch müssen wir verschieben."),
        ("fr", "Nous devons décaler l'entretien prévu le 5 mars à 14h00."),
        ("es", "Tenemos que aplazar la entrevista prevista para el 5 de marzo a las 14:00."),
        ("it", "Dobbiamo rinviare il colloquio fissato per giovedì 5 marzo alle ore 14:00."),
        ("pt", "Temos de adiar a entrevista marcada para 5 de março às 14:00."),
        ("nl", "We moeten het gesprek van 5 maart om 14.00 uur verplaatsen."),
        ("da", "Vi er nødt til at flytte samtalen, der var planlagt til den 5. marts kl. 14.00."),
        ("sv", "Vi måste flytta intervjun som var planerad till den 5 mars kl. 14.00."),
        ("pl", "Musimy przełożyć rozmowę umówioną na czwartek 5 marca na 14:00."),
        ("tr", "5 Mart 2026 saat 14:00 görüşmemiz ertelendi."),
        ("ja", "3月5日14時の面接を延期いたします。"),
        ("zh", "3月5日14:00的面试推迟。"),
    ],
)
def test_the_old_time_of_a_moved_interview_is_not_set(language: str, text: str) -> None:
    assert said(text, language) == "off"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We have to move your interview. We wait for you on 6 March at 10:00."),
        ("de", "Wir müssen das Gespräch verschieben. Wir erwarten Sie am 6. März um 10 Uhr."),
        ("fr", "Nous devons décaler l'entretien. Nous vous attendons le 6 mars à 10h00."),
        ("pl", "Musimy przełożyć rozmowę. Czekamy 6 marca o godz. 10:00."),
        ("sv", "Vi måste flytta intervjun. Vi väntar dig den 6 mars kl. 10.00."),
        ("en", "Wednesday's interview is cancelled. New time is Tuesday the 26th at 9:15."),
        ("pt", "A entrevista de 24-04 foi anulada. Nova data: 29-04, 16h30."),
    ],
)
def test_a_time_that_may_be_the_new_one_is_neither_set_nor_called_off(language: str, text: str) -> None:
    assert said(text, language) == ""
    assert appointments.read(mail(text), language, BERLIN).doubtful


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        (
            "en",
            "03-05 14:00",
            "We have moved your application to the next stage. The interview is on 5 March at 14:00.",
        ),
        ("en", "", "We have moved your application to the interview stage and will be in touch."),
        (
            "fr",
            "03-05 14:00",
            "L'entretien est le 5 mars à 14h00. Vous n'avez pas besoin de vous déplacer pour cet entretien.",
        ),
        ("da", "", "Toget er aflyst. Vi ses den 5. marts kl. 14.00."),
        ("de", "", "Wir hatten Ihnen abgesagt, nun ist die Stelle wieder frei."),
    ],
)
def test_not_everything_that_moves_is_an_interview(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        (
            "en",
            "03-05 14:00",
            "The interview is on 5 March at 14:00. It has not been cancelled, whatever you heard.",
        ),
        ("de", "03-05 14:00", "Das Gespräch ist am 5. März um 14 Uhr. Der Termin wird nicht verschoben."),
        ("fr", "03-05 14:00", "L'entretien est le 5 mars à 14h00. L'entretien n'est pas annulé."),
        (
            "es",
            "03-05 14:00",
            "La entrevista es el 5 de marzo a las 14:00. La entrevista no se ha cancelado.",
        ),
        (
            "it",
            "03-05 14:00",
            "Il colloquio è il 5 marzo alle ore 14:00. Il colloquio non è stato annullato.",
        ),
        ("nl", "03-05 14:00", "Het gesprek is op 5 maart om 14.00 uur. Het gesprek is niet verplaatst."),
        ("ja", "03-05 14:00", "面接は3月5日14時から行います。中止ではありません。"),
        ("zh", "03-05 14:00", "面试定于3月5日14:00进行。面试没有取消。"),
    ],
)
def test_what_is_not_called_off_takes_place(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The interview on 5 March at 14:00 has been moved to room 5."),
        ("de", "Das Gespräch am 5. März um 14 Uhr wird in Raum 5 verlegt."),
        ("fr", "L'entretien du 5 mars à 14h00 est déplacé dans une autre salle."),
        ("nl", "Het gesprek van 5 maart om 14.00 uur is verplaatst, het is nu online."),
        ("sv", "Intervjun den 5 mars kl. 14.00 är flyttad, vi ses i ett annat rum."),
        ("pl", "Rozmowa 5 marca o godz. 14:00 została przeniesiona do innej sali."),
    ],
)
def test_a_move_to_another_place_calls_nothing_off(language: str, text: str) -> None:
    assert said(text, language) == ""
    assert not appointments.read(mail(text), language, BERLIN).doubtful


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We chose somebody else. Your interview on Thursday has been cancelled."),
        ("de", "Die Stelle ist besetzt. Ihr Gespräch am Donnerstag findet daher nicht statt."),
        ("nl", "De functie is vervuld. Het gesprek van donderdag vervalt."),
    ],
)
def test_an_answer_may_call_a_talk_off(language: str, text: str) -> None:
    assert appointments.calls_off(mail(text), language, BERLIN)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The search for this role was cancelled today."),
        ("en", "If your interview on Thursday is cancelled by you, let us know."),
        ("de", "Nach Durchsicht aller Unterlagen müssen wir Ihnen heute leider absagen."),
        ("pt", "O processo foi cancelado antes do início das entrevistas."),
    ],
)
def test_an_answer_that_cancels_something_else_does_not(language: str, text: str) -> None:
    assert not appointments.calls_off(mail(text), language, BERLIN)
