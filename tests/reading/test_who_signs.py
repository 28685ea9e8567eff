"""Who signs a mail: a person, never the closing words, a title, an office or a house before or behind them.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

import pytest

from tests.reading.read_mails import NO, SIGNED, read


@pytest.mark.parametrize(
    ("language", "line", "person"),
    [
        ("zh", "人力资源部总监", ""),
        ("zh", "人事部敬上", ""),
        ("zh", "招聘组电话", ""),
        ("zh", "联系人：赵老师", ""),
        ("zh", "人事部 赵晓梅", "赵晓梅"),
        ("zh", "招聘专员：赵晓梅", "赵晓梅"),
        ("zh", "人力资源部赵晓梅", "赵晓梅"),
        ("ja", "採用担当 窓口", ""),
        ("ja", "人事部 一同", ""),
        ("ja", "総務部 採用係", ""),
        ("ja", "担当：総務 木村", ""),
        ("ja", "人事担当 木村", "木村"),
        ("ja", "採用担当：木村 葵", "木村 葵"),
        ("ja", "人事部 服部", "服部"),
    ],
)
def test_a_title_or_a_formula_behind_a_department_is_nobody(language: str, line: str, person: str) -> None:
    assert read(language, "<hr@sora.example>", SIGNED[language] + line).person == person


@pytest.mark.parametrize(
    ("language", "sender", "line", "person"),
    [
        ("da", "Bent Holm <bent@x.example>", "Mvh. Bent Holm", "Bent Holm"),
        ("da", "Info <info@x.example>", "Venlig hilsen Søren Holm", "Søren Holm"),
        ("sv", "Nils Berg <nils@x.example>", "Vänligen Nils Berg", "Nils Berg"),
        ("nl", "Jan Mulder <jan@x.example>", "Groet Jan Mulder", "Jan Mulder"),
        ("pl", "Jan Kot <jan@x.example>", "Pozdr. Jan Kot", "Jan Kot"),
        ("tr", "Ali Demir <ali@x.example>", "Saygılarımla Ali Demir", "Ali Demir"),
        ("de", "Nina Vogt <nina@x.example>", "Gruß Nina Vogt", "Nina Vogt"),
        ("fr", "Luc Morel <luc@x.example>", "Cordialement Luc Morel", "Luc Morel"),
        ("es", "Ana Gil <ana@x.example>", "Saludos, Ana Gil", "Ana Gil"),
        ("it", "Luca Neri <luca@x.example>", "Cordiali saluti Luca Neri", "Luca Neri"),
        ("en", "Peter Best <peter@x.example>", "Peter Best", "Peter Best"),
        ("en", "HR <hr@x.example>", "Thanks Robin", ""),
        ("de", "HR <hr@lg.example>", "LG Electronics", ""),
    ],
)
def test_closing_words_in_the_line_of_a_name_are_not_of_it(
    language: str, sender: str, line: str, person: str
) -> None:
    assert read(language, sender, NO[language] + line).person == person


@pytest.mark.parametrize(
    ("language", "sender", "line", "person"),
    [
        ("de", "Verlag <h.vogt@deich.example>", "Herzlich\nIhre Helga Vogt", "Helga Vogt"),
        ("de", "Amt <amt@stadt.example>", "Mit freundlichen Grüßen\nWerner, Anne", "Anne Werner"),
        ("pl", "Kadry <kadry@x.example>", "Pozdrawiam\nmgr inż. Anna Kot", "Anna Kot"),
        (
            "pt",
            "RH <rh@girassol.example>",
            "Cumprimentos,\nPela Associação Girassol,\nJorge Reis",
            "Jorge Reis",
        ),
        ("fr", "RH <rh@x.example>", "Vos questions sont à adresser à :\n\nJulie Petit\nResponsable RH", ""),
        ("fr", "RH <rh@x.example>", "Cordialement,\nJulie Petit\nResponsable RH", "Julie Petit"),
    ],
)
def test_who_signs_is_told_from_whom_they_sign_for(
    language: str, sender: str, line: str, person: str
) -> None:
    assert read(language, sender, NO[language] + line).person == person


@pytest.mark.parametrize(
    ("language", "sender", "person"),
    [
        ("de", "Zentrale Meldestelle <meldestelle@stadt.example>", ""),
        ("de", "Sekretariat Prof. Lenz <sekretariat@klinik.example>", ""),
        ("es", "Seguros Meridiano <meridiano@myworkday.com>", ""),
        ("es", "Ana Gil <ana.gil@myworkday.com>", "Ana Gil"),
        ("it", "Enaip Corsi <corsi@enaip-nord.example>", ""),
        ("en", "Faculty Affairs <faculty@uni.example>", ""),
        ("en", "Zorana Quill <zorana.quill@uni.example>", "Zorana Quill"),
        ("en", "Zorana Quill <zquill@uni.example>", "Zorana Quill"),
        ("es", "Paco Luna <pacoluna64@hotmail.com>", "Paco Luna"),
        ("pt", "Léo da Pipoca <leo@pipoca.example>", "Léo"),
        ("pt", "Léo da Costa <leo@pipoca.example>", "Léo da Costa"),
    ],
)
def test_an_office_called_as_its_address_is_no_person(language: str, sender: str, person: str) -> None:
    assert read(language, sender, NO[language]).person == person


@pytest.mark.parametrize(
    ("sender", "signed", "person"),
    [
        ("Crew Office <crewing@ferry.example>", "Crewing", ""),
        ("<zorana@ferry.example>", "Zorana", "Zorana"),
        ("Zorana Quill <zorana@ferry.example>", "Zorana", "Zorana Quill"),
    ],
)
def test_one_word_that_signs_is_looked_up_in_the_display_name(sender: str, signed: str, person: str) -> None:
    assert read("en", sender, NO["en"] + f"Kind regards,\n{signed}").person == person
