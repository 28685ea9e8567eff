"""What stands beside an answer does not count against it: a survey, other jobs, a last friendly word."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading import asides, surveys
from watcher.reading.classifier import Classifier
from watcher.reading.decision import SURE_NO, UNSURE
from watcher.reading.preparing import Prepared
from watcher.reading.second_looks import SecondLooks
from watcher.reading.sentences import split
from watcher.reading.types import LEFT_OUT, REPLYABLE, Evidence, Message, Verdict

SURVEYS = {
    "en": [
        "We would love to hear how you found the process: please fill in our two-minute survey.",
        "To help us improve, please rate your experience of applying with us.",
        "Your opinion matters to us. Click here to share your feedback on the recruitment process.",
        "If you have a moment, please complete this short, anonymous questionnaire for candidates.",
        "How likely are you to recommend applying to Acme to a friend?",
        "You will receive a short survey in a separate e-mail; we would be glad if you answered it.",
        "Help us do better - take our candidate experience survey",
        "We constantly try to improve how we recruit and would appreciate five minutes of your time for "
        "a few questions.",
        "Please let us know how we did by answering three questions here.",
    ],
    "de": [
        "Wir möchten besser werden: Bitte nehmen Sie sich zwei Minuten Zeit für unsere anonyme Umfrage.",
        "Wie haben Sie das Bewerbungsverfahren erlebt? Hier geht es zum Fragebogen.",
        "Ihre Meinung ist uns wichtig. Bewerten Sie uns gern auf kununu.",
        "Über eine kurze Rückmeldung zu unserem Auswahlprozess würden wir uns freuen: Zur Befragung",
        "Wie wahrscheinlich ist es, dass Sie uns als Arbeitgeber weiterempfehlen?",
        "In den nächsten Tagen erhalten Sie eine Einladung zu einer Bewerberbefragung.",
        "Helfen Sie uns, besser zu werden, und beantworten Sie drei Fragen zum Ablauf Ihrer Bewerbung.",
    ],
    "fr": [
        "Afin d'améliorer nos pratiques, nous vous invitons à répondre à un court questionnaire.",
        "Comment avez-vous vécu votre parcours de candidature ? Donnez-nous votre avis en deux minutes.",
        "Vous recevrez prochainement une enquête de satisfaction, à laquelle nous vous remercions de répondre.",
        "Évaluez votre expérience candidat en cliquant ici.",
        "Recommanderiez-vous notre entreprise à un proche ?",
    ],
    "es": [
        "Para mejorar, le agradeceríamos que dedicara dos minutos a nuestra encuesta de satisfacción.",
        "Su opinión nos importa: valore su experiencia como candidato aquí.",
        "¿Cómo fue su experiencia con nuestro equipo de selección? Cuéntenoslo en este cuestionario.",
        "¿Recomendaría a un amigo presentarse a nuestras ofertas?",
    ],
    "it": [
        "Ci aiuti a migliorare: compili il nostro breve questionario anonimo.",
        "Come valuta la sua esperienza di candidatura? Risponda al sondaggio.",
        "La sua opinione è importante per noi: ci lasci un giudizio sul processo di selezione.",
    ],
    "pt": [
        "Queremos melhorar: responda à nossa pesquisa de satisfação, leva dois minutos.",
        "Como foi a sua experiência no processo seletivo? Avalie-nos aqui.",
        "A sua opinião é importante; preencha por favor este breve inquérito.",
    ],
    "nl": [
        "Wij horen graag wat u van de procedure vond: vul onze korte enquête in.",
        "Help ons verbeteren en beoordeel uw sollicitatie-ervaring via deze link.",
        "Zou u ons als werkgever aanbevelen bij vrienden?",
    ],
    "pl": [
        "Chcemy się rozwijać, dlatego prosimy o wypełnienie krótkiej, anonimowej ankiety.",
        "Prosimy o ocenę procesu rekrutacji, zajmie to dwie minuty.",
        "Pani opinia jest dla nas ważna - kilka pytań o przebieg rekrutacji znajdzie Pani tutaj.",
    ],
    "sv": [
        "Hjälp oss att bli bättre genom att svara på vår korta enkät om rekryteringen.",
        "Hur upplevde du ansökningsprocessen? Betygsätt oss här.",
        "Dina synpunkter är viktiga för oss, fyll gärna i formuläret.",
    ],
    "da": [
        "Vi vil gerne blive bedre: svar på vores korte spørgeskema om forløbet.",
        "Hvordan oplevede du ansøgningsprocessen? Giv os din vurdering her.",
        "Din mening betyder noget for os, deltag i vores kandidatundersøgelse.",
    ],
    "tr": [
        "Kendimizi geliştirmek için iki dakikalık anketimizi doldurmanızı rica ederiz.",
        "Başvuru sürecimizi nasıl buldunuz? Görüşlerinizi bizimle paylaşın.",
        "Aday memnuniyeti anketine katılmak için tıklayınız.",
    ],
    "ja": [
        "今後の採用活動の改善のため、簡単なアンケートにご協力ください。",
        "応募から選考までの体験について、ご感想をお聞かせいただけますと幸いです。",
        "候補者体験に関する調査を実施しております。所要時間は約3分です。",
    ],
    "zh": [
        "为了改进我们的招聘工作，请您花两分钟填写满意度调查问卷。",
        "您对这次应聘体验如何评价？点击此处参与问卷。",
        "您的意见对我们很重要，欢迎对我们的招聘流程打分。",
    ],
}
#: Each of these is no survey: the decision hangs on it, or it tells one, or somebody is asked something else.
NO_SURVEYS = {
    "en": [
        "Please complete the questionnaire about your experience with children by Friday so that we can decide.",
        "The hiring team has a few questions for you before it decides.",
        "Your feedback from the interview process: the panel felt that you lacked experience.",
        "We recommend that you withdraw from the recruitment process.",
        "How did you hear about us as an employer?",
        "Your experience in our process convinced us.",
        "Please fill in the questionnaire of our recruitment team.",
        "We operate our own recruitment team in Leeds.",
        "You will get a short email from our hiring team once the role reopens.",
        "How do you feel about meeting our hiring team next week?",
        "Tell us how you would lead the hiring team.",
        "The panel was satisfied with your interview experience.",
        "Please rate your experience with SQL and Python in the questionnaire.",
        "Quantity Surveyor (Process Improvement)",
    ],
    "de": [
        "Bitte füllen Sie den Fragebogen aus, er ist Teil des Auswahlverfahrens.",
        "Eine Rückmeldung zum Bewerbungsverfahren erhalten Sie bis Ende der Woche.",
        "Ihre Erfahrung im Auswahlverfahren hat uns überzeugt.",
        "Wir haben noch einige Fragen zum Ablauf Ihrer Ausbildung.",
        "Wir melden uns mit einer Rückmeldung zum weiteren Bewerbungsprozess.",
    ],
    "fr": [
        "Merci de répondre au questionnaire du processus de recrutement avant vendredi.",
        "Votre expérience correspond à ce que recherche notre entreprise.",
    ],
    "es": [
        "Tu experiencia encaja con nuestro equipo de selección.",
        "En los próximos días vamos a valorar tu perfil dentro del proceso de selección.",
    ],
    "it": [
        "Le chiediamo di compilare il questionario del processo di selezione, così potremo decidere.",
        "Il team valuta i profili dei candidati.",
    ],
    "pt": [
        "Ainda vamos avaliar os candidatos no processo seletivo.",
        "A vaga de Assistente de Pesquisa pede quem queira melhorar.",
    ],
    "nl": [
        "Vul de vragenlijst van de procedure in.",
        "Uw sollicitatie wordt nog beoordeeld in de procedure.",
    ],
    "pl": ["Zespół musi jeszcze ocenić zgłoszenia w rekrutacji."],
    "da": ["Udfyld spørgeskemaet i rekrutteringsprocessen."],
    "sv": ["Det är viktigt att du fyller i formuläret.", "Din upplevelse av rekryteringen övertygade oss."],
    "ja": ["選考に必要なアンケートにご回答ください。", "選考の調査のため身元照会を行います。"],
    "zh": ["招聘流程包括背景调查。", "我们对候选人的表现很满意。"],
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


class Once(Classifier):
    """One that looks but once."""

    def judge_all(self, mails: Sequence[Prepared]) -> list[Verdict]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SecondLooks, "without_asides", lambda _self, _mail, verdict: verdict)
            return super().judge_all(mails)


@pytest.fixture(scope="module")
def plain() -> Classifier:
    return Once.load()


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in SURVEYS.items() for text in texts]
)
def test_it_is_seen_that_one_is_asked_how_one_was_treated(language: str, text: str) -> None:
    assert surveys.asking([(one, language) for one in split(text)]), text


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in NO_SURVEYS.items() for text in texts]
)
def test_what_the_decision_hangs_on_is_no_survey(language: str, text: str) -> None:
    assert not surveys.asking([(text, language)]), text


def test_two_sentences_may_ask_it_together_and_the_scale_goes_with_them() -> None:
    said = ["We are always here.", "How did we do?", "To the feedback form: https://s.example/1", "Jo Hart"]
    assert surveys.asking([(one, "en") for one in said]) == [1, 2]
    said = ["Wie zufrieden waren Sie mit unserem Bewerbungsprozess?", "Ja / Nein", "Jo Hart"]
    assert surveys.asking([(one, "de") for one in said]) == [0, 1]
    assert surveys.asking([("Ja / Nein", "de")]) == []
    assert surveys.is_yes_or_no("Ja / Nein")
    assert not surveys.is_yes_or_no("No, we took another.")


def test_who_is_asked_nothing_by_itself_is_not_asked() -> None:
    assert surveys.asking([("Your opinion matters to us.", "en")]) == []
    assert surveys.asking([("Our recruitment team is small.", "en"), ("To the survey", "en")]) == []


def test_what_comes_before_and_a_long_address_go_with_it() -> None:
    asks = "How satisfied were you with our process?"
    to_it = f"To the survey: https://s.example/{'a' * 80}"
    said = ["Bye.", "How did we do?", asks, to_it, "Jo Hart"]
    assert surveys.asking([(one, "en") for one in said]) == [1, 2, 3]


def test_what_it_is_for_and_a_form_ask_together() -> None:
    said = ["Wir möchten unseren Bewerbungsprozess stetig verbessern.", "Zur Umfrage: https://s.example/1"]
    assert surveys.asking([(one, "de") for one in said]) == [0, 1]
    assert surveys.asking([(one, "de") for one in (said[0], "Jo Hart")]) == []


def test_a_yes_and_no_goes_however_much_it_looks_like_a_no() -> None:
    said = [
        ("So.", "de"),
        ("Wie zufrieden waren Sie mit unserem Bewerbungsprozess?", "de"),
        ("Ja / Nein", "de"),
    ]
    assert asides.without(said, 0, np.array([NO, NOTHING, NO]), LABELS) == [0]


def test_where_it_is_no_answer_either_way_it_is_judged_as_it_stands(
    classifier: Classifier, plain: Classifier
) -> None:
    text = (
        "Hallo Ana,\n\nam Empfang fängt nun Tom an.\n\nJo\n\nWir möchten besser werden: Bitte nehmen Sie sich zwei "
        "Minuten Zeit für unsere anonyme Umfrage. Wie haben Sie das Bewerbungsverfahren erlebt? Ihre ehrliche Meinung "
        "zum Ablauf der Bewerbung hilft uns sehr. Wie wahrscheinlich ist es, dass Sie uns als Arbeitgeber "
        "weiterempfehlen? Hier geht es zum Fragebogen."
    )
    mail = Message("", subject="Ihre Bewerbung", text=text)
    assert classifier.classify(mail) == plain.classify(mail)
    assert 0.2 < plain.classify(mail).score < classifier.classify(replace(mail, text=text[:45])).score


@pytest.mark.parametrize(
    "scale",
    [
        "Choose from 0 (not at all likely) to 10 (very likely).",
        "0 bis 10",
        "Välj en siffra mellan 0 och 10.",
        "请选择0到10之间的数字。",
    ],
)
def test_a_scale_goes_with_what_it_is_for(scale: str) -> None:
    asks = ("How satisfied were you with our process?", "en")
    assert surveys.asking([asks, (scale, "en")]) == [0, 1]
    assert surveys.asking([(scale, "en")]) == []


@pytest.mark.parametrize(
    "line",
    [
        "5月3日の9:00から10:30に一般職の面接を行います。",
        "邀请您参加面试,时间为9:00至10:30",
        "We meet from 9.00 to 10.30 on Monday.",
        "Your score was 0 of 10, so we stop here.",
        "Etage 0, Raum 10",
        "3 5 8 12",
    ],
)
def test_a_time_or_a_score_is_no_scale(line: str) -> None:
    asks = ("How satisfied were you with our process?", "en")
    assert surveys.asking([asks, (line, "en")]) == [0]


def test_a_long_sentence_next_to_a_survey_stays() -> None:
    asks = "How satisfied were you with our process?"
    beside = "The survey of the site, which the builders began in March, will have been done by then."
    assert surveys.asking([(asks, "en"), (beside, "en")]) == [0]
    assert surveys.asking([(asks, "en"), ("The survey is part of the next step.", "en")]) == [0]
    assert surveys.asking([(asks, "en"), ("To the survey", "en")]) == [0, 1]


LETTERS = {
    "en": "Hello Ana,\n\nour choice fell on a neighbour. Thanks for the talk.\n\nJo",
    "de": "Hallo Ana,\n\nam Empfang fängt nun Tom an. Danke für das Gespräch und alles Gute.\n\nJo",
    "fr": "Bonjour Ana,\n\nnous avons pris quelqu'un d'autre à l'accueil. Merci et bonne chance.\n\nJo",
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in LETTERS for text in SURVEYS[language]]
)
def test_an_answer_is_one_with_a_survey_below_it(classifier: Classifier, language: str, text: str) -> None:
    subject = {"en": "Your application", "de": "Ihre Bewerbung", "fr": "Votre candidature"}[language]
    alone = classifier.classify(Message("", subject=subject, text=LETTERS[language]))
    below = classifier.classify(Message("", subject=subject, text=f"{LETTERS[language]}\n\n{text}"))
    assert alone.kind in REPLYABLE
    assert below.kind == alone.kind, below


def test_a_scale_of_yes_and_no_is_no_answer(classifier: Classifier) -> None:
    text = (
        "Guten Tag,\n\nvielen Dank für Ihre Bewerbung. Wir prüfen Ihre Unterlagen.\n\nWie zufrieden waren Sie mit "
        "unserem Bewerbungsprozess?\nJa / Nein"
    )
    assert classifier.classify(Message("", subject="Ihre Bewerbung", text=text)).kind not in REPLYABLE


def test_a_mail_that_is_a_survey_is_judged_as_it_stands(classifier: Classifier) -> None:
    text = (
        "Hi,\n\nThank you for applying to us. We had more than 400 applications for this role, and the standard was "
        "very high.\n\nHow did you find the application process? This anonymous survey has three questions.\n\n"
        "Good luck with your job search!\nTalent team"
    )
    verdict = classifier.classify(Message("", subject="Candidate survey", text=text))
    assert verdict.kind not in REPLYABLE


JOBS = {
    "en": "Other jobs you may like:\n- Payroll Clerk, Leeds (full time)\n- Receptionist, Hull\nSee all jobs",
    "de": "Weitere Stellen, die zu Ihnen passen könnten:\n- Bürokraft (m/w/d), Bonn\n- Empfang, Köln\nAlle Stellen",
    "fr": "D'autres offres qui pourraient vous plaire :\n- Gestionnaire de paie, Lyon\n- Agent d'accueil, Valence",
}


@pytest.mark.parametrize("language", JOBS)
def test_an_answer_is_one_with_other_jobs_below_it(classifier: Classifier, language: str) -> None:
    subject = {"en": "Your application", "de": "Ihre Bewerbung", "fr": "Votre candidature"}[language]
    below = classifier.classify(Message("", subject=subject, text=f"{LETTERS[language]}\n\n{JOBS[language]}"))
    assert below.kind in REPLYABLE


@pytest.mark.parametrize(
    "remark",
    [
        "Unfortunately, the role of Finance Analyst at Brightwell is no longer available. The employer has closed it.",
        "the position you viewed has been filled.",
        "the hiring team at Oakham has chosen a candidate for the job you bookmarked.",
    ],
)
def test_a_job_board_that_says_that_a_job_is_gone_is_no_answer(classifier: Classifier, remark: str) -> None:
    text = f"Hello Ana,\n\n{remark}\n\n{JOBS['en']}\n\nUnsubscribe"
    assert (
        classifier.classify(Message("", subject="Update on a job you saved", text=text)).kind not in REPLYABLE
    )


def test_a_mail_that_is_all_survey_and_a_friendly_word_is_judged_as_it_stands(
    classifier: Classifier, plain: Classifier
) -> None:
    for first in ("We turned down your application; please rate our", "How was it? Please rate our"):
        text = f"How did we do? {first} hiring process in our survey.\n\nHave a nice day!"
        mail = Message("", text=text)
        assert classifier.classify(mail) == plain.classify(mail)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Tu candidatura",
            "Hola, Ana:\n\nhemos recibido muchas candidaturas y otras personas encajan mejor. En los próximos días "
            "vamos a valorar tu perfil dentro del proceso de selección.\n\nJo",
        ),
        (
            "Uw sollicitatie",
            "Beste Ana,\n\nwe hebben met een andere kandidaat gesproken. Uw sollicitatie wordt nog beoordeeld in de "
            "procedure.\n\nJo",
        ),
        (
            "Zgłoszenie",
            "Dzień dobry,\n\ninne osoby są już po rozmowach. Zespół musi jeszcze ocenić zgłoszenia w "
            "rekrutacji.\n\nJo",
        ),
    ],
)
def test_a_receipt_that_tells_of_others_stays_one(classifier: Classifier, subject: str, text: str) -> None:
    assert classifier.classify(Message("", subject=subject, text=text)).kind not in REPLYABLE


def test_a_last_friendly_word_makes_nothing_sure(classifier: Classifier) -> None:
    text = "Hoi allemaal,\n\nde functie in Zwolle wordt dit jaar niet ingevuld.\n\nFijn weekend!"
    assert classifier.classify(Message("", subject="Zwolle", text=text)).score <= UNSURE


LABELS = ("courtesy", "interview", "job_alert", "rejection")
NOTHING, FRIENDLY, INVITES, JOB, NO = (
    [0.4, 0.2, 0.2, 0.05],
    [0.9, 0.0, 0.1, 0.0],
    [0.1, 0.8, 0.1, 0.0],
    [0.1, 0.0, 0.8, 0.05],
    [0.1, 0.0, 0.0, 0.9],
)


def left(rows: list[list[float]], first: int = 0) -> list[int]:
    return asides.without([("So.", "en")] * len(rows), first, np.array(rows), LABELS)


def test_other_jobs_go_from_the_first_one_on_to_the_end() -> None:
    assert left([NO, NOTHING, NOTHING, JOB, NOTHING, FRIENDLY]) == [0, 1, 2]


@pytest.mark.parametrize("last", [NO, INVITES])
def test_they_stay_where_something_that_matters_comes_after_them(last: list[float]) -> None:
    assert left([NO, JOB, NOTHING, last]) == [0, 1, 2, 3]
    assert left([NO, JOB, NOTHING, last, JOB]) == [0, 1, 2, 3]


def test_what_comes_before_the_text_stays() -> None:
    assert left([JOB, NO, JOB], first=1) == [0, 1]
    assert left([NO, JOB], first=1) == [0, 1]  # all of the text


def test_they_stay_where_they_are_most_of_the_text() -> None:
    assert left([NO, NOTHING, JOB, JOB]) == [0, 1]
    assert left([NO, JOB, JOB]) == [0, 1, 2]
    assert left([NO, NOTHING, JOB, JOB], first=1) == [0, 1, 2, 3]


def without_last(
    rows: list[list[float]], kept: list[int], first: int = 0, last: tuple[str, str] = ("Bye now.", "en")
) -> list[int]:
    said = [("So.", "en")] * (len(rows) - 1) + [last]
    return asides.without_last_word(kept, said, first, np.array(rows), LABELS)


def test_the_last_friendly_sentence_says_nothing_of_what_a_mail_is_about() -> None:
    rows = [NO, FRIENDLY, FRIENDLY]
    assert without_last(rows, [0, 1, 2]) == [0, 1]
    assert without_last([NO, FRIENDLY], [0, 1], first=1) == [0, 1]  # all of its text
    assert without_last([FRIENDLY], [0]) == [0]
    assert without_last([FRIENDLY, FRIENDLY, NO], [0, 1, 2]) == [0, 1, 2]
    assert without_last(rows, [0, 1, 2], last=("Cormac", "en")) == [0, 1, 2]  # a name is no sentence
    assert without_last(rows, [0, 1, 2], last=("敬具", "ja")) == [0, 1]


@given(
    st.lists(st.sampled_from([NOTHING, FRIENDLY, INVITES, JOB]), min_size=1, max_size=8), st.integers(0, 1)
)
def test_nothing_that_matters_is_left_out(rows: list[list[float]], first: int) -> None:
    kept = left([NO, *rows, NO], first)
    assert kept == list(range(len(rows) + 2))
    kept = left([*rows, INVITES], first)
    assert kept == list(range(len(rows) + 1))


def test_the_second_look_makes_nothing_less_of_a_no_and_nothing_sure(
    classifier: Classifier, plain: Classifier
) -> None:
    for language, texts in SURVEYS.items():
        for text in texts:
            mail = Message("", subject="Acme", text=f"{LETTERS.get(language, LETTERS['en'])}\n\n{text}")
            once, twice = plain.classify(mail), classifier.classify(mail)
            assert twice == once or (twice.kind in REPLYABLE and once.score < twice.score <= UNSURE < SURE_NO)


def test_what_a_survey_stands_between_is_read_as_it_was(classifier: Classifier, plain: Classifier) -> None:
    survey = "Wie haben Sie das Bewerbungsverfahren erlebt? Hier geht es zum Fragebogen."
    start, end = "Hallo Ana,\n\nam Empfang fängt nun Tom an.", "Danke für das Gespräch und alles Gute.\n\nJo"
    for subject in ("Ihre Bewerbung", "Re: Ihre Bewerbung"):  # the second one is not judged
        mail = Message("", subject=subject, text=f"{start}\n\n{survey}\n\n{end}")
        alone = Message("", subject=subject, text=f"{start}\n\n{end}")
        once, twice, without = plain.classify(mail), classifier.classify(mail), classifier.classify(alone)
        assert once.kind not in REPLYABLE
        assert (twice.kind, twice.score) == (without.kind, pytest.approx(without.score))
        assert twice.evidence[0].sentence == without.evidence[0].sentence == "am Empfang fängt nun Tom an."
        assert twice.evidence[-1] == Evidence(survey.partition("? ")[0] + "?", LEFT_OUT, once.score)
        assert LEFT_OUT not in {one.kind for one in (*once.evidence, *without.evidence)}


def test_a_mail_that_is_hardly_a_no_or_hardly_about_a_job_is_looked_at_once(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asides, "without", lambda *_: pytest.fail("it was looked at again"))
    for text in (
        "Thank you for your application. We will read it next week and write to you then.",
        "Thank you for your application. We have decided to go on with other candidates.",
        "The tide is out. The other ferry was chosen for the island, and it goes at noon.",
    ):
        classifier.classify(Message("", text=text))


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        (NOTHING, False),
        (INVITES, True),
        (NO, True),
        ([0.1, 0.0, 0.0, 0.0], False),
        ([0.2, 0.0, 0.0, 0.35], True),
    ],
)
def test_a_sentence_that_may_tell_something_stays_however_it_asks(row: list[float], stays: bool) -> None:
    said = [("No.", "en"), ("How satisfied were you with our process?", "en"), ("Bye.", "en")]
    kept = asides.without(said, 0, np.array([NO, row, FRIENDLY]), LABELS)
    assert (1 in kept) == stays
    labels = ("courtesy", "acknowledgement", "offer", "rejection")
    for at in (1, 2):
        other = [0.6, 0.0, 0.0, 0.0]
        other[at] = 0.35
        assert asides.without(said, 0, np.array([NO, other, FRIENDLY]), labels) == [0, 1, 2]


def test_many_questions_take_no_long_time() -> None:
    said = [(f"How satisfied were you with our process? {at}", "en") for at in range(400)]
    start = time.perf_counter()
    assert len(surveys.asking(said)) == 400
    assert time.perf_counter() - start < 0.5
