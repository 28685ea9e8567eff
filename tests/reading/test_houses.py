"""For which house a mail is signed or sent: a trap, and beside it what must still be read."""

from __future__ import annotations

import pytest

from tests.reading.read_mails import read
from watcher.reading.domains import is_made_of
from watcher.reading.types import Address

NO = {
    "en": "Dear Robin,\n\nWe will not be moving forward with your application.\n\nKind regards\n",
    "de": "Guten Tag,\n\nleider haben wir uns für jemand anderen entschieden.\n\nMit freundlichen Grüßen\n",
    "fr": "Bonjour,\n\nnous n'avons pas retenu votre candidature.\n\nCordialement,\n",
    "es": "Hola:\n\nhemos elegido a otra persona.\n\nUn saludo,\n",
    "pt": "Olá,\n\nescolhemos outra pessoa.\n\nCumprimentos,\n",
    "it": "Buongiorno,\n\nabbiamo scelto un'altra persona.\n\nCordiali saluti\n",
    "nl": "Beste Robin,\n\nHelaas gaan we niet verder met je sollicitatie.\n\nMet vriendelijke groet,\n",
    "pl": "Dzień dobry,\n\nniestety wybraliśmy innego kandydata.\n\nPozdrawiam\n",
    "sv": "Hej Robin,\n\nTyvärr går vi vidare med andra.\n\nMed vänliga hälsningar\n",
    "da": "Hej Robin\n\nDesværre går vi videre med en anden.\n\nVenlig hilsen\n",
    "tr": "Merhaba,\n\nmaalesef başka bir adayla ilerliyoruz.\n\nSaygılarımızla\n",
}


def company(language: str, sender: str, text: str, subject: str = "Update") -> str:
    return read(language, sender, text, subject).company


@pytest.mark.parametrize(
    ("domain", "name", "made"),
    [
        ("talleresnorte.example", "Talleres del Norte", True),
        ("norte-talleres.example", "Talleres del Norte", True),
        ("fennelundrye.example", "Fennel & Rye", True),
        ("fennelochrye.example", "Fennel & Rye", True),
        ("kadikoysigorta.example", "Kadıköy Sigorta", True),
        ("bergmueller-bau.example", "Bergmüller Bau", True),
        ("bergmullerbau.example", "Bergmüller Bau", True),
        ("rosendal.example", "Hotel Rosendal", True),
        ("rosendal.example", "Einkauf Rosendal", False),
        ("rosendal.example", "Vertrieb Nord Rosendal", False),
        ("talleresnorte.example", "Norte Distribuciones", False),
        ("talleresnorte.example", "Talleres", False),
        ("talleresnortesur.example", "Talleres del Norte", False),
        ("marlow.recruitee.com", "Hotel Marlow", True),
        ("talent.recruitee.com", "Hotel Talent", False),
        ("recruitee.com", "Grupo Recruitee", False),
    ],
)
def test_a_domain_is_made_of_the_words_of_a_name(domain: str, name: str, made: bool) -> None:
    assert is_made_of(Address("", f"jobs@{domain}"), name) == made


@pytest.mark.parametrize(
    ("language", "sender", "foot", "house"),
    [
        # the domain shortens what the foot spells in full
        ("es", "Lucía Vera <lvera@talleresnorte.example>", "Lucía Vera\nTalleres del Norte", "Talleres del Norte"),
        ("es", "Lucía Vera <lvera@talleresnorte.example>", "Lucía Vera\nCompras Sur", ""),
        ("de", "Jana Ott <ott@rosendal.example>", "Jana Ott\nHotel Rosendal", "Hotel Rosendal"),
        ("de", "Jana Ott <ott@rosendal.example>", "Jana Ott\nInstitut für Hygiene", ""),
        ("nl", "Sanne Bos <sanne@devos.example>", "Sanne Bos\nBakkerij De Vos, Zeist", "Bakkerij De Vos"),
        # a legal form stands behind a house
        ("it", "Anna Neri <anna.neri@posta.example>", "Anna Neri\nLattea Alpina S.r.l.", "Lattea Alpina"),
        ("it", "Anna Neri <anna.neri@posta.example>", "Anna Neri\nRisorse Alpine", ""),
        ("de", "Jana Ott <jana.ott@post.example>", "Jana Ott\nOtt Linde mbB", "Ott Linde mbB"),
        # a kind of house begins its name
        ("pl", "Ewa Lis <ewa.lis@poczta.example>", "Ewa Lis\nSzpital Miejski w Kępnie", "Szpital Miejski w Kępnie"),
        ("pt", "Rui Sá <rui.sa@correio.example>", "Rui Sá\nUniversidade do Oeste", "Universidade do Oeste"),
        ("pt", "Rui Sá <rui.sa@correio.example>", "Rui Sá\nInstituto para o Mar", ""),
        ("de", "Jana Ott <jana.ott@post.example>", "Jana Ott\nHotel Personal Team", ""),
        ("de", "Jana Ott <jana.ott@post.example>", "Jana Ott\nHotel Berlin", ""),
        ("de", "Jana Ott <jana.ott@hotel-am-see.example>", "Jana Ott\nHotel Post", ""),
        ("pl", "Ewa Lis <ewa.lis@szpital-kepno.example>", "Ewa Lis\nSzpital w Kępnie", "Szpital w Kępnie"),
        # who signs for whom
        ("it", "Info <info@ilfaro.example>", "Per la Cooperativa Il Faro\nSara Conti", "Cooperativa Il Faro"),
        ("de", "Mia Lund <mia@fennelundrye.example>", "Mia für Fennel & Rye", "Fennel & Rye"),
        ("da", "Ida Holm <ida@holm-og-bech.example>", "Ida Holm\nBech & Holm Murer", "Bech & Holm Murer"),
        ("de", "Jule <jule@kornblume-laden.example>", "jule\n\nkornblume laden", "kornblume laden"),
        ("de", "Jule <jule@kornblume-laden.example>", "jule\n\nkornblume team", ""),
        ("en", "Ada Moss <ada@posts.example>", "Ada Moss\nMarshland Conservancy", "Marshland Conservancy"),
    ],
)  # fmt: skip
def test_the_foot_names_the_house(language: str, sender: str, foot: str, house: str) -> None:
    assert company(language, sender, NO[language] + foot) == house


@pytest.mark.parametrize(
    ("language", "foot", "subject", "house"),
    [
        ("es", "El equipo de Logística Arenal", "Mozo en Logística Arenal", "Logística Arenal"),
        ("es", "El equipo de Cultura Interna", "Tu candidatura", ""),
        ("es", "El equipo de Ventas", "Tu candidatura", ""),
        ("es", "Equipo de Talento de Nuvalia", "Hemos recibido tu candidatura a Nuvalia", "Nuvalia"),
        ("es", "Equipo de Talento de Nuvalia", "Tu candidatura", ""),
        ("it", "Il team Recruiting di Sommalta", "Grazie per esserti candidato in Sommalta!", "Sommalta"),
        ("pt", "Equipa Logística Foz Norte", "A Logística Foz Norte agradece", "Logística Foz Norte"),
        ("pt", "Time de Gente e Gestão", "A sua candidatura", ""),
        ("pt", "A Equipa de Talento", "A sua candidatura", ""),
        ("sv", "Teamet på Björnskog Bygg", "Din ansökan", "Björnskog Bygg"),
        (
            "sv",
            "HR-avdelningen\nLinds Tekniska Skola",
            "Beslut: Linds Tekniska Skola",
            "Linds Tekniska Skola",
        ),
        ("sv", "HR-avdelningen\nNorra Distriktet", "Beslut", ""),
        ("tr", "Yeşilköy Gıda", "Yeşilköy Gıda - Başvurunuz", "Yeşilköy Gıda"),
        ("tr", "Yeşilköy Gıda", "Başvurunuz", ""),
        ("pl", "Zespół HR Srebrny Kłos", "Srebrny Kłos - Twoja aplikacja", "Srebrny Kłos"),
        ("nl", "Team Recruitment\nZeeuwse Netten N.V.", "Je sollicitatie", "Zeeuwse Netten"),
        ("en", "Resourcing Team\nMoray Whisky", "Moray Whisky - Application for Operative", "Moray Whisky"),
        ("en", "Resourcing Team\nSpeyside East", "Application for Operative", ""),
    ],
)
def test_a_system_signs_for_a_house(language: str, foot: str, subject: str, house: str) -> None:
    assert company(language, "No Reply <no-reply@greenhouse.io>", NO[language] + foot, subject) == house


@pytest.mark.parametrize(
    ("language", "sender", "house"),
    [
        ("fr", "Hôtel Le Vieux Cerf **** <direction@accueil.example>", "Hôtel Le Vieux Cerf"),
        ("fr", "Hôtel Emplois <direction@accueil.example>", ""),
        ("de", "Stadt Hagenfurt, Personalamt <personalamt@hagenfurt.example>", "Stadt Hagenfurt"),
        ("da", "Ida, Forlaget Havfruen <ida@havfruen.example>", "Forlaget Havfruen"),
        ("da", "Otto, Petra Maria <petra@havfruen.example>", ""),
        ("es", "Lobo & Vera Abogados <secretaria@lobovera.example>", "Lobo & Vera Abogados"),
        ("es", "Aitziber Quirós de Vera Lobo <info@lobovera.example>", ""),
        ("it", "Assicurazioni Levante <levante@myworkday.com>", "Assicurazioni Levante"),
        ("fr", "Groupe Valmarin <candidatures@valmarin.recruitee.com>", "Groupe Valmarin"),
        ("tr", "Hastane İK <ik@selvihastanesi.example>", ""),
        ("de", "Kantonsspital Wiesental <hr@ksw.example>", "Kantonsspital Wiesental"),
        ("da", "Region Vestsjælland <job@regionvestsj.example>", "Region Vestsjælland"),
        ("pt", "Secretaria de Estado das Florestas <rh@florestas.example>", "Secretaria de Estado das Florestas"),
    ],
)  # fmt: skip
def test_a_display_name_is_a_house(language: str, sender: str, house: str) -> None:
    assert company(language, sender, NO[language]) == house


@pytest.mark.parametrize(
    ("language", "text", "house"),
    [
        ("es", "Zapatos Alondra ha descartado tu inscripción.", "Zapatos Alondra"),
        ("es", "La Comisión ha descartado tu inscripción.", ""),
        ("fr", "Kermadec vient de répondre à votre candidature.", "Kermadec"),
        ("fr", "Martine vient de répondre à votre candidature.", ""),
        ("de", "Linde Möbelbau hat Ihre Bewerbung angesehen.", "Linde Möbelbau"),
        ("de", "Die Kommission hat Ihre Bewerbung abgelehnt.", ""),
        ("nl", "Zilverduin heeft je sollicitatie bekeken.", "Zilverduin"),
        ("nl", "De Commissie heeft je sollicitatie bekeken.", ""),
        ("pt", "Veredas Norte visualizou a sua candidatura.", "Veredas Norte"),
        ("it", "Salumi Bertoli ha letto la tua candidatura.", "Salumi Bertoli"),
        ("sv", "Skogsgläntan har läst din ansökan.", "Skogsgläntan"),
        ("da", "Skovbrynet har læst din ansøgning.", "Skovbrynet"),
        ("pl", "Bursztyn Logistyka odrzucił Twoją aplikację.", "Bursztyn Logistyka"),
        ("tr", "Ege Zeytinyağı başvurunuzu inceledi.", "Ege Zeytinyağı"),
        ("tr", "Kuzey Toptan'a başvurdunuz.", "Kuzey Toptan"),
        ("tr", "Ege Zeytinyağı firmasının Muhasebe Uzmanı ilanına başvurunuz alındı.", "Ege Zeytinyağı"),
        ("de", "Ihre Bewerbung wurde an Nordkap Energie gesendet.", "Nordkap Energie"),
        ("de", "Ihre Bewerbung wurde an unsere Zentrale gesendet.", ""),
        ("fr", "Les éléments suivants ont été envoyés à Logis Nord.", "Logis Nord"),
        ("es", "Se ha enviado tu solicitud a Clínica Soria.", "Clínica Soria"),
        ("pt", "Sua candidatura foi enviada para Vale Verde.", "Vale Verde"),
        ("it", "La tua candidatura è stata inviata a Officine Tasso.", "Officine Tasso"),
        ("nl", "Je sollicitatie is verzonden naar Dijk Bouw.", "Dijk Bouw"),
        ("pl", "Twoja aplikacja została wysłana do Stalprofil Nord.", "Stalprofil Nord"),
        ("sv", "Din ansökan skickades till Nordvind Energi.", "Nordvind Energi"),
        ("da", "Din ansøgning blev sendt til Havnegrus.", "Havnegrus"),
        ("en", "The following items were sent to Marlow Veterinary. Good luck!", "Marlow Veterinary"),
        ("en", "Your application was sent to Marlow Veterinary.", "Marlow Veterinary"),
    ],
)
def test_a_job_board_tells_what_a_house_did(language: str, text: str, house: str) -> None:
    assert company(language, "Jobs <no-reply@indeed.com>", text) == house


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("es", "8 ofertas nuevas de contable", "Nuevas ofertas: Contable para la empresa Marisol."),
        ("it", "8 nuove offerte", "Nuove offerte per te: Contabile presso l'azienda Marisol."),
        ("fr", "12 nouvelles offres", "Nouvelles offres : comptable au sein de la société Marisol."),
        ("pt", "8 vagas novas", "Novas vagas para você: Contador na empresa Marisol."),
    ],
)
def test_a_list_of_posts_names_no_employer(language: str, subject: str, text: str) -> None:
    assert company(language, "Carrefour Emploi <alertes@carrefour-emploi.example>", text, subject) == ""


@pytest.mark.parametrize(
    ("language", "sender", "text", "house"),
    [
        ("tr", "İK <ik@anadolucam.example>", "Anadolu Cam Sanayii'ne ilginiz için teşekkürler.", "Anadolu Cam Sanayii"),
        ("pl", "HR <hr@zielonydom.example>", "Rekrutacja w Zielony Dom Sp. z o.o. trwa.", "Zielony Dom"),
        ("de", "Personal <personal@gross.example>", "Am Montag spricht mit Ihnen Herr Groß.", ""),
        ("de", "Personal <personal@gross.example>", "Am Montag öffnet Groß seine Türen.", "Groß"),
    ],
)  # fmt: skip
def test_a_name_that_the_domain_spells_ends_where_it_does(
    language: str, sender: str, text: str, house: str
) -> None:
    assert company(language, sender, text) == house
