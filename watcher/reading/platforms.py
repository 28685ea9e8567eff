"""Which names and domains are a platform's (tracking systems, job boards, mail providers), and never the employer's."""

from __future__ import annotations

import re

from watcher.reading import offices
from watcher.reading.names import GENERIC, key, legal_off, word_set, words

#: Applicant tracking systems and job boards, spelled as `key` does. What they send is about a job.
SYSTEMS = (
    word_set(
        """
    adp allibo applytojob ashby ashbyhq avature bamboohr bizneo brassring breezy breezyhr bullhorn
    ceipal comeet cornerstone dayforce dover dvinci eightfold epreselec gem glassdoor greenhouse
    hackerrank handshake hirebridge hiringplatform hrmos icims indeed infojobs jazzhr jobcloud jobscore
    jobvite joincom jooble lever linkedin monster myworkday naukri odoo oraclecloud oraclerecruiting
    oracletaleo otta paylocity personio phenom phenompeople pinpoint pinpointhq placementpartner
    recruitee recruitmail rippling sapsuccessfactors seek simplifyhr smartrecruiters softgarden
    stepstone successfactors talentclue taleo teamtailor tellent totaljobs ukg ultipro viterbit
    welcometothejungle wellfound workable workablemail workday xing ziprecruiter
    """
    )
    | offices.PLATFORMS
)
#: Where anybody has a mailbox, and what sends for anybody.
PROVIDERS = word_set(
    """
    aol fastmail gmail gmx googlemail googleworkspace hotmail icloud mailchimp mailgun maildotcom msn office365 outlook
    proton protonmail sendgrid tonline webde yahoo yandex zoho
    """
)
#: Domains of more of them, whole: their first labels are words and names of houses as well.
_DOMAINS = word_set(
    """
    join.com onlyfy.jobs onlyfy.io prescreen.io workwise.io coveto.de hr4you.org b-ite.com b-ite.de eploy.co.uk
    oleeo.com tribepad.com trac.jobs pageuppeople.com interfolio.com applicantpro.com paradox.ai calendly.com
    goodtime.io codility.com testgorilla.com hibob.com reed.co.uk csjobs.service.gov.uk jobs.nhs.uk
    governmentjobs.com csod.com hiringroom.com web.de t-online.de freenet.de arcor.de bluewin.ch orange.fr free.fr
    sfr.fr wanadoo.fr laposte.net live.com live.fr live.nl libero.it alice.it virgilio.it tiscali.it iol.it iol.pt
    sapo.pt clix.pt terra.com.br terra.es bol.com.br uol.com.br telefonica.net ymail.com me.com mac.com
    btinternet.com sky.com comcast.net verizon.net att.net wp.pl o2.pl onet.pl op.pl interia.pl poczta.onet.pl
    ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl mynet.com qq.com 163.com 126.com sina.com foxmail.com
    docomo.ne.jp ezweb.ne.jp duck.com hey.com inbox.com list.ru live.co.uk live.de live.it mail.com mail.de mail.ru
    mailbox.org pm.me posteo.de posteo.net rediffmail.com rocketmail.com sbcglobal.net seznam.cz skynet.be
    telenet.be tuta.com tutanota.com tutanota.de naver.com daum.net zohomail.com mailinator.com
    """
)
#: How those show themselves.
_SHOWN = word_set(
    "joincom onlyfy prescreen hr4you tribepad pageup interfolio applicantpro calendly testgorilla hibob neogov csjobs"
)
#: Never the employer.
PLATFORMS = SYSTEMS | PROVIDERS | _SHOWN

#: One word that begins with what an application has to do with, and goes on; and its legal form.
_STEMS = (
    "talent|candida|kandid|kandyd|karrier|karier|kariyer|career|carrier|recrut|recruit|reclut|rekru|embauch|bewerb"
    "|vacature|entrevist|interview|sollicit|postul|empleo|emploi|jobb"
)
_CALLED_SO = re.compile(
    rf"(?:(?i:e?-?(?:{_STEMS}))[^\W_]{{2,}}|(?i:jobs?|praco|praca|stellen|empleos)[A-Z][^\W_A-Z]{{2,}})"
    r"(?:\.[a-z]{2,3})?(?:,? (?:GmbH|AG|SE|UG|Ltd|LLC|Inc|AB|A/S|ApS|SA|SL|BV|NV|SAS|Lda)\.?)?"
)


#: Houses that are called so and are none.
_NO_PLATFORMS = frozenset({"jobrad", "careerfoundry", "talentum", "talentia", "jobbkraft", "recruitholdings"})


def is_platform(name: str) -> bool:
    """Whether a name is a tracking system's, job board's or mail provider's: "LinkedIn Jobs"."""
    kept = [word for word in words(name) if word not in GENERIC]
    return key(name) in PLATFORMS or "".join(kept) in PLATFORMS


def is_called_so(name: str) -> bool:
    """Whether a house is called by what a platform is for: "JobLantern", "Kandidatweb". There are more of them than can
    be listed. Not to be asked of posts: "Recruiterin"."""
    return _CALLED_SO.fullmatch(name) is not None and key(legal_off(name)) not in _NO_PLATFORMS


def is_platform_domain(domain: str) -> bool:
    """Whether a domain belongs to a platform, by whole labels only: "evil-greenhouse.io" does not."""
    return not PLATFORMS.isdisjoint(_labels(domain)) or not _DOMAINS.isdisjoint(_wholes(domain))


def is_system_domain(domain: str) -> bool:
    """Whether a domain belongs to an applicant tracking system or a job board, likewise."""
    return not SYSTEMS.isdisjoint(_labels(domain))


def _wholes(domain: str) -> set[str]:
    """A domain and those above it: "mail.join.com" and "join.com"."""
    labels = domain.casefold().split(".")
    return {".".join(labels[at:]) for at in range(len(labels) - 1)}


def _labels(domain: str) -> set[str]:
    labels = domain.casefold().split(".")[:-1]
    return {label.removesuffix("-mail").removesuffix("-jobs").removeprefix("m-") for label in labels}
