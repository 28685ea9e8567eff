"""Which mails make one application, and how it stands."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bench.applications import with_gaps
from tests.reflecting.season.measuring import as_read, as_told, measured
from watcher.reflecting.applications import is_alive, join, next_interview, standing
from watcher.reflecting.matching import NEAR, OTHER, SAME, UNSAID, alike, company_words, post
from watcher.reflecting.types import Seen

BEGUN = datetime(2026, 3, 2, 10, tzinfo=UTC)
KINDS = {
    "receipt": "acknowledgement",
    "invite": "interview",
    "task": "assessment",
    "no": "rejection",
    "hold": "on_hold",
    "taken": "offer_withdrawn",
}
ATS = {"sender_address": "no-reply@hire.lever.co"}


def seen(day: int, kind: str, company: str = "", role: str = "", **more: object) -> Seen:
    """A mail so many days after the beginning of the season."""
    kind = KINDS.get(kind, kind)
    return Seen(id=0, at=BEGUN + timedelta(days=day), kind=kind, company=company, role=role, **more)  # type: ignore[arg-type]


def groups(
    mails: Sequence[Seen],
    joinings: Mapping[int, int] | None = None,
    remarks: Mapping[int, Mapping[str, str]] | None = None,
) -> list[list[int]]:
    """The numbers of the mails of each application; the first mail is number 1."""
    numbered = [replace(mail, id=number) for number, mail in enumerate(mails, 1)]
    return [[mail.id for mail in one.mails] for one in join(numbered, joinings or {}, remarks or {})]


ONE, TWO = [[1, 2]], [[1], [2]]


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        # Names within names, and words that many names have.
        ("Meta", "Metaverse", TWO),
        ("Match Group", "IEX Group", TWO),
        ("Spa Dentistry", "Natural Dentistry", TWO),
        ("Nova", "Novaterra", TWO),
        ("Acme Labs", "Acme Foods", TWO),
        ("Bank of Ely", "Bank of Wells", TWO),
        # The same company in other letters.
        ("Acme", "ACME", ONE),
        ("Acme", "Acme GmbH", ONE),
        ("Acme Inc.", "Acme", ONE),
        ("Acme GmbH & Co. KG", "Acme", ONE),
        ("Rowan & Pike LLP", "Rowan and Pike", ONE),
        ("The Acme Company", "Acme Company", ONE),
        ("Müller AG", "Muller", ONE),
        ("Acme", "Acme Careers", ONE),
        ("Tessel Data", "Tessel", ONE),
        ("Acme-Robotics", "Acme Robotics", ONE),
        ("A.C.M.E.", "ACME", ONE),
        # No company at all.
        ("?", "Acme", TWO),
        ("Acme", "?", TWO),
        ("?", "?", TWO),
        ("Unknown company", "Company", TWO),
    ],
)
def test_companies(first: str, second: str, wanted: list[list[int]]) -> None:
    mails = [seen(0, "receipt", first, "Data Analyst"), seen(9, "no", second, "Data Analyst")]
    if "?" in (first, second) or "nknown" in first:
        mails = [replace(mail, sender_address=f"{n}@relay.example") for n, mail in enumerate(mails)]
    if wanted == TWO and first == "?" and second == "Acme":
        mails[1] = replace(mails[1], role="Baker")
    assert groups(mails) == wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("Senior Backend Engineer (m/f/d)", "Backend Engineer, Senior", SAME),
        ("Backend Engineer", "Frontend Engineer", OTHER),
        ("Back-end Developer", "Backend Engineer", SAME),
        ("Full Stack Developer", "Full-Stack Engineer", SAME),
        ("Sr. Data Analyst", "Senior Data Analyst", SAME),
        ("Data Analyst", "Senior Data Analyst", NEAR),
        ("Junior Data Analyst", "Senior Data Analyst", OTHER),
        ("Data Analyst II", "Data Analyst III", OTHER),
        ("Datenanalyst (m/w/d)", "Datenanalyst", SAME),
        ("Softwareentwickler/-in", "Softwareentwickler", SAME),
        ("Entwickler*in Backend", "Backend Entwickler", SAME),
        ("Software Engineer", "Software Engineer, Payments", NEAR),
        ("Head of Data", "Data Analyst", OTHER),
        ("Product Manager", "Project Manager", OTHER),
        ("Manager of Operations", "Operations Manager", SAME),
        ("QA Engineer", "Quality Assurance Engineer", SAME),
        ("C++ Developer", "C# Developer", OTHER),
        ("Talent Acquisition", "Operations Analyst", UNSAID),
        ("Human Resources", "Operations Analyst", UNSAID),
        ("Talent Acquisition Specialist", "Operations Analyst", OTHER),
        ("", "Operations Analyst", UNSAID),
    ],
)
def test_posts(first: str, second: str, wanted: int) -> None:
    assert alike(post(first), post(second)) == alike(post(second), post(first)) == wanted


def test_a_placeholder_is_no_name() -> None:
    assert {company_words(name) for name in ("?", "-", "", "N/A", "Unknown", "Company Name")} == {()}


class TestByDomain:
    """The sender's own domain helps; one of an agency, a tracking system or a free mailbox does not."""

    def test_brand_and_legal_name(self) -> None:
        mails = [
            seen(0, "receipt", "Cobot", "Controls Engineer", **ATS),
            seen(9, "no", "Collaborative Robotics", "Controls Engineer", house="cobot.example"),
        ]
        assert groups(mails) == ONE
        assert groups([mails[0], replace(mails[1], house="")]) == TWO

    def test_a_mail_without_a_name(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker", house="acme.example", sender_address="jobs@acme.example"),
            seen(9, "no", house="acme.example", sender_address="anna@acme.example"),
        ]
        assert groups(mails) == ONE

    def test_two_companies_of_an_agency_stay_two(self) -> None:
        mails = [
            seen(0, "interview", "Acme", "Risk Manager", house="reed.example"),
            seen(2, "interview", "Bolt", "Risk Manager", house="reed.example"),
            seen(9, "no", "Bolt", "Risk Manager", house="reed.example"),
        ]
        assert groups(mails) == [[1], [2, 3]]

    def test_one_mail_with_the_wrong_name_does_not_make_two_companies_one(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker", house="acme.example"),
            seen(1, "receipt", "Bolt", "Baker", house="bolt.example"),
            seen(2, "interview", "Bolt", "Baker", house="acme.example"),
            seen(9, "no", "Acme", "Baker", house="acme.example"),
        ]
        assert groups(mails) == [[1, 4], [2, 3]]

    def test_a_tenant_of_a_tracking_system(self) -> None:
        mails = [
            seen(0, "receipt", "", "Auditor", sender_address="verity@myworkday.com"),
            seen(9, "no", "Verity Audit", "Auditor", house="verity.example"),
        ]
        assert groups(mails) == ONE


class TestTwoPosts:
    def test_at_one_company_stay_two(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Backend Engineer"),
            seen(1, "receipt", "Acme", "Frontend Engineer"),
            seen(9, "no", "Acme", "Backend Engineer"),
            seen(10, "invite", "Acme", "Frontend Engineer"),
        ]
        assert groups(mails) == [[1, 3], [2, 4]]

    def test_of_another_rank_are_two_receipts_and_two_applications(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Data Analyst"),
            seen(5, "receipt", "Acme", "Senior Data Analyst"),
            seen(9, "no", "Acme", "Data Analyst"),
        ]
        assert groups(mails) == [[1, 3], [2]]

    def test_a_rank_left_out_later_is_no_other_post(self) -> None:
        mails = [seen(0, "receipt", "Acme", "Senior Data Analyst"), seen(9, "no", "Acme", "Data Analyst")]
        assert groups(mails) == ONE

    def test_in_one_thread_are_told_apart(self) -> None:
        posts = ("Risk Analyst", "Data Engineer", "Auditor", "Compliance Officer")
        mails = [seen(day, "receipt", "Acme", role, conversation="<a>") for day, role in enumerate(posts)]
        mails += [seen(9 + day, "no", "Acme", role, conversation="<a>") for day, role in enumerate(posts)]
        assert groups(mails) == [[1, 5], [2, 6], [3, 7], [4, 8]]

    def test_with_the_same_name_are_told_apart_by_their_numbers(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Data Analyst", requisition="JR-100211"),
            seen(0, "receipt", "Acme", "Data Analyst", requisition="JR-100387"),
            seen(9, "no", "Acme", "Data Analyst", requisition="JR 100211"),
            seen(9, "no", "", "", requisition="JR-100387"),
        ]
        assert groups(mails) == [[1, 3], [2, 4]]

    def test_a_number_of_another_company_is_another_number(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker", requisition="R-100"),
            seen(1, "receipt", "Bolt", "Baker", requisition="R-100"),
            seen(9, "no", "", "", requisition="R-100", sender_address="x@relay.example"),
        ]
        assert groups(mails) == [[1], [2], [3]], "a number that two companies have says nothing alone"


class TestClosedAndLive:
    def test_a_closed_one_never_takes_a_live_ones_mail(self) -> None:
        for later in ("no", "invite", "hold", "task", "offer"):
            mails = [
                seen(0, "receipt", "Acme", "Data Scientist"),
                seen(
                    5, "no", "Acme", "Data Scientist", sender_address="greta@acme.example", conversation="<a>"
                ),
                seen(20, "receipt", "Acme", "Platform Engineer"),
                seen(30, later, "Acme", "", sender_address="greta@acme.example", conversation="<a>"),
            ]
            assert groups(mails) == [[1, 2], [3, 4]], later

    def test_again_after_a_no_is_a_new_application(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(5, "no", "Acme", "Baker"),
            seen(60, "receipt", "Acme", "Baker"),
            seen(70, "no", "Acme", "Baker"),
        ]
        assert groups(mails) == [[1, 2], [3, 4]]
        numbered = [replace(mail, requisition="R-77") for mail in mails]
        assert groups(numbered) == [[1, 2], [3, 4]]

    def test_again_while_the_first_was_never_answered(self) -> None:
        mails = [seen(0, "receipt", "Acme", "Baker"), seen(50, "receipt", "Acme", "Baker")]
        assert groups(mails) == TWO

    def test_a_second_receipt_is_none(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", ""),
            seen(1, "receipt", "Acme", "Baker"),
            seen(9, "no", "Acme", "Baker"),
        ]
        assert groups(mails) == [[1, 2, 3]]

    def test_the_same_answer_by_a_system_and_by_a_person(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(5, "no", "Acme", "Baker", **ATS),
            seen(5, "no", "Acme", "Baker", **ATS),
            seen(6, "no", "Acme", "", sender_address="anna@acme.example"),
        ]
        assert groups(mails) == [[1, 2, 3, 4]]

    def test_the_same_answer_after_feedback(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(5, "no", "Acme", "Baker"),
            seen(8, "feedback", "Acme", "Baker"),
            seen(9, "no", "Acme", "Baker", **ATS),
        ]
        assert groups(mails) == [[1, 2, 3, 4]]

    def test_an_answer_long_after_the_first_is_of_another_application(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(5, "no", "Acme", "Baker"),
            seen(90, "no", "Acme", "Baker"),
        ]
        assert groups(mails) == [[1, 2], [3]]

    def test_on_hold_and_open_again(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(5, "hold", "Acme", "Baker"),
            seen(60, "invite", "Acme", "Baker"),
        ]
        assert groups(mails) == [[1, 2, 3]]

    def test_sent_in_error(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(5, "no", "Acme", "Baker"),
            seen(6, "invite", "Acme", "Baker"),
            seen(20, "no", "Acme", "Baker"),
        ]
        assert groups(mails) == [[1, 2, 3, 4]]

    def test_feedback_goes_to_the_application_that_was_answered(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(5, "no", "Acme", "Baker"),
            seen(6, "receipt", "Acme", "Cook"),
            seen(9, "feedback", "Acme", ""),
        ]
        assert groups(mails) == [[1, 2, 4], [3]]

    def test_an_unsure_answer_closes_nothing(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(5, "no", "Acme", "Baker", sure=False),
            seen(60, "invite", "Acme", ""),
        ]
        assert groups(mails) == [[1, 2, 3]]


class TestNoPostNamed:
    LIVE = (seen(0, "receipt", "Acme", "Baker"), seen(1, "receipt", "Acme", "Cook"))

    def test_it_goes_to_the_only_live_one(self) -> None:
        assert groups([self.LIVE[0], seen(9, "no", "Acme")]) == ONE

    def test_of_two_it_is_the_one_in_the_thread(self) -> None:
        mails = [
            *self.LIVE,
            seen(5, "invite", "Acme", "Cook", conversation="<c>"),
            seen(9, "no", "Acme", conversation="<c>"),
        ]
        assert groups(mails) == [[1], [2, 3, 4]]

    def test_of_two_it_is_the_one_that_this_person_wrote_of(self) -> None:
        anna = {"sender_address": "anna@acme.example", "sender_name": "Anna"}
        mails = [*self.LIVE, seen(5, "invite", "Acme", "Baker", **anna), seen(9, "no", "Acme", **anna)]
        assert groups(mails) == [[1, 3, 4], [2]]

    def test_of_two_it_is_the_one_heard_of_lately(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(70, "receipt", "Acme", "Cook"),
            seen(80, "no", "Acme"),
        ]
        assert groups(mails) == [[1], [2, 3]]

    def test_in_doubt_it_stays_by_itself(self) -> None:
        assert groups([*self.LIVE, seen(9, "no", "Acme")]) == [[1], [2], [3]]

    def test_neither_company_nor_post(self) -> None:
        bare = {"sender_address": "no-reply@relay.example", "sender_name": "Recruiting"}
        mails = [seen(0, "receipt", **bare), seen(9, "no", **bare)]
        assert groups(mails) == ONE
        assert groups([mails[0], seen(1, "receipt", **bare), mails[1]]) == [[1], [2], [3]], (
            "which one is not known"
        )

    def test_the_thread_where_nothing_else_is_known(self) -> None:
        mails = [seen(0, "receipt", "Acme", "Baker", conversation="<a>"), seen(9, "no", conversation="<a>")]
        assert groups(mails) == ONE

    def test_a_thread_alone_joins_no_other_company(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker", conversation="<a>"),
            seen(9, "no", "Bolt", "Baker", conversation="<a>"),
        ]
        assert groups(mails) == TWO


class TestThePersonsWord:
    MAILS = (
        seen(0, "receipt", "Acme", "Baker"),
        seen(1, "receipt", "Bolt", "Cook", conversation="<b>", requisition="R-5"),
        seen(9, "invite", "Bolt", "Cook", conversation="<b>"),
    )

    def test_joins_what_no_mail_would(self) -> None:
        assert groups(self.MAILS, {2: 1}) == [[1, 2, 3]]

    def test_holds_for_later_mail_of_the_thread_and_of_the_number(self) -> None:
        later = [
            seen(10, "task", "", "", conversation="<b>"),
            seen(11, "no", "Bolt Holding SE", "", requisition="R-5"),
        ]
        assert groups([*self.MAILS, *later], {2: 1, 3: 1}) == [[1, 2, 3, 4, 5]]

    def test_may_name_a_mail_that_came_later(self) -> None:
        assert groups(self.MAILS, {1: 2, 2: 2}) == [[1, 2, 3]]

    def test_parts_what_was_one(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(9, "invite", "Acme", "Baker"),
            seen(20, "no", "Acme", "Baker"),
        ]
        assert groups(mails) == [[1, 2, 3]]
        assert groups(mails, {1: 1, 2: 2, 3: 1}) == [[1, 3], [2]]

    def test_a_later_post_in_the_thread_is_still_told_apart(self) -> None:
        mails = [*self.MAILS, seen(12, "receipt", "Bolt", "Dentist", conversation="<b>")]
        assert groups(mails, {2: 1, 3: 1}) == [[1, 2, 3], [4]]

    def test_a_corrected_company_or_post_counts_for_later_mail(self) -> None:
        mails = [seen(0, "receipt", "Thank You", "Candidate"), seen(9, "no", "Acme", "Baker")]
        assert groups(mails) == TWO
        assert groups(mails, remarks={1: {"company": "Acme", "role": "Baker"}}) == ONE

    def test_closed_by_hand_it_takes_no_mail_of_a_live_one(self) -> None:
        mails = [
            seen(0, "receipt", "Acme", "Baker"),
            seen(1, "receipt", "Acme", "Cook"),
            seen(20, "no", "Acme", ""),
        ]
        assert groups(mails, remarks={1: {"closed": "2026-03-10"}}) == [[1], [2, 3]]

    @pytest.mark.parametrize("role", ["Baker", ""])
    def test_closed_by_hand_it_still_takes_its_own_answer(self, role: str) -> None:
        mails = [seen(0, "receipt", "Acme", "Baker"), seen(20, "no", "Acme", role)]
        assert groups(mails, remarks={1: {"closed": "2026-03-10"}}) == ONE

    def test_what_was_said_of_a_part_holds_for_the_whole(self) -> None:
        mails = [replace(mail, id=number) for number, mail in enumerate(self.MAILS, 1)]
        (one,) = join(mails, {2: 1, 3: 1}, {2: {"note": "call Ada", "role": "Cook"}, 1: {"role": "Baker"}})
        assert dict(one.remarks) == {"note": "call Ada", "role": "Baker"}


class TestStanding:
    @pytest.mark.parametrize(
        ("mails", "days", "wanted"),
        [
            ([seen(0, "receipt")], 20, "open"),
            ([seen(0, "receipt")], 21, "no answer yet"),
            ([seen(0, "receipt")], 44, "no answer yet"),
            ([seen(0, "receipt")], 45, "probably closed"),
            ([seen(0, "receipt"), seen(10, "invite")], 12, "in talks"),
            ([seen(0, "receipt"), seen(10, "task")], 31, "no answer yet"),
            ([seen(0, "invite", appointment="2026-03-30T10:00:00+00:00")], 27, "in talks"),
            ([seen(0, "invite", appointment="2026-03-30T10:00:00+00:00")], 48, "in talks"),
            ([seen(0, "invite", appointment="2026-03-30T10:00:00+00:00")], 49, "no answer yet"),
            ([seen(0, "hold")], 179, "on hold"),
            ([seen(0, "hold")], 180, "probably closed"),
            ([seen(0, "hold"), seen(60, "invite")], 61, "in talks"),
            ([seen(0, "offer")], 60, "an offer"),
            ([seen(0, "offer")], 180, "probably closed"),
            ([seen(0, "offer"), seen(9, "taken")], 10, "closed"),
            ([seen(0, "no")], 1, "closed"),
            ([seen(0, "no", sure=False)], 1, "open"),
            ([seen(0, "no"), seen(1, "feedback")], 2, "closed"),
            ([seen(0, "no"), seen(1, "invite")], 2, "in talks"),
        ],
    )
    def test_words(self, mails: list[Seen], days: int, wanted: str) -> None:
        named = [replace(mail, id=n, company="Acme", role="Baker") for n, mail in enumerate(mails, 1)]
        (one,) = join(named, {}, {})
        now = BEGUN + timedelta(days=days)
        assert standing(one, now) == wanted
        assert is_alive(one, now) == (wanted not in ("closed", "probably closed"))

    @pytest.mark.parametrize(("day", "wanted"), [("2026-03-05", "in talks"), ("2026-03-06", "closed")])
    def test_an_invitation_after_the_day_it_was_closed_by_hand_opens_it(self, day: str, wanted: str) -> None:
        mails = [seen(0, "receipt", "Acme", "Baker"), seen(4, "invite", "Acme", "Baker")]
        named = [replace(mail, id=n) for n, mail in enumerate(mails, 1)]
        (one,) = join(named, {}, {1: {"closed": day}})
        assert standing(one, BEGUN + timedelta(days=5)) == wanted

    def test_the_next_interview_is_the_one_spoken_of_last(self) -> None:
        mails = [
            seen(0, "invite", "Acme", "Baker", appointment="2026-03-10T10:00:00+00:00"),
            seen(1, "invite", "Acme", "Baker", appointment="2026-03-12T10:00:00+00:00"),
        ]
        (one,) = join([replace(mail, id=n) for n, mail in enumerate(mails, 1)], {}, {})
        assert next_interview(one, BEGUN + timedelta(days=2)) == datetime(2026, 3, 12, 10, tzinfo=UTC)
        assert next_interview(one, BEGUN + timedelta(days=20)) is None


@pytest.mark.parametrize("shape", ["many companies", "one company", "no company", "one thread"])
def test_five_thousand_mails_take_less_than_two_seconds(shape: str) -> None:
    kinds = ("receipt", "invite", "no", "receipt", "no")
    mails = [
        replace(
            seen(number // 25, kinds[number % 5], **ATS),
            id=number + 1,
            company=""
            if shape == "no company"
            else "Acme"
            if shape == "one company"
            else f"Firm {number // 3}",
            role=f"Baker {number // 3 + 10}",
            conversation="<a>" if shape == "one thread" else f"<{number // 4}>",
        )
        for number in range(5000)
    ]
    begun = time.process_time()
    found = join(mails, {}, {})
    assert time.process_time() - begun < 2
    assert sum(len(one.mails) for one in found) == 5000


class TestTheSeason:
    """What docs/applications.md gives as figures (`python -m bench.applications`) does not get worse unnoticed."""

    def test_with_everything_read_rightly(self) -> None:
        found = measured(as_told())
        assert (found.precision, found.recall, found.wrong) == (1, 1, {})

    def test_as_its_mails_are_read(self) -> None:
        found = measured(as_read())
        assert found.precision >= 0.99, "a mail at the wrong application closes a live one"
        assert found.recall >= 0.95
        assert found.exact >= 113, found.wrong

    def test_with_details_missing_by_chance(self) -> None:
        found = [with_gaps(draw) for draw in range(5)]
        assert min(one.precision for one in found) >= 0.9
        assert min(one.exact for one in found) >= 95

    def test_an_applications_number_never_changes_as_mail_comes(self) -> None:
        mails = as_told()
        whole = {mail.id: one.id for one in join(mails, {}, {}) for mail in one.mails}
        for length in range(1, len(mails)):
            so_far = {mail.id: one.id for one in join(mails[:length], {}, {}) for mail in one.mails}
            assert so_far == {number: whole[number] for number in so_far}, length


@pytest.mark.parametrize("kind", ["interview", "rejection"])
def test_an_interview_that_was_called_off_is_no_next_one(kind: str) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    set_for = Seen(
        id=1, at=at, kind="interview", company="Acme", role="Clerk", appointment="2026-11-26T13:00:00+00:00"
    )
    off = Seen(
        id=2, at=at + timedelta(days=1), kind=kind, sure=False, company="Acme", role="Clerk", called_off="yes"
    )
    now = at + timedelta(days=1, hours=1)
    (before,), (after,) = join([set_for], {}, {}), join([set_for, off], {}, {})
    assert next_interview(before, now) is not None
    assert next_interview(after, now) is None
