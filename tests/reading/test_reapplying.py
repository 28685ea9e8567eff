"""From when on one may apply again: words that are seldom used for it, each with what only looks like it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading import phrasebook, reapplying
from watcher.reading.types import Message, Verdict


def told(text: str, language: str, terms: Sequence[str] = ()) -> str:
    book = phrasebook.load(language)
    assert book is not None
    message = Message("a" * 64, subject="", date=datetime(2026, 3, 10, 9, tzinfo=UTC), text=text)
    verdict = Verdict("rejection", 1.0, {}, (), language, "", terms=tuple(terms))
    return reapplying.reapply_after(message, verdict, book).what


@pytest.mark.parametrize(
    ("language", "text", "after"),
    [
        ("en", "You may submit a new application on or after 1 October 2026.", "2026-10-01"),
        ("en", "We got your form. Please submit a new application form after 1 October 2026.", ""),
        (
            "fr",
            "Vous pouvez reposer votre candidature dans notre maison à partir du 10 septembre 2026.",
            "2026-09-10",
        ),
        ("fr", "Nous conservons votre candidature jusqu'au 10 septembre 2026.", ""),
        ("it", "Potrà inviarci una nuova candidatura a partire dal 1° settembre 2026.", "2026-09-01"),
        ("it", "Sarà possibile presentare una nuova domanda dal 1° ottobre 2026.", "2026-10-01"),
        ("it", "Ho una nuova domanda dal 1° ottobre 2026.", ""),
        ("nl", "Opnieuw reageren op deze functie kan vanaf 1 oktober 2026.", "2026-10-01"),
        ("nl", "Wij zullen vanaf 1 oktober 2026 opnieuw reageren op je vraag.", ""),
        (
            "pl",
            "Zapraszamy do udziału w kolejnych rekrutacjach nie wcześniej niż od 1 września 2026 r.",
            "2026-09-01",
        ),
        ("pl", "Kolejne rekrutacje prowadzimy od 1 września 2026 r.", ""),
        ("tr", "Aynı pozisyona 1 Ekim 2026 tarihinden itibaren yeniden başvurabilirsiniz.", "2026-10-01"),
        ("tr", "1 Ekim 2026'dan itibaren yine başvurabilirsin.", "2026-10-01"),
        ("tr", "1 Ekim 2026 tarihinden itibaren iletişime geçeceğiz, yine başvurabilirsin.", ""),
        ("zh", "須自本通知日起滿六個月，方可再次應徵本公司職缺。", "2026-09-10"),
        ("zh", "兩年後可再次申請。", "2028-03-10"),
        ("zh", "您的資料將保留六個月，歡迎再次應徵。", ""),
        ("zh", "隨時可再次應徵，2026年9月1日起公布。", ""),
    ],
)
def test_words_for_applying_again(language: str, text: str, after: str) -> None:
    assert told(text, language) == after


@pytest.mark.parametrize(
    ("language", "sentence", "after"),
    [
        ("en", "Half a year down the road, we should love to have you in for another try.", "2026-09-10"),
        ("en", "The system holds back anything new from you for 90 days.", "2026-06-08"),
        ("en", "Six months for most, twelve months after an interview.", ""),
        ("en", "In May next year we look at everybody anew.", ""),
        ("en", "In May 2027 we look at everybody anew.", "2027-05-01"),
        ("de", "Frühestens 2028 sehen wir Sie uns wieder an.", "2028-01-01"),
        ("de", "Der nächste Anlauf geht ab dem 01.09.2026.", "2026-09-01"),
        ("de", "Der nächste Anlauf ist jederzeit recht.", ""),
        ("fr", "Comptez quatre-vingt-dix jours avant le prochain essai.", "2026-06-08"),
        ("pl", "Trzeba odczekać dwadzieścia dni.", ""),
        ("pl", "Trzeba odczekać trzydzieści dni.", "2026-04-09"),
        ("tr", "Adınız on iki aydan sonra yine açılır.", "2027-03-10"),
        ("ja", "来年4月以降でしたら、もう一度お会いできます。", "2027-04-01"),
        ("ja", "次は２０２７年３月１日からです。", "2027-03-01"),
        ("ja", "ロックが解けるのは2026/11/01です。", "2026-11-01"),
        ("ja", "十八か月のあいだ新しい申し込みは受けられません。", "2027-09-10"),
        ("zh", "下一期五月十八日起收表，欢迎回来。", "2026-05-18"),
        ("zh", "十一月二十一日以后再来。", "2026-11-21"),
        ("zh", "2027年起可以。", "2027-01-01"),
        ("zh", "三十日以后再来，十三月也行。", "2026-04-09"),
        ("zh", "明年再来，不过要有两年经验。", ""),
        ("nl", "Kan het volgend jaar wel (hooguit twee jaar ervaring), begin dan weer vooraan.", ""),
        ("de", "Ab 1. Mai sehen wir weiter, unsere Köchin hat ihre Rente um ein Jahr verschoben.", ""),
        ("en", "Try us again in twenty-five years.", ""),
        ("fr", "En l'an 2028 nous vous relirons.", "2028-01-01"),
    ],
)
def test_the_time_in_a_sentence_that_surely_says_it(language: str, sentence: str, after: str) -> None:
    assert told("", language, [sentence]) == after
    assert told(sentence, language) == ""


def test_a_phrase_goes_before_what_was_learned() -> None:
    assert told("You may apply again in six months.", "en", ["Come back in a year."]) == "2026-09-10"


@pytest.mark.parametrize(
    ("language", "text", "after"),
    [
        ("tr", "İki yıl sonra yeniden başvurabilirsiniz.", "2028-03-10"),
        ("tr", "İki ay sonra tekrar başvurabilirsiniz.", "2026-05-10"),
        ("tr", "ALTI AY SONRA YENİDEN BAŞVURABİLİRSİNİZ.", "2026-09-10"),
        ("tr", "YARIM YIL SONRA YENİDEN BAŞVURABİLİRSİNİZ.", "2026-09-10"),
        ("tr", "1 Kasım 2026'dan itibaren yeniden başvurabilirsiniz.", "2026-11-01"),
        ("tr", "1 KASIM 2026 tarihinden itibaren yeniden başvurabilirsiniz.", "2026-11-01"),
        ("tr", "1 NİSAN 2027 tarihinden itibaren yeniden başvurabilirsiniz.", "2027-04-01"),
        ("en", "YOU MAY APPLY AGAIN IN \u017fIX MONTHS.", "2026-09-10"),
        ("de", "SIE KÖNNEN SICH IN SECHS MONATEN ERNEUT BEWERBEN.", "2026-09-10"),
    ],
)
def test_capitals_that_are_no_other_letters_say_the_same(language: str, text: str, after: str) -> None:
    assert told(text, language) == after


CASES = "iIİıſsSkK\u212a"


@given(
    st.sampled_from(phrasebook.LANGUAGES),
    st.sampled_from(["apply again in", "sonra yeniden başvurabilirsiniz", "erneut bewerben", ""]),
    st.data(),
)
def test_no_spelling_of_a_number_or_a_month_raises(language: str, around: str, data: st.DataObject) -> None:
    book = phrasebook.load(language)
    assert book is not None
    word = data.draw(st.sampled_from(sorted({*book.numbers, *book.wholes, *book.months} or {"x"})))
    odd = "".join(
        data.draw(st.sampled_from(CASES)) if letter.casefold() in "iısk" else letter.upper()
        for letter in word
    )
    unit = {"tr": "ay", "de": "Monaten"}.get(language, "months")
    for said in (f"{odd} {unit} {around}.", f"1 {odd} 2027 {around}."):
        after = told(said, language, [said])
        assert after == "" or datetime.fromisoformat(after)


@given(st.sampled_from(phrasebook.LANGUAGES), st.text(max_size=200), st.datetimes())
def test_nothing_that_is_said_raises(language: str, sentence: str, at: datetime) -> None:
    book = phrasebook.load(language)
    assert book is not None
    message = Message("a" * 64, subject="", date=at.replace(tzinfo=UTC), text="")
    verdict = Verdict(
        "rejection", 1.0, {}, (), language, "", terms=(sentence, f"{sentence} 31月2099年 2月30日 十十月")
    )
    after = reapplying.reapply_after(message, verdict, book).what
    assert after == "" or datetime.fromisoformat(after).date() > at.date()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You may apply again twelve months after our previous decision."),
        ("en", "You may apply again six months from the date of your last application."),
        ("en", "Applicants may apply again one year after an earlier rejection."),
        ("de", "Erneut bewerben können Sie sich zwölf Monate nach der letzten Absage."),
        ("de", "Sie können sich in sechs Monaten, gerechnet ab Eingang Ihrer Bewerbung, erneut bewerben."),
        ("fr", "Vous pourrez postuler à nouveau après six mois, comptés de la précédente candidature."),
        ("es", "Podrá volver a postular después de seis meses, contados desde la decisión anterior."),
        ("pt", "Pode candidatar-se novamente após seis meses, contados da candidatura anterior."),
        ("it", "Potrà candidarsi di nuovo dopo sei mesi, contati dalla candidatura precedente."),
        ("nl", "U kunt opnieuw solliciteren na zes maanden, gerekend vanaf de vorige sollicitatie."),
        ("pl", "Można ponownie aplikować po upływie 12 miesięcy od poprzedniej decyzji."),
        ("sv", "Du kan söka igen efter sex månader, räknat från det förra avslaget."),
        ("da", "Du kan søge igen om seks måneder, regnet fra det forrige afslag."),
        ("tr", "Önceki başvurunun üzerinden altı ay geçtikten sonra yeniden başvurabilirsiniz."),
        ("ja", "前回の選考終了から1年後に再応募いただけます。"),
        ("zh", "上次申请六个月后可再次申请。"),
    ],
)
def test_a_span_after_an_earlier_answer_is_none_after_this_one(language: str, text: str) -> None:
    assert told(text, language) == ""
    assert told(text, language, [text]) == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You may apply again in six months, even if your previous application was not successful."),
        ("en", "As in our previous round, you may reapply after six months."),
        ("de", "In sechs Monaten können Sie sich erneut bewerben; Ihre frühere Bewerbung genügt dann nicht."),
        (
            "fr",
            "Votre première candidature n'a pas été retenue, mais vous pouvez postuler à nouveau dans six mois.",
        ),
        ("es", "Puede volver a postular dentro de seis meses mencionando su anterior candidatura."),
        ("pt", "Pode candidatar-se novamente dentro de seis meses, mencionando a candidatura anterior."),
        ("it", "Potrà candidarsi di nuovo tra sei mesi, indicando la candidatura precedente."),
        ("nl", "U kunt over zes maanden opnieuw solliciteren; vermeld dan uw vorige sollicitatie."),
        ("pl", "Za sześć miesięcy można ponownie aplikować, powołując się na poprzednie zgłoszenie."),
        ("sv", "Du kan söka igen om sex månader, hänvisa då gärna till din tidigare ansökan."),
        ("da", "Du kan søge igen om seks måneder, og henvis gerne til din tidligere ansøgning."),
        ("tr", "Son başvuru tarihi geçtiği için altı ay sonra yeniden başvurabilirsiniz."),
        ("tr", "Bu son karar tarihinden itibaren altı ay sonra tekrar başvurabilirsiniz."),
        ("en", "Please wait six months from the date of receipt of this email before you apply again."),
        ("en", "Please apply again after six months, counted from the date of this message."),
        ("de", "Sie können sich in sechs Monaten ab dem Datum dieses Schreibens erneut bewerben."),
        ("nl", "U kunt over zes maanden vanaf de datum van deze e-mail opnieuw solliciteren."),
        (
            "fr",
            "Vous pourrez postuler à nouveau après un délai de six mois à partir de la date de ce message.",
        ),
        ("es", "Podrá volver a postular tras seis meses contados desde la fecha de este correo."),
        ("it", "Potrà candidarsi di nuovo dopo sei mesi, contati dalla data di questa comunicazione."),
        ("pt", "Pode candidatar-se novamente após seis meses, contados da data deste email."),
        ("ja", "再応募は本通知日から6か月後より可能です。"),
        ("zh", "首次未通过的候选人可在六个月后再次申请。"),
        ("ja", "前回の応募内容にかかわらず、6か月後に再応募いただけます。"),
        ("zh", "感谢您此前参加面试，六个月后可再次申请。"),
    ],
)
def test_a_span_beside_word_of_an_earlier_one_is_one(language: str, text: str) -> None:
    assert "2026-09-10" in (told(text, language), told(text, language, [text]))


def test_may_is_no_month_where_it_is_a_verb() -> None:
    for text in ("You may apply again some time after that.", "Applicants may reapply later on."):
        assert told(text, "en", [text]) == ""
    assert (
        told("You can apply again in May 2027.", "en", ["You can apply again in May 2027."]) == "2027-05-01"
    )
    assert told("Please apply again in May.", "en", ["Please apply again in May."]) == "2026-05-01"
