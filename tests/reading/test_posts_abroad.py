"""Where a post begins and ends in the languages beside English: a trap, and beside it what must still be read."""

from __future__ import annotations

import time

import pytest

from tests.reading.read_mails import post


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("pl", "Na stanowisko Operatora Maszyn wybraliśmy osobę z uprawnieniami.", "Operatora Maszyn"),
        ("pl", "Na stanowisko kucharza zatrudniono kogoś innego.", "kucharza"),
        (
            "pl",
            "Na stanowisko kierownika kontroli jakości nie szukamy nikogo.",
            "kierownika kontroli jakości",
        ),
        ("da", "Stillingen som laborant lukkes uden ansættelse.", "laborant"),
        ("da", "Samtalen om stillingen som sygeplejerske torsdag den 19. marts er aflyst.", "sygeplejerske"),
        ("da", "Stillingen som leder af salg er besat.", "leder af salg"),
        ("sv", "Tjänsten som ekonom tillsattes internt.", "ekonom"),
        ("sv", "Vi har avslutat rekryteringen till rollen som chef för butiken.", "chef"),
        ("fr", "Le poste de serveuse n'est plus libre.", "serveuse"),
        ("fr", "Le poste de comptable a été pourvu.", "comptable"),
        ("fr", "Le poste de conducteur de machine à coudre a été pourvu.", "conducteur de machine à coudre"),
        ("es", "Para el puesto de camarero buscamos a otra persona.", "camarero"),
        ("es", "Para el puesto de gestor de préstamos y reclamos no hay novedades.", "gestor de préstamos"),
        ("pt", "Para a vaga de cozinheiro precisamos de alguém com experiência.", "cozinheiro"),
        ("it", "Per il posto di cuoco abbiamo scelto un altro.", "cuoco"),
        ("it", "Per il posto di cuoco cerchiamo un altro.", "cuoco"),
        ("nl", "Voor de functie van timmerman kozen wij iemand anders.", "timmerman"),
        ("nl", "De rol van werkgever nemen wij serieus.", ""),
        ("nl", "We moeten het gesprek voor de vacature Monteur offshore schrappen.", "Monteur offshore"),
        ("sv", "Rekryteringen av en tjänst som kyrkomusiker avbryts.", "kyrkomusiker"),
        ("sv", "Tjänsten som kyrkomusiker i Boda.", "kyrkomusiker"),
        ("pt", "Concurso para o posto de Ref.ª ENF/03/2026.", ""),
        ("pt", "A vaga de Gestor de Frota acabou por ir para um colega.", "Gestor de Frota"),
        ("pt", "O Rui trabalha no posto de colheitas de Faro.", ""),
        ("pt", "O posto de Analista de Dados mudou.", "Analista de Dados"),
        ("es", "El puesto de Auxiliar de Caja recayó en otra persona.", "Auxiliar de Caja"),
        ("it", "Il posto di Addetto Vendite andrà a un collega.", "Addetto Vendite"),
        ("fr", "Le poste de Chef de Rang reviendra à un collègue.", "Chef de Rang"),
        ("tr", "Depo Planlama Uzm. Yrd. pozisyonu için teşekkürler.", "Depo Planlama Uzm. Yrd"),
        ("fr", "Le stage de trois mois est pourvu.", ""),
    ],
)
def test_a_post_ends_at_a_verb_and_at_a_day(language: str, text: str, role: str) -> None:
    assert post(language, text) == role


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("pl", "Aplikacja na stanowisko Referent ds. Zakupów wpłynęła.", "Referent ds. Zakupów"),
        ("pl", "Aplikacja na stanowisko mł. specjalista ds. płac wpłynęła.", "mł. specjalista ds. płac"),
        ("nl", "Bedankt voor je interesse in de rol van Jr. Controller bij ons.", "Jr. Controller"),
        ("sv", "Rollen som Sr. Manager är tillsatt.", "Sr. Manager"),
        (
            "es",
            "Lamentamos que el puesto de Técnico Sup. de Calidad no esté libre.",
            "Técnico Sup. de Calidad",
        ),
        ("nl", "Bedankt voor je interesse in de rol van Jr.", ""),
        ("nl", "Bedankt voor je interesse in de rol van planner. Wij zijn verder gegaan.", "planner"),
        ("da", "Jobbet som bygge- og anlægsleder er besat.", "bygge- og anlægsleder"),
        ("da", "Jobbet som bygge- er besat.", ""),
        ("da", "Jobbet som kok og tjener er besat.", "kok"),
        ("sv", "Tjänsten som lärare årskurs 4-6 är tillsatt.", "lärare"),
        ("fr", "Le poste de Directeur Achats et Logistique est pourvu.", "Directeur Achats et Logistique"),
        ("es", "El puesto de Comercial y Marta te llamará.", "Comercial"),
        (
            "nl",
            "Uw sollicitatie als Kapster / Schoonheidsspecialist is binnen.",
            "Kapster / Schoonheidsspecialist",
        ),
        ("nl", "Uw sollicitatie voor de functie van kapster / Haarhuis Noord.", "kapster"),
        ("fr", "Le poste de chargé(e) de communication est pourvu.", "chargé de communication"),
        ("pt", "A vaga de Técnico(a) de Manutenção foi preenchida.", "Técnico de Manutenção"),
        ("tr", "Açık bulunan Kalite ve Süreç Uzmanı pozisyonu doldu.", "Kalite ve Süreç Uzmanı"),
    ],
)
def test_a_post_is_not_cut_within(language: str, text: str, role: str) -> None:
    assert post(language, text) == role


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("nl", "Uw sollicitatie voor de functie Adviseur Inkoop is binnen.", "Adviseur Inkoop"),
        ("pt", "Recebemos a sua candidatura para a vaga Analista de Compras.", "Analista de Compras"),
        ("it", "Abbiamo ricevuto la Sua candidatura per la posizione Addetto Acquisti.", "Addetto Acquisti"),
        ("nl", "Er is nu geen plek voor een extra bakker.", ""),
        ("es", "Oferta de incorporación: gracias por todo.", ""),
        ("tr", "Kurumumuzun Satış Müdürü pozisyonu doldu.", "Satış Müdürü"),
        ("tr", "Hukuk Fakültesi Araştırma Görevlisi kadrosu doldu.", "Araştırma Görevlisi"),
        ("zh", "感谢您应聘我院的化学教师岗位。", "化学教师"),
        ("zh", "关于化学教师岗位招聘的通知。", "化学教师"),
        ("zh", "您申请我司销售经理岗位。", "销售经理"),
        (
            "de",
            "Ihre Bewerbung auf die Planstelle Sachbearbeiter Archiv liegt uns vor.",
            "Sachbearbeiter Archiv",
        ),
    ],
)
def test_a_post_begins_behind_the_words_for_it(language: str, text: str, role: str) -> None:
    assert post(language, text) == role


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("de", "Sie haben sich bei uns als Koch beworben.", "Koch"),
        ("de", "Sie haben sich neben der Arbeit als Koch bei uns beworben.", ""),
        ("de", "Sie haben als Koch gearbeitet und sich bei uns beworben.", ""),
        ("de", "Ihre Bewerbung als Fliesenleger/in ist da.", "Fliesenleger/in"),
        ("de", "Die Geschäftsstelle der Kammer Nord meldet sich.", ""),
        ("de", "In der Funktion als Leiterin Recht habe ich entschieden.", ""),
        ("es", "La plaza de cocinero rota cada mes.", ""),
        ("es", "La plaza de cocinero de hotel está cubierta.", "cocinero de hotel"),
        ("es", "Puesto: VENDEDOR DE VINOS", "Vendedor de Vinos"),
        ("pl", "Stanowisko kucharza czeka dalej.", ""),
    ],
)
def test_a_post_is_known_by_the_words_around_it(language: str, text: str, role: str) -> None:
    assert post(language, text) == role


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("ja", "この度は「経理事務（東京）」へのご応募ありがとうございます。", "経理事務"),
        ("ja", "今回は営業職にご応募いただき、ありがとうございます。", "営業"),
        ("ja", "ポジション：経理事務", "経理事務"),
        ("zh", "职位：会计主管", "会计主管"),
        ("zh", "职位编号：A-2031", ""),
        ("zh", "您投递的“会计主管（上海）”职位已送达。", "会计主管"),
        ("zh", "会计主管岗位我们选择了更适合的候选人。", "会计主管"),
    ],
)
def test_a_post_without_spaces_is_in_quotes_or_behind_a_label(language: str, text: str, role: str) -> None:
    assert post(language, text) == role


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("nl", "Wij hebben kandidaten die beter passen bij de functie van kok.", "kok"),
        ("it", "Abbiamo un candidato più adatto al ruolo di cuoco.", "cuoco"),
        ("fr", "Un autre profil correspond mieux au poste de serveuse.", "serveuse"),
        ("de", "Bewerber, die besser auf die Position als Koch passen, gehen vor.", "Koch"),
    ],
)
def test_another_candidate_is_no_other_post(language: str, text: str, role: str) -> None:
    assert post(language, text) == role


@pytest.mark.parametrize(
    ("language", "subject", "role"),
    [
        ("de", "Re: Bewerbung Softwareentwickler", "Softwareentwickler"),
        ("de", "Bewerbung Eingang", ""),
        ("de", "Bewerbung: Termin mit Leiter Personal", ""),
        ("fr", "Candidature 20417 - Comptable unique", "Comptable unique"),
        ("fr", "Votre candidature : réponse de la directrice", ""),
        ("es", "Candidatura - Cocinero de hotel", "Cocinero de hotel"),
        ("es", "Cocinero de hotel - Sevilla", ""),
        ("pl", "Rekrutacja - kierownik sklepu", "kierownik sklepu"),
        ("pl", "Rekrutacja: kierownik się odezwie", ""),
        ("sv", "Ansökan - Projektledare", "Projektledare"),
    ],
)
def test_a_post_abroad_is_taken_from_the_subject(language: str, subject: str, role: str) -> None:
    assert post(language, "OK.", subject) == role


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "In Ihrer Position als Leiter Einkauf haben Sie viel erreicht."),
        ("de", "Bewerben Sie sich gern auf die Stelle als Monteur."),
        ("de", "Vielleicht ist die Stelle als Lagerist etwas für Sie."),
        ("fr", "Dans votre poste de comptable vous avez beaucoup appris."),
        ("fr", "N'hésitez pas à postuler au poste de vendeur."),
        ("es", "Te animamos a postularte al puesto de cocinero."),
        ("pt", "A vaga de motorista poderá interessar-lhe."),
        ("it", "Il posto di autista potrebbe interessarLe."),
        ("nl", "Solliciteer gerust op de functie van chauffeur."),
        ("pl", "Zachęcamy do aplikowania na stanowisko kierowcy."),
        ("sv", "Sök gärna tjänsten som förare."),
        ("da", "Søg gerne stillingen som chauffør."),
        ("tr", "Satış Uzmanı pozisyonu ilginizi çekebilir."),
        ("ja", "「経理事務」の求人にご応募ください。"),
        ("zh", "您可以申请会计岗位。"),
    ],
)
def test_another_post_is_not_the_one_applied_for(language: str, text: str) -> None:
    assert post(language, text) == ""


@pytest.mark.parametrize("language", ["da", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr", "zh"])
@pytest.mark.parametrize(
    "text", ["Sr. Sr. ", "stanowisko ds. ", "functie van a- en ", "şirketimizin ", "的岗位"]
)
def test_a_long_row_takes_no_time(language: str, text: str) -> None:
    begun = time.perf_counter()
    post(language, text * 5_000)
    assert time.perf_counter() - begun < 1
