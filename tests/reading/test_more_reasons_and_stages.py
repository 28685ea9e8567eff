"""More of the words that tell why it ended and how far it got; each trap has a twin that is read."""

from __future__ import annotations

import pytest

from tests.reading.read_mails import told


@pytest.mark.parametrize(
    ("language", "denied", "plain", "reason"),
    [
        ("en", "We have not added you to our pool.", "We have added you to our talent pool.", "talent_pool"),
        ("en", "Our talent community is open.", "We put your profile into our talent community.", "talent_pool"),
        (
            "de",
            "In den Bewerberpool wurden Sie nicht aufgenommen.",
            "Wir haben Sie in unseren Bewerberpool aufgenommen.",
            "talent_pool",
        ),
        ("fr", "Elle ne sera pas inscrite au vivier.", "Nous l'intégrons à notre vivier.", "talent_pool"),
        (
            "es",
            "Tenemos una bolsa de trabajo.",
            "Hemos incorporado su perfil a nuestra base de talentos.",
            "talent_pool",
        ),
        ("pt", "Temos um banco de talentos.", "Incluímos o seu perfil no banco de talentos.", "talent_pool"),
        ("it", "Esiste una banca dati.", "La abbiamo inserita nella nostra banca dati dei talenti.", "talent_pool"),
        ("nl", "Er is een talentpool.", "Je bent opgenomen in onze talentpool.", "talent_pool"),
        ("pl", "Mamy bazę klientów.", "Dodaliśmy Twoje CV do naszej bazy.", "talent_pool"),
        ("sv", "Vi har inte sparat dig i vår kandidatbank.", "Vi har sparat dig i vår kandidatbank.", "talent_pool"),
        ("da", "Vi har ikke gemt den i vores talentpulje.", "Vi har gemt den i vores talentpulje.", "talent_pool"),
        ("tr", "Bir aday havuzumuz var.", "Sizi aday havuzumuza ekledik.", "talent_pool"),
        ("en", "We offered you the job.", "We have offered the joiner job to another man.", "other_candidate"),
        ("da", "Ring til en anden dag.", "De har valgt en anden.", "other_candidate"),
        ("es", "Cogimos el tren.", "Hemos cogido a otro chico.", "other_candidate"),
        ("it", "Abbiamo preso un caffè.", "Alla fine prendiamo un ragazzo del paese.", "other_candidate"),
        ("pl", "Szukamy kogoś.", "Zdecydowaliśmy się zatrudnić kogoś z praktyką.", "other_candidate"),
        ("pt", "Falta outra coisa.", "Optámos por outro profissional.", "other_candidate"),
        ("sv", "Vi har bestämt oss för en paus.", "Vi har bestämt oss för en tjej i byn.", "other_candidate"),
        ("tr", "Diğer konu kapandı.", "Diğer arkadaşı seçtik.", "other_candidate"),
        ("nl", "We gaan verder met verbouwen.", "We gaan verder met een ander.", "other_candidate"),
        ("en", "We like to promote our products.", "They have decided to promote her instead.", "internal"),
        (
            "de",
            "Ein Kollege aus Haus 3 ruft an.",
            "Wir besetzen die Stelle mit einer Mitarbeiterin aus dem eigenen Haus.",
            "internal",
        ),
        ("da", "Spørg vores medarbejdere.", "Den gik til en af vores egne medarbejdere.", "internal"),
        ("pt", "Fale com um colaborador.", "A vaga foi atribuída a um colaborador do banco.", "internal"),
        ("tr", "Dışarıdan yemek aldık.", "Dışarıdan kimseyi almayacağız.", "internal"),
        ("en", "Nobody will be told.", "Nobody will be appointed.", "cancelled"),
        ("da", "Vi må nedlægge en gren.", "Vi må nedlægge stillingen.", "cancelled"),
        ("da", "Vi vil trække tiden ud.", "Vi har valgt at trække opslaget tilbage.", "cancelled"),
        ("de", "Wir müssen die Wand streichen.", "Wir müssen die Stelle leider streichen.", "cancelled"),
        ("es", "Se canceló la cita.", "La fundación canceló la convocatoria.", "cancelled"),
        ("it", "La ricerca è aperta.", "La ricerca viene chiusa senza assunzioni.", "cancelled"),
        ("sv", "Vi avbryter mötet.", "Vi avbryter rekryteringen.", "cancelled"),
        ("en", "The post, which pays well, is open.", "The post, which is in Hull, has now been filled.", "filled"),
        ("fr", "La place de marché est belle.", "La place de serveur est pourvue.", "filled"),
        ("pl", "Przyjęliśmy zgłoszenie.", "Przyjęliśmy już chłopaka na to miejsce.", "filled"),
        ("tr", "Yerimiz Kadıköy'de.", "Yer doldu maalesef.", "filled"),
        ("en", "You are eligible.", "Your application is ineligible.", "ineligible"),
        ("de", "Ihr Abschluss ist nicht gut lesbar.", "Den Abschluss haben Sie nicht nachgewiesen.", "ineligible"),
        ("fr", "Vous êtes titulaire du permis.", "Vous n'êtes pas titulaire du permis D.", "ineligible"),
        ("es", "Sin requisitos.", "Ha sido excluida por no reunir los requisitos.", "ineligible"),
        ("nl", "U beschikt over een diploma.", "U beschikt niet over het diploma.", "ineligible"),
        ("nl", "", "Blijkt dat u niet beschikt over het vereiste diploma.", "ineligible"),
        ("pt", "Comprovou a inscrição.", "Excluída por não ter comprovado a inscrição.", "ineligible"),
    ],
)  # fmt: skip
def test_a_reason_is_told_in_other_words(language: str, denied: str, plain: str, reason: str) -> None:
    assert told(language, denied).reason == ""
    assert told(language, plain).reason == reason


@pytest.mark.parametrize(
    ("language", "unreal", "real", "stage"),
    [
        ("da", "Vil du til samtale?", "Det er længe siden, du var til samtale hos os.", "interview"),
        ("da", "Vi ringer efter et interview.", "Efter vores telefoninterview troede jeg på det.", "screen"),
        ("da", "Der er en sidste samtale.", "Tak for din indsats ved den afsluttende samtale.", "final"),
        ("de", "Dass du zum Gespräch willst, freut uns.", "Schön, dass du zum Gespräch bei uns warst.", "interview"),
        ("de", "Es gibt drei Finalisten.", "Sie waren bis zuletzt einer der Finalisten.", "final"),
        ("de", "Ein Gespräch folgt.", "Für das lange und gute Gespräch am 2. März, auch mit Dr. Ott, danke.", "screen"),
        ("es", "La entrevista que harás es larga.", "Gustó la entrevista que mantuviste.", "interview"),
        ("fr", "Votre entretien a été annulé.", "Votre entretien a été très apprécié.", "interview"),
        ("it", "Quando ci vediamo?", "Sono tre settimane da quando ci siamo visti.", "interview"),
        ("it", "Ci sentiamo.", "Ci siamo sentiti per la breve intervista telefonica.", "screen"),
        ("it", "Faremo una videocall.", "Grazie di tutto e per il tempo dedicato alla videocall.", "screen"),
        ("it", "Ci sentiremo telefonicamente.", "Ci eravamo sentiti telefonicamente.", "screen"),
        ("ja", "面接にお越しください。", "先日は面接にお越しくださいまして、ありがとうございました。", "interview"),
        ("nl", "Kom eens langs.", "Fijn dat je zaterdag langs was.", "interview"),
        ("nl", "Een kennismakingsgesprek volgt.", "Sinds ons telefonische kennismakingsgesprek.", "screen"),
        ("pl", "Zapraszamy przez telefon.", "Dzięki za te minuty przez telefon.", "screen"),
        ("pl", "Po spotkaniach nic.", "Po dwóch spotkaniach wiemy więcej.", "interview"),
        ("pt", "A entrevista que fará é longa.", "Gostou da entrevista que você fez.", "interview"),
        ("pt", "Há uma entrevista final.", "Agradeço o seu tempo na entrevista final.", "final"),
        ("sv", "Ring för ett telefonsamtal.", "Tack för ett trevligt telefonsamtal.", "screen"),
        ("zh", "请您出席面试。", "多谢您于二月二日出席本职位之面试。", "interview"),
        ("zh", "可以来试工吗？", "昨天试工辛苦了。", "interview"),
        ("zh", "二面安排在周五。", "您二面的评价很好。", "interview"),
        ("tr", "Görüşme yapacağız.", "Yaptığımız telefon ön görüşmesi sonrasında karar verdik.", "screen"),
    ],
)  # fmt: skip
def test_a_meeting_is_told_in_other_words(language: str, unreal: str, real: str, stage: str) -> None:
    assert told(language, unreal).stage == "application"
    assert told(language, real).stage == stage


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "多谢您长期以来对本公司的关注，很遗憾本次未能进入面试。"),
        ("zh", "多谢您来信应聘，我们暂不安排面试。"),
        ("zh", "您在经验这一面的表现与岗位要求不符。"),
        ("zh", "原定周五的试工取消了。"),
        ("zh", "试工期间工资另算。"),
        ("de", "Für das Gespräch, das leider nicht stattfinden konnte, danken wir trotzdem."),
        ("de", "Für das Telefonat waren Sie leider nicht erreichbar, wir danken Ihnen aber."),
        ("de", "Für das Telefoninterview wurden andere ausgewählt, wir danken für Ihre Bewerbung."),
        ("de", "Für das Telefonat am Montag stehe ich bereit und möchte mich vorab bedanken."),
        ("it", "La ringrazio e la contatterò per la videocall."),
        ("it", "Dopo la videocall le faremo sapere."),
        ("it", "Ringraziamo per il tempo dedicato alla telefonata che purtroppo non è avvenuta."),
        ("it", "Ci eravamo sentiti di rivederci, ma senza telefonata."),
        ("ja", "面接へのご参加をご希望くださいまして、ありがとうございます。"),
        ("ja", "面接にお越しくださいましても、結果は変わりません。"),
    ],
)
def test_no_meeting_is_told_where_none_took_place(language: str, text: str) -> None:
    assert told(language, text).stage == "application"
