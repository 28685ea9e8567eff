"""Who writes a mail, where closing words are long, come late, or are missing, and where a title says it.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

import time

import pytest

from tests.reading.read_mails import NO, read
from watcher.reading.people import person
from watcher.reading.runs import softly

OFFICE = "<hr@sorvik-mill.example>"


@pytest.mark.parametrize(
    ("language", "foot", "writer"),
    [
        ("fr", "Je vous prie d'agréer, Madame, mes salutations distinguées.\n\nSolène Abadie\nMairie", "Solène Abadie"),
        ("fr", "Veuillez agréer nos salutations.\n\nService du personnel\n2, rue du Four", ""),
        ("it", "Cordiali saluti dal lago,\n\nLucrezia Neri", "Lucrezia Neri"),
        ("de", "Viele Grüße aus Kiel\nThorben Ahlers", "Thorben Ahlers"),
        ("es", "Le saluda,\n\nConstanza Rey\nVinos Rey", "Constanza Rey"),
        ("tr", "Sabrınız için teşekkürler.\n\nEce Tan\nGıda A.Ş.", "Ece Tan"),
        ("pl", "Dziękujemy za zainteresowanie\nMarcelina Lis\n\nMłyn Sp. z o.o.\nul. Polna 1", "Marcelina Lis"),
        ("pt", "Boa sorte!\nMafalda Reis\nEquipa", "Mafalda Reis"),
        ("da", "P.b.v.\n\nViggo Holm\n\nMøllen\nGade 1", "Viggo Holm"),
        ("fr", "Bonne chance. Cdt, Solène Abadie\n\nMoulin\n3 rue du Four", "Solène Abadie"),
        ("tr", "İyi çalışmalar, Hatice Tan 0533 555 04 19", "Hatice Tan"),
        ("nl", "Vele groetjes, Marijke", "Marijke"),
        ("de", "MfG Jens Ahlers", "Jens Ahlers"),
        # somebody to ask, a list, a street
        ("de", "Rückfragen beantwortet:\n\nThorben Ahlers\nTel. 0431 555 04 19", ""),
        ("de", "Termin:\nMontag, 4. Mai\nRaum 3", ""),
        ("fr", "Voir avec Solène Abadie\nMoulin de la Seine", ""),
        ("pl", "Zespół\nMłyn, NIP 676-000-11-22", ""),
    ],
)  # fmt: skip
def test_somebody_signs_without_the_usual_words(language: str, foot: str, writer: str) -> None:
    assert read(language, OFFICE, NO[language] + foot).person == writer


@pytest.mark.parametrize(
    ("language", "foot", "writer"),
    [
        ("da", "Venlig hilsen\n\nYrsa Kvist\nChefkonsulent", "Yrsa Kvist"),
        ("da", "Venlig hilsen\n\nYrsa Kvist\nHavnegade 4", ""),
        ("sv", "Vänliga hälsningar\nYrsa Kvist\nTraineeansvarig, Sörvik AB", "Yrsa Kvist"),
        ("de", "Mit freundlichen Grüßen\nYrsa Kvist\nBereichsleiterin Personal", "Yrsa Kvist"),
        ("de", "Mit freundlichen Grüßen\nFür den Bürgermeister:\n\nMag.a Claudia Ott", "Claudia Ott"),
        ("de", "Mit freundlichen Grüßen\n\nMÜHLE SÖRVIK GMBH\n\nppa. Dipl.-Kffr. Monika Ott", "Monika Ott"),
        ("it", "Distinti saluti\nIl Responsabile del Settore\nDott. Giancarlo Neri", "Giancarlo Neri"),
        ("pt", "Cumprimentos,\nA Chefe da Divisão\nDr.ª Filomena Reis", "Filomena Reis"),
        ("es", "Un saludo,\n\nP.O. Ernesto Vega\nConcha Villar, secretaria", "Concha Villar"),
        ("en", "Best,\nYasmin\n\nYasmin El-Sayed (she/her)\nRecruiter", "Yasmin El-Sayed"),
        ("en", "Best,\nYasmin\n\nPeter Best\nRecruiter", "Yasmin"),
        ("nl", "Met vriendelijke groet,\nprof. dr. Marijke Dijk\nhoogleraar", "Marijke Dijk"),
    ],
)
def test_a_title_below_or_above_a_name_says_whose_it_is(language: str, foot: str, writer: str) -> None:
    assert read(language, OFFICE, NO[language] + foot).person == writer


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Luís Filipe d'Orey", "Luís Filipe d'Orey"),
        ("Maria do Céu Falcão e Cunha", "Maria do Céu Falcão e Cunha"),
        ("Johan af Klint", "Johan af Klint"),
        ("Mme Solène Le Goff", "Solène Le Goff"),
        ("dr hab. Anna Lis", "Anna Lis"),
        ("Prof. Dr. Dr. h.c. Anna Lis", "Anna Lis"),
        ("Dr. Anna Lis", "Dr Anna Lis"),
        ("Profa. Lúcia Moreira", "Lúcia Moreira"),
        ("Profª Lúcia Moreira", "Lúcia Moreira"),
        ("M.ª José Pinar Soto", "M.ª José Pinar Soto"),
        ("Gerrit Bol sr.", "Gerrit Bol"),
        ("de l'Atelier", ""),
        ("Anna Lis d'accord", ""),
    ],
)
def test_particles_and_titles_of_a_name(written: str, read_as: str) -> None:
    assert person(written) == read_as


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Hélène GAUDIN", "Hélène Gaudin"),
        ("BERTRAND Michel", "Michel Bertrand"),
        ("Yves-Marie LE BIHAN", "Yves-Marie Le Bihan"),
        ("JOSÉ DOS SANTOS", "José dos Santos"),
        ("Fabiano D'ÁVILA", "Fabiano D'Ávila"),
        ("M.A. Dijk", "M.A. Dijk"),
        ("MP Li", "MP Li"),
    ],
)
def test_a_name_in_capital_letters_is_written_softly(written: str, read_as: str) -> None:
    assert softly(written) == read_as


def test_many_short_lines_take_no_time() -> None:
    begun = time.perf_counter()
    read("fr", OFFICE, "Solène Abadie\n\n" * 5_000 + "agréer " * 5_000)
    assert time.perf_counter() - begun < 1
