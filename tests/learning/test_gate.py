"""The gate lets a better model pass, and stops one that is worse, for a reason that it names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache

import pytest

from tests.learning.own_mail import (
    INVITATION,
    MISSED,
    NEWSLETTER,
    PLAIN_NO,
    START,
    everyday,
    example,
    newsletters,
)
from watcher.learning import gate, hard_cases
from watcher.learning.gate import Held
from watcher.learning.grouping import groups
from watcher.learning.personal import Example
from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE, Message, Verdict
from watcher.replying import policy

SHIPPED = Classifier.load()


@cache
def cases_of_the_project() -> list[hard_cases.Case]:
    return [case for group in hard_cases.read_all().values() for case in group]


@cache
def verdicts() -> list[Verdict]:
    return SHIPPED.classify_all([case.message for case in cases_of_the_project()])


def verdict(kind: str, score: float) -> Verdict:
    return Verdict(kind, score, {}, (), "en", "test")


NO, UNSURE_NO, OTHER = verdict("rejection", 0.99), verdict("rejection", 0.7), verdict("other", 0.0)


def saying(said: Mapping[str, Verdict], otherwise: Verdict = OTHER) -> Callable[[Message], Verdict]:
    """A model that says of mail with a certain subject what it is told to."""
    return lambda message: said.get(message.subject, otherwise)


def mail(subject: str, text: str = "") -> Message:
    return Message(subject, subject=subject, text=text)


def test_the_bar_is_that_of_the_policy() -> None:
    assert gate.DRAFT_BAR == policy.DRAFT_BAR


class TestGroups:
    def test_mails_of_one_domain_are_one_group(self) -> None:
        mails = [
            example(template, "rejection", number, f"{who}@acme.example").message
            for number, (template, who) in enumerate([(MISSED, "anna"), (NEWSLETTER, "shop")])
        ]
        assert len(set(groups(mails))) == 1

    def test_twins_of_one_template_are_one_group_whoever_sends_them(self) -> None:
        mails = [
            example(MISSED, "rejection", number, f"jobs@house{number}.example").message for number in range(5)
        ]
        assert len(set(groups(mails))) == 1

    def test_a_sentence_more_does_not_part_twins(self) -> None:
        more = MISSED.replace("The kettle", "We read every page of it with care.\n\nThe kettle")
        mails = [
            example(MISSED, "rejection", 1, "a@a.example"),
            example(more, "rejection", 2, "b@b.example"),
        ]
        assert len(set(groups([one.message for one in mails]))) == 1

    def test_other_templates_of_other_senders_are_groups_of_their_own(self) -> None:
        mails = [
            example(template, "other", number, f"jobs@house{number}.example").message
            for number, template in enumerate((MISSED, NEWSLETTER, PLAIN_NO))
        ]
        assert len(set(groups(mails))) == 3

    def test_a_system_that_sends_for_everybody_makes_no_group(self) -> None:
        senders = ("Acme <no-reply@greenhouse.io>", "Borealis <no-reply@greenhouse.io>")
        mails = [
            example(template, "other", number, sender).message
            for number, (template, sender) in enumerate(zip((MISSED, NEWSLETTER), senders, strict=True))
        ]
        assert len(set(groups(mails))) == 2

    def test_mail_without_sender_or_text_stands_alone(self) -> None:
        assert len(set(groups([mail("one"), mail("two")]))) == 2

    def test_ten_thousand_of_one_template_are_quick(self) -> None:
        mails = [dataclasses.replace(one.message, sender=None) for one in newsletters(10_000, "other")]
        assert len(set(groups(mails))) == 1


class TestHoldingBack:
    def labels(self) -> list[Example]:
        """Forty labels on mail of twenty senders with a text of their own each, one after the other."""
        found = []
        for number in range(40):
            words = f"word{chr(97 + number // 2)} " * 6
            one = example(PLAIN_NO, "rejection", number, f"jobs@house{number // 2}.example")
            found.append(dataclasses.replace(one, message=dataclasses.replace(one.message, text=words)))
        return found

    def test_the_latest_quarter_is_held_back_in_whole_groups(self) -> None:
        labels = self.labels()
        rest, held = gate.hold_back(labels, None)
        assert rest == list(range(30))
        assert len(held) == 10
        of_rest = {labels[at].message.sender.domain for at in rest if labels[at].message.sender}  # type: ignore[union-attr]
        assert not of_rest & {one.message.sender.domain for one in held if one.message.sender}

    def test_a_group_that_would_take_too_much_is_left_in(self) -> None:
        labels = self.labels()
        same = [
            dataclasses.replace(one, message=dataclasses.replace(one.message, text=labels[-1].message.text))
            for one in labels[20:]
        ]
        rest, held = gate.hold_back(labels[:20] + same, None)
        assert len(held) == 10
        assert set(range(20, 40)) <= set(rest)

    def test_what_the_model_in_use_has_learned_from_is_marked(self) -> None:
        _, held = gate.hold_back(self.labels(), START + timedelta(hours=35))
        assert sorted(one.new for one in held) == [False] * 6 + [True] * 4

    def test_too_few_labels_are_not_divided(self) -> None:
        rest, held = gate.hold_back(self.labels()[:11], None)
        assert (rest, held) == (list(range(11)), [])

    def test_labels_on_mail_of_one_sender_are_not_divided(self) -> None:
        labels = [example(PLAIN_NO, "rejection", number, "a@a.example") for number in range(40)]
        assert gate.hold_back(labels, None)[1] == []


class TestPinned:
    def test_the_shipped_model_is_no_worse_than_itself(self) -> None:
        answer = gate.pinned(cases_of_the_project(), verdicts(), verdicts(), verdicts())
        assert answer.passed
        assert answer.lines() == ()
        assert answer.figures["pinned"]["right before"] == answer.figures["pinned"]["right now"] > 500

    def test_one_that_is_lost_is_enough_and_is_named(self) -> None:
        cases, before = cases_of_the_project(), verdicts()
        at, right = next(
            (at, case)
            for at, (case, verdict) in enumerate(zip(cases, before, strict=True))
            if (verdict.kind in REPLYABLE) == case.is_no
        )
        worse = [*before[:at], OTHER if right.is_no else NO, *before[at + 1 :]]
        answer = gate.pinned(cases, before, before, worse)
        assert len(answer.lines()) == 2
        assert f"{right.name} {right.language}" in answer.lines()[0]

    def test_more_right_ones_do_not_make_up_for_a_lost_one(self) -> None:
        cases = cases_of_the_project()[:10]

        perfect_but_one = [NO if case.is_no == (case is not cases[0]) else OTHER for case in cases]
        only_the_first = [NO if case.is_no == (case is cases[0]) else OTHER for case in cases]
        assert not gate.pinned(cases, only_the_first, only_the_first, perfect_but_one).passed

    def test_what_a_model_of_ones_own_got_right_by_luck_binds_no_other_one(self) -> None:
        cases = cases_of_the_project()[:20]

        def right_on(count: int) -> list[Verdict]:
            return [NO if (at < count) == case.is_no else OTHER for at, case in enumerate(cases)]

        assert gate.pinned(cases, right_on(8), right_on(14), right_on(8)).passed
        answer = gate.pinned(cases, right_on(8), right_on(15), right_on(8))
        assert "8 of the 20 hard cases right instead of 15" in answer.lines()[0]


class TestOwn:
    HELD = tuple(Held(mail(str(number)), is_no=number < 5, new=True) for number in range(10))
    RIGHT: Mapping[str, Verdict] = {str(number): UNSURE_NO for number in range(5)}

    def answer(self, before: Mapping[str, Verdict], after: Mapping[str, Verdict]) -> gate.Answer:
        return gate.own(self.HELD, saying(before), saying({}), saying(after))

    def without(self, count: int) -> Mapping[str, Verdict]:
        return {str(number): UNSURE_NO for number in range(count, 5)}

    def test_better_passes(self) -> None:
        assert self.answer(self.without(3), self.RIGHT).passed

    def test_one_mail_is_chance_and_two_are_not(self) -> None:
        assert self.answer(self.RIGHT, self.without(1)).passed
        answer = self.answer(self.RIGHT, self.without(2))
        assert not answer.passed
        assert "2 wrong instead of 0" in answer.lines()[0]

    def test_some_worse_and_as_many_better_is_no_worse(self) -> None:
        before = {str(number): UNSURE_NO for number in (0, 1)}
        after = {str(number): UNSURE_NO for number in (3, 4)}
        assert self.answer(before, after).passed

    def test_not_one_more_may_be_taken_for_a_certain_no(self) -> None:
        answer = self.answer(self.RIGHT, {**self.RIGHT, "7": NO})
        assert "certain no" in answer.lines()[0]

    def test_an_unsure_one_is_chance(self) -> None:
        assert self.answer(self.RIGHT, {**self.RIGHT, "7": UNSURE_NO}).passed

    def test_a_mail_that_the_model_in_use_knows_by_heart_is_measured_by_the_shipped_one(self) -> None:
        known = [dataclasses.replace(one, new=False) for one in self.HELD]
        answer = gate.own(known, saying(self.RIGHT), saying({}), saying(self.without(2)))
        assert answer.passed
        assert answer.figures["own"] == {"mails": 10, "wrong before": 5, "wrong now": 2}

    def test_nothing_held_back_is_no_reason(self) -> None:
        assert gate.own([], saying({}), saying({}), saying({})).passed


class TestOrdinary:
    MAILS = tuple(mail(str(number)) for number in range(20))

    def test_one_that_is_newly_taken_for_a_certain_no_is_enough(self) -> None:
        answer = gate.ordinary(self.MAILS, [], saying({}), saying({"3": NO}))
        assert "1 of 20 ordinary mails" in answer.lines()[0]

    def test_one_that_was_before_is_none_of_its_doing(self) -> None:
        assert gate.ordinary(self.MAILS, [], saying({"3": NO}), saying({"3": NO})).passed

    def test_an_unsure_one_leads_to_no_draft(self) -> None:
        assert gate.ordinary(self.MAILS, [], saying({}), saying({"3": UNSURE_NO})).passed

    def twins(self, count: int) -> list[Message]:
        return [
            example(MISSED, "rejection", number, f"a@a{number}.example", f"twin {number}").message
            for number in range(count)
        ]

    def test_the_like_of_a_mail_that_was_labelled_a_no_is_let_pass_up_to_three(self) -> None:
        label, *others = self.twins(5)
        flags = {one.subject: NO for one in others}
        assert gate.ordinary(others[:3], [label], saying({}), saying(flags)).passed
        assert not gate.ordinary(others, [label], saying({}), saying(flags)).passed
        assert not gate.ordinary(others[:3], [], saying({}), saying(flags)).passed


class TestLikelyLabels:
    def ask(self, labels: list[Example]) -> gate.Answer:
        return gate.likely(labels, SHIPPED.classify, SHIPPED.understands)

    def test_an_empty_set_is_refused_in_so_many_words(self) -> None:
        assert "no labels to learn from" in self.ask([]).lines()[0]

    def test_labels_that_are_right_are_likely(self) -> None:
        assert self.ask(everyday(80)).passed

    def test_a_few_misses_of_the_shipped_model_are_why_one_labels(self) -> None:
        labels = [
            example(MISSED, "rejection", number, f"a@a{number}.example") for number in range(gate.MANY - 1)
        ]
        assert self.ask(labels).passed

    def test_ten_thousand_newsletters_labelled_as_noes_are_not(self) -> None:
        lines = self.ask(newsletters(10_000, "rejection")).lines()
        assert len(lines) == 2
        assert "was the right folder moved there?" in lines[0]

    def test_nor_are_certain_noes_labelled_as_something_else(self) -> None:
        labels = [
            example(PLAIN_NO, "not_rejection", number, f"a@a{number}.example") for number in range(gate.MANY)
        ]
        assert not self.ask(labels).passed

    def test_mail_in_a_language_that_the_model_has_not_learned_says_nothing(self) -> None:
        labels = newsletters(40, "rejection")
        assert gate.likely(labels, SHIPPED.classify, lambda language: False).passed


class TestForgetting:
    def test_texts_that_were_removed_would_be_forgotten(self) -> None:
        assert "texts of 39 mails are not kept" in gate.forgets(40, 1, 40).lines()[0]

    @pytest.mark.parametrize(
        ("learned_from", "examples", "textless"), [(0, 1, 5), (40, 41, 7), (40, 30, 0), (40, 34, 1)]
    )
    def test_labels_that_were_added_or_taken_back_are_no_loss(
        self, learned_from: int, examples: int, textless: int
    ) -> None:
        assert gate.forgets(learned_from, examples, textless).passed


def test_of_several_reasons_the_first_is_told_and_the_others_are_counted() -> None:
    answer = gate.together([gate.Answer(("it is one",)), gate.Answer(), gate.Answer(("it is two",))])
    assert not answer.passed
    assert answer.lines()[0] == "The new model was not taken: it is one (1 more like it)."


@pytest.mark.parametrize("template", [PLAIN_NO, INVITATION])
def test_the_mail_of_these_tests_is_what_it_says(template: str) -> None:
    """Else the labels above would be unlikely for another reason."""
    found = SHIPPED.classify(example(template, "", 1, "jobs@employer.example").message)
    assert (found.kind in REPLYABLE) == (template is PLAIN_NO)
