"""What is added to mail by rule is set apart: disclaimers, warnings of gateways, footers of systems."""

from __future__ import annotations

import dataclasses
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.reading import tokens
from watcher.reading.added_words import HELD, SIGNS, WARNINGS
from watcher.reading.classifier import Classifier
from watcher.reading.cutting import sentences_of
from watcher.reading.details import names
from watcher.reading.disclaimers import apart, untagged
from watcher.reading.message import parse

LETTER = "Hello Ana,\n\nthank you for the talk. We have given the post to somebody else.\n\nJo Hart"
DISCLAIMERS = {
    "en": "This message is confidential and meant for its addressee only. If it reached you in error, please notify "
    "the sender and delete it.",
    "de": "Der Inhalt dieser Nachricht ist vertraulich. Sollten Sie nicht der richtige Empfänger sein, verständigen "
    "Sie bitte den Absender und löschen Sie sie.",
    "fr": "Ce courriel est confidentiel. Si vous l'avez reçu par erreur, prévenez son expéditeur et supprimez-le.",
    "es": "Este mensaje es confidencial. Si lo ha recibido por error, avise al remitente y elimínelo.",
    "pt": "Esta mensagem é confidencial. Se a recebeu por engano, avise o remetente e apague-a.",
    "it": "Questo messaggio è riservato. Chi lo riceve per errore è pregato di avvisare il mittente e di "
    "cancellarlo.",
    "nl": "Dit bericht is vertrouwelijk. Hebt u het ten onrechte ontvangen, meld dit de afzender en verwijder het.",
    "pl": "Wiadomość jest poufna. Jeśli otrzymali ją Państwo omyłkowo, prosimy powiadomić nadawcę i ją usunąć.",
    "sv": "Meddelandet är konfidentiellt. Har du fått det av misstag ber vi dig meddela avsändaren och radera det.",
    "da": "Denne besked er fortrolig. Har du fået den ved en fejl, så giv afsenderen besked og slet den.",
    "tr": "Bu ileti gizlidir. Yanlışlıkla aldıysanız lütfen gönderene haber verin ve iletiyi silin.",
    "ja": "本メールには機密情報が含まれます。誤って受信された場合は、送信者にご連絡のうえ削除してください。",
    "zh": "本邮件内容保密。如您误收，请通知发件人并删除。",
}
WARNED = {
    "en": "CAUTION: This email originated from outside of the organization. Do not click links in it.",
    "en, wrapped": "This message came from outside the network and the mail system of the\nuniversity. "
    "Do not open links or attachments unless you know very well\nwho has sent it.",
    "en, a banner": "[EXTERNAL EMAIL]",
    "en, in capitals": "EXTERNAL SENDER: use caution with links.",
    "de": "Diese E-Mail kommt von außerhalb der Universität. Klicken Sie nicht auf Links.",
    "fr": "Ce message provient de l'extérieur. Ne cliquez pas sur un lien si vous ne connaissez pas son auteur.",
    "es": "Este correo procede de fuera de la empresa. No haga clic en enlaces.",
    "pt": "Este e-mail foi enviado de fora da organização. Não clique em links.",
    "it": "Questo messaggio proviene da un mittente esterno. Non cliccare sui link.",
    "nl": "Dit bericht komt van buiten de organisatie. Klik niet op links.",
    "pl": "Ta wiadomość pochodzi spoza organizacji. Nie klikaj w linki.",
    "sv": "Detta mejl kommer utifrån. Klicka inte på länkar.",
    "da": "Denne mail kommer udefra. Klik ikke på links.",
    "tr": "Bu e-posta kurumunuz dışından gönderildi. Bağlantılara tıklamayın.",
    "ja": "このメールは外部から届いています。リンクや添付ファイルにご注意ください。",
    "zh": "此邮件来自组织外部。请勿点击链接。",
    "somebody new": "You don't often get email from jo@acme.example. Learn why this is important",
    "somebody new, de": "Sie erhalten nicht häufig E-Mails von jo@acme.example. Erfahren Sie, warum dies wichtig ist",
}
HOUSES = {
    "en": "Acme Ltd is registered in England and Wales, company number 01234567.",
    "de": "Acme GmbH | Sitz der Gesellschaft: Köln | Amtsgericht Köln, HRB 12345 | Geschäftsführer: Dr. Jan Weber",
    "fr": "Acme SAS au capital de 100 000 euros, RCS Lyon 123 456 789",
    "it": "Acme S.r.l. - sede legale Via Roma 1, Torino - P. IVA 01234567890",
    "nl": "Acme B.V., KvK 12345678, btw NL001234567B01",
    "pl": "Acme sp. z o.o., KRS 0000123456, REGON 123456789",
    "tr": "Acme A.Ş. Mersis: 0123456789012345",
}


def wrapped(text: str) -> str:
    """In lines of seventy characters or so, which go on in small letters."""
    lines = [""]
    for word in text.split(" "):
        longer = len(lines[-1]) < 60 or not word[0].islower()
        lines[-1:] = [f"{lines[-1]} {word}".strip()] if longer else [lines[-1], word]
    return "\n".join(lines)


@pytest.mark.parametrize("form", [str, wrapped], ids=["a line", "wrapped"])
@pytest.mark.parametrize("disclaimer", DISCLAIMERS.values(), ids=DISCLAIMERS)
def test_a_disclaimer_is_set_apart(disclaimer: str, form: type[str]) -> None:
    added = form(disclaimer)
    for above in ("\n\n", "\n"):
        kept, found = apart(f"{LETTER}{above}{added}")
        assert (kept.rstrip(), found) == (LETTER, added)


@pytest.mark.parametrize("language", SIGNS)
def test_each_language_has_its_signs(language: str) -> None:
    assert len(SIGNS[language]) == 7
    assert any(word in DISCLAIMERS[language].lower() for word in HELD[language].split("|"))


@pytest.mark.parametrize("letter", [LETTER, LETTER.replace("\n\n", "\n"), LETTER.replace("\n\n", " ")])
@pytest.mark.parametrize("warning", WARNED.values(), ids=WARNED)
def test_a_warning_is_set_apart(warning: str, letter: str) -> None:
    for between in ("\n\n", "\n", " "):
        if between != " " or warning[-1] in ".。":
            kept, added = apart(f"{warning}{between}{letter}")
            assert kept.strip() == letter
            assert "".join(added.split()) == "".join(warning.split())


def test_each_warning_has_an_example() -> None:
    assert len(set(WARNED) & set(SIGNS)) == len(WARNINGS)


@pytest.mark.parametrize("house", HOUSES.values(), ids=HOUSES)
def test_where_a_house_is_registered_is_set_apart(house: str) -> None:
    for above in ("\n\n", "\n"):
        kept, added = apart(f"{LETTER}{above}{house}")
        assert kept.rstrip() == LETTER
        assert "".join(added.split()) == "".join(house.split())


def test_all_paragraphs_of_a_disclaimer_and_its_title_are_set_apart() -> None:
    paragraphs = (DISCLAIMERS["en"], "We accept no liability for viruses in this e-mail.", DISCLAIMERS["tr"])
    added = "\n\n".join(["CONFIDENTIALITY NOTICE", *paragraphs])
    kept, found = apart(f"{LETTER}\n\n{added}")
    assert kept.rstrip() == LETTER
    assert found.split() == added.split()


@pytest.mark.parametrize("language", DISCLAIMERS)
@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_an_answer_beside_a_disclaimer_stays(language: str, between: str) -> None:
    answer = "We regret that we have chosen another candidate for this post."
    disclaimer = DISCLAIMERS[language]
    for text in (f"{answer}{between}{disclaimer}", f"{disclaimer}{between}{answer}"):
        kept, added = apart(text)
        assert (kept.strip(), added) == (answer, disclaimer)


KEPT = {
    # What is said of data and papers.
    "papers, en": "Your application is treated as confidential and used only for the selection. We regret that "
    "you were not "
    "selected. Please tell us if we should delete all your data.",
    "papers, de": "Ihre Unterlagen werden vertraulich behandelt, ausschließlich für dieses Verfahren genutzt, "
    "eine Weitergabe "
    "erfolgt nicht, und nach sechs Monaten werden wir sie löschen. Melden Sie sich bis zum 5. Mai.",
    "papers, fr": "Votre dossier reste confidentiel, réservé exclusivement à nos recruteurs, et sera supprimé "
    "dans six mois. "
    "Nous avons le regret de vous informer que votre candidature n'a pas été retenue.",
    "papers, es": "Sus datos son confidenciales y de uso exclusivo del departamento responsable; serán "
    "eliminados en seis "
    "meses. Lamentamos informarle de que no ha sido seleccionada.",
    "papers, it": "La sua candidatura è trattata in modo riservato, esclusivamente dai responsabili della "
    "selezione. Siamo "
    "spiacenti di informarla che non è stata selezionata.",
    "papers, nl": "Uw gegevens worden vertrouwelijk en uitsluitend voor deze procedure gebruikt en na vier weken "
    "verwijderd. "
    "Helaas hebben wij voor een andere kandidaat gekozen.",
    "papers, ja": "応募書類は機密として扱い、第三者に開示せず、選考のみを対象に利用し、責任を持って破棄いたします。"
    "残念ながら今回は採用を見送らせていただきます。",
    "papers, zh": "您的简历将被保密，仅供指定人员使用，并将在六个月后删除。很遗憾，您未能通过筛选。",
    # A mail that was sent by mistake.
    "a mistake": "Our last message was sent in error, please disregard it. The vacancy has been filled by "
    "another candidate. "
    "If you have questions contact us. We will delete all data.",
    "a mistake, mended": "Yesterday's rejection was sent to you by mistake. Please delete this message and "
    "contact us to "
    "book your interview by 5 May.",
    "a mistake, de": "Irrtümlich erhielten Sie gestern eine Zusage. Diese war nicht rechtsverbindlich. Leider "
    "haben wir uns "
    "für eine andere Person entschieden. Bitte löschen Sie die Mail.",
    "a mistake, sv": "Inbjudan skickades av misstag, radera den. Tyvärr har vi valt en annan för rollen med "
    "ansvar för IT.",
    # Terms of offers.
    "an offer": "The terms of this offer are confidential and intended solely for you. Disclosure to third "
    "parties is not "
    "permitted. The offer is binding until 3 March; please sign by 1 March.",
    "a case study": "The case study is confidential and intended only for candidates; unauthorised copying is "
    "prohibited. "
    "Please return it by 3 May, and delete all copies.",
    # Somebody from outside.
    "outside, en": "This message is to tell you that an external candidate was chosen. Do not reply, click here.",
    "outside, more": "Thank you for your e-mail about roles outside the UK. We cannot offer you one. Links are "
    "below.",
    "outside, a source": "We received applications from an external source. You were not chosen. Beware of scams "
    "in our name.",
    "outside, de": "Ihre E-Mail kam leider außerhalb der Frist an. Bitte klicken Sie hier für andere Stellen.",
    "outside, es": "Su correo llegó fuera de plazo y no podemos considerarla. Adjuntos devueltos.",
    "outside, da": "Din mail kom uden for ansøgningsfristen, så vi kan ikke tage dig med. Klik her for andre job.",
    "outside, ja": "社外のメールアドレスからのご応募は受け付けておりません。下記リンクより再度ご応募ください。",
    "outside, a recruiter": "This email is from an external recruiter: your application was not successful.",
    "for you only": "This message is intended for you only: we have chosen another candidate. If you got "
    "it by mistake, "
    "please delete it and inform us.",
    # Who decides, and where things are filed.
    "a house": "Unser Geschäftsführer und der Vorstand der Acme GmbH haben sich anders entschieden, Stelle 4711.",
    "a number": "Your application no. 4711 at Acme Ltd was not successful.",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_is_no_addition_stays(text: str) -> None:
    whole = f"Dear Ana,\n\n{text}"
    assert apart(whole) == (whole, "")


@pytest.mark.parametrize("text", [*DISCLAIMERS.values(), *WARNED.values(), *HOUSES.values()])
def test_where_nothing_else_was_written_it_stays(text: str) -> None:
    assert apart(text) == (text, "")


#: Mails in which a sentence beside what is added says something, and what that is.
SAID_BESIDE = [
    ("Este correo es de fuera de la casa. No haga clic en enlaces.\nA las 10:00, a menos que prefieras otra.", "10:00"),
    ("This email originated from outside.\n\nDo not reply to this email; we went with a friend.", "friend"),
    ("This email originated from outside. Do not click links.\nDo not open the test before 3 June.", "3 June"),
    ("This email is from outside. Do not click links.\n\nThe link is not open, but closed for good.", "for good"),
    ("You don't often get email from t@a.com. Learn why this is important\nhi anna, sorry, no.\nTom", "sorry"),
    ("通常不会收到来自 hr@acme.cn 的电子邮件。了解这一点为什么很重要\n\n经过慎重了解，未能通过。", "未能通过"),
    ("Diese E-Mail kommt von extern\nhallo anna, wir nehmen jemand anderen, klick nicht mehr\nTom", "jemand"),
    ("You don't often get email from t@a.com. Learn why this is important\nWe all learn why, from Monday.", "Monday"),
    ("[EXTERNAL] Please do not reply: we went with a friend.\nTom", "friend"),
    ("Bis Dienstag, den 3. Juni um 10 Uhr bei der Acme GmbH, gegenüber vom Amtsgericht.", "3. Juni um 10 Uhr"),
    ("Start on 3 June at Acme Ltd; please send us your VAT number by 20 May.", "20 May"),
    ("Please send us your VAT number, Acme Ltd 4711.", "VAT number"),
    (f"{DISCLAIMERS['en']} The distribution of keys comes next.", "keys"),
    ("This message is confidential.", "confidential"),
    (f"{DISCLAIMERS['en']} Delete this message, or be in by June 5.", "June 5"),
    (f"{DISCLAIMERS['en']} Delete this message, or be in by 12/06/2026.", "12/06/2026"),
    ("Merci de nous envoyer votre numéro SIRET avant le 12 mai à Acme SAS.", "12 mai"),
    ("This email and the offer are confidential, intended only for the addressee and not to be disclosed.", "offer"),
    ("Questa mail è riservata a lei ed esclusivamente per informarla che non proseguiremo. GDPR.", "non proseguiremo"),
    ("On Tuesday.\nRoom 5, 10:00, 3 High Street\nthis e-mail is confidential and intended only for the addressee; if "
    "received in error please notify the sender and delete it.", "Room 5"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), SAID_BESIDE)
def test_what_is_said_beside_stays(text: str, said: str) -> None:
    assert said in apart(f"{text}\n\nYours")[0]


def test_regret_for_viruses_is_no_answer() -> None:
    added = f"{DISCLAIMERS['en']} We regret that we cannot accept liability for viruses."
    assert apart(f"{LETTER}\n\n{added}")[1] == added


def test_a_number_with_a_stop_ends_no_sentence() -> None:
    added = "Acme GmbH im 3. Stock, Amtsgericht Köln, HRB 12345"
    assert apart(f"{LETTER}\n\n{added}")[1] == added


def test_a_tagged_subject_is_read_as_without_its_tag() -> None:
    head = "From: Acme Hotels <jobs@acmehotels.example>\nSubject: "
    text = "\n\nThank you for your application. We have chosen another candidate.\n\nJo Hart\n"
    subject = "Acme Hotels - Backend Engineer"
    bare, tagged = (parse(f"{head}{tag}{subject}{text}".encode()) for tag in ("", "[EXTERNAL] "))
    assert tagged.subject == f"[EXTERNAL] {subject}"
    verdicts = Classifier.load().classify_all([bare, tagged])
    assert verdicts[0] == verdicts[1]
    assert sentences_of(bare) == sentences_of(tagged)
    assert tokens.read(bare) == tokens.read(tagged)
    replies = (
        parse(f"{head}{begins}{subject}{text}".encode()) for begins in ("Re: ", "[EXT] Re: ", "Re: [EXT] ")
    )
    assert len({repr(sentences_of(reply)) for reply in replies}) == 1
    by_rules = dataclasses.replace(verdicts[0], names=())
    found = [names(message, by_rules, ()) for message in (bare, tagged)]
    assert found[0] == found[1]
    assert found[0].role == "Backend Engineer"


def test_the_rules_for_posts_do_not_see_the_tag() -> None:
    head = "From: Beck <post@beck.example>\nSubject: "
    text = "\n\nGuten Tag,\n\nvielen Dank. Wir haben uns anders entschieden.\n\nJo Hart\n"
    bare, tagged = (
        parse(f"{head}{tag}Bewerbung Produktionshelfer{text}".encode()) for tag in ("", "[EXTERN] ")
    )
    verdict = dataclasses.replace(Classifier.load().classify(bare), language="de", names=())
    assert names(tagged, verdict, ()) == names(bare, verdict, ())
    assert names(tagged, verdict, ()).role == "Produktionshelfer"


def test_the_lines_below_a_disclaimer_stay_lines() -> None:
    message = parse(
        f"Subject: x\n\nHello.\n\nYou are in. {DISCLAIMERS['en']}\n\nKind regards\nTom Smith".encode()
    )
    assert message.text == "Hello.\n\nYou are in."
    assert message.signature.startswith("Kind regards\nTom Smith\n\nThis message")


@pytest.mark.parametrize("text", ["external\nCAUTION " + "*" * 60_000, "http://x.example/" + "view" * 16_000])
def test_no_marks_take_long(text: str) -> None:
    began = time.process_time()
    parse(f"Subject: x\n\n{text}".encode())
    assert time.process_time() - began < 0.5


def test_an_answer_in_the_line_of_a_register_stays() -> None:
    answer, register = (
        "We regret that Acme Ltd will not go on with you.",
        "Acme Ltd, company number 01234567.",
    )
    assert apart(f"{answer} {register}") == (f"{answer} ", register)
    kept, added = apart(f"{register} {answer} Leider nein.")
    assert "regret" in kept + added
    assert "Leider nein." in kept


def test_an_answer_below_a_disclaimer_with_one_of_its_words_stays() -> None:
    answer = "Lamentamos comunicarle que el puesto de Responsable de Ventas ha sido cubierto."
    kept, added = apart(f"{DISCLAIMERS['es']}\n\n{answer}")
    assert (kept.strip(), added) == (answer, DISCLAIMERS["es"])


TAGS = {
    "[EXTERNAL] Your application": "Your application",
    "[Extern]: Ihre Bewerbung": "Ihre Bewerbung",
    "[EXT] Re: Clerk": "Re: Clerk",
    "Re: [EXT] Clerk": "Re: Clerk",
    "AW: [EXT][SPAM] Clerk": "AW: Clerk",
    "[EXT] Re: [EXT] AW: [EXT] Clerk": "Re: AW: Clerk",
    "[EXT] - Clerk": "Clerk",
    "EXTERNAL EMAIL: Clerk": "Clerk",
    "EXTERNAL: Clerk": "EXTERNAL: Clerk",
    "社外取締役候補の件": "社外取締役候補の件",
    "Antwort: [EXTERN] Clerk": "Antwort: Clerk",
    "(External) Clerk": "Clerk",
    "[ EXTERNAL ] Clerk": "Clerk",
    "[WARNING: EXTERNAL] Clerk": "Clerk",
    "*** SPAM *** Clerk": "Clerk",
    "[External Email] Clerk": "Clerk",
    "[External Message] Clerk": "Clerk",
    "【Acme】[社外] 選考": "【Acme】[社外] 選考",
    "[社外] 選考": "選考",
    "[REQ_55021] Clerk": "[REQ_55021] Clerk",
    "[Outside] Sales": "[Outside] Sales",
    "External Auditor": "External Auditor",
    "EXTERNAL AUDITOR": "EXTERNAL AUDITOR",
    "[Externship] Your place": "[Externship] Your place",
    "": "",
}


@pytest.mark.parametrize(("subject", "bare"), TAGS.items())
def test_tags_of_gateways_are_no_part_of_a_subject(subject: str, bare: str) -> None:
    assert untagged(subject) == bare


PIECES = [
    *DISCLAIMERS.values(),
    *WARNED.values(),
    *HOUSES.values(),
    *KEPT.values(),
    LETTER,
    "\n",
    "\n\n",
    "İ ",
    "> ",
]


@example(["\n", DISCLAIMERS["en"], "\n\n", LETTER, "\n\n", DISCLAIMERS["de"]])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=12))
def test_nothing_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    kept, added = apart(text)
    assert kept.strip() or not text.strip()
    assert sum(map(str.isalnum, kept + added)) == sum(map(str.isalnum, text))


@pytest.mark.parametrize(
    "piece", [*PIECES, "a\n", "outside links\n", "confidential ", "this message is\n", "ä\n\n"]
)
def test_any_text_takes_little_time(piece: str) -> None:
    text = piece * (65_536 // max(1, len(piece)))
    began = time.process_time()
    apart(text)
    assert time.process_time() - began < 0.5


def test_an_answer_stays_one_with_what_is_added() -> None:
    classifier = Classifier.load()
    letter = "Hello Ana,\n\nthank you for your application. We have decided to go on with another candidate.\n\nJo Hart"
    head = "From: Jo Hart <jo@acme.example>\nSubject: Your application\nContent-Type: text/plain; charset=utf-8\n\n"
    message = parse(f"{head}{letter}".encode())
    bare, bare_text = classifier.classify(message), message.text
    for above, below in (
        *((one, "") for one in WARNED.values()),
        *(("", one) for one in DISCLAIMERS.values()),
    ):
        message = parse(f"{head}{above}\n\n{letter}\n\n{below}".encode())
        verdict = classifier.classify(message)
        assert message.text == bare_text, above or below
        assert (verdict.kind, verdict.score, verdict.language) == (bare.kind, bare.score, "en")
        assert (above or below).split()[0] in message.signature
