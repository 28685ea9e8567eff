"""The subject may be all that says it: "Not selected: Clerk", and a letter attached, or a portal to log in to."""

import pytest

from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE, Message

NOES = {
    "Your application was unsuccessful": "Sign in to the portal to see the details of this message.",
    "Application unsuccessful - Data Analyst": "Please log in to your candidate account to read the message.",
    "Unsuccessful application": "Dear Anna,\n\nPlease see the attached letter.\n\nKind regards\nHR",
    "You have not been shortlisted: Teaching Assistant": "Dear Anna,\n\nthe message is in your inbox on our portal.",
    "Not selected: Warehouse Operative": "This is an automatic message. Do not reply.",
    "We will not be moving forward with your application": "Hi Anna,\n\nthe letter is attached.\n\nBest,\nPeople Team",
    "Position filled: Receptionist": "Dear applicant,\n\nthank you for your interest in us.\n\nKind regards",
    "Absage": "Sehr geehrte Frau Klein,\n\nbitte beachten Sie das angehängte Schreiben.\n\nPersonalabteilung",
    "Absage: Ihre Bewerbung als Sachbearbeiterin": "Guten Tag,\n\nanbei erhalten Sie unser Schreiben.",
    "Ihre Bewerbung - Absage": "Guten Tag Frau Klein,\n\nim Bewerberportal liegt eine Nachricht für Sie.",
    "Absage auf Ihre Bewerbung vom 3. Mai": "Guten Tag Frau Klein,\n\nIhre Unterlagen haben wir gelöscht.",
    "Ihre Bewerbung wurde leider nicht berücksichtigt": "Guten Tag,\n\nmelden Sie sich an, um die Nachricht zu lesen.",
    "Réponse négative à votre candidature": "Bonjour,\n\nVeuillez trouver ci-joint notre courrier.\n\nCordialement",
    "Votre candidature n'a pas été retenue": "Bonjour,\n\nConnectez-vous à votre espace candidat pour lire le message.",
    "Tu candidatura no ha sido seleccionada": "Accede a tu área personal para ver los detalles.",
    "Proceso cerrado: no has sido seleccionado": "Hola:\n\nAdjuntamos la carta.\n\nUn saludo",
    "Candidatura não selecionada": "Olá,\n\nsegue em anexo a nossa carta.\n\nCumprimentos",
    "Esito negativo della tua candidatura": "Ciao,\n\naccedi alla tua area personale per leggere il messaggio.",
    "Afwijzing sollicitatie": "Beste Anna,\n\nIn de bijlage vind je onze brief.\n\nMet vriendelijke groet",
    "Twoja aplikacja została odrzucona": "Dzień dobry,\n\nszczegóły znajdują się na Twoim koncie kandydata.",
    "Avslag på din ansökan": "Hej,\n\nSe bifogat brev.\n\nHälsningar",
    "Afslag på din ansøgning": "Hej Anna\n\nSe venligst vedhæftede brev.\n\nVenlig hilsen",
    "Başvurunuz olumsuz sonuçlandı": "Merhaba,\n\nayrıntılar için aday hesabınıza giriş yapın.",
    "選考結果のお知らせ（不採用）": "詳細は添付の書面をご覧ください。",
    "面试结果：未通过": "详情请登录系统查看。",
}
#: The same words in another world, or nothing but news of an application.
OTHERS = {
    "Payment unsuccessful": "Dear customer,\n\nwe could not take the payment. Please update your card.",
    "Your order was unsuccessful": "Hello,\n\nthe shop did not accept your order. Sign in to see the details.",
    "Login attempt unsuccessful": "Somebody tried to sign in to your account. Was it you?",
    "Your loan application was declined": "Dear customer,\n\nthe letter is in your online banking inbox.",
    "Application for planning permission refused": "Dear resident,\n\nthe decision notice for number 14 is online.",
    "Not selected: your photo for the July contest": "Hello,\n\nlog in to see which photos made the calendar.",
    "Your application was successful": "Dear Anna,\n\nwelcome to the team. The contract is attached.",
    "What to do when your application was unsuccessful": "Hello,\n\nthis week's guide: five ways to ask for feedback.",
    "An update on your application": "Sign in to the portal to see the details of this message.",
    "Your application is incomplete: Data Analyst": "Please log in and upload your certificate.",
    "Delivery failed: your message was rejected": "The mail to anna@example.org could not be delivered.",
    "Interview cancelled: new date to follow": "Hi Anna,\n\nwe will send you a new time tomorrow.",
    "Absage: unser Treffen am Freitag": "Hallo zusammen,\n\nich bin krank, wir holen das nach.",
    "Absage Abendessen": "Liebe Anna,\n\nwir schaffen es am Samstag nicht.",
    "Absage Kitaplatz": "Sehr geehrte Familie Klein,\n\nbeiliegend erhalten Sie den Bescheid.",
    "Absage des Konzerts am 4. Mai": "Liebe Gäste,\n\ndie Karten bekommen Sie an der Kasse zurück.",
    "Tipps nach der Absage": "Guten Tag,\n\nin unserem Blog lesen Sie diese Woche, wie man weitermacht.",
    "Ihre Bewerbung ist eingegangen": "Guten Tag,\n\nim Bewerberportal sehen Sie den Stand.",
    "Paiement refusé": "Bonjour,\n\nvotre carte n'a pas été acceptée. Connectez-vous à votre compte.",
    "Demande de prêt refusée": "Bonjour,\n\nveuillez trouver ci-joint notre courrier.\n\nVotre conseiller",
    "Pago no realizado": "Accede a tu área personal para ver los detalles.",
    "Afwijzing van uw declaratie": "Beste klant,\n\nin de bijlage vindt u onze brief.",
    "Avslag på din ansökan om bygglov": "Hej,\n\nse bifogat beslut.\n\nMiljöförvaltningen",
    "Afslag på din ansøgning om byggetilladelse": "Hej\n\nSe venligst vedhæftede brev.\n\nKommunen",
    "抽選結果のお知らせ（落選）": "詳細はマイページをご覧ください。",
    "支付结果：未通过": "详情请登录系统查看。",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize("subject", NOES)
def test_a_subject_that_says_it(classifier: Classifier, subject: str) -> None:
    assert classifier.classify(Message("", subject=subject, text=NOES[subject])).kind in REPLYABLE


#: Not told apart yet; a test says when one can go.
LIMITS = {"Afwijzing van uw declaratie"}


@pytest.mark.parametrize(
    "subject",
    [pytest.param(one, marks=pytest.mark.xfail(strict=True)) if one in LIMITS else one for one in OTHERS],
)
def test_a_subject_that_does_not(classifier: Classifier, subject: str) -> None:
    assert classifier.classify(Message("", subject=subject, text=OTHERS[subject])).kind not in REPLYABLE
