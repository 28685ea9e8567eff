"""Sixty answers to applications as they come, and what must be read in each: for `test_details_mails`.

The person is Robin Keller. A mail is written "From / Subject / empty line / text".
"""

from __future__ import annotations

from dataclasses import dataclass

from watcher.reading.types import Details


@dataclass(frozen=True)
class Case:
    """
    Args:
        mail: its From, its subject, an empty line, its text.
        found: what stands in it.
    """

    mail: str
    found: Details


def case(
    mail: str,
    company: str = "",
    role: str = "",
    person: str = "",
    greeting: str = "",
    stage: str = "application",
    reason: str = "",
    requisition: str = "",
    via: str = "",
) -> Case:
    details = Details(company, role, person, greeting, stage, reason, requisition, via=via)
    return Case(mail.strip("\n"), details)


CASES = [
    case(
        """
Nadia Berg <nadia.berg@tidewater-maps.example>
Your application

Dear Robin,

Thank you for your interest in Tidewater Maps and the Survey Analyst role. We have decided to go on with
candidates whose work is closer to coastal charting.

Warmly,
Nadia Berg
People Partner, Tidewater Maps
""",
        "Tidewater Maps",
        "Survey Analyst",
        "Nadia Berg",
        "first",
        reason="other_candidate",
    ),
    case(
        """
Osprey Hiring Team via Greenhouse <no-reply@us.greenhouse-mail.io>
Thank you for applying to Osprey

Hi Robin,

Thanks for applying for our Backend Developer position. We will not be moving forward with your application.

The Osprey Hiring Team
""",
        "Osprey",
        "Backend Developer",
        "",
        "first",
    ),
    case(
        """
"Lindqvist, Tove" <tove.lindqvist@harrow-pike.example>
Store Manager (Ref. 20771)

Dear Ms Keller,

We regret that we cannot offer you the post of Store Manager (Ref. 20771) at Harrow & Pike.

Yours sincerely
Tove Lindqvist
Regional Manager
Harrow & Pike Ltd.
""",
        "Harrow & Pike",
        "Store Manager",
        "Tove Lindqvist",
        "last",
        requisition="20771",
    ),
    case(
        """
Gareth Pugh <gareth@fernhill-staffing.example>
News from Castle Dairy

Hi Robin,

I have had an answer from Castle Dairy about the Lab Technician role. They met two more people after you and
have chosen another candidate. They said it was a pleasure to meet you.

Cheers,
Gareth
Recruitment Consultant, Fernhill Staffing
""",
        "Castle Dairy",
        "Lab Technician",
        "Gareth Pugh",
        "first",
        "interview",
        "other_candidate",
        via="agency",
    ),
    case(
        """
Mona Reyes <mona.reyes@quarry-search.example>
The Controller position

Dear Robin,

Our client has decided to fill the Controller position internally, so there will be no further interviews.

Best regards,
Mona Reyes
Quarry Search
""",
        "",
        "Controller",
        "Mona Reyes",
        "first",
        reason="internal",
        via="agency",
    ),
    case(
        """
no-reply@careers.bellweather.example
Application update

Dear Applicant,

Thank you for applying to Bellweather. After careful review we will not be taking your application further.

Bellweather Human Resources
""",
        "Bellweather",
    ),
    case(
        """
Studio 54 North <jobs@studio54north.example>
Your application for 3D Artist at Studio 54 North

Hello Robin!

We loved your reel, but we have filled the 3D Artist role from within the team.

Best
Studio 54 North
""",
        "Studio 54 North",
        "3D Artist",
        "",
        "first",
        reason="filled",
    ),
    case(
        """
Jörg Wühler <j.wuehler@gruenbach.example>
Re: Bewerbung

Dear Mr Keller,

thank you for the interview on Monday. We have decided in favour of another applicant for the position of
Process Engineer (m/w/d) at Grünbach Maschinenbau GmbH.

Mit freundlichen Grüßen
Dr. Jörg Wühler
Leiter Technik, Grünbach Maschinenbau GmbH
""",
        "Grünbach Maschinenbau GmbH",
        "Process Engineer",
        "Dr Jörg Wühler",
        "last",
        "interview",
        "other_candidate",
    ),
    case(
        """
sprinta careers <talent@sprinta.example>
Your application to sprinta

Hey Robin,

thanks for your interest in sprinta and in the Growth Marketer role. We won't be moving forward this time.

Take care,
Imke
""",
        "sprinta",
        "Growth Marketer",
        "Imke",
        "first",
    ),
    case(
        """
Priscilla Odum <podum@theacornfund.example>
Grants Officer

Dear Robin,

Thank you for taking the time to interview with us for the Grants Officer position at The Acorn Fund. The
panel chose another applicant.

Sincerely,
Priscilla Odum
Programme Director
""",
        "The Acorn Fund",
        "Grants Officer",
        "Priscilla Odum",
        "first",
        "interview",
        "other_candidate",
    ),
    case(
        """
Recruiting <recruiting@kestrelworks.example>
Your application for Kestrel's Android Developer role

Hi Robin,

Thank you for applying for Kestrel's Android Developer role. We have closed the search without a hire, as the
role has been cancelled.

Kestrel Recruiting
""",
        "Kestrel",
        "Android Developer",
        "",
        "first",
        reason="cancelled",
    ),
    case(
        """
Dana Whitlock <dana.whitlock@mail.jobrail.example>
Decision on your application

Hi Robin,

I am writing from Saltmarsh Foods about your application as Quality Inspector at Saltmarsh Foods. We spoke to
several people, and we went with another candidate.

Regards
Dana Whitlock
Saltmarsh Foods
""",
        "Saltmarsh Foods",
        "Quality Inspector",
        "Dana Whitlock",
        "first",
        reason="other_candidate",
    ),
    case(
        """
Ben Achterberg (Loom & Ladder) <no-reply@hirepath.example>
Your application

Hi Robin,

Thanks for the chat on Wednesday about the Textile Designer role. We are going with someone else.

Ben
""",
        "Loom & Ladder",
        "Textile Designer",
        "Ben Achterberg",
        "first",
        "screen",
        "other_candidate",
    ),
    case(
        """
Hilltop Schools <hr@hilltop-schools.example>
Teaching Assistant - outcome

Dear Robin Keller,

Further to your interview on 3 June for the post of Teaching Assistant, I am sorry to tell you that you have
not been successful.

Yours faithfully,
HR Team
Hilltop Schools
""",
        "Hilltop Schools",
        "Teaching Assistant",
        "",
        "",
        "interview",
    ),
    case(
        """
Yusuf Demir <yusuf@bluegrain.example>
Where we landed

Hi Robin,

After the final round we compared notes for a long time. Everyone you met spoke highly of you, but in the end
we decided to hire the other finalist as Head of Baking.

Thank you for coming in three times.

Yusuf
Founder, Bluegrain
""",
        "Bluegrain",
        "",
        "Yusuf Demir",
        "first",
        "final",
    ),
    case(
        """
Workday Notifications <ostrava@myworkday.com>
Update on R-88123 Warehouse Planner

Dear Robin,

Thank you for your interest in the R-88123 Warehouse Planner position at Ostrava Logistics, Inc. We have
decided to pursue other candidates.

Regards,
Talent Acquisition
""",
        "Ostrava Logistics, Inc",
        "Warehouse Planner",
        "",
        "first",
        reason="other_candidate",
        requisition="R-88123",
    ),
    case(
        """
Chloe Marchetti <chloe@pinlight.example>
Re: Motion Designer

Hi Robin,

Thank you for your time. Your portfolio was strong; your experience at Globex Animation stood out. Still, we
have chosen a candidate who has shipped games, so I cannot offer you the Motion Designer role at Pinlight.

All the best,
Chloe
""",
        "Pinlight",
        "Motion Designer",
        "Chloe Marchetti",
        "first",
        reason="other_candidate",
    ),
    case(
        """
Aldwych Council Recruitment <recruitment@aldwych-council.example>
Housing Officer (Temporary) - your application

Dear Candidate

Thank you for your application for the above post with Aldwych Council. You have not been shortlisted.

Aldwych Council Recruitment
""",
        "Aldwych Council",
        "Housing Officer",
    ),
    case(
        """
Sofia Marin <sofia.marin@verdant-labs.example>
Your interview with Tomasz and Edith

Hi Robin,

thank you for interviewing with Tomasz and Edith for the Soil Scientist role. They enjoyed meeting you, but
we will not be going further.

Kind regards,
Sofia Marin
Talent Acquisition | Verdant Labs
""",
        "Verdant Labs",
        "Soil Scientist",
        "Sofia Marin",
        "first",
        "interview",
    ),
    case(
        """
Talent Team <talent@ironbridge.example>
Application: Welder, night shift

Robin,

Ironbridge Forge has decided not to go on with your application as Welder. The position has been filled.

Ironbridge Forge Talent Team
""",
        "Ironbridge Forge",
        "Welder",
        "",
        "first",
        reason="filled",
    ),
    case(
        """
Zhanneta Qodirova <z.qodirova@mapletide.example>
Your candidacy

Dear Robin,

We are pausing the search for a Payroll Specialist at Mapletide until the autumn. The role is on hold.

With kind regards,
Zhanneta Qodirova
""",
        "Mapletide",
        "Payroll Specialist",
        "Zhanneta Qodirova",
        "first",
        reason="on_hold",
    ),
    case(
        """
Emil Strand - Fjordlight <emil@fjordlight.example>
Answer to your application

Hello Robin,

we have looked at your papers with care. Unfortunately we cannot offer you the position as Grid Engineer.
May we keep your documents for similar openings?

Venlig hilsen
Emil Strand
""",
        "Fjordlight",
        "Grid Engineer",
        "Emil Strand",
        "first",
        reason="talent_pool",
    ),
    case(
        """
noreply <noreply@applysmart.example>
Larkspur Airlines: Cabin Steward

Dear Robin,

thank you for your application to Larkspur Airlines. We will not be proceeding with it.

This message was sent on behalf of Larkspur Airlines.
""",
        "Larkspur Airlines",
        "Cabin Steward",
        "",
        "first",
    ),
    case(
        """
Rosa Lindt <rosa.lindt@ost-west-verlag.example>
Junior Editor

Dear Robin,

It was a pleasure to talk to you on the phone. For the role of Junior Editor we have chosen somebody with
more years in print.

Liebe Grüße
Rosa
""",
        "",
        "Junior Editor",
        "Rosa Lindt",
        "first",
        "screen",
        "other_candidate",
    ),
    case(
        """
Marek Duda | Tessera Games <marek.duda@tesseragames.example>
Level Designer

Hi Robin,

the panel thought your test was creative but the pacing was uneven, and your solution missed the second
objective. So we will not be going ahead with you for Level Designer.

Pozdrawiam
Marek Duda
""",
        "Tessera Games",
        "Level Designer",
        "Marek Duda",
        "first",
        reason="feedback",
    ),
    case(
        """
Graduate Recruitment <graduates@halcyonbank.example>
Your application to the Graduate Programme

Dear Robin,

Thank you for your interest in a career at Halcyon Bank. The competition was strong this year, and we are
unable to take your application forward.

Graduate Recruitment
Halcyon Bank plc
""",
        "Halcyon Bank",
        "",
        "",
        "first",
    ),
    case(
        """
Ines Carvalho <ines.carvalho@gmail.com>
the cafe job

Hi Robin, sorry, we gave the barista job to someone else. Good luck! Ines
""",
        "",
        "barista",
        "Ines Carvalho",
        "first",
        reason="other_candidate",
    ),
    case(
        """
Dr Amelie Roux <amelie.roux@institut-lamarck.example>
Postdoc position

Dear Dr Keller,

Thank you for your application for the position of Postdoctoral Researcher at the Lamarck Institute. The
committee has selected another candidate.

Bien cordialement,
Amelie Roux
""",
        "Lamarck Institute",
        "Postdoctoral Researcher",
        "Amelie Roux",
        "last",
        reason="other_candidate",
    ),
    case(
        """
J. Rowe & Partners <office@jrowe.example>
Your application as Paralegal

Dear Robin,

Thank you for applying to J. Rowe & Partners as a Paralegal. We have offered the post to another applicant.

Yours sincerely,
Judith Rowe
Partner
""",
        "J. Rowe & Partners",
        "Paralegal",
        "Judith Rowe",
        "first",
        reason="other_candidate",
    ),
    case(
        """
St. Brannoc Hospital HR <hr@stbrannoc.example>
Staff Nurse, Ward 7

Dear Robin,

I write on behalf of St. Brannoc Hospital about your application for Staff Nurse. You were not selected.

Regards,
Human Resources
""",
        "St. Brannoc Hospital",
        "Staff Nurse",
        "",
        "first",
    ),
    case(
        """
Ash from Pebble & Co <ash@pebbleand.example>
no from us, sadly

Hey Robin,

thanks for talking with us on Thursday! We are not going to take it further. You are great, the fit isn't.

Ash
""",
        "Pebble & Co",
        "",
        "Ash",
        "first",
        "screen",
    ),
    case(
        """
Lena Vogt <lena.vogt@nimbus-aero.example>
Avionics Technician

Dear Robin,

You reached the final stage for the Avionics Technician position, and the choice was between you and one other
candidate. We have chosen the other person.

Mit besten Grüßen
Lena Vogt
HR Business Partner
Nimbus Aero AG
""",
        "Nimbus Aero AG",
        "Avionics Technician",
        "Lena Vogt",
        "first",
        "final",
        "other_candidate",
    ),
    case(
        """
Careers <careers@7summits.example>
7Summits - Trip Coordinator

Hi Robin,

Thank you for applying to 7Summits. We have moved on with other candidates for Trip Coordinator.

The 7Summits Team
""",
        "7Summits",
        "Trip Coordinator",
        "",
        "first",
        reason="other_candidate",
    ),
    case(
        """
Hanne Birk <hb@lysgade-klinik.example>
Your application

Dear Robin,

We have now filled the position as dental nurse.

Med venlig hilsen
Hanne Birk
Lysgade Klinik
""",
        "Lysgade Klinik",
        "dental nurse",
        "Hanne Birk",
        "first",
        reason="filled",
    ),
    case(
        """
Portico Search <hello@porticosearch.example>
Marlow Textiles - Buyer

Hi Robin,

Bad news, I am afraid. Marlow Textiles have gone with another candidate for the Buyer role.

Speak soon,
Tess
Portico Search
""",
        "",
        "Buyer",
        "Tess",
        "first",
        reason="other_candidate",
        via="agency",
    ),
    case(
        """
Wren Kalloway <wren.kalloway@sundry.example>
Your application for Office Manager

Hi Robin,

thanks for the lovely conversation with me and Alastair Boyd last week. We've decided to go with someone who
can be in the office every day.

Wren
""",
        "",
        "Office Manager",
        "Wren Kalloway",
        "first",
        "screen",
        "other_candidate",
    ),
    case(
        """
TalentBridge on behalf of Copse Hill Hotels <notifications@talentbridge.example>
Night Porter

Dear Robin,

Copse Hill Hotels has reviewed your application for Night Porter and has decided not to progress it.

Thank you for considering Copse Hill Hotels.
""",
        "Copse Hill Hotels",
        "Night Porter",
        "",
        "first",
    ),
    case(
        """
Global Talent Acquisition <no-reply@orinoco-paper.example>
ORINOCO PAPER - SUPPLY CHAIN ANALYST

Dear Robin,

Thank you for applying for the SUPPLY CHAIN ANALYST position at Orinoco Paper. We chose others.

Orinoco Paper Global Talent Acquisition Team
""",
        "Orinoco Paper",
        "Supply Chain Analyst",
        "",
        "first",
    ),
    case(
        """
Bram Teunissen <b.teunissen@waterlijn.example>
Re: Sollicitatie

Hi Robin,

Since we spoke last week things have changed: we had to put the search for a Water Engineer on hold.

Groetjes,
Bram
""",
        "",
        "Water Engineer",
        "Bram Teunissen",
        "first",
        "screen",
        "on_hold",
    ),
    case(
        """
Lucía Ferrer <lucia.ferrer@olivar.example>
Export Manager

Dear Robin,

thank you for the video interview. We will continue with other candidates for the Export Manager role at
Olivar Alimentación.

Un saludo,
Lucía Ferrer
""",
        "Olivar Alimentación",
        "Export Manager",
        "Lucía Ferrer",
        "first",
        "screen",
        "other_candidate",
    ),
    case(
        """
Hugo <hugo@stacklet-labs.example>
Re: Platform Engineer

Hi Robin,

You have done good work in your current role at Initech, and your former position as Support Engineer helps.
But for Platform Engineer at Stacklet Labs we need more Kubernetes.

Hugo
""",
        "Stacklet Labs",
        "Platform Engineer",
        "Hugo",
        "first",
    ),
    case(
        """
Maribel Soto <maribel@granary.example>
Your application (Ref: 2026/114)

Dear Mr Keller

Thank you for your interest in Granary. We are part of Northfield Group, and you may like to look at their
openings. For the vacancy of Miller we have appointed an internal candidate.

Best wishes
Maribel Soto
HR Adviser | Granary
""",
        "Granary",
        "Miller",
        "Maribel Soto",
        "last",
        reason="internal",
        requisition="2026/114",
    ),
    case(
        """
Quentin Abara <quentin.abara@rolleston.example>
Interview feedback: Transport Planner

Dear Robin,

Thank you for attending the interview. Our feedback is that your answers on modelling were good, but you could
have said more about budgets. We have appointed someone else.

Regards,
Quentin Abara
Rolleston Transport
""",
        "Rolleston Transport",
        "Transport Planner",
        "Quentin Abara",
        "first",
        "interview",
        "feedback",
    ),
    case(
        """
The Larch House <info@larchhouse.example>
Gardener

Dear Robin,

thank you for coming to see us on Friday about the Gardener position. We have asked another person to start.

Thanks,
Edwina and Paul
The Larch House
""",
        "The Larch House",
        "Gardener",
        "",
        "first",
        "interview",
        "other_candidate",
    ),
    case(
        """
Kofi Mensah <kofi.mensah@sunbeam-solar.example>
Field Engineer (m/f/x), Hamburg

Hi Robin,

We regret to say that the Field Engineer (m/f/x) position in Hamburg has been withdrawn.

Best,
Kofi
Sunbeam Solar GmbH | Hafenstr. 9 | 20457 Hamburg
""",
        "Sunbeam Solar GmbH",
        "Field Engineer",
        "Kofi Mensah",
        "first",
        reason="cancelled",
    ),
    case(
        """
Anneliese <anneliese@brot-und-salz.example>
Leider nein

Hello Robin,

we had many good letters and decided on another person for the bakery assistant job.

Herzliche Grüße
Anneliese
Brot und Salz
""",
        "Brot und Salz",
        "bakery assistant",
        "Anneliese",
        "first",
        reason="other_candidate",
    ),
    case(
        """
Recruitment <no-reply@talent.vexel.example>
Vexel Careers: thank you

Robin, thank you for your interest in joining the Vexel team. Our team has decided not to move ahead.

Please do not reply to this email.
""",
        "Vexel",
        "",
        "",
        "first",
    ),
    case(
        """
Astrid Holm <astrid.holm@nordvind.example>
Re: Interview Thursday

Hi Robin,

It came down to you and one other candidate, and we have offered the Wind Analyst role to them. All three
interviews were a pleasure, and I hope we meet again.

Vänliga hälsningar
Astrid Holm
CTO, Nordvind Kraft AB
""",
        "Nordvind Kraft AB",
        "Wind Analyst",
        "Astrid Holm",
        "first",
        "final",
        "other_candidate",
    ),
    case(
        """
Priory Care Recruitment Team <recruitment@priory-care.example>
Your application: Care Worker

Dear Robin

Thank you for your interest in becoming a Healthcare Assistant with Priory Care. We are not able to offer you
an interview.

Yours sincerely
Recruitment Team
""",
        "Priory Care",
        "Healthcare Assistant",
        "",
        "first",
    ),
    case(
        """
Leonie Adler <leonie.adler@flussufer.example>
Ihre Bewerbung / your application

Dear Robin,

although your profile is interesting, we have decided for another candidate for the UX Researcher role.

Viele Grüße
Leonie Adler

Flussufer Software GmbH
Am Kai 3, Bremen
""",
        "Flussufer Software GmbH",
        "UX Researcher",
        "Leonie Adler",
        "first",
        reason="other_candidate",
    ),
    case(
        """
Meg O'Hara <meg.ohara@tallow.example>
Apprentice Joiner

Hi Robin,

I enjoyed meeting you on site. We could only take one Apprentice, and it went to a local lad.

Slán,
Meg O'Hara
Tallow & Sons
""",
        "Tallow & Sons",
        "Apprentice Joiner",
        "Meg O'Hara",
        "first",
        "interview",
    ),
    case(
        """
People Operations <people@cobaltapp.example>
Your Cobalt application

Hi Robin,

We reviewed your Data Scientist application carefully. Unfortunately, we won't be moving forward.

Best,
Cobalt People Operations
""",
        "Cobalt",
        "Data Scientist",
        "",
        "first",
    ),
    case(
        """
Samir Haddad <shaddad@meridiem.example>
Thank you from Meridiem

Hi Robin,

Thank you for the time you put into the interview with Fatima. We are going with another candidate for the
Account Executive role.

Thanks,
Samir
""",
        "Meridiem",
        "Account Executive",
        "Samir Haddad",
        "first",
        "interview",
        "other_candidate",
    ),
    case(
        """
Virgil Stone <virgil.stone@keelhaul-yachts.example>
Rigging apprentice

Robin,

No luck this time I am afraid. Best of luck elsewhere.

Virgil Stone, Yard Foreman, Keelhaul Yachts
""",
        "Keelhaul Yachts",
        "",
        "Virgil Stone",
        "first",
    ),
    case(
        """
Applicant Services <apply@unihafen.example>
Research Assistant, Project TIDE (ID 5501)

Dear Robin Keller,

Thank you for your application for the position of Research Assistant (ID 5501) at the University of
Hafenstadt. We have decided in favour of another applicant.

Kind regards
Human Resources Department
University of Hafenstadt
""",
        "University of Hafenstadt",
        "Research Assistant",
        "",
        "",
        reason="other_candidate",
        requisition="5501",
    ),
    case(
        """
Beatriz <beatriz@ponte.example>
Obrigada!

Hi Robin,

thanks for the call. We are not continuing with your application for Community Manager at Ponte: we need
somebody in Lisbon.

Abraços,
Beatriz
""",
        "Ponte",
        "Community Manager",
        "Beatriz",
        "first",
        "screen",
    ),
    case(
        """
Job Alerts <alerts@indeed.com>
Dovecote Press has updated your application

Hi Robin,

Dovecote Press decided not to move forward with your application for Proof Reader.
""",
        "Dovecote Press",
        "",
        "",
        "first",
    ),
    case(
        """
Ottilie Brandt <o.brandt@kranich-partner.example>
Our client's answer

Dear Ms Keller,

my client, Rheinauer Optik, has decided in favour of another applicant for the position of Optical Engineer.

With best wishes
Ottilie Brandt
Personalberatung Kranich & Partner
""",
        "Rheinauer Optik",
        "Optical Engineer",
        "Ottilie Brandt",
        "last",
        reason="other_candidate",
        via="agency",
    ),
    case(
        """
Walter & Daughters <team@walterdaughters.example>
You and us

Dear Robin,

Thank you for meeting us twice. After your final interview we took a long walk and decided to keep the team as
small as it is. There will be no Workshop Manager after all.

Thank you
Walter & Daughters
""",
        "Walter & Daughters",
        "",
        "",
        "first",
        "final",
    ),
    case(
        """
Sinead <sinead@hazelbrook.example>
Re: Re: Junior Accountant

Hi Robin, thanks for your patience. We've decided not to fill the Junior Accountant role after all, sorry.
Sinead, Hazelbrook Farms
""",
        "Hazelbrook Farms",
        "Junior Accountant",
        "Sinead",
        "first",
        reason="cancelled",
    ),
]
