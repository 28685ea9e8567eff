"""Which post a subject names, and which a sentence names as the subject does too: traps and their twins."""

from __future__ import annotations

import time

import pytest

from tests.reading.read_mails import post
from watcher.reading.details import names
from watcher.reading.types import Address, Message, Verdict


@pytest.mark.parametrize(
    ("language", "subject", "role"),
    [
        ("en", "Bus Driver vacancy", "Bus Driver"),
        ("en", "Re: Apprentice plumber", "Apprentice plumber"),
        ("en", "Lecturer in Modern Dance (Ref. ART-117)", "Lecturer"),
        ("en", "Job Application Confirmation - 210055AB Quality Inspector", "Quality Inspector"),
        ("en", "R-20981 Application Engineer", "Application Engineer"),
        ("en", "Application Engineer", "Application Engineer"),
        ("en", "Your application for Night Manager, Weekends", "Night Manager"),
        ("en", "Interview with our Head of Design", ""),
        ("en", "Warehouse Manager leaving us", ""),
        ("en", "Finance Director - Project Falcon", ""),
        ("en", "Careers Fair", ""),
        ("de", "Vorstellungsgespräch Pflegefachkraft Ambulanz", "Pflegefachkraft Ambulanz"),
        ("de", "Einladung zum Gespräch mit dem Chefarzt", ""),
        ("de", "AW: Berufskraftfahrer C1", "Berufskraftfahrer C1"),
        ("de", "Entscheid Software Engineer Backend 60-80 %", "Software Engineer Backend"),
        ("de", "Hospitation Erzieherin", "Erzieherin"),
        ("de", "Sommerfest Erzieherin", ""),
        ("de", "Operativer Einkäufer (m/w/d)", "Operativer Einkäufer"),
        ("de", "Tierpfleger/in gesucht - Ihre Bewerbung", "Tierpfleger/in"),
        ("de", "Wissenschaftliche*r Mitarbeiter*in", ""),
        ("de", "Dein Interview: Lead Designerin wechselt", ""),
        ("fr", "Entretien visio - Chef de projet", "Chef de projet"),
        ("fr", "Entretien avec le directeur commercial", ""),
        ("fr", "JR-0098555 Conseiller Clientèle (Lorient)", "Conseiller Clientèle"),
        ("fr", "Poste éducateur·rice spécialisé·e", "éducateur spécialisé"),
        ("es", "Resultado entrevista Analista QA", "Analista QA"),
        ("es", "Entrevista con el director de RRHH", ""),
        ("es", "Citación a entrevista - Técnico/a de Obras", "Técnico/a de Obras"),
        ("es", "8 ofertas nuevas de contable", ""),
        ("pt", "Vaga barista", "barista"),
        ("pt", "Entrevista com a gestora de loja", ""),
        ("it", "Esito colloquio Addetto Vendite", "Addetto Vendite"),
        ("it", "Colloquio con il responsabile vendite", ""),
        ("nl", "Sollicitatie beleidsmedewerker sport", "beleidsmedewerker sport"),
        ("nl", "Gesprek met onze projectleider", ""),
        ("pl", "Aktualizacja: REQ-77321 Młodszy Analityk Ryzyka", "Młodszy Analityk Ryzyka"),
        ("pl", "Rozmowa z kierownikiem produkcji", ""),
        ("sv", "Rekryteringen är avbruten: Bygglovshandläggare", ""),
        ("sv", "Avslag: Bygglovshandläggare", "Bygglovshandläggare"),
        ("sv", "Kundtjänst - Handläggare", ""),
        ("da", "Vedr. tømrersvend", "tømrersvend"),
        ("da", "Samtale med vores afdelingsleder", ""),
        ("tr", "Başvurunuz alındı: Muhasebe Uzmanı", "Muhasebe Uzmanı"),
        ("tr", "Satış müdürümüzle görüşme", ""),
    ],
)
def test_a_subject_is_read_as_a_label(language: str, subject: str, role: str) -> None:
    assert post(language, "OK.", subject) == role


@pytest.mark.parametrize(
    ("language", "subject", "text", "role"),
    [
        ("de", "Lektorat Kinderbuch", "212 Bewerbungen für das Lektorat Kinderbuch.", "Lektorat Kinderbuch"),
        ("de", "Ihre Bewerbung", "212 Bewerbungen für das Lektorat Kinderbuch.", ""),
        ("nl", "Sollicitatie spoedhulp kliniek", "Je kandidatuur voor spoedhulp kliniek.", "spoedhulp kliniek"),
        ("nl", "Sollicitatie", "Je kandidatuur voor spoedhulp kliniek.", ""),
        ("en", "Support Crew Nights", "Thank you for your application for Support Crew Nights.", "Support Crew Nights"),
        ("en", "Your application", "Thank you for your application for Support Crew Nights.", ""),
        ("en", "Update", "We got your application as Working Student Sales (m/f/d).", "Working Student Sales"),
        ("en", "Your application", "Thank you for your application as discussed (see below).", ""),
    ],
)  # fmt: skip
def test_a_post_that_no_list_has_is_named_twice(language: str, subject: str, text: str, role: str) -> None:
    assert post(language, text, subject) == role


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("en", "Thank you for wanting to join us as our next Customer Success Manager.", "Customer Success Manager"),
        ("en", "Our CTO joined us as Head of Platform last week.", ""),
        ("en", "They chose someone else for Head of Regulatory Affairs.", "Head of Regulatory Affairs"),
        ("en", "They chose someone else for Bristol.", ""),
        ("en", "You applied for: Support Worker (Bank), Hull.", "Support Worker"),
        ("de", "Infos zum Vorstellungsgespräch als Fahrradkurier:", "Fahrradkurier"),
        ("de", "Infos zum Vorstellungsgespräch als Video:", ""),
        ("de", "Bewerbung für die Ausbildung zum Fachinformatiker 2026 ist da.", "Fachinformatiker"),
        ("de", "Ihre Ausbildung zum Fachinformatiker hilft Ihnen.", ""),
        ("fr", "Nous souhaitons vous voir rejoindre Oxalis en qualité de Chargé d'affaires.", "Chargé d'affaires"),
        ("fr", "La place de réceptionniste de nuit est attribuée.", "réceptionniste de nuit"),
        ("fr", "La place de parking est attribuée.", ""),
        ("es", "Queremos ofrecerte incorporarte a Solana como Responsable de Obra.", "Responsable de Obra"),
        ("es", "Queremos incorporarte a nuestro equipo como mi mano derecha.", ""),
        ("pt", "Propomos a sua integração na Solana como Gestor de Obra.", "Gestor de Obra"),
        ("pt", "Não foi admitido no concurso para Inspetor de Pescas.", "Inspetor de Pescas"),
        ("it", "Non è ammessa alla selezione per Infermiere in quanto priva di titolo.", "Infermiere"),
        ("it", "Il profilo di Marco era più vicino.", ""),
        ("nl", "Leuk dat je bij ons hebt gesolliciteerd als Barista.", "Barista"),
        ("nl", "Leuk dat je bij ons hebt gesolliciteerd als eerste.", ""),
        ("pl", "Super, że chcesz z nami pracować jako barista.", "barista"),
        ("pl", "Super, że chcesz z nami pracować jako zespół.", ""),
        ("sv", "De har pausat rekryteringen av teamledare tills vidare.", "teamledare"),
        ("sv", "Tjänsten gäller alltså redaktör på Fjällbladet.", "redaktör"),
        ("sv", "Tjänsten gäller från den 1 maj.", ""),
        ("da", "Vi tilbyder dig ansættelse hos os som bogholder.", "bogholder"),
        ("da", "Du har ansættelse hos os som ønsket.", ""),
        ("tr", "Deniz bünyesindeki Sales Representative (Adana) pozisyonu doldu.", "Sales Representative"),
        ("tr", "Benzer ilanlar: Kalite Uzmanı", ""),
    ],
)  # fmt: skip
def test_sentences_that_lead_to_a_post(language: str, text: str, role: str) -> None:
    assert post(language, text) == role


@pytest.mark.parametrize("language", ["en", "de", "fr", "pl"])
@pytest.mark.parametrize("subject", ["Koch ", "A1234 ", "Re: - ", "a/", "Manager in X ", "JR-1234 "])
def test_a_long_subject_takes_no_time(language: str, subject: str) -> None:
    begun = time.process_time()
    post(language, (subject * 5_000)[:20_000], (subject * 5_000)[:20_000])
    assert time.process_time() - begun < 2


SHOWN = "Your application was sent to {house}\n\n{above}\n{house}{town}\n\nApplied on March 3"


@pytest.mark.parametrize(
    ("domain", "above", "town", "role"),
    [
        ("linkedin.com", "Product Wrangler", " · Leeds (Hybrid)", "Product Wrangler"),
        ("indeed.com", "Night Porter", " - York", "Night Porter"),
        ("indeed.com", "Night Porter", "", "Night Porter"),
        ("indeed.com", "Hi Robin,", " - York", ""),
        ("indeed.com", "Anna Schmidt", "", ""),
        ("greenhouse.io", "Talent Wrangler", "", ""),
        ("indeed.com", "Night Porter", "ia and more", ""),
    ],
)
def test_a_board_shows_a_post_above_its_house(domain: str, above: str, town: str, role: str) -> None:
    text = SHOWN.format(house="Harrow Vale", above=above, town=town)
    sender = Address("Jobs", f"no-reply@{domain}")
    verdict = Verdict("rejection", 0.97, {"rejection": 0.97}, (), "en", "test")
    assert names(Message("f" * 64, subject="Update", sender=sender, text=text), verdict, ()).role == role
