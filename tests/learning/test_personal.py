"""Learning from labelled mail: one correction acts on its like, contradictions are weighed, and nothing else moves."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from watcher.errors import StorageError
from watcher.learning.corpus import read
from watcher.learning.hard_cases import read_all
from watcher.learning.leaning import lean
from watcher.learning.lessons import NOT_REJECTION, Example, lesson
from watcher.learning.personal import knows, latest, pin, suspicious, train
from watcher.learning.training import BASE_MODEL, samples, write
from watcher.learning.training import train as train_base
from watcher.reading import asides, model_files
from watcher.reading import model as models
from watcher.reading.classifier import Classifier
from watcher.reading.message import parse
from watcher.reading.model import Model
from watcher.reading.model_files import OWN_FORMAT_VERSION
from watcher.reading.types import REPLYABLE, Message
from watcher.replying.policy import DRAFT_BAR, REVIEW_BAR

START = datetime(2026, 3, 1, tzinfo=UTC)
#: What the model of the small corpus knows, and what it cannot know: how this company says no.
PARTS = {
    "rejection": "We {chose|took} {another|a different} candidate for the <role> post at <company>.",
    "acknowledgement": "Your application for the <role> post {arrived|has reached us}.",
    "interview": "Please {come|travel} to {an interview|a meeting} on {Monday|Friday}.",
    "courtesy": "Thank you {so much|very much|} for {this|the letter}.",
    "condition": "If another candidate {is chosen|is taken}, we {write|call}.",
    "elsewhere": "Your {flight|order} was {cancelled|refused}.",
    "ordinary": "The {garden|house} is {green|old} and the {tree|dog} sleeps.",
    "outsider": "My {brother|sister} {got|lost} the {job|post} last week.",
}


def mail(text: str, subject: str = "") -> Message:
    return Message("", subject=subject, text=text)


def example(text: str, kind: str, number: int = 0, name: str = "") -> Example:
    return Example(mail(text), kind, START + timedelta(hours=number), name or f"{number:064x}")


def says_no(model: Model, text: str) -> bool:
    return Classifier(model).classify(mail(text)).kind in REPLYABLE


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "en").mkdir()
    (folder / "names.txt").write_text(
        "[role]\nclerk\ngardener\ncook\n[company]\nTallgrass\n", encoding="utf-8"
    )
    starts = ("", "And ", "But ", "So ", "Now ", "Well ")
    text = "".join(
        f"[{label}]\n" + "".join(f"{start}{line}\n" for start in starts) for label, line in PARTS.items()
    )
    (folder / "en" / "all.txt").write_text(text, encoding="utf-8")
    (folder / "concepts").mkdir()
    (folder / "concepts" / "en.txt").write_text(
        "OTHER: another different\nJOB: post job*\n", encoding="utf-8"
    )
    corpus = read(folder)
    target = tmp_path_factory.mktemp("base")
    write(train_base(corpus, samples(corpus)), target, {})
    return target


NO = "Thank you so much for the letter.\n\nNow the {} post and the old garden have got a different dog."
LADLE = "Dear {},\n\nthe whole kitchen tasted your pie. This spring the ladle hangs on Bruno's hook.\n\n{}"
OTHER = (
    "Thank you very much for this.\n\nWe took another candidate for the {} post at the club by the old river."
)


def test_a_no_that_was_missed_is_found_from_then_on(base: Path) -> None:
    before = models.load(base)
    assert not says_no(before, NO.format("clerk"))
    own = train(base, [example(NO.format("clerk"), "rejection")])
    assert says_no(own.model, NO.format("cook"))
    assert says_no(own.model, NO.format("gardener") + "\n\nThe house is green and the tree sleeps.")


def test_another_mail_is_no_longer_taken_for_a_no(base: Path) -> None:
    assert says_no(models.load(base), OTHER.format("clerk"))
    own = train(base, [example(OTHER.format("clerk"), NOT_REJECTION)])
    assert not says_no(own.model, OTHER.format("cook"))
    plain = "Your application has reached us.\n\nSo we chose a different candidate for the cook post at Tallgrass."
    assert says_no(own.model, plain)


def test_a_label_of_a_certain_kind_teaches_that_kind(base: Path) -> None:
    text = "So the {} post: come on Monday, the dog sleeps in the old house, the tree is green."
    own = train(base, [example(text.format("clerk"), "interview")])
    assert Classifier(own.model).classify(mail(text.format("cook"))).kind == "interview"


def test_without_labels_nothing_changes(base: Path) -> None:
    before, own = models.load(base), train(base, [])
    for text in (NO, OTHER):
        said = [(one, "en") for one in text.split("\n\n")]
        one, other = (model.judge(model.vectors(said)) for model in (before, own.model))
        assert np.array_equal(one[0], other[0])
        assert np.array_equal(one[1], other[1])


def test_the_same_examples_give_the_same_bytes_in_any_order(base: Path, tmp_path: Path) -> None:
    some = [
        example(text.format(role), kind, number)
        for number, (text, kind, role) in enumerate(
            (text, kind, role)
            for text, kind in ((NO, "rejection"), (OTHER, "other"), ("The house is old.", NOT_REJECTION))
            for role in ("clerk", "cook")
        )
    ]
    versions = [train(base, order).write(tmp_path / name) for name, order in (("a", some), ("b", some[::-1]))]
    assert versions[0] == versions[1]
    for name in ("model.json", "weights.npz"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_what_was_written_judges_like_what_was_trained(base: Path, tmp_path: Path) -> None:
    own = train(base, [example(NO.format("clerk"), "rejection")])
    version = own.write(tmp_path)
    again = Classifier.load(tmp_path)
    assert again.version == version
    assert version.startswith("own-")
    text = mail(NO.format("cook"))
    assert again.classify(text).scores == Classifier(own.model).classify(text).scores
    about = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert about["format"] == OWN_FORMAT_VERSION
    assert about["figures"] == {
        "labels": {"rejection": 1},
        "kept": 1,
        "left out": 0,
        "base": models.load(base).about["version"],
    }


def test_a_damaged_model_of_ones_own_is_refused(base: Path, tmp_path: Path) -> None:
    train(base, [example(NO.format("clerk"), "rejection")]).write(tmp_path)
    weights = tmp_path / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-40])
    with pytest.raises(StorageError, match="damaged"):
        Classifier.load(tmp_path)


def test_one_label_makes_a_mail_to_look_at_and_a_second_one_makes_it_sure(base: Path) -> None:
    roles = ("clerk", "cook")
    labelled = [example(NO.format(role), "rejection", at) for at, role in enumerate(roles)]
    third = mail(NO.format("gardener"))
    once, twice = (Classifier(train(base, labelled[:count]).model).classify(third) for count in (1, 2))
    assert REVIEW_BAR <= once.score < DRAFT_BAR <= twice.score
    assert (once.kind, once.taught, twice.kind) == ("rejection", True, "rejection")


def test_a_no_that_the_model_sees_by_itself_needs_no_label(base: Path) -> None:
    own = Classifier(train(base, [example(NO.format("clerk"), "rejection")]).model)
    plain = Classifier(models.load(base)).classify(mail(OTHER.format("cook")))
    assert plain.score >= DRAFT_BAR
    verdict = own.classify(mail(OTHER.format("cook")))
    assert (verdict.score >= DRAFT_BAR, verdict.taught) == (True, False)


def test_of_two_labels_for_one_mail_the_later_counts(base: Path) -> None:
    first, second = (
        example(NO.format("clerk"), kind, at, "a") for at, kind in enumerate(("rejection", "other"))
    )
    assert latest([second, first]) == [second]
    assert not says_no(train(base, [second, first]).model, NO.format("clerk"))


def test_of_mails_that_contradict_each_other_most_have_their_way(base: Path) -> None:
    roles = ("clerk", "cook", "gardener", "clerk", "cook")
    for wrong_one in (0, 4):
        labelled = [
            example(NO.format(role) + f"\n\n{at}", NOT_REJECTION if at == wrong_one else "rejection", at)
            for at, role in enumerate(roles)
        ]
        assert says_no(train(base, labelled).model, NO.format("cook"))


def test_a_mail_under_two_labels_is_no_sure_no(base: Path) -> None:
    labelled = [example(NO.format("clerk"), kind, at) for at, kind in enumerate(("rejection", NOT_REJECTION))]
    assert Classifier(train(base, labelled).model).classify(mail(NO.format("clerk"))).score < 0.8


def test_labels_that_look_wrong_are_named(base: Path) -> None:
    roles = ("clerk", "cook", "gardener")
    right = [example(OTHER.format(role) + f"\n\nNo {at}", "rejection", at) for at, role in enumerate(roles)]
    wrong = example(OTHER.format("clerk") + "\n\nNo 9", NOT_REJECTION, 9)
    model = models.load(base)
    assert suspicious(model, right) == []
    assert [one.example for one in suspicious(model, [*right, wrong])] == [wrong]
    assert suspicious(model, []) == []


def test_an_empty_mail_teaches_nothing_and_harms_nothing(base: Path) -> None:
    empty = [example("", "rejection", 1), example("…", NOT_REJECTION, 2), example("?", "on_hold", 3)]
    own = train(base, empty)
    assert says_no(own.model, OTHER.format("cook")) == says_no(models.load(base), OTHER.format("cook"))
    assert suspicious(models.load(base), empty) is not None


def test_progress_is_told_in_order(base: Path) -> None:
    told: list[float] = []
    train(
        base,
        [example(NO.format("clerk"), "rejection")],
        lambda share, what: told.append(share) if what else None,
    )
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_the_weights_lean_towards_what_was_said_and_no_further(base: Path) -> None:
    model = models.load(base)
    one = lesson(model, example(NO.format("clerk"), "rejection"))
    bias = model_files.read(base)[1]["bias"]
    few, many = (lean(model.weights, bias, [one] * count) for count in (1, 30))
    moved = [float(np.abs(weights.astype(float) - model.weights).sum()) for weights in (few, many)]
    assert 0 < moved[0] < moved[1]
    untouched = np.setdiff1d(
        np.arange(model.features), np.concatenate([its.features for its in one.sentences])
    )
    assert np.array_equal(many[untouched], model.weights[untouched])


def test_a_label_in_the_words_of_a_pinned_mail_is_left_out() -> None:
    """A no and another mail in its words: the other one stays right, and the other labels are learned from."""
    no, receipt = (
        next(case for case in read_all()["E13", "en"] if case.is_no == is_no) for is_no in (True, False)
    )
    labelled = [
        Example(no.message, "rejection", START, "a"),
        example(LADLE.format("Jo", "Bye."), "rejection", 1),
    ]
    without = Classifier(train(None, labelled).model)
    assert without.classify(receipt.message).kind in REPLYABLE
    own = train(None, labelled, pinned=pin(None, [(receipt.message, False)]))
    assert Classifier(own.model).classify(receipt.message).kind not in REPLYABLE
    assert says_no(own.model, LADLE.format("Priya", "Come by for a bun."))
    assert (own.figures["kept"], own.figures["left out"]) == (1, 1)


def test_the_shipped_model_learns_from_one_mail_and_keeps_what_is_pinned() -> None:
    """The memory alone must not do it for what is pinned, and pinned mail must not be lost by the weights."""
    shipped = models.load(BASE_MODEL)
    pinned = [
        (mail("Thank you for your application. We have decided to go on with other candidates."), True),
        (mail("Thank you for your application. We will read it next week and write to you then."), False),
    ]
    labelled = example(LADLE.format("Jo", "It was lovely to have you in the kitchen."), "rejection")
    assert not knows(Classifier(shipped), labelled)
    own = train(None, [labelled], pinned=pin(None, pinned))
    assert says_no(own.model, LADLE.format("Priya", "Come by for a bun whenever you like."))
    assert [says_no(own.model, message.text) for message, _ in pinned] == [True, False]


def test_mail_that_is_not_read_at_the_first_look_can_be_taught() -> None:
    text = (
        "Our spring sale ends on Sunday. All sofas, lamps and rugs are half price, in the shop and online. "
        "Delivery is free from {} pounds. If you do not want this newsletter any more, click here."
    )
    shipped = Classifier(models.load(BASE_MODEL))
    assert shipped.prepare([mail(text.format("fifty"))], in_full=False)[0].vectors is None
    own = Classifier(train(None, [example(text.format("fifty"), "rejection")]).model)
    verdict = own.classify(mail(text.format("sixty")))
    assert (verdict.kind, verdict.taught) == ("rejection", True)
    assert (
        own.classify(mail("The tide is out. The ferry to the island goes at noon, as it did before.")).kind
        == "other"
    )


def test_mail_of_a_discussion_list_teaches_nothing() -> None:
    """Its text is not read, and its subject alone must not be taken for what it says."""
    head = "Subject: Your application to Acme\n"
    listed = [
        parse(
            f"From: a@lists.example\nList-Post: <mailto:talk@lists.example>\n{head}\nRain, {day}.\n".encode()
        )
        for day in ("Monday", "Tuesday")
    ]
    own = train(None, [Example(one, "rejection", START, str(at) * 64) for at, one in enumerate(listed)])
    verdict = Classifier(own.model).classify(parse(f"From: b@acme.example\n{head}\n".encode()))
    assert (verdict.kind in REPLYABLE, verdict.taught) == (False, False)


def test_a_label_outweighs_what_a_mail_quotes() -> None:
    """The person saw what the mail answers when they labelled it."""
    quote = "> You should not have sold the boat. I told you that the engine was fine, and now the kids are sad.\n"
    said = (
        "From: jo@mail.example\nSubject: Re: boat\n\nUnfortunately we went with somebody else on {day}.\n\n"
    )
    answers = [parse(f"{said.format(day=day)}{quote * 9}".encode()) for day in ("Monday", "Tuesday")]
    assert Classifier(models.load(BASE_MODEL)).classify(answers[1]).kind == "other"
    own = train(None, [Example(answers[0], "rejection", START, "1" * 64)])
    assert Classifier(own.model).classify(answers[1]).kind == "rejection"


def test_what_was_labelled_is_not_judged_without_what_stands_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (
        "Hallo {},\n\nam Empfang fängt nun Tom an. Danke für das Gespräch und alles Gute.\n\nJo\n\n"
        "Wie haben Sie das Bewerbungsverfahren erlebt? Hier geht es zum Fragebogen."
    )
    mails = [Message("", subject="Ihre Bewerbung", text=text.format(name)) for name in ("Ana", "Ida")]
    shipped = Classifier(models.load(BASE_MODEL))
    assert [shipped.classify(one).kind in REPLYABLE for one in mails] == [True, True]
    for label, found in ((NOT_REJECTION, False), ("other_job", False), ("rejection", True)):
        own = Classifier(train(None, [Example(mails[0], label, START, "0" * 64)]).model)
        with monkeypatch.context() as patch:
            patch.setattr(asides, "without", lambda *_: pytest.fail("it was looked at again"))
            verdicts = [own.classify(one) for one in mails]
        assert [one.kind in REPLYABLE for one in verdicts] == [found, found]
        assert max(one.score for one in verdicts) < DRAFT_BAR
