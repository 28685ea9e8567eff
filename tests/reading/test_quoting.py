"""Quoted history is cut, the signature set apart, and something is always left."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.quoting import QUOTED_CAP, split
from watcher.reading.signatures import CLOSINGS

NEW = "Thank you for your time. We went with somebody else."
OLD = "We would love to invite you to an interview."

INTRODUCTIONS = {
    "en": "On Mon, 3 Mar 2025 at 10:12, Robin Keller <robin@example.org> wrote:",
    "en apple": "On 3 Mar 2025, at 10:12, Robin Keller <robin@example.org> wrote:",
    "en name first": "Robin Keller <robin@example.org> wrote on 3 March 2025:",
    "de": "Am Mo., 3. März 2025 um 10:12 Uhr schrieb Robin Keller <robin@example.org>:",
    "de thunderbird": "Am 03.03.25 um 10:12 schrieb Robin Keller:",
    "fr": "Le lun. 3 mars 2025 à 10:12, Robin Keller <robin@example.org> a écrit :",
    "es": "El lun, 3 mar 2025 a las 10:12, Robin Keller (<robin@example.org>) escribió:",
    "pt": "Em seg., 3 de mar. de 2025 às 10:12, Robin Keller <robin@example.org> escreveu:",
    "it": "Il giorno lun 3 mar 2025 alle ore 10:12 Robin Keller <robin@example.org> ha scritto:",
    "nl": "Op ma 3 mrt 2025 om 10:12 schreef Robin Keller <robin@example.org>:",
    "pl": "pon., 3 mar 2025 o 10:12 Robin Keller <robin@example.org> napisał(a):",
    "pl w dniu": "W dniu 3.03.2025 o 10:12, Robin Keller pisze:",
    "sv": "Den mån 3 mars 2025 kl 10:12 skrev Robin Keller <robin@example.org>:",
    "da": "Den man. 3. mar. 2025 kl. 10.12 skrev Robin Keller <robin@example.org>:",
    "tr": "Robin Keller <robin@example.org>, 3 Mar 2025 Pzt, 10:12 tarihinde şunu yazdı:",
    "ja": "2025年3月3日(月) 10:12 Robin Keller <robin@example.org>:",
    "zh": "Robin Keller <robin@example.org> 于2025年3月3日周一 10:12写道：",
    "zh apple": "在 2025年3月3日，10:12，Robin Keller <robin@example.org> 写道：",
}

HEADER_BLOCKS = {
    "en": "From: Robin <r@example.org>\nSent: Monday, 3 March 2025 10:12\nTo: Jobs\nSubject: Application",
    "en bold": "*From:* Robin <r@example.org>\n*Sent:* Monday\n*To:* Jobs\n*Subject:* Application",
    "de": "Von: Robin <r@example.org>\nGesendet: Montag, 3. März 2025\nAn: Jobs\nBetreff: Bewerbung",
    "fr": "De : Robin <r@example.org>\nEnvoyé : lundi 3 mars 2025\nÀ : Jobs\nObjet : Candidature",
    "es": "De: Robin <r@example.org>\nEnviado el: lunes 3 de marzo\nPara: Jobs\nAsunto: Candidatura",
    "pt": "De: Robin <r@example.org>\nEnviado: segunda-feira\nPara: Jobs\nAssunto: Candidatura",
    "it": "Da: Robin <r@example.org>\nInviato: lunedì 3 marzo\nA: Jobs\nOggetto: Candidatura",
    "nl": "Van: Robin <r@example.org>\nVerzonden: maandag 3 maart\nAan: Jobs\nOnderwerp: Sollicitatie",
    "pl": "Od: Robin <r@example.org>\nWysłano: poniedziałek\nDo: Jobs\nTemat: Aplikacja",
    "sv": "Från: Robin <r@example.org>\nSkickat: den 3 mars\nTill: Jobs\nÄmne: Ansökan",
    "da": "Fra: Robin <r@example.org>\nSendt: 3. marts\nTil: Jobs\nEmne: Ansøgning",
    "tr": "Kimden: Robin <r@example.org>\nGönderildi: 3 Mart\nKime: Jobs\nKonu: Başvuru",
    "ja": "差出人: Robin <r@example.org>\n送信日時: 2025年3月3日\n宛先: Jobs\n件名: 応募",
    "zh": "发件人: Robin <r@example.org>\n发送时间: 2025年3月3日\n收件人: Jobs\n主题: 申请",
}

SEPARATORS = {
    "en": "-----Original Message-----",
    "en forward": "---------- Forwarded message ---------",
    "de": "-----Ursprüngliche Nachricht-----",
    "fr": "-----Message d'origine-----",
    "es": "-----Mensaje original-----",
    "pt": "-----Mensagem original-----",
    "it": "-----Messaggio originale-----",
    "nl": "-----Oorspronkelijk bericht-----",
    "pl": "-----Wiadomość oryginalna-----",
    "sv": "-----Ursprungligt meddelande-----",
    "da": "-----Oprindelig meddelelse-----",
    "tr": "-----Özgün İleti-----",
    "ja": "-----元のメッセージ-----",
    "zh": "-----原始邮件-----",
    "zh spaced": "------------------ 原始邮件 ------------------",
    "apple": "Begin forwarded message:",
    "apple de": "Anfang der weitergeleiteten Nachricht:",
}

CLOSES = {
    "en": "Kind regards,",
    "en bare": "Sincerely",
    "en weak": "Best,",
    "de": "Mit freundlichen Grüßen",
    "fr": "Cordialement,",
    "es": "Un saludo,",
    "pt": "Atenciosamente,",
    "it": "Cordiali saluti,",
    "nl": "Met vriendelijke groet,",
    "pl": "Z poważaniem,",
    "sv": "Med vänliga hälsningar,",
    "da": "Med venlig hilsen",
    "tr": "Saygılarımla,",
    "ja": "敬具",
    "zh": "顺祝商祺",
}


@pytest.mark.parametrize("line", INTRODUCTIONS.values(), ids=INTRODUCTIONS)
@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "bare"])
def test_the_quote_below_its_introduction_is_cut(line: str, mark: str) -> None:
    assert split(f"{NEW}\n\n{line}\n\n{mark}{OLD}").text == NEW


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it"])
def test_a_wrapped_introduction_is_cut(language: str) -> None:
    words = INTRODUCTIONS[language].split(" ")
    wrapped = " ".join(words[:6]) + "\n" + " ".join(words[6:])
    assert split(f"{NEW}\n\n{wrapped}\n> {OLD}").text == NEW


@pytest.mark.parametrize("block", HEADER_BLOCKS.values(), ids=HEADER_BLOCKS)
def test_the_mail_below_a_header_block_is_cut(block: str) -> None:
    assert split(f"{NEW}\n\n{block}\n\n{OLD}").text == NEW


@pytest.mark.parametrize("line", SEPARATORS.values(), ids=SEPARATORS)
def test_the_mail_below_a_separator_is_cut(line: str) -> None:
    assert split(f"{NEW}\n\n{line}\n{OLD}").text == NEW


@pytest.mark.parametrize("line", CLOSES.values(), ids=CLOSES)
def test_the_closing_and_the_name_become_the_signature(line: str) -> None:
    written = split(f"Dear Robin,\n\n{NEW}\n\n{line}\nAnna Schmidt\nAcme")
    assert written.text == f"Dear Robin,\n\n{NEW}"
    assert written.signature == f"{line}\nAnna Schmidt\nAcme"


@pytest.mark.parametrize("words", sorted(CLOSINGS))
def test_every_closing_is_found_above_a_name(words: str) -> None:
    assert split(f"{NEW}\n\n{words.capitalize()},\nAnna Schmidt").text == NEW


def test_a_legal_footer_goes_with_the_signature() -> None:
    footer = "This message is confidential. If you are not its addressee, please delete it and tell us."
    written = split(f"{NEW}\n\nBest regards,\nAnna\n\n{footer}\nUnsubscribe")
    assert written.text == NEW
    assert footer in written.signature


@pytest.mark.parametrize("delimiter", ["-- ", "--"])
def test_a_signature_delimiter_is_known(delimiter: str) -> None:
    written = split(f"{NEW}\n{delimiter}\nAnna Schmidt\nAcme")
    assert (written.text, written.signature.split("\n")[1]) == (NEW, "Anna Schmidt")


def test_a_closing_with_the_name_on_its_line_is_known() -> None:
    assert split(f"{NEW}\n\nKind regards, Anna Schmidt").signature == "Kind regards, Anna Schmidt"


def test_a_japanese_signature_below_a_rule_is_cut() -> None:
    written = split(
        "採用を見送らせていただきます。\n\n━━━━━━━━━━\n株式会社みどり\n採用担当 山田\nTEL 03-0000-0000"
    )
    assert written.text.startswith("採用を見送らせて")
    assert "山田" in written.signature


def test_capital_letters_of_turkish_are_known() -> None:
    assert split(f"{NEW}\n\nİyi çalışmalar,\nAyşe Yılmaz").signature == "İyi çalışmalar,\nAyşe Yılmaz"


def test_a_device_line_at_the_end_is_no_text() -> None:
    assert split(f"{NEW}\n\nSent from my iPhone").text == NEW


def test_a_postscript_stays_text() -> None:
    written = split(f"{NEW}\n\nKind regards,\nAnna\n\nP.S. The interview on Friday still stands.")
    assert written.text == f"{NEW}\n\nP.S. The interview on Friday still stands."
    assert written.signature == "Kind regards,\nAnna"


@pytest.mark.parametrize(
    "line",
    [
        "Thank you for your interest in Acme.",
        "Thanks,",
        "Best of luck with your search.",
        "On Monday we will call you at 10:30 about the following:",
        "From: the whole team, all the best.",
        "Data: we keep yours for six months.",
        "From: 10:00\nTo: 11:00\nDate: Monday, 3 March",
        "As we wrote on 3 March 2025:",
        "Am 03.03.2025 schrieben wir Ihnen, und wie wir damals schrieb es Frau Schmidt:",
        "On 3 March we wrote that the post is filled.",
    ],
)
def test_words_that_only_look_alike_stay_text(line: str) -> None:
    text = f"Dear Robin,\n\n{line}\n\nWe have decided to go on with other candidates, and we wish you well."
    assert split(text).text == text


def test_inline_answers_stay() -> None:
    text = f"{INTRODUCTIONS['en']}\n> Is the post open?\n\nNo, it is filled.\n\n> May I apply again?\n\nYes."
    assert split(text).text == "No, it is filled.\n\nYes."


def test_an_answer_below_the_quote_stays() -> None:
    assert split(f"{INTRODUCTIONS['de']}\n> {OLD}\n\n{NEW}").text == NEW


@pytest.mark.parametrize(
    "text",
    [
        f"> {OLD}\n> Anna",
        f"{SEPARATORS['en forward']}\n{HEADER_BLOCKS['en']}\n\n{OLD}",
        f"{SEPARATORS['apple']}\n\n> {OLD}",
        f"{INTRODUCTIONS['fr']}\n{OLD}",
    ],
    ids=["marks", "forwarded", "apple", "introduction"],
)
def test_a_mail_that_is_all_quote_keeps_it(text: str) -> None:
    written = split(text)
    assert written.only_quoted
    assert OLD in written.text
    assert not any(line.startswith(">") for line in written.text.split("\n"))


def test_own_words_above_a_forwarded_mail_are_the_text() -> None:
    written = split(f"For your files.\n\n{SEPARATORS['en forward']}\n{HEADER_BLOCKS['en']}\n\n{OLD}")
    assert (written.text, written.only_quoted) == ("For your files.", False)


@pytest.mark.parametrize(
    "text",
    [
        f"{NEW}\n\n{INTRODUCTIONS['en']}\n\n> {OLD}\n>\n> > Older",
        f"{INTRODUCTIONS['de']}\n> {OLD}\n\n{NEW}\n\n> Older",
        f"{NEW}\n\n{INTRODUCTIONS['fr']}\n{OLD}\n\nOlder",
        f"{NEW}\n\n{SEPARATORS['apple']}\n\n> {OLD}\n> Older",
    ],
    ids=["below", "between", "unmarked", "forwarded"],
)
def test_what_is_answered_is_kept_apart_without_its_marks(text: str) -> None:
    written = split(text)
    assert written.text == NEW
    assert [line for line in written.quoted.split("\n") if line] == [OLD, "Older"]


def test_a_mail_without_a_quote_answers_nothing_and_of_a_long_one_the_beginning_is_kept() -> None:
    assert split(f"{NEW}\n\nKind regards\nAnna").quoted == ""
    assert split(f"> {OLD}").quoted == ""
    long = split(f"{INTRODUCTIONS['en']}\n" + f"> {OLD}\n" * 5_000 + f"\n{NEW}").quoted
    assert long.startswith(OLD)
    assert len(long) == QUOTED_CAP


def test_what_mail_programs_write_between_is_not_what_was_said() -> None:
    written = split(f"{NEW}\n\n{HEADER_BLOCKS['en']}\n\n{OLD}\n\n> {INTRODUCTIONS['en']}\n> > Older")
    assert written.text == NEW
    assert [line for line in written.quoted.split("\n") if line] == [OLD, "Older"]


def test_from_at_a_line_begin_that_a_mailbox_marked_is_no_quote() -> None:
    assert split("Hello,\n>From Monday on we are closed.").text == "Hello,\nFrom Monday on we are closed."


@given(
    st.lists(
        st.sampled_from(
            [
                "",
                "> old",
                NEW,
                "-- ",
                "Best,",
                "Kind regards",
                "Anna",
                *SEPARATORS.values(),
                *INTRODUCTIONS.values(),
            ]
        )
        | st.text(max_size=20),
        max_size=12,
    )
)
def test_something_is_left_of_anything(lines: list[str]) -> None:
    text = "\n".join(lines)
    written = split(text)
    left, given_text = (one.replace(">", " ").strip() for one in (written.text, text))
    assert left or not given_text or written.only_quoted


@pytest.mark.parametrize(
    "line",
    ["> ", "On 2020 a@b wrote ", "From: a", "--a-", "- " * 190, "Best", "-- ", "On <a@b> 1 " * 30, "-" * 380],
)
def test_long_text_takes_no_long_time(line: str) -> None:
    text = ("x\n" + (line + "\n") * 65536)[:65536]
    began = time.process_time()
    split(text)
    assert time.process_time() - began < 1
