"""Words of offices in the twelve languages beside English: departments, titles, occupations, forms, kinds, places.

They tell "Ana Souza" from "Gestão de Pessoas" and "Recrutement" from a company's name. Spelled as `names.key`
does: lower case, no accents. A word that is a common family name as well ("Koch", "Bauer") is left out.
"""

from __future__ import annotations

import re
import unicodedata

_DEPARTMENTS = """
    de stellen karriere bewerbung bewerbungen bewerbermanagement personal personalabteilung personalamt personalwesen
       stellenangebote ausbildung absage rückmeldung hr-team jobportal bewerberservice bewerber kandidaten
       geschäftsleitung leitung betriebsrat büro umfrage umfragen befragung sekretariat personalstelle bewerberstelle
       bewerberbüro vorzimmer zentrale postfach
    fr recrutement recruteur ressources humaines emploi emplois candidature candidatures carrières équipe
       service talents candidats support
       rh drh srh suivi scolarité secrétariat direction sondage enquête
    es atracción selección recursos humanos empleo candidaturas equipo talento personas reclutamiento departamento
       servicio atención candidato candidatos
       rrhh humano siniestros soporte búsquedas registro dirección secretaría empleos cultura encuestas oficina
    pt gente gestão atração recrutamento seleção recursos humanos emprego candidaturas equipa equipe talentos pessoas
       vagas time candidato candidatos apoio
       rh drh coordenação secretaria onboarding carreiras cultura inquérito escritório
    it attrazione selezione selezioni risorse umane ufficio candidature lavoro personale recruiting assistenza
       candidati candidato
       segreteria hr-team direzione selezionatori indagini cultura
    nl banen werving personeelszaken sollicitaties vacatures werken recruitmentteam kandidatenservice kandidaten
       loket afdeling selectie servicepunt werkplek traineeship trainees
       planning directie verhuur personeel sollicitatieportaal kantoor onderzoek
    pl rekrutacja rekrutacji kadry kadr dział zespół personalny oferty kariera kandydatów kandydaci obsługa
       poczta portal rekrutacyjny rekrutacyjna rekrutacje asystent rejestracja pomoc sekretariat kadrowy
    sv rekrytering rekryteringsteamet personalavdelningen hr-avdelningen jobb karriär ansökan
       kandidatservice kandidater
       avdelningen avdelning ansökningar personalfunktionen rekryteringen bemanning rekryteringsteam personalavdelning
       kontoret undersökning teamet kansliet expeditionen receptionen ledningen styrelsen
    da rekruttering rekrutteringsteamet personaleafdelingen hr-afdelingen personale ansøgning
       kandidatservice kandidater
       afdelingen afdeling jobportalen ansøgninger løn rekrutteringen rekrutteringsteam personaleafdeling
       kontoret undersøgelse teamet sekretariatet ledelsen bestyrelsen receptionen
    tr kariyer insan kaynakları ik işe alım ekibi departmanı başvuru yetenek aday adaylar destek
       portalı birimi kazanımı deneyimi personel anket kültür direktörlüğü rektörlüğü
    ja 採用担当 採用チーム 人事部 人事課 人事 採用 自動送信 応募者サポート
    zh 招聘团队 招聘组 人力资源部 人力资源 人事处 人事部 人才团队 系统邮件 应聘者服务
"""
_OCCUPATIONS = """
    de referentin referent leiterin leiter personalreferentin personalreferent personalleiterin personalleiter
       sachbearbeiterin sachbearbeiter geschäftsführer geschäftsführerin vertriebsleiter mitarbeiter
       mitarbeiterin
       assistenz assistentin berater beraterin techniker ingenieurin verkäufer verkäuferin
    fr chargé chargée responsable directeur directrice ingénieur assistante recruteuse recruteur gestionnaire
       technicien technicienne comptable conseiller conseillère développeur développeuse
    es técnico técnica responsable directora analista gerente encargado desarrollador desarrolladora ingeniero
       ingeniera auxiliar administrativo consultor coordinador coordinadora
    pt técnico técnica gestor gestora analista gerente diretor diretora engenheiro engenheira assistente
       desenvolvedor desenvolvedora coordenador coordenadora consultora recrutadora recrutador
    it responsabile addetto addetta direttore direttrice impiegato impiegata sviluppatore sviluppatrice
       ingegnere
       consulente selezionatrice selezionatore tecnico
    nl medewerker adviseur projectleider teamleider ontwikkelaar verkoper
    pl specjalista specjalistka kierownik kierowniczka dyrektor rekruterka rekruter analityk inżynier
       programista
    sv rekryterare utvecklare samordnare handläggare projektledare konsult
    da konsulent udvikler sagsbehandler projektleder
    tr uzmanı müdürü mühendisi yöneticisi analisti danışmanı sorumlusu direktörü
"""
_TITLES = """
    de leitung teamleitung geschäftsführung sachgebietsleiterin sachgebietsleiter personalleitung prokuristin
    fr drh rh recrutement associée associé fondatrice fondateur coprésidente coprésident présidente président gérante
       gérant secrétaire
    es rrhh selección socia socio fundadora jefa jefe especialista profesional presidenta
       presidente secretaria secretario
    pt rh recrutamento sócia sócio chefe secretário secretária presidente professora
    it hr selezione titolare socio socia presidente dirigente segretario segretaria professoressa
    nl directeur eigenaar oprichter personeelszaken hoogleraar voorzitter eigenares
    pl kadry prezes właściciel właścicielka prezeska przewodniczący przewodnicząca kierownik
    sv hr-chef personalchef hr-partner rektor verkställande ordförande ägare
    da hr-chef hr-konsulent personalechef direktør leder formand forstander indehaver
    tr ik insan genel kurucu müdür müdürü başkan başkanı yönetici ortak uzman uzmanı
"""
#: How a word ends that says what somebody is, where words are put together: "Chefkonsulent", "Traineeansvarig".
TITLE_END = re.compile(
    r"\w(?:konsulent|direktør|direktör|direktor|direktorin|leder|leiter|leiterin|chef|chefin|ansvarlige?|ansvarige?"
    r"|verantwoordelijke|beauftragter?|referent|referentin|medewerker|adviseur|rådgivare|rådgiver|koordinator|coördinator"
    r"|assistent|assistentin|assistente|sekretær|sekreterare|inspektør|inspektör|konsult|handläggare|partnerin"
    r"|sachbearbeiter|sachbearbeiterin|meister|meisterin|mester|mästare|specialist)\b",
    re.IGNORECASE,
)
_FORMS = """
    de e.v. kgaa stiftung klinikum werke verwaltung stadtverwaltung landkreis hochschule
       gemeinde stadt universität bundesamt landesamt bezirksamt landratsamt ministerium bistum zweckverband
       krankenhaus finanzamt polizei schule grundschule gymnasium kindergarten bibliothek museum
       theater ggmbh mbh mbb ohg gbr brauereigruppe
    fr sarl sas sasu sa université mairie hôpital fils frères ville commune ministère
    es sl slu universidad ayuntamiento hermanos ministerio diputación
    pt lda ltda universidade câmara prefeitura ministério município
    it srl spa comune università fratelli provincia ministero
    nl nv vof vzw bvba stichting gemeente zorggroep provincie waterschap ministerie ziekenhuis
    pl spółka urząd uniwersytet szpital gmina ministerstwo
    sv ab kommun universitet regionen skola högskola folkhögskola förskola gymnasium vårdcentral bibliotek församling
       teater åkeri bageri byrå
    da aps a/s kommune universitet skole højskole folkehøjskole efterskole børnehave bibliotek menighed teater forlag
       bageri
    tr aş şti belediyesi üniversitesi holding bakanlığı hastanesi valiliği derneği vakfı bankası yayınevi kooperatifi
       koleji lisesi müzesi oteli eczanesi sigorta
"""
#: Kinds of houses with which the names of many begin, and no other name does.
_HEADS = """
    de dachdeckerei zimmerei sanitätshaus fahrschule elektrofirma
       wirtshaus brauhaus landgasthof bibliothek bistro fleischerei malerbetrieb tierarztpraxis arztpraxis kellerei
       hotel gasthof gasthaus restaurant stadtwerke apotheke hausarztpraxis zahnarztpraxis kanzlei brauerei bäckerei
       konditorei tischlerei schreinerei autohaus buchhandlung verlag museum theater verein grundschule gymnasium
       sparkasse volksbank gärtnerei weingut metzgerei stadt gemeinde universität hochschule ministerium bundesamt
       landesamt krankenhaus klinikum stiftung tierheim seniorenheim kreiskrankenhaus pflegeheim
       kantonsspital spital universitätsklinikum uniklinik fachhochschule kirchengemeinde pfarrei kita kindergarten
       realschule gesamtschule mittelschule berufsschule volkshochschule jugendherberge landratsamt bezirksamt
       stadtverwaltung polizeipräsidium amtsgericht stadtbibliothek stadtmuseum staatstheater landestheater spedition
    fr plomberie pépinière
       hôtel groupe association banque crédit assurances ministère université mairie clinique hôpital lycée école
       collège cabinet brasserie boulangerie pâtisserie menuiserie librairie pharmacie garage fondation coopérative
       musée théâtre éditions imprimerie maison région département résidence domaine château ehpad
       café crèche ferme fromagerie charcuterie épicerie bibliothèque médiathèque préfecture conservatoire collectif
    es taller finca
       grupo hotel restaurante asociación fundación banco caja seguros ministerio ayuntamiento universidad clínica
       colegio instituto bodegas bodega carpintería panadería librería farmacia editorial cooperativa museo teatro
       talleres cementos transportes residencia escuela bufete gestoría hospital
       cafetería heladería pastelería peluquería ferretería imprenta biblioteca diputación academia asesoría granja
    pt serralharia
       pousada grupo associação fundação banco seguradora seguros ministério câmara universidade clínica colégio escola
       adega padaria carpintaria livraria farmácia editora cooperativa museu teatro oficina cimentos transportes
       metalúrgica prefeitura cervejaria restaurante hotel
       confeitaria mercearia gráfica biblioteca agrupamento misericórdia
    it masseria
       gruppo albergo ristorante associazione fondazione banca assicurazioni ministero comune università clinica
       ospedale scuola istituto cantina falegnameria panificio libreria farmacia editrice cooperativa museo teatro
       officina cementerie trasporti pasticceria birrificio regione provincia azienda
       pizzeria trattoria osteria gelateria macelleria salumificio caseificio lanificio tipografia biblioteca liceo
       tessitura fonderia fonderie caffè
    nl timmerbedrijf hoveniersbedrijf schildersbedrijf rijksdienst
       hotel restaurant stichting gemeente universiteit ministerie ziekenhuis apotheek bakkerij brouwerij boekhandel
       koffiehuis uitgeverij museum kwekerij tandartspraktijk huisartsenpraktijk basisschool zorggroep provincie
       drukkerij garage waterschap onderwijsgroep lyceum
       slagerij kapsalon bibliotheek kinderdagverblijf
    pl stolarnia warsztat kwiaciarnia hurtownia
       hotel restauracja grupa fundacja stowarzyszenie bank ministerstwo urząd uniwersytet politechnika szpital
       szkoła przychodnia kancelaria kawiarnia piekarnia cukiernia księgarnia apteka wydawnictwo spółdzielnia muzeum
       teatr zakład zakłady browar drukarnia przedszkole
       huta stocznia elektrownia gmina starostwo liceum technikum biblioteka instytut
    sv snickeriet
       hotell restaurang stiftelsen föreningen bokhandeln förlaget museet bageriet apoteket region regionen
       kommunen bryggeriet gymnasiet länsstyrelsen stadsbiblioteket
       skolan förskolan biblioteket hotellet konditoriet
    da tømrerfirmaet
       hotel restaurant fonden foreningen forlaget museet bageriet apoteket region kommunen bryggeriet gymnasiet
       boghandlen teatret
       skolen børnehuset børnehaven plejehjemmet biblioteket
    tr otel hastane okul banka belediye kafe lokanta restoran eczane
"""
#: Units that sign a letter or send it, and what a service sends. By themselves they are no house, and never a person.
_UNITS = """
    de dezernat referat sachgebiet fachbereich geschäftsstelle dekanat rektorat personaldezernat stabsstelle prüfungsamt
       auswahlkommission berufungskommission einstellungstest
    fr pôle greffe rectorat décanat vivier concours commission évaluation évaluations enquêtes délégation
    es negociado gestión humana sección unidad área jefatura gerencia rectorado vicerrectorado decanato convocatorias
       concursos oposiciones comisión tribunal evaluación evaluaciones pruebas encuesta
    pt gestão secção seção unidade área gabinete chefia reitoria núcleo divisão concursos comissão júri avaliação provas
       inquéritos pesquisa pesquisas
    it gestione settore sezione unità area rettorato concorsi bandi ripartizione commissione valutazione prove sondaggi
    nl sectie eenheid decanaat commissie toetsing vragenlijst enquête
    pl referat wydział dziekanat rektorat sekcja komisja konkursy ankieta ankiety badania
    sv enheten enhet sektionen förvaltningen förvaltning kansliet kansli nämnden enkät
    da enheden enhed sektionen forvaltningen forvaltning udvalget spørgeskema
    tr müdürlüğü başkanlığı şefliği dekanlığı sekreterliği koordinatörlüğü amirliği
       komisyonu kurulu değerlendirme sınav
"""
_PLACES = """
    de münchen köln wien zürich nürnberg frankfurt hannover genf österreich schweiz deutschland bayern
    fr bruxelles marseille lille nantes bordeaux toulouse strasbourg genève bretagne suisse belgique
    es sevilla bilbao zaragoza málaga españa andalucía cataluña méxico bogotá lima
    pt lisboa braga coimbra alentejo algarve brasil são paulo
    it roma milano torino napoli firenze bologna genova venezia toscana sicilia italia
    nl eindhoven groningen haarlem friesland nederland antwerpen
    pl warszawa warszawie kraków krakowie wrocław poznań gdańsk łódź polska
    sv göteborg uppsala malmö sverige lappland
    da københavn aarhus odense aalborg danmark jylland fyn
    tr istanbul ankara izmir bursa ege türkiye
    ja 東京 大阪 京都 名古屋 横浜 福岡 札幌
    zh 北京 上海 广州 深圳 杭州 成都 南京 武汉 香港
"""
#: Job boards and tracking systems that are known in one country only.
_PLATFORMS = """
    de arbeitsagentur heyjobs joinvision rexx concludis umantis kununu indeedjobs meinestadt
    fr hellowork francetravail meteojob jobteaser taleez flatchr talentsoft cadremploi
    es computrabajo tecnoempleo bumeran infoempleo
    pt gupy catho infojobs netempregos kenoby vagascom
    it inrecruiting jobrapido
    nl werkspoor nationalevacaturebank homerun otys
    pl pracuj pracujpl erecruiter traffit hrlink olxpraca
    sv varbi reachmee arbetsformedlingen platsbanken jobylon
    da hrmanager jobindex emply hrskyen jobnet
    tr kariyernet yenibiris elemannet secretcv
    ja リクナビ マイナビ ビズリーチ doda wantedly エン転職 ハローワーク ジョブカン jobcan タウンワーク バイトル
       ジョブメドレー 求人ボックス レバテック マイページ キャリタス rikunabi mynavi bizreach herp talentio axol
    zh 智联招聘 猎聘 前程无忧 boss直聘 拉勾 zhaopin liepin lagou 北森 beisen mokahr 实习僧 shixiseng 脉脉 牛客 nowcoder
       51job 58同城 应届生求职网 yingjiesheng 104 1111 104人力银行 1111人力银行 104人力銀行 1111人力銀行 大街网 jobsdb
       cakeresume 飞书 feishu
"""


def _spelled(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in bare if letter.isalnum())


def _listed(table: str) -> frozenset[str]:
    """The words of a table, without the language at the head of its lines."""
    languages = {"de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "tr", "ja", "zh"}
    heads = {line.split()[0] for line in table.splitlines() if line.strip()} & languages
    return frozenset(map(_spelled, table.split())) - heads


DEPARTMENTS = _listed(_DEPARTMENTS)
OCCUPATIONS = _listed(_OCCUPATIONS)
TITLES = _listed(_TITLES)
FORMS = _listed(_FORMS)
HEADS = _listed(_HEADS)
UNITS = _listed(_UNITS)
PLACES = _listed(_PLACES)
PLATFORMS = _listed(_PLATFORMS)
