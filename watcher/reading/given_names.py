"""First names in common use, in the languages that the program reads: what tells "Anna" from "Acme".

A list can never be whole. A name that is missing here needs another sign (an address, a title below it) to be
taken for a person's; nothing else depends on it.
"""

from __future__ import annotations

import itertools

_BEGIN = 2  #: letters


def _by_beginning(names: str) -> dict[str, str]:
    """The names in one string for each two letters with which some begin: a set of them takes a megabyte."""
    each = sorted(set(names.split()))
    return {start: f" {' '.join(its)} " for start, its in itertools.groupby(each, lambda name: name[:_BEGIN])}


#: Spelled as `names.key` does: lower case, no accents.
_NAMES = _by_beginning(
    """
    aaron abby abdul abigail ada adam adele adrian adriana adrien agata agnes agnieszka ahmed ahmet aidan
    aiko aisha akira alan alba albert alberto alejandra alejandro aleksander aleksandra alessandra
    alessandro alex alexander alexandra alexandre alexia alexis alfonso alfred ali alice alicia alina
    alison alistair allison alma amanda amara amelia amelie amina amir amit amy ana anais anastasia anders
    andre andrea andreas andrei andres andrew andrzej angela angelo angus anika anita anja anjali anke
    ankit ann anna annabel anne annette annika anouk anthony antje anton antonia antonio anya aoife april
    archie arjun arne arthur arturo arun asger ash asha ashley asli astrid audrey aurelie ava axel aya
    ayesha ayse barbara barbora barry bart bartosz beatrice beatriz ben benedikt benjamin bernd bernhard
    bert beth bethany bettina bianca bill birgit bjarne bjorn bogdan boris brad bram brandon brenda
    brendan brian bridget britta bruno burak camila camilla camille can carina carl carla carlo carlos
    carmen carol carole carolina caroline carrie carsten catalina catarina catherine cathy catriona cecile
    cecilia celia celine chantal charlotte chen chiara chloe chris christa christel christian christiane
    christina christine christoph christophe christopher ciara claire clara clare claudia claudio claus
    clemens clement colin connor conor constance cora corinna corinne craig cristina cynthia czeslaw
    dagmar daisuke dan dana daniel daniela daniele danielle danuta daphne darren dave david dawn debbie
    deborah declan deepa deepak defne delphine denis denise deniz dennis derek derya diana diane didier
    diego dieter dimitri dina dirk dmitri dominic dominik dominique donna dora doris dorota dorothea dorte
    duncan dylan ebru eddie edith edouard eduardo edward edyta eileen elaine eleanor elena eleni elias
    elif elin elisa elisabeth elise eliza elizabeth elke ella ellen elliot eloise elsa emanuele emil
    emilia emilie emily emine emma emmanuel emre enrico eric erica erik erika erin erkan ernesto esra
    esther ethan etienne eugenia eva evan eve evelyn ewa fabian fabien fabio fatih fatima fatma federica
    federico felicia felicity felipe felix ferdinand fernanda fernando fiona flora florence florian
    frances francesca francesco francis francisca francisco franck francois francoise frank franz
    franziska fred frederic frederik fredrik frieda friederike fritz fumiko gabriel gabriela gabriele
    gabriella gabrielle gareth gary gavin gemma genevieve geoff georg george georgia georgina gerald
    gerard gerd gerhard gian gianluca gilles gillian gina giorgia giorgio giovanna giovanni giulia
    giuseppe gloria gokhan gonzalo gordon grace graham greg gregor gregory greta grzegorz gudrun guillaume
    guillermo gunnar gunter gustav gustavo guy hakan hamza hana hanna hannah hanne hannes hans harald
    harriet harry haruka haruto hasan hassan hatice hazel heather hector heidi heike heiko heinrich heinz
    helen helena helene helga helle helmut hendrik henri henrik henrike henry herbert hermann hilary hilde
    hiroshi holger holly hubert hugh hugo huseyin iain ian ibrahim ida ignacio ilaria ilona imke imogen
    imran ines inga inge ingo ingrid inka irena irene irina iris irma isa isaac isabel isabella isabelle
    isla ivan ivana ivo ivy iwona jaap jack jackie jacob jacqueline jacques jade jaime jake jakob jakub
    jamal james jamie jan jana jane janet janice janina janine janneke jared jaroslaw jasmin jasmine jason
    jasper javier jay jayne jean jeanette jeanne jeff jelena jennifer jenny jens jeremy jerome jerzy
    jesper jess jessica jesus jette jill jim jing jo joachim joan joana joanna joanne joao joaquin jochen
    joe joel joelle johan johann johanna johannes john jolanta jon jonas jonathan joost jorg jorge joris
    jose josef josefine joseph josephine josh joshua joy joyce juan juana judith julia julian juliana
    juliane julie julien juliet juliette julio jurgen justin justyna jutta kaan kai kamil kamila karen
    karim karin karina karl karolina karsten kasia kasper katarina katarzyna kate katharina katherine
    kathleen kathrin kathryn kathy katie katja katrin katrine kay kayla kazuki keith kelly ken kenji
    kenneth kerem kerstin kevin khalid kieran kim kimberly kirsten kirsty klara klaus knut konrad
    konstantin krista kristian kristin kristina kristine krystyna krzysztof kumar kurt kyle laila lara
    larissa lars latoya laura laure lauren laurence laurent lea leah lee leila lena lene leo leon leonard
    leonardo leonie leroy lesley leslie leticia leyla liam lieke lilian liliana lily lin lina linda
    lindsay ling linnea linus lionel lisa lise liselotte liv livia liz logan lorena lorenzo lothar lotte
    louis louisa louise luc luca lucas lucia lucie lucy ludwig luis luisa lukas luke luna lutz lydia lynn
    maarten madeleine mads magda magdalena magnus mahmoud maike maja malcolm malgorzata malin malte mandy
    manfred manuel manuela mara marc marcel marcela marcelo marcin marco marcos marcus mareike marek maren
    margaret margarita margot margrit maria mariam mariana marianne marie marije marina mario marion
    marisa marit marius marjolein marjorie mark markus marleen marlene marlies marta marten martha martin
    martina martine marvin mary maryam masako mateo mateusz mathias mathieu mathilde matilda matt matteo
    matthew matthias matthieu maud maureen maurice mauricio max maxim maxime may maya meg megan mehmet mei
    meike mel melanie melina melissa mercedes merete merve mette mia michael michaela michal michele
    michelle miguel mikael mike mikkel mila milan milena mina mira miranda miriam mirjam mitchell moa
    mohamed mohammed moira molly mona monica monika moritz morten muhammad murat mustafa nadia nadine
    nadja nanna naomi natalia natalie natasha nathalie nathan neha neil nele nelson nia niall niamh
    nicholas nick nicki nicola nicolas nicole niels nigel niklas niko nils nina nino nisha noah noel noemi
    noor nora norbert nuno nuria odile olaf ole oleg olga oliver olivia olivier omar onur orla orlando
    oscar oskar osman ottilie otto owen oya ozge ozlem pablo paige pamela paola paolo pascal patrice
    patricia patricio patrick patrik patrizia patty paul paula paulina pauline paulo pavel pawel pedro
    peggy penelope penny per pete peter petra petter phil philip philipp philippa philippe phoebe pia
    pierre pieter pilar piotr polly pooja prakash pranav priscilla priya rachel rafael rafal rahul rainer
    raj rajesh ralf ralph ramon rania raphael raquel rasmus raul ravi raymond rebecca regina reiko
    reinhard remi renata renate rene renee ricardo riccardo richard rik rikke rita rob robert roberta
    roberto robin rocio rodrigo roger rohan roland rolf roman ronald ronja rory rosa rosalie rosalind
    rosario rose rosemary rosie ross roswitha ruben rudolf rui rupert russell ruth ryan sabine sabrina
    sadie sally salma salvatore sam samantha samir samira samuel sandeep sandra sandrine sanjay sanne
    santiago sara sarah sasha saskia scott sean sebastian sebastien selin selina selma serena sergei
    sergio seth shannon sharon shaun sheila shirley sibylle siegfried sigrid silke silvia simon simona
    simone sinead siobhan sofia sofie solveig song sonia sonja sophia sophie soren stacey stacy stan
    stanislaw stefan stefania stefanie steffen stella stephan stephane stephanie stephen steve steven
    stijn stine stuart sue sunil suresh susan susana susanna susanne suzanne svea sven svenja svetlana
    sylvia sylvie sylwia tadeusz takashi tamara tania tanja tanya tara tariq tatiana ted teresa terry tess
    tessa theo theodor theresa therese thierry thomas thorsten tiago tilda till tim timo timothy tina
    tobias toby todd tom tomas tomasz tommy toni tony torben torsten tove tracy trevor tricia tristan
    trond trudy tyler uli ulla ulrich ulrika ulrike umut ursula ute uwe valentin valentina valeria valerie
    vanessa vera veronica veronika victor victoria vijay vikram viktor viktoria vincent vincenzo viola
    violet violetta virginia vivek vivian viviana volker walter waltraud wanda wei wendy wenke werner
    wiebke wieslaw wilhelm will willem william wojciech wolfgang xavier xiao yan yannick yara yasemin
    yasmin yi ying ylva yolanda youssef yuki yuko yuri yusuf yvette yvonne zahra zainab zbigniew zeynep
    zoe zofia zuzanna
    ake asa jorn kjell
    aage aart adelheid ahmad aled alejo alfons alojzy amandine amaya anabel andree anselm antoni arie arjen
    armin arnaud arnfinn arve aslihan asuman augusto ayca aylin aysel beate beatrix begum belinda benoit
    beppe berat berend berit birte bo boguslaw bonnie brecht brygida burkhard candice carlota caterina cees
    celeste celina cemile ceren cinzia cosima cyril dagmara damian darek detlef dilek dinesh dominika donata
    dovile edda edmilson eivind eleonora eliane elisabet enrique ensar erdem erminia ernst esben eulalia
    eusebio evren fabiana fausto fedor felipa ferran flemming floris franca franciszek frauke freya frits
    fulya gerrit gerry gertrud gesine giada ginny gino giuliana giulio guido gulsah hakon hanka harm heidrun
    helge henk henryk herve hidde huub ignacy ilka ingeborg irmgard isak ismail jacek jagoda janusz jarek
    jaroslav jasmijn jindrich joaquina jolien jorun jozef juanita judit juliusz jurek kaja karel karolin
    katrien kees kerim ketil kirsti kjersti klaas koray kordian kornelia lajos lasse leandro leif leszek
    liesbeth lieven linn loek loredana lubomir lucjan lucyna luigi maarit maciej maciek magali majbritt
    malgosia manolo margrethe marieke mariella marielle marijke maryse matheus mattia mauro mehtap melike
    merel merih meryem michela mieke milosz mireille mirka mirko miroslaw monique murielle nazli necla nevin
    niek nieves nihal nihat nuray oddvar odette oguz onno orhan ornella otilia ottmar ozgur paco palle
    paquita pat paulien pelin peppe piet pinar poul quinten quirin rabea rafa ragnhild raimund ramona
    reinder remco renzo reyhan ricarda rieke robbert roeland rolande romana ronan rosaria rosella roswita
    ruggero sabina salih sander sanna seda sefa selda selim semra sevgi sevim shruti sigrun silje silvana
    simen sinan solvi stefano steinar sunniva susann svend swen sylvain szymek tarik teis teodor terje
    tessel theis tiziana tjark tonje torbjorn torgeir traute trine truus tuba tulay turid ugur ulf urszula
    valentino vanda verena veronique vibeke vidar vigdis vincenza waldemar wanja wiesia wim witold wladyslaw
    xenia yavuz yeliz yigit zeki zenia zita zoltan zsofia zuhal
    afonso agathe ainhoa alessio alva alvar alvaro ane ania anneke ansgar aurelien bastien begona
    benedetta bengt birgitta bozena bruna busra caetano capucine cem clementine daan dariusz duarte ebba
    edoardo eike elzbieta ewelina fabrizio femke fermin filippo fleur floor frederikke gaelle geert
    giacomo ginevra gizem goncalo goran gosia gunilla gustaf halina hanneke hauke henning iker inigo
    jadwiga jelle jeppe jeroen jimena joke jordi kacper kinga kordula krystian lennart letizia levent
    loic lone luana ludovica ludwika lukasz lurdes maaike maelle manon mariusz marloes merce montserrat
    nerea noelia nur oceane oliwia olof ottavio ozan pernille pietro przemyslaw roos ruud sem sergi
    serkan sibel sidsel signe sjoerd slawomir solene stanislawa swantje szymon taina thiago thibault
    tijn tommaso troels tugba vasco wieslawa wilma wouter yann zdzislaw
    abdel abdelkader abdullah abdurrahman abel abelardo abena abidin acacio achieng achille adao adelaide adelia
    adelina adem ademar ademir adil aditya adnan adolfo adriano agnese agneta agostinho agostino agustin aida
    aitor akash aksel akua alain alasdair alban albane albano alberta albin albino alcides alcina alda aldo
    aleid alessia alfio alfredo alicja aline alix alonso alper alperen alphonse altan aluisio alvise alzira
    amadeo amadeu amadou amalia amalie amandio ambra ambroise amedeo americo amilcar aminata amparo amrita
    anabela anand ananya anatol aneta angele angelica angelique angharad angiolina anibal anjana annabelle
    annalisa annamaria annarita annegret annelie annelies anneloes annelore annemarie annemieke annerose annet
    annick anselmo antero antoine antoinette antonella antonello antonietta antonina antonino apolline apolonia
    aquiles ard arianna arif arkadiusz arlete armando armelle armindo arnaldo arnau arnoud arnout artur arvid
    arzu ashleigh ashok asier asim assunta asuncion asya atakan atilla attilio aude auguste augustin aukje
    aurelio aurore axelle aydan ayfer aykut ayla aysegul aysen aysu aysun ayten aziz babette bahadir baltasar
    baltazar banu baptiste baran barbel barbro barnabe bartlomiej bartolomeo basile basilio bastiaan batuhan
    baudouin bautista bavo beata bedia bekir belen belgin belma belmiro benedicte benedita benito benjamim bente
    beren beril berkay berna bernadette bernard bernardina bernardo bernt bernward berrak berrin berthe bertil
    bertrand bethan betul beyza bhavna biagio bilal birger birgitte birol birsen blaise blanche blandine blazej
    bob bodo boleslaw boleslawa borje borys brechtje bregje brice brigitte briony bronagh bronwen buket bulent
    bunyamin burcin burcu burhan cafer cagatay cagla cagri cahit caio callum camillo camilo canan caner cansu
    carine carmela carmelo carmine carola carolien carys casper cavit cayetana cecilie cedric celal celestine
    celestino celil celso cemal cemre cengiz cenk cerys cesar cesare cevat cezary charlene charles chidi chinedu
    chioma christelle christer ciaran cicero cigdem cihan cillian cira ciro clarisse claudette claudie
    claudine clelia cliff clodagh clotilde coen colette coline colm conceicao concepcion concetta connie
    constanca constanza consuelo coralie cordula corentin cormac cornelia corrado cosimo costanza cressida
    cristian cristiana cristiano cristobal custodio cyprien cyrille damiano damien damla danilo daria dario
    dashiell davi davide dawid debora deirdre delfim delyth demet demetrio deolinda desiree desmond detlev
    devika dhruv didem diederik dietmar dietrich dieuwke dilara dinis dino diogo divya dogukan dolores domenica
    domenico domingo domingos donatella donatien donato dondu doriana dorien dorit dorothee dorthe dries driss
    dulce duru duygu eberhard ece eckart eckhard eda edeltraud edgar edgardo edite edmond edson edvin efrain
    egemen egidio eilidh eimear einar eirik ekin ekkehard ekrem eladio elda eleri elfriede eliana elien
    elisabete elisabetta eliseu elodie eloi elspeth elton elvan elwira ema emanuel emanuela emeka emel emeline
    emer emeric emile emiliano emilien emilio emin emmanuelle emrah encarnacion ender enea eneko enrica enver
    enza enzo eoin ercan erdal erdi erdogan eren erhan erhard erich erico erkut erland ermelinda ernest erol
    ersin ertan ertugrul erwin eryk esin esma esperanza esteban estefania estela estelle estevao ettore eugen
    eugenie eugenio eugeniusz eulalie eunice eurico evandro evaristo evelien evelina evelyne evert everton ewald
    ewan ewout eylul ezequiel ezgi ezio fabia fabienne fabiola fabrice fabricio fabrizia facundo fadime fahri
    falk fanny faruk fatiha fatou faustino feliciano felicie felicitas felicja ferda ferdinando fergus ferhat
    feride feridun fernand ferry fethi feyza fidel fien figen fikret filip filipa filipe filiz filomena finlay
    finn fionnuala fiorella firmino flavia flavie flavio florencio florent florine fortunato francine frederico
    frederique freja frida friedhelm friedrich fulden fulvia fulvio funda furkan gabi gael gaetan gaetana
    gaetano galip gamze gaspar gaspard gaspare gaston gaurav gautier geeta geir gema genaro gennaro genoveva
    geoffrey geoffroy georges georgette geraint geraldine geraldo gerardo gerda gerlinde germain germaine
    germano gernot gert gesa gethin ghislaine giampiero giancarlo giandomenico gianfranco gianmarco gianni
    gianpaolo gianpiero gijs gil gilbert gilberte gilberto gilda gilson ginette gioacchino gioele giordano
    giovani gisela gisele gisella gita gitta gitte giulietta giuseppina gladys glenys gniewomir godelieve gokce
    gonca gontran gonul gorm gottfried graca graciela grainne grazia graziella grazyna gregoire gregorio griet
    guenter guglielmo guilherme guiomar gulay gulcan gulden gulizar gulnur gulsen gulten gunay gunda gunnel
    gunther gunvor gurkan gustave gustaw gwen gwenael gwenaelle gwendoline gwilym gwladys gwyneth haakon habibe
    hakima hakki haldun halfdan halil halime halit haluk hamdi hamish hamit hampus handan hande hannelore
    harpreet hartmut harun hayrettin hayriye hazal hedda hedvig hedwig heidemarie hein heiner heitor helder
    helmuth hema henrietta henriette henrique herculano heribert heriberto herman hermano herminia hernan herta
    hester hicham hikmet hilario hildegard hiltrud hinrich hipolito hippolyte honore honorine horacio horst
    hortense hortensia hugues huguette hulya humberto husamettin husnu huw iacopo iban ibrahima idalio idil
    idoia ieuan ifeoma ignacia ignazio igor ihsan ikram ilayda ilda ilhan ilkay ilker ilknur ilse imane
    immacolata ina inacio indira ineke ingegerd ingela ingemar ingvar ingvild inmaculada iolanda iona irem
    ireneusz irfan iria irmela isaias isaura isaure ishaan isidora isidoro isidro ismael ismet isolde ivano
    ivone izabela izzet jacinta jacinto jacopo jair jale jannik jaspreet jaume jazmin jeannine jef jemima
    jeremie jerker jeronimo jhon jimmy joakim joaquim jocasta jocelyn jocelyne jodie jokin jolanda jolande
    jorgen jos josefa josefin josefina josep josette josiane josue judite jule jules julienne julita jussara
    justine justino juvenal jyoti jytte kaat kabir kadir kadriye kajetan kamala kamau kamuran karan karine karla
    karola kavita kayleigh kazimiera kazimierz keira kelsey kemal kenan kendra kerime khadija kiara kilian kiran
    kirstine kjetil klaudia kobus koen kofi konstanze korinna kris krishna krister ksawery kubilay kubra kunal
    kursat kwame lachlan ladislau laerke laetitia lakshmi lalit lambert lammert latif latisha laurinda laurits
    lauritz lauro lavanya lavinia leman leokadia leonel leonor leopold leopoldo lerato liane licinio lidia
    lieselot lieselotte lieve ligia lillemor lilli lino lisandro lisbet lisbeth lisette llinos loes lola lorcan
    lorenz lorenza loretta loris louane lourdes lourenco lova lovisa lowri lucette luciana luciano lucien
    lucienne lucile lucio lucrezia ludivine ludmila ludovic ludvig luigia luise luiz luuk luzia lydie maartje
    macarena madalena maddalena mael mafalda mahesh mahir mahmure mahmut mairead maite maj maksymilian malachy
    malthe malwina mamadou manish manpreet marcelina marceline marcelino marcella marcello marcia marcio
    margarete margarethe margarida margaux marged margherita margit marguerite mariangela marianna mariano
    maribel marica maricarmen mariette marilena marilia marinette mariola mariska marisol marjan marjo
    marjolaine marthe martial martijn martim maryline maryvonne marzena massimiliano massimo mateus mathis
    matias matilde mats mattias maurizia maurizio maxence maximiano maximiliano maximilien maxine mayte
    mechthild meena meera mees mehves meinhard meinolf melania melda melih melis melisa melodie meltem menno
    meral mesut metin mevlut mhairi micaela michalina micheline michiel mickael mieczyslaw mieczyslawa mikaela
    mikel mikolaj milagros mirac mireia mirella mohan mohit moises monia monserrat montse morag morgane morwenna
    mounir moussa mualla muammer mucahit muge muhammet muhsin mujde mukaddes mukesh munevver muratcan muriel
    murilo musa muslum muzaffer myfanwy myriam nabil nadege nagihan naima nalan namik nandini narciso natan
    natascha nathanael naveen navneet naz nazan nazim nazzareno nebahat necati necip necmettin nedim nelleke
    nergis neriman nermin nerys neslihan nesrin nestor nevzat nezahat ngozi nicla nicoletta nicolo nienke nihan
    nikhil nikodem nikola nikolaj nikolaus nilay nilgun nilton nilufer nisa nitin niyazi nizamettin njeri nneka
    noelle noemia noemie nomsa norberto nunzia nunzio nuran nurcan nurdan nurettin nurhan nuri nursel nurten
    obinna octave octavio odete oguzhan oisin okan oktay olcay olegario olgierd olinda olumide oluwaseun olwen
    ombeline ombretta oonagh orazio orcun oreste oriane oriol orjan osten osvaldo otavio otieno otmar
    ottoline otylia oumar ousmane ove oystein ozcan ozden ozer oznur padma padraig pallavi palmira parvati
    pascale pascual pasquale patrizio patrycja patryk pau peadar pello pepijn perihan perrine pervin philibert
    philippine piera pierangela piergiorgio pierluigi piero pierpaolo pierrick plinio preben preeti priscila
    pritam priyanka purificacion quentin quim quirino rabia rachid rachida radha radoslaw rafaela raffaele
    raffaella ragna ragnar rahmi raimondo rajiv rakesh ramazan ramesh ramiro ranjit raoul raphaelle rashmi
    ravindra raymonde rebeca recai recep reena refik regis reinaldo reiner reinhold rekha remigiusz remy renan
    renato renaud rens renske resul rhiannon rhodri rhys ria rianne ridvan riet rinaldo ritu riza rocco rodolfo
    rodolphe rogelio rogerio rogier rohit roisin roksana romane romeu romina romuald romy ronaldo rosalba
    rosalia rosalina rosana rosangela rosanna rosemarie roshni rosine rosita rossana rossella rowena roxane
    rozalia ruairi rubens rudi rudiger rukiye rune rupa rustem rute rutger ryszard saadet sabahat sabri sachin
    sadettin sadik safiye sagrario sait sakine salima salome sameer samet sami samuele sandro sanem sangeeta
    saniye sanjiv santina saoirse sascha saul saulo saurabh saverio savina savita seamus sebastiano sebastiao
    sebnem sedat sefer segolene selahattin selami selcuk selen semih semiha senay senem sener sengul serap
    sercan serdar seren serge sergiusz serhat serife serpil sertac servet settimio seval sevda severine severino
    sevgul sevil sevilay sevinc sevket sevval seweryn seyfi seyhan sezai sezen sezer sezgin shalini shankar
    sharmila shilpa shivani shona shreya sian siddharth siegbert sieglinde sietske sigmund sigurd silas silvano
    silverio silvestre silvio simao simran sinem sipho sixtine sjaak sneha solange soledad soline sonal soner
    songul soraia soraya sorcha stanislas steffi stig stina sture suat sudha sukran sukru sule suleyman sune
    sunita sureyya sushma suzan sverre sveva swati sybille sylke sylvaine sylvette sylvianne szczepan tabea
    tahir tahsin talat tamer tamsin tancredi taner tanguy tansu tarcisio tarek tarkan tarun tayfun tegan tejas
    telma telmo temitope teodoro teofilo terenzio teun tevfik thabo thais theodore theophile theresia thibaud
    thibaut thijs thora thorben thyra tiberio tilde tilman tilmann timoteo timothee timur tindra titouan tjeerd
    tobiasz tolga tommasina tomos traudel trudi trygve tuana tugay tugce tulin tullio tuncay tuncer tunde turgay
    turgut turhan turkan tymon tymoteusz tyra ubaldo uche udo ueli ugo ulises ulisses ulysse umberto umit umran
    unai undine urbain ursel ursule usha uta vahit valdemar valdir valerio valery valter vandana vania vanni
    varun vedat vehbi veli venancio veysel vicente victoire victorine vidya viggo vijaya vikas vildan villads
    vilma vimal vinay vinicius vinod vinzenz violeta virgilio virginie vishal vito vitor vitoria vittoria
    vittorio viviane vivien volkan volkmar vural walburga walid wambui wanjiru wendelin weronika wesley wiebe
    wietske wiktor wiktoria wilfredo wilfried wilhelmine willemien willemijn winfried winifred wioletta
    wlodzimierz wolfram xaver xavi xaviere ximena yael yagmur yago yakup yash yasin yasmina yassine yelda yesim
    yetunde yildiray yngve yohan yolande yonca youness youri yunus yves zacarias zafer zahide zaira zanele
    zaneta zdzislawa zehra zekeriya zekiye zelia zelie zenon zerrin zineb ziya zubeyde zuleyha zulmira zumrut kat
    nanda concha
    zygmunt
    """
)


#: Letters that `names.key` leaves as they are: "søren", "łukasz".
_FOLDED = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "ß": "ss"})


def is_given(word: str) -> bool:
    """Whether a word, spelled as `names.key` does, is a first name."""
    return _is_listed(word) or (not word.isascii() and _is_listed(word.translate(_FOLDED)))


def _is_listed(word: str) -> bool:
    return f" {word} " in _NAMES.get(word[:_BEGIN], "") and " " not in word
