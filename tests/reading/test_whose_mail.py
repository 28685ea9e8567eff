"""Which company a mail is from: what is said in passing, a department or somebody's name is none.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

import pytest

from tests.reading.test_who_signs import NO, SIGNED, read


@pytest.mark.parametrize(
    ("language", "shown", "company"),
    [
        ("zh", "集团人力资源部", ""),
        ("zh", "社会招聘组", ""),
        ("zh", "智联招聘组", ""),
        ("zh", "远山食品招聘组", "远山食品"),
        ("ja", "弊社人事部", ""),
        ("ja", "新卒採用チーム", ""),
        ("ja", "ツバサ製菓採用チーム", "ツバサ製菓"),
    ],
)
def test_what_is_left_of_a_department_may_be_nobodys_name(language: str, shown: str, company: str) -> None:
    assert read(language, f"{shown} <hr@mail-x.example>", SIGNED[language]).company == company


@pytest.mark.parametrize(
    ("language", "sender", "company"),
    [
        ("nl", "Balie HR <noreply@mail-portal.example>", ""),
        ("nl", "Tulpenhof HR <noreply@mail-portal.example>", ""),
        ("nl", "Tulpenhof HR <hr@tulpenhof.example>", "Tulpenhof"),
        ("nl", "Tulpenhof HR <noreply@greenhouse.io>", "Tulpenhof"),
        ("sv", "Enheten HR <noreply@mail-portal.example>", ""),
        ("da", "Løn og HR <noreply@mail-portal.example>", ""),
        ("pl", "Ola z rekrutacji <ola@x.example>", ""),
        ("pl", "Kadry Urząd Miasta Lipno <kadry@um.lipno.example>", "Urząd Miasta Lipno"),
        ("fr", "Recrutement Mairie de Valbois <rh@valbois.example>", "Mairie de Valbois"),
        ("es", "RRHH Bodegas Robles <rrhh@bodegasrobles.example>", "Bodegas Robles"),
        ("it", "Segreteria Primario Chirurgia <segr@ospedale-valle.example>", ""),
        ("es", "Paco Luna <pacoluna64@hotmail.com>", ""),
        ("it", "giulia <giulia@legatoria.example>", ""),
    ],
)
def test_a_display_name_without_its_department_needs_a_second_sign(
    language: str, sender: str, company: str
) -> None:
    assert read(language, sender, NO[language]).company == company
