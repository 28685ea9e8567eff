"""How disclaimers, registers of houses and the warnings of mail gateways are worded, in lower case.

These are expressions, but for what is called words: texts, divided by "|".
"""

from __future__ import annotations

#: For each language what a disclaimer says: that it is confidential, for whom it is meant, that it may have come by
#: mistake, that the sender is to be told, that it is to be deleted, that it must not be handed on, that nobody is
#: liable.
SIGNS = {
    "en": (
        r"confidential|privileged",
        r"intended (?:only|solely|recipient|for the)|(?:solely|only|exclusively) for the|addressee",
        r"in error|by mistake|erroneously|inadvertently|not the (?:intended|named|correct) recipient",
        r"(?:notify|inform|contact|advise|tell|alert) (?:us|the sender|the originator|its sender)|return e-?mail",
        r"\b(?:delete|destroy) (?:it|this|the|all|any)\b",
        r"unauthori[sz]ed|disclos(?:e|ure|ing)|disseminat|distribution|copying|strictly prohibited",
        r"viruses|liability|views (?:or|and) opinions|binding|warrant(?:y|ies)",
    ),
    "de": (
        r"vertraulich|rechtlich geschützt",
        r"adressat|bestimmungsgemäß|(?:vorgesehene|beabsichtigte|richtige|angegebene)n? empfänger|ausschließlich für",
        r"irrtümlich|versehentlich|fälschlich|irrtum"
        r"|nicht (?:der|die) (?:richtige|vorgesehene|beabsichtigte|angegebene)",
        r"(?:informieren|benachrichtigen|verständigen) sie|absender zu (?:informieren|benachrichtigen)"
        r"|kenntnis zu setzen",
        r"vernichten|löschen sie|zu löschen",
        r"unerlaubt|unbefugt|weitergabe|kopieren|vervielfältig|nicht gestattet|untersagt",
        r"\bviren\b|haftung|haften|rechtsverbindlich",
    ),
    "fr": (
        r"confidentiel|secret professionnel",
        r"destinataire|à l'(?:intention|attention) (?:exclusive|de la personne)|exclusivement",
        r"par erreur|n'(?:êtes|etes) pas le",
        r"(?:avertir|avertissez|informer|informez|prévenir|prévenez|aviser|avisez)\b",
        r"détrui|supprim|effacer",
        r"divulg|diffusion|reproduction|publication|interdite?s?\b|utilisation non",
        r"virus|responsabilité|intégrité|altér",
    ),
    "es": (
        r"confidencial|privilegiad",
        r"destinatari|dirigid[oa] exclusivamente|uso exclusivo",
        r"por error|por equivocación|no es (?:usted )?el destinatario",
        r"(?:notifi|comuni|inform|avis)\w* .{0,40}(?:remitente|inmediat|por (?:esta|este))|remitente",
        r"elimin\w+|borr(?:e|ar|arlo)\b|destru\w+",
        r"divulga|difusión|reproduc|distribución|copia\b|prohibid",
        r"virus|responsab",
    ),
    "pt": (
        r"confidencia|privilegiad|sigilos",
        r"destinatári|uso exclusivo|exclusivamente",
        r"por engano|por erro|indevidamente|não (?:é|for) o destinatário",
        r"remetente",
        r"elimin\w+|apag\w+|destru\w+|exclu(?:a|ir)\b",
        r"divulga|difusão|cópia|reprodu|distribuição|proibid",
        r"vírus|responsab",
    ),
    "it": (
        r"riservat|confidenzial",
        r"destinatari|uso esclusivo|esclusivamente",
        r"per errore|erroneamente",
        r"mittente|(?:informar|avvisar|avvertir)\w*",
        r"cancell|distrugg|eliminar",
        r"divulg|diffusione|copia\b|riprodu|vietat|proibit",
        r"virus|responsab|d\. ?lgs|gdpr|196/2003",
    ),
    "nl": (
        r"vertrouwelijk",
        r"geadresseerde|bestemd voor|uitsluitend|bedoeld voor",
        r"abusievelijk|ten onrechte|per vergissing|niet voor u (?:is )?bestemd|niet de (?:geadresseerde|beoogde)",
        r"afzender",
        r"verwijder|vernietig",
        r"openbaarma|verspreid|verveelvoudig|kopiër|niet toegestaan|verboden",
        r"virus|aansprakelijk",
    ),
    "pl": (
        r"poufn|tajemnic",
        r"adresat|przeznaczon",
        r"omyłk|pomyłk|błędn",
        r"nadawc",
        r"usun|zniszcz",
        r"rozpowszechni|kopiowan|ujawni|zabronion|rozpowszechnian",
        r"wirus|odpowiedzialno",
    ),
    "sv": (
        r"konfidentiel|sekretess",
        r"avsed[dt]|adressat|(?:rätt|avsedda?) mottagare",
        r"av misstag|felaktigt",
        r"avsändare",
        r"radera|förstör",
        r"spridning|kopier|vidarebefordra|otillåt|förbjud",
        r"\bvirus|ansvar för",
    ),
    "da": (
        r"fortrolig",
        r"tiltænkt|adressat|(?:rette|den) modtager|beregnet (?:for|til)",
        r"ved en fejl|fejlagtigt",
        r"afsender",
        r"\bslet(?:te|tes)?\b|tilintetgør|destruer",
        r"videregiv|kopier|udbred|ikke tilladt|forbudt",
        r"\bvirus|ansvar for",
    ),
    "tr": (
        r"gizli",
        r"alıcı|muhatab|gönderildiği kişi|yetkili kişi",
        r"yanlışlıkla|hata(?:en|lı| sonucu)|sehven",
        r"gönderen(?:e|i)\b|göndericiy?e|gönderici",
        r"silin|siliniz|imha|yok edin",
        r"kopyala|dağıt|açıkla|çoğalt|yasak|ifşa",
        r"virüs|sorumlu(?:luk|luğu|dur)?\b",
    ),
    "ja": (
        r"機密|秘密",
        r"宛先|名宛|受信者|受取人|のみを対象",
        r"誤って|誤送信|誤配信|お心当たり",
        r"送信者|発信者|(?:お知らせ|ご連絡|ご一報)(?:ください|下さい|いただ)",
        r"削除|破棄",
        r"複製|転載|開示|転送|第三者|禁じ|禁止",
        r"ウイルス|責任を負",
    ),
    "zh": (
        r"机密|保密|機密",
        r"收件人|指定|特定(?:的)?(?:个人|對象|对象)",
        r"误收|誤收|错误|錯誤|误发",
        r"发件人|寄件人|發件人|寄件者|发送者",
        r"删除|刪除|销毁|銷毀",
        r"复制|複製|披露|泄露|洩露|传播|傳播|散布|散佈|转发|使用本",
        r"病毒|责任|責任",
    ),
}
#: Words: a disclaimer of a language is looked for where one of them stands.
HELD = {
    "en": "confidential|privileged|in error|by mistake",
    "de": "vertraulich|rrtümlich|versehentlich|fälschlich",
    "fr": "confidentiel|confidentialité|par erreur",
    "es": "confidencia|privilegiad|por error",
    "pt": "confidencia|sigilos|por engano|por erro",
    "it": "riservat|confidenzial|per errore",
    "nl": "vertrouwelijk|abusievelijk|ten onrechte",
    "pl": "poufn|omyłk",
    "sv": "konfidentiel|sekretess|av misstag",
    "da": "fortrolig|ved en fejl",
    "tr": "gizli|yanlışlıkla|sehven",
    "ja": "機密|秘密|誤って",
    "zh": "机密|保密|機密|误收|誤收",
}
#: What bears a virus; and what else a sentence of a disclaimer speaks of that has one sign only.
VIRUS = r"\bvir(?:us|en)|vírus|virüs|wirus|ウイルス|病毒"
OF_MAIL = (
    r"mails?\b|this message|nachricht|courriel|ce message|mensaje|mensagem|messaggio|bericht|wiadomoś|meddelande|besked"
    r"|e-posta|ileti\b|メール|邮件|郵件|attachment"
)
#: How a disclaimer calls the mail that it stands in.
THIS_MAIL = {
    "en": r"this (?:e-?mail|message|communication|transmission|mail|correspondence)|this electronic",
    "de": r"diese[rs]? (?:e-?mail|nachricht|mail|mitteilung)",
    "fr": r"(?:ce|cet|cette|du présent|le présent) (?:e-?mail|message|courriel|courrier|mail)",
    "es": r"(?:este|esta|presente) (?:correo|mensaje|e-?mail|comunicación|mail)",
    "pt": r"(?:est[ea]|presente) (?:e-?mail|mensagem|correio|comunicação)",
    "it": r"(?:quest[ao]|presente) (?:e-?mail|messaggio|mail|comunicazione)",
    "nl": r"(?:deze|dit) (?:e-?mail|mail|bericht)",
    "pl": r"(?:ta|tej|tę|niniejsz\w+|ten) (?:wiadomoś\w+|e-?mail\w*|korespondencj\w+)|^wiadomość",
    "sv": r"(?:detta|det här|denna) (?:e-?post\w*|meddelande\w*|mejl\w*|mail\w*)|^meddelandet",
    "da": r"(?:denne|dette) (?:e?-?mail|besked|meddelelse)",
    "tr": r"\bbu (?:e-?posta|ileti|mesaj)",
    "ja": r"(?:本|この)(?:メール|電子メール|通信)",
    "zh": r"(?:本|此|该|這封|这封)(?:电子)?(?:邮件|郵件|電郵|信息)",
}
#: What a gateway says of a mail from outside; and what it speaks of when it says what one should not do then, and how.
WARNINGS = (
    (
        r"this (?:e-?mail|message|mail) "
        r"(?:(?:has|was|is|came|comes|originate[sd]|been|being|sent|received|from|by|an?) )*(?:outside|external)\b",
        r"links?\b|attachments?|caution",
        r"\b(?:not|n['’]t|never) (?:click|open|follow|trust)|unless you|caution|careful|with care",
    ),
    (
        r"diese (?:e-?mail|nachricht|mail) "
        r"(?:(?:kommt|kam|stammt|wurde|ist|von|aus|einem|einer|eine|ein) )*(?:außerhalb|extern|externe[rnms]?)\b",
        r"\blinks?\b|anh[aä]ng",
        r"nicht|kein|vorsicht|nur",
    ),
    (
        r"ce (?:e-?mail|message|courriel|mail) "
        r"(?:(?:provient|vient|a|été|est|envoyé|reçu|par|de|un|une) |d['’]une? |l['’])*"
        r"(?:l['’])?(?:extérieur|externe|expéditeur externe)\b",
        r"\bliens?\b|pièces? jointe",
        r"\bne |n['’]|prudence",
    ),
    (
        r"este (?:correo|mensaje|e-?mail)(?: electrónico)? "
        r"(?:(?:proviene|procede|viene|ha|sido|fue|es|enviado|de|desde|un|una) )*"
        r"(?:extern[oa]|remitente externo|fuera de)\b",
        r"\benlaces?|adjunto",
        r"\bno\b|cuidado|precaución",
    ),
    (
        r"est[ea] (?:e-?mail|mensagem) "
        r"(?:(?:foi|vem|é|provém|enviad[oa]|recebid[oa]|de|por|um|uma) )*(?:extern[oa]|remetente externo|fora d[ao])\b",
        r"\blinks?\b|anexo",
        r"\bnão\b|cuidado",
    ),
    (
        r"quest[ao] (?:e-?mail|messaggio|mail) "
        r"(?:(?:proviene|arriva|è|stat[oa]|inviat[oa]|da|di|un|una|origine) )*"
        r"(?:estern[oa]|mittente esterno|dall['’]esterno)\b",
        r"\blink\b|allegat",
        r"\bnon\b|attenzione",
    ),
    (
        r"(?:deze e-?mail|dit bericht) "
        r"(?:(?:komt|is|werd|afkomstig|verzonden|van|door|een) )*(?:buiten|extern|externe)\b",
        r"\blinks?\b|bijlage",
        r"niet|geen|voorzichtig",
    ),
    (
        r"ta wiadomość (?:(?:pochodzi|została|wysłana|jest|od|z) )*(?:spoza|zewnątrz|zewnętrzn\w+)",
        r"\blink|załącznik",
        r"\bnie\b|ostrożn",
    ),
    (
        r"(?:detta|det här) (?:e-postmeddelandet?|mejlet|meddelandet?|mejl|mail) "
        r"(?:(?:kommer|är|har|skickats|från|av|en) )*(?:utanför|utifrån|extern)\b",
        r"länk|bilag|bifog",
        r"\binte\b|försiktig",
    ),
    (
        r"denne (?:e?-?mail|besked) (?:(?:kommer|er|blev|sendt|fra|af|en) )*(?:uden for|udefra|ekstern)\b",
        r"\blinks?\b|vedhæft",
        r"\bikke\b|forsigtig",
    ),
    (
        r"\bbu (?:e-?posta|ileti|mesaj) (?:(?:bir|kurum\w*|kuruluş\w*) )*(?:dışından|dışı|harici)\b",
        r"bağlantı|ekleri",
        r"tıklamay|açmay|dikkat",
    ),
    (
        r"(?:本|この)メールは、?(?:外部|社外)",
        r"リンク|添付",
        r"注意|開かない|クリックしない|ください",
    ),
    (
        r"(?:此|本|这封)(?:邮件|郵件)(?:来自|发自|是)?(?:您的)?(?:組織|组织|公司|单位)?外部",
        r"链接|附件|連結",
        r"请勿|不要|谨慎|小心",
    ),
)
#: Words of which each of these holds one.
WARNED = (
    "outside|external|extern|außerhalb|extérieur|fuera de|fora d|estern|buiten|spoza|zewn|utanför|utifrån|uden for"
    "|udefra|dışı|harici|外部|社外"
)
#: What a mail server says of somebody who has not written before; words of which that holds one; where it leads for
#: more.
SELDOM = (
    r"you don['’]t often get e-?mail from|sie erhalten nicht (?:oft|häufig) (?:eine )?e-?mails? von"
    r"|vous n['’](?:obtenez|recevez) pas souvent d['’]e-?mail|no suele recibir correo|non si ricevono spesso"
    r"|não costuma receber|u ontvangt (?:niet vaak|vaak geen) e-?mail|nieczęsto otrzymujesz|du får inte ofta e-?post"
    r"|du modtager ikke ofte mail|e-posta almıyorsunuz|からメールを受け取ることは|通常不会收到来自"
)
SELDOM_WORDS = (
    "often get|nicht oft|nicht häufig|pas souvent|no suele|ricevono spesso|não costuma|niet vaak|vaak geen|nieczęsto"
    "|inte ofta|ikke ofte|almıyorsunuz|受け取ることは|通常不会"
)
LEARN_WHY = (
    r"(?:learn why|erfahren sie|découvrez|pourquoi|informations|más información|obtenga|scopri|saiba|lees waarom"
    r"|dowiedz|läs (?:om|mer)|få mere|bunun neden|これが重要|了解)"
)
#: What stands in a line of its own above a disclaimer.
TITLES = (
    r"[\W_]*(?:e-?mail )?(?:disclaimer|(?:legal|confidentiality|privacy|important) notice|confidential(?:ity)?"
    r"|haftungsausschluss|(?:rechtlicher|wichtiger|vertraulichkeits)[ -]?hinweis|vertraulich|avertissement"
    r"|confidentialité|aviso legal|aviso de confidencial\w+|avviso di riservatezza|nota legale|klauzula poufności"
    r"|gizlilik(?: bildirimi)?|yasal uyarı|免责声明|免責事項|保密声明)[\W_]*"
)
#: What the law wants said of a house that writes: where it is registered; and what else stands there.
REGISTERED = (
    r"\b(?:hr[ab]\b|amtsgericht|registergericht|handelsregister|firmenbuch|ust[.-]* ?id|uid\b|che-\d|registered office"
    r"|registered in (?:england|scotland|wales|(?:northern )?ireland|the uk)|registered (?:company )?(?:number|no\b)"
    r"|company (?:number|no\b|registration)|vat (?:no|number|reg)|rcs\b|siret\b|siren\b|tva intra"
    r"|registro mercantil|cif\b|nipc\b|cnpj\b|conservatória|p\. ?iva|partita iva|registro (?:delle )?imprese"
    r"|kvk\b|btw\b|krs\b|regon\b|sąd rejonowy|org\.? ?nr|organisationsnummer|cvr\b|mersis|ticaret sicil"
    r"|vergi (?:no|dairesi))|法人番号|登録番号|统一社会信用代码|統一編號"
)
BESIDE_IT = (
    r"sitz der|geschäftsführ|vorstand|aufsichtsrat|siège social|capital (?:de|social)|sede (?:legale|social)"
    r"|domicilio social|cap(?:itale)?\.? soc|statutair|kapitał zakładowy|styrelsens säte|incorporated|\bltd\b|limited"
    r"|\bllp\b|\bplc\b|gmbh|\bag\b|\bkg\b|\bsas\b|\bsarl\b|\bs\.?[lar]\.|\bb\.?v\b|sp\. z o|\bab\b|\baps\b|a\.ş"
    r"|株式会社|有限公司|代表取締役"
)
_MONTHS = (
    r"(?:jan|feb|fév|mar|mär|mrt|mai|maj|may|apr|abr|avr|jun|juin|jui|jul|aug|aoû|ago|aou|sep|set|oct|okt|out|ott|nov|dec"
    r"|dez|déc|dic|gen|ene|mag|giu|lug|styc|lut|kwi|cze|lip|sie|wrz|paź|lis|gru|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara)"
)
#: What keeps a sentence where it stands, whatever else it says: an application, an offer, an answer, a day, a time.
KEEPING = (
    r"applica(?:nt|tion)|candida(?:t|cy)|interview|vacanc|\b(?:post|position|role|job|offer|test|task|hired?|start)\b"
    r"|assessment|invit|unfortunately|regret|sorry|selected|some(?:one|body) else|another|deadline"
    r"|bewerb|\bstelle\b|absage|gespräch|angebot|aufgabe|termin|einlad|leider|berücksichtig|entschieden"
    r"|candidat|\bposte\b|entretien|\boffre\b|\bépreuve|malheureus|regrett|retenu|donnerons"
    r"|solicitud|\bpuesto\b|entrevista|\boferta\b|\bprueba|lament|seleccionad|\bvaga\b|proposta|infelizmente|selecionad"
    r"|colloquio|\bofferta\b|\bprova\b|purtroppo|spiacent|selezionat|prosegui"
    r"|sollicit|vacature|\baanbod\b|\bgesprek\b|helaas|gekozen"
    r"|kandydat|aplikacj|rekrutac|stanowisk|rozmow|ofert|niestety|wybra"
    r"|ansök|tjänst|intervju|erbjud|tyvärr|\bvalt\b|ansøg|stilling|samtale|tilbud|desværre|\bvalgt\b"
    r"|başvuru|pozisyon|mülakat|teklif|görüşme|maalesef|seçil"
    r"|応募|選考|採用|面接|見送|残念|内定|申请|申請|应聘|應徵|岗位|面试|面試|遗憾|遺憾|录用|錄用"
    r"|\d{1,2}[:h.]\d\d\b|\d{1,2} ?(?:am|pm|uhr)\b|\d月|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|º|er|\.)? (?:(?:of|de|di) )?{_MONTHS}|\b{_MONTHS}[a-z]*\.? \d{{1,2}}\b"
)
#: What the line on a register does not speak of: whoever writes, and whoever reads.
PERSONAL = (
    r"\b(?:you|your|we|us|our|please|wir|uns|sie|ihnen|ihre?[nms]?|bitte|dir|dich|vous|votre|nous|merci|usted|ustedes"
    r"|favor|lei|sua|suo|prego|uw|wij|ons|graag|pan|pani|prosimy|din|dig|oss|venligst|siz|sizin|lütfen)\b"
)
