"""What is found in a mail for the reply: names only where the mail is plain about them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading.details import extract
from watcher.reading.names import slot
from watcher.reading.people import person
from watcher.reading.platforms import is_platform_domain
from watcher.reading.types import Address, Details, Evidence, Message, Verdict

OWN = (Address("Robin Keller", "robin@example.org"), Address("", "rk.jobs@example.org"))


def verdict(kind: str = "rejection", *evidence: str) -> Verdict:
    told = tuple(Evidence(sentence, kind, 0.9) for sentence in evidence)
    return Verdict(kind, 0.97, {kind: 0.97}, told, "en", "test")


def read(
    text: str = "",
    *,
    subject: str = "",
    name: str = "",
    address: str = "careers@acme-robotics.example",
    signature: str = "",
    kind: str = "rejection",
) -> Details:
    message = Message(
        "f" * 64, subject=subject, sender=Address(name, address), text=text, signature=signature
    )
    return extract(message, verdict(kind), OWN)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Thank you for your interest in Acme Robotics and the time you took.", "Acme Robotics"),
        ("Thank you for your interest in Acme Robotics.", "Acme Robotics"),
        ("Thank you for your interest in joining Acme Robotics!", "Acme Robotics"),
        ("Thank you for applying to Acme Robotics. We read every letter.", "Acme Robotics"),
        ("We have read your application with Northwind Labs, Inc. and have decided.", "Northwind Labs, Inc"),
        ("Thank you for your application at Bank of Fordham this spring.", "Bank of Fordham"),
        ("I am writing on behalf of Acme Robotics to thank you.", "Acme Robotics"),
        ("Thanks for your interest in the Data Analyst position at Acme Robotics.", "Acme Robotics"),
        ("It was kind of you to apply for Data Analyst at Acme. We chose another candidate.", "Acme"),
        ("Your interest in Acme's Data Analyst role means a lot to us.", "Acme"),
        ("We at Acme Robotics would like to thank you for your interest in Acme.", "Acme"),
        ("Thank you for your interest in Müller & Söhne GmbH.", "Müller & Söhne GmbH"),
        ("Thank you for your interest in O’Neill Foods.", "O'Neill Foods"),
        ("Thank you for your interest in eBuild.", "eBuild"),
        (
            "Thank you for the time you took and for the interest in Acme\nRobotics that you showed.",
            "Acme Robotics",
        ),
        ("Thank you for considering Acme Robotics as a place to work.", "Acme Robotics"),
    ],
)
def test_company_is_taken_from_the_words_that_introduce_it(text: str, company: str) -> None:
    found = read(text, address="jobs@example.com").company
    assert found in (company, slot(company))
    assert found


@pytest.mark.parametrize(
    ("subject", "company"),
    [
        ("Your application to Acme Robotics", "Acme Robotics"),
        ("Re: Update on your Acme Robotics application", "Acme Robotics"),
        ("Thank you from Acme Robotics", "Acme Robotics"),
        ("Your application for Data Analyst at Acme Robotics", "Acme Robotics"),
        ("Your application", ""),
        ("Update on your application", ""),
        ("Update on your recent application", ""),
        ("Thanks for your interest in Acme Robotics, Robin", "Acme Robotics"),
    ],
)
def test_company_is_taken_from_the_subject(subject: str, company: str) -> None:
    assert read("We went with somebody else.", subject=subject, address="jobs@example.com").company == company


@pytest.mark.parametrize(
    ("name", "address", "company"),
    [
        ("Acme Careers", "no-reply@us.greenhouse-mail.io", "Acme"),
        ("Acme Robotics Recruiting Team", "x@email.workable.com", "Acme Robotics"),
        ("Anna from Acme", "anna@hire.lever.co", "Acme"),
        ("Acme via Greenhouse", "no-reply@greenhouse.io", "Acme"),
        ("Acme Hiring Team via Greenhouse", "no-reply@greenhouse.io", "Acme"),
        ("Anna Schmidt (Acme)", "anna@acme.example", "Acme"),
        ("Anna Schmidt | Acme Robotics", "anna@acme-robotics.example", "Acme Robotics"),
        ("Blue Harbor", "jobs@blueharbor.example", "Blue Harbor"),
        ("Acme", "acme-jobs@m.personio.de", "Acme"),
        ("Anna Schmidt", "anna.schmidt@acme.example", ""),
        ("Talent Acquisition Team", "talent@acme.example", ""),
        ("LinkedIn Jobs", "jobs-noreply@linkedin.com", ""),
        ("Greenhouse", "no-reply@greenhouse.io", ""),
        ("Workday Notifications", "acme@myworkday.com", ""),
        ("noreply", "noreply@acme.example", ""),
        ("Gmail Team", "someone@gmail.com", ""),
    ],
)
def test_company_is_taken_from_the_display_name_where_it_says_so(
    name: str, address: str, company: str
) -> None:
    found = read("We have decided to go on with other candidates.", name=name, address=address).company
    assert found == company


def test_company_of_the_domain_counts_only_if_the_mail_spells_it() -> None:
    silent = "We have decided to go on with other candidates."
    assert read(silent, address="x@acme-robotics.example").company == ""
    assert (
        read(silent + "\n\nAcme Robotics, Berlin", address="x@acme-robotics.example").company
        == "Acme Robotics"
    )
    assert read("Here, at Greenhouse we care.", address="x@greenhouse.io").company == ""


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your interest in Greenhouse.",
        "Thank you for your interest in LinkedIn Jobs.",
        "Your application via Workday. Thank you for applying with SmartRecruiters.",
        "Thank you for your interest in our company.",
        "Thank you for your interest in the Senior Backend Engineer position.",
        "Thank you for your interest in Backend Engineer.",
        "Thank you for your interest in Robin Keller.",
        "Thank you for applying to this role. Unfortunately, we chose others.",
        "Thank you for your interest in {0.__class__} and so on.",
        "Thank you for your interest in Acme {company} and so on.",
        "Thank you for your interest in Acme Bcc: someone@example.net",
        "Thank you for your interest in Visit http://evil.example today",
        "Thank you for your interest in www.evil.example",
        "Thank you for your interest in Evil.example and more",
        "Thank you for your interest in [Company Name].",
        "Thank you for your interest in Company Name.",
        "Thank you for your interest in Acme\u202eevil.",
        "Thank you for your interest in $company.",
    ],
)
def test_no_company_is_better_than_a_wrong_one(text: str) -> None:
    assert read(text, address="jobs@example.com").company == ""


def test_two_companies_leave_a_doubt_unless_the_sender_settles_it() -> None:
    text = "I write on behalf of Blue Harbor. Thank you for your application to Acme Robotics."
    assert read(text, address="anna@agency.example").company == ""
    assert read(text, address="anna@acme-robotics.example").company == "Acme Robotics"


def test_an_agency_is_not_the_employer() -> None:
    text = (
        "My client has chosen somebody else for the Data Analyst role.\n\nBest\nSara\nBlue Harbor Recruitment"
    )
    found = read(text, name="Sara Lind", address="sara@blueharbor.example")
    assert (found.company, found.role, found.person) == ("", "Data Analyst", "Sara Lind")


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("I have now heard back from Ferrostone about the post: it is a no.", "Ferrostone"),
        ("I had some feedback from the hiring team at Ferrostone, and they chose another.", "Ferrostone"),
        ("My client, Ferrostone, has decided against a second interview.", "Ferrostone"),
        ("I submitted your CV to Ferrostone, and they will not take it further.", "Ferrostone"),
        ("They have filled the post. Thank you for your application.", ""),
        ("I have heard back from Jessica, and it is a no.", ""),
    ],
)
def test_an_agency_names_its_client_or_nobody(text: str, company: str) -> None:
    text += "\n\nBest regards\nSara Lind\nSearch Consultant, Oakmoor Search"
    assert read(text, name="Sara Lind", address="sara@oakmoor-search.example").company == company


def test_who_decides_elsewhere_puts_the_sender_in_doubt() -> None:
    text = (
        "Thanks for speaking with Jonas Holt at Ferrostone. {} decided on another candidate.\n\nEva\nHirewell"
    )
    assert read(text.format("Ferrostone has"), address="eva@hirewell.example").company == ""
    assert read(text.format("We have"), address="eva@ferrostone.example").company == "Ferrostone"


@pytest.mark.parametrize(
    "closing", ["Warmly", "Cheers", "Herzliche Grüße", "Cordialement", "Pozdrawiam", "Mvh"]
)
def test_closing_words_are_nobody(closing: str) -> None:
    for foot in (f"{closing},\nIndira Rao", f"Indira Rao\n{closing}", f"{closing}\n\n{closing},\nIndira Rao"):
        found = read(f"No.\n\n{foot}", name="Indira Rao", address="indira.rao@copse.example")
        assert (found.person, found.company) == ("Indira Rao", "")
    assert read(f"No.\n\n{closing},", address="jobs@copse.example").person == ""
    assert read("No.", name=closing, address="jobs@copse.example").person == ""


@pytest.mark.parametrize(
    ("foot", "company"),
    [
        ("Indira Rao\nHead of Data, Copse & Vale", "Copse & Vale"),
        ("Indira Rao · CTO · Copse and Vale", "Copse and Vale"),
        ("Indira Rao\nRecruiter at Brightstone", "Brightstone"),
        ("Indira Rao\nTalent Partner\nCopse & Vale Ltd | 4 Mill Lane | Leeds", "Copse & Vale Ltd"),
        ("Indira Rao\nRecruiter, EMEA", ""),
        ("Indira Rao\nVP, Data Engineering", ""),
        ("Indira Rao\nLeeds", ""),
        ("Indira Rao\nHead of Product, Marketing & Sales", ""),
        ("Indira Rao\nTalent Acquisition", ""),
    ],
)
def test_company_is_taken_from_the_lines_below_the_name(foot: str, company: str) -> None:
    found = read(f"We chose another way.\n\nWarmly,\n{foot}", address="indira.rao@copseandvale.example")
    assert (found.company, found.person) == (company, "Indira Rao")


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your interest in Berlin.",
        "Thank you for your interest in Data Science.",
        "Thank you for your application. In your current role at Ferrostone you do the same.",
        "We will not go forward with your Ruby on Rails Developer application.",
        "Thank you for applying to the JavaScript / TypeScript Developer position.",
        "Thank you for interviewing with Jonas Holt.",
        "On behalf of Jonas Holt, thank you.",
        "Unfortunately, Mr Holt has decided against it.",
        "Unfortunately, Human Resources has decided against it.",
    ],
)
def test_places_fields_tools_and_people_are_no_company(text: str) -> None:
    assert read(text, address="jobs@example.com").company == ""


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Thank you for your interest in McAllister's.", "McAllister's"),
        ("Thank you for your interest in Holt's open role.", "Holt"),
        ("Thank you for your interest in Dora's Kitchen.", ""),
        ("Thank you for your interest in The Copse Group.", "The Copse Group"),
        ("Thank you for your interest in Nordmark Re.", "Nordmark Re"),
        ("Thank you for your interest in the Institute for Tidal Power.", "Institute for Tidal Power"),
        ("Thank you for your interest in Copse for a second time.", "Copse"),
        ("Thank you for your interest in Copse Holding Company.", "Copse Holding Company"),
        ("Thank you for your interest in the Copse Group.", "Copse Group"),
        ("We will not continue with your application at Copse: we need more hands-on years.", "Copse"),
        ("Thank you for your interest in loomly and our team.", "loomly"),
        ("Thank you for your interest in gardening and our team.", ""),
    ],
)
def test_company_as_it_is_spelled(text: str, company: str) -> None:
    assert read(text, address="jobs@loomly.example").company == company


def test_a_very_long_mail_is_read_at_its_top_and_its_end() -> None:
    text = (
        "Thank you for your interest in Acme.\n\n" + "We go on. " * 20_000 + "\n\nKind regards\nAnna Schmidt"
    )
    found = read(text, address="x@example.com")
    assert (found.company, found.person) == ("Acme", "Anna Schmidt")


def test_writer_is_never_the_company() -> None:
    text = (
        "Thank you for your interview with us.\n\nThe position at Anna Schmidt\n\nKind regards\nAnna Schmidt"
    )
    assert read(text, address="x@example.com").company == ""


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Thank you for applying for the position of Backend Engineer at Acme.", "Backend Engineer"),
        ("Thank you for your interest in the Senior Backend Engineer role.", "Senior Backend Engineer"),
        ("Your application for Data Analyst (m/f/d) at Acme was read.", "Data Analyst"),
        ("You applied for our Head of Marketing vacancy.", "Head of Marketing"),
        ("Thank you for applying for the senior backend engineer position.", "senior backend engineer"),
        ("Thank you for applying as a Nurse with Acme.", "Nurse"),
        ("We have filled the C# Developer position.", "C# Developer"),
        ("We have filled the Growth Hacker position.", "Growth Hacker"),
        (
            "You applied for the position as Research & Development Assistant.",
            "Research & Development Assistant",
        ),
        ("Position: Backend Engineer\n\nWe went another way.", "Backend Engineer"),
        ("We decided to go with the other candidate for Lead Surveyor.", "Lead Surveyor"),
        ("The search for a Data Steward has ended.", "Data Steward"),
        ("Thank you for applying to be our Night Librarian.", "Night Librarian"),
        ("Your application for Tide Watcher (R-4411) was read.", "Tide Watcher"),
        ("We have filled the 40-1178 Ship Broker position.", "Ship Broker"),
        ("You applied for the Ship Broker 2031-44120 position.", "Ship Broker"),
        ("We have filled the SENIOR UX DESIGNER position.", "Senior UX Designer"),
        ("Your former position as Tax Adviser helps, but we chose another.", ""),
        ("Thank you for applying for the role.", ""),
        ("Thank you for applying for the open position with us.", ""),
        ("Thank you for applying for a Senior role.", ""),
        ("Thank you for your application for employment.", ""),
        ("Thank you for your interest in the Acme position at Acme.", ""),
        ("Thank you for applying for the {role} role.", ""),
        ("Thank you for applying for the position of [Job Title].", ""),
        ("Please look at our Solutions Engineer opening.", ""),
        ("You might be better suited to the Solutions Engineer position.", ""),
        ("Please apply for the Solutions Engineer role in May.", ""),
        ("We liked what you did in the Data Scientist role at Globex.", ""),
        ("Jo joins us in the role of Recruiter.", ""),
        ("The PhD position is funded until May.", ""),
        ("Someone else was better suited to the Solutions Engineer role.", "Solutions Engineer"),
        (
            "Your experience in sales is wide, but the Solutions Engineer role is filled.",
            "Solutions Engineer",
        ),
        ("Your experience in the position of Sales Director at Globex is wide.", ""),
        ("I am leaving my role as Recruiter.", ""),
        ("We look for somebody else for the Solutions Engineer role.", "Solutions Engineer"),
        ("We have given the head gardener's post to somebody else.", "head gardener"),
        ("Thank you for applying for the Chef’s job.", "Chef"),
        ("Thank you for applying for the post of Children's Librarian.", "Children's Librarian"),
        ("Thank you for applying for the position of Women’s Officer (18 hours).", "Women's Officer"),
        ("Thank you for applying for the post of Students' Adviser at Acme.", "Students' Adviser"),
        ("Your application for Acme's Night Librarian role was read.", "Night Librarian"),
        ("Thank you for applying for the position of http://Evil.example Engineer.", ""),
    ],
)
def test_role_is_taken_from_the_words_that_introduce_it(text: str, role: str) -> None:
    assert read(text, address="jobs@example.com").role == role


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        ("Acme - Backend Engineer (R-123)", "Backend Engineer"),
        ("Backend Engineer - Acme", "Backend Engineer"),
        ("Acme | Data Analyst - 40213", "Data Analyst"),
        ("Your application for Data Analyst at Acme", "Data Analyst"),
        ("Regarding your candidacy - Data Analyst", "Data Analyst"),
        ("Your Data Analyst application", "Data Analyst"),
        ("Something else - Berlin", ""),
        ("Hillside Farm / Data Analyst", "Data Analyst"),
        ("Nurse / Midwife", "Nurse / Midwife"),
    ],
)
def test_role_is_taken_from_the_subject(subject: str, role: str) -> None:
    text = "Thank you for your interest in Acme. We chose another candidate."
    assert read(text, subject=subject).role == role


@pytest.mark.parametrize(
    ("text", "name", "address", "signature", "writer"),
    [
        ("No.\n\nKind regards,\nAnna Schmidt\nTalent Partner", "", "x@acme.example", "", "Anna Schmidt"),
        ("No.\n\nBest,\nAnna", "Anna Schmidt", "x@acme.example", "", "Anna Schmidt"),
        ("No.\n\nBest,\nAnna", "Ben Ode", "x@acme.example", "", "Anna"),
        ("No.", "Acme Careers", "x@acme.example", "Anna Schmidt\nAcme Robotics", "Anna Schmidt"),
        ("No.", "", "x@acme.example", "Kind regards\nDr. Anna Schmidt, Head of People", "Dr Anna Schmidt"),
        ("No.", "", "x@acme.example", "Anna Schmidt (she/her)", "Anna Schmidt"),
        ("No.", "Anna Schmidt", "anna.schmidt@acme.example", "", "Anna Schmidt"),
        ("No.", "Schmidt, Anna", "aschmidt@acme.example", "", "Anna Schmidt"),
        ("No.", "Anna Schmidt", "talent@acme.example", "", "Anna Schmidt"),
        ("No.", "Anna from Acme", "anna@acme.example", "", "Anna"),
        ("No.", "Ms. Anna Schmidt", "anna@acme.example", "", "Ms Anna Schmidt"),
        ("No.\n\nKind regards,\nThe Acme Team", "Acme", "jobs@acme.example", "", ""),
        ("No.\n\nKind regards,\nTalent Acquisition Team", "Talent Acquisition Team", "x@a.example", "", ""),
        ("No.", "Blue Harbor", "jobs@blueharbor.example", "", ""),
        ("No.", "Blue Harbor", "no-reply@greenhouse.io", "", ""),
        ("No.", "Acme Robotics", "no-reply@acme.example", "", ""),
        ("No.\n\nKind regards,\nRobin Keller", "", "x@acme.example", "", ""),
        ("No.\n\nBest,\n{{recruiter}}", "", "x@acme.example", "", ""),
        ("No.\n\nBest,\n[Your Name]", "", "x@acme.example", "", ""),
        ("No.\n\nBest,\nhttp://evil.example", "", "x@acme.example", "", ""),
    ],
)
def test_writer(text: str, name: str, address: str, signature: str, writer: str) -> None:
    assert read(text, name=name, address=address, signature=signature).person == writer


@pytest.mark.parametrize(
    ("text", "greeting"),
    [
        ("Hi Robin,\n\nNo.", "first"),
        ("Dear Robin,\n\nNo.", "first"),
        ("Hello Robin!\nNo.", "first"),
        ("Hi Robin, thank you for applying.", "first"),
        ("Dear Mr Keller,\n\nNo.", "last"),
        ("Dear Ms. Keller:\n\nNo.", "last"),
        ("Dear Mr./Ms. Keller,\n\nNo.", "last"),
        ("Dear Dr Robin Keller,\n\nNo.", "last"),
        ("Dear Robin Keller,\n\nNo.", ""),
        ("Dear Candidate,\n\nNo.", ""),
        ("Dear Applicant\n\nNo.", ""),
        ("Hello,\n\nNo.", ""),
        ("Hi there,\n\nNo.", ""),
        ("Dear Sir or Madam,\n\nNo.", ""),
        ("Dear Alex,\n\nNo.", ""),
        ("No greeting at all. Dear Robin is what they say elsewhere.", ""),
    ],
)
def test_greeting_is_as_the_writer_greeted_the_person(text: str, greeting: str) -> None:
    assert read(text).greeting == greeting


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Thank you for taking the time to speak with us about the role.", "screen"),
        ("Thanks for our call last week.", "screen"),
        (
            "Thank you very much for your application as Clerk and the pleasant conversation on Friday.",
            "screen",
        ),
        ("Thanks for your application and for the interview.", "interview"),
        ("Thank you for your application and the interview request.", "application"),
        ("Thank you for the phone interview with Ben on Tuesday.", "screen"),
        ("Following our conversation, we have chosen somebody else.", "screen"),
        ("It was great to talk to you.", "screen"),
        ("Thank you for taking the time to meet with our team.", "interview"),
        ("We would like to thank you for taking the time to interview with us.", "interview"),
        ("Thank you for interviewing for the role.", "interview"),
        ("After your interview we compared notes, and have decided not to go on.", "interview"),
        ("Once again, thank you for coming in last week.", "interview"),
        ("We enjoyed meeting you. We will not be moving forward.", "interview"),
        ("It was a pleasure to meet you.", "interview"),
        ("You were one of our final two candidates.", "final"),
        ("Thank you for your time in the final round.", "final"),
        ("You reached the final stage, and the choice was close.", "final"),
        ("Thank you for interviewing with us. After the final round we chose somebody else.", "final"),
        ("After the final round we chose somebody else.", "application"),
        (
            "After the final round we chose somebody else. All the people you met were taken with you.",
            "final",
        ),
        ("It came down to you and one other person.", "final"),
        ("Further to your interview on Monday, we are sorry to say no.", "interview"),
        ("Thanks for showing us your designs during the interview yesterday.", "interview"),
        ("They were impressed by your interview, but chose somebody else.", "interview"),
        ("Since we met, our plans have changed.", "interview"),
        ("Since we talked, our plans have changed.", "screen"),
        ("The team liked your call with Hannah.", "application"),
        ("The team enjoyed your video call with Hannah.", "screen"),
        ("I’d like to thank you for the call on Tuesday.", "screen"),
        ("Your interview skills guide is attached.", "application"),
        ("We met with many good people and chose another.", "application"),
        ("Since we met with all candidates, we could choose.", "application"),
        ("Unfortunately we cannot invite you to an interview.", "application"),
        ("We will not be moving you to the final round.", "application"),
        ("You did not make it to the final round.", "application"),
        ("We would have enjoyed meeting you.", "application"),
        ("We look forward to meeting you some day.", "application"),
        ("Thank you for taking the time to apply.", "application"),
        ("Thank you for applying for the Interview Coordinator role.", "application"),
        ("Thank you for your interest in speaking with us.", "application"),
        ("If you come in for an interview, it would be great to meet you.", "application"),
        ("Candidates who interviewed with us will hear next week.", "application"),
        ("We regret that, without your interview, we cannot go on.", "application"),
        ("We decided to interview other candidates.", "application"),
        ("We have to cancel your interview on Thursday.", "application"),
        ("Your interview on Thursday has been cancelled.", "application"),
        ("Your interview on Thursday will not go ahead.", "application"),
        ("Your interview on Thursday went well, but the search has been cancelled.", "interview"),
        ("After your interview on Monday we had to call off the search.", "interview"),
    ],
)
def test_stage_is_only_what_surely_took_place(text: str, stage: str) -> None:
    assert read(text).stage == stage


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("We have decided to move forward with another candidate.", "rejection", "other_candidate"),
        ("We went on with candidates whose experience fits more closely.", "rejection", "other_candidate"),
        ("The position has now been filled.", "rejection", "filled"),
        ("We recently filled the role you applied for.", "rejection", "filled"),
        ("The search for this role has been cancelled.", "rejection", "cancelled"),
        ("We have decided not to fill the position.", "rejection", "cancelled"),
        ("The role is on hold.", "on_hold", "on_hold"),
        ("There is a hiring freeze.", "rejection", "on_hold"),
        ("We will come back to you later this year.", "on_hold", "on_hold"),
        ("May we keep your CV on file for other roles?", "rejection", "talent_pool"),
        ("May we keep your documents on file?", "rejection", "talent_pool"),
        ("Would you like to join our talent pool?", "rejection", "talent_pool"),
        (
            "We chose another candidate. Please let us know if we may keep your details.",
            "rejection",
            "talent_pool",
        ),
        ("We will keep your CV on file.", "rejection", ""),
        (
            "The panel felt your answers on scaling were thin. We chose another candidate.",
            "rejection",
            "feedback",
        ),
        ("We would have liked to see more hands-on work with SQL.", "rejection", "feedback"),
        ("Unfortunately we cannot give individual feedback.", "rejection", ""),
        ("We thought you would like to know.", "rejection", ""),
        ("Unfortunately we will not be moving forward.", "rejection", ""),
    ],
)
def test_reason(text: str, kind: str, reason: str) -> None:
    assert read(text, kind=kind).reason == reason


def test_reason_reads_the_deciding_sentences_too() -> None:
    message = Message("f" * 64, subject="x", text="")
    assert extract(message, verdict("rejection", "The role has been filled."), OWN).reason == "filled"


@pytest.mark.parametrize(
    "name",
    [
        "Acme\r\nBcc: x",
        "{0.__class__}",
        "visit http://evil",
        "evil.example",
        "<b>Acme</b>",
        "Acme\u200b",
        "$name",
        "a" * 81,
        "Acme  Robotics",
        "TODO",
        "[Company]",
        "Company Name",
        "\u202eacme",
        "Acme!",
        "100%",
        "  ",
        "-",
        "&&",
        "a@b",
    ],
)
def test_hostile_names_are_refused_whole(name: str) -> None:
    assert slot(name) == ""


def test_hostile_display_name_gives_no_company() -> None:
    for name in (
        "Acme\r\nBcc: x Careers",
        "{0.__class__} Careers",
        "visit http://evil Careers",
        "Acme\u202e Careers",
    ):
        assert read("No.", name=name, address="x@greenhouse.io").company == ""


def test_platforms_are_known_by_whole_labels() -> None:
    assert is_platform_domain("us.greenhouse-mail.io")
    assert is_platform_domain("acme.teamtailor-mail.com")
    assert not is_platform_domain("evil-greenhouse.io")
    assert not is_platform_domain("greenhouse.example.com.evil.example"[11:])


def test_person_refuses_what_is_no_human_name() -> None:
    for text in ("Acme GmbH", "People Team", "Software Engineer", "anna", "Anna4", "Mr", "", "Blue & Co"):
        assert person(text) == ""
    assert person("anna schmidt") == ""
    assert person("小林 花子") == "小林 花子"


SPICE = st.sampled_from(
    [
        "your application to ",
        "interest in ",
        "position of ",
        "Kind regards\n",
        "Hi Robin,\n",
        "Acme",
        "{x}",
        "$a",
        "http://a.example",
        "\r\n",
        "\u202e",
        " at ",
        " role",
        "<b>",
        "Engineer",
        "Dear Mr ",
        "%s",
        "[x]",
        "\x00",
    ]
)
TEXT = st.lists(st.one_of(SPICE, st.text(max_size=8)), max_size=30).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT)
def test_any_text_gives_names_that_are_safe_to_write(
    text: str, subject: str, name: str, signature: str
) -> None:
    found = read(text, subject=subject, name=name, signature=signature)
    for value in (found.company, found.role, found.person):
        assert len(value) <= 80
        assert not set(value) & set('\r\n{}<>[]$%\\|@:;!?"=_*~^`')
        assert not any(unicodedata.category(letter)[0] == "C" for letter in value)
        assert value == "" or slot(value) == value


@pytest.mark.parametrize(("before", "company"), [(100, "Acme Robotics"), (500, "")])
def test_the_senders_name_is_looked_for_only_near_the_head_of_a_very_long_text(
    before: int, company: str
) -> None:
    """Each word may begin it, so 30,000 capitals would take half a second."""
    text = "we read every letter. " * before + "here at the office of Acme Robotics all is well. "
    assert read(text, address="careers@acmerobotics.example").company == company
