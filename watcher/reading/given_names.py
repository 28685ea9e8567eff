"""First names in common use, in the languages that the program reads: what tells "Anna" from "Acme".

A list can never be whole. A name that is missing here needs another sign (an address, a title below it) to be
taken for a person's; nothing else depends on it.
"""

from __future__ import annotations

from watcher.reading.names import word_set

#: Spelled as `names.key` does: lower case, no accents.
GIVEN_NAMES = word_set(
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
    """
)


#: Letters that `names.key` leaves as they are: "søren", "łukasz".
_FOLDED = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "ß": "ss"})


def is_given(word: str) -> bool:
    """Whether a word, spelled as `names.key` does, is a first name."""
    return word in GIVEN_NAMES or (not word.isascii() and word.translate(_FOLDED) in GIVEN_NAMES)
