"""The names that the shipped model finds in a mail, and what becomes of broken arrays and of mail made to do harm."""

import gc
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading import tokens
from watcher.reading.classifier import Classifier
from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.tagger import TAGS, Tagger, _whole, tags_fit, untagged
from watcher.reading.types import Address, Details, Message

OWN = (Address("Robin Keller", "robin@example.org"),)
NO = {
    "en": "We have given the place to somebody else, and cannot offer you the job.",
    "de": "Wir haben uns für jemand anderen entschieden und müssen Ihnen leider absagen.",
    "fr": "Nous avons retenu une autre personne et ne pouvons pas donner suite à votre candidature.",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


def read(classifier: Classifier, sender: str, subject: str, text: str) -> Details:
    mail = parse(
        f"From: {sender}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    )
    return extract(mail, classifier.classify(mail), OWN)


def test_a_post_that_only_the_running_text_names(classifier: Classifier) -> None:
    text = f"Hi Robin,\n\nthanks for asking about the night baker job. {NO['en']}\n\nCath"
    assert read(classifier, "Cath <cath@oven.example>", "Re: hello", text).role == "night baker"


def test_a_house_that_only_the_signature_names(classifier: Classifier) -> None:
    text = f"Bonjour,\n\n{NO['fr']}\n\nCordialement,\nAnne Vidal\nResponsable RH\n\nTransports Morvan\n12 rue du Port"
    assert (
        read(classifier, "RH <rh@tm-brest.example>", "Votre candidature", text).company == "Transports Morvan"
    )


@pytest.mark.parametrize(
    ("line", "marked", "expected"),
    [
        ("as Jr. Baker with us", "Baker", "Jr. Baker"),
        ("come 2° Capo Partita presso", "Capo Partita", "2° Capo Partita"),
        ("eine Ar-Ge Mühendisi daha", "Ge Mühendisi", "Ar-Ge Mühendisi"),
        ("as Enólogo/a Assistente) now", "Enólogo/a Assistente)", "Enólogo/a Assistente"),
        ("a Baker (Nights) here", "Baker (Nights", "Baker (Nights)"),
        ("a Baker (Nights or days) here", "Baker (Nights", "Baker"),
        ("from Nuts.example today", "Nuts", "Nuts.example"),
        ("Hoshimi Inc.の採用", "Hoshimi Inc.", "Hoshimi Inc."),
    ],
)
def test_a_name_is_taken_with_the_rest_of_its_words(line: str, marked: str, expected: str) -> None:
    begin = line.index(marked)
    told = [one for one in tokens.read(Message("f" * 64, text=line)).tokens if not one.is_end]
    inside = [one for one in told if begin <= one.start and one.end <= begin + len(marked)]
    assert _whole(line, inside[0], inside[-1]) == expected


def test_names_are_asked_for_only_where_an_application_is_answered(classifier: Classifier) -> None:
    mail = parse(
        b"From: Newsletter <news@shop.example>\nSubject: Autumn\n\nNew boots from Krahl & Co. have come.\n"
    )
    assert classifier.classify(mail).names == ()


def test_without_what_was_learned_nothing_is_found() -> None:
    assert Tagger(untagged()).names(parse(b"Subject: Baker at Krahl\n\nHello.\n"), "en") == ()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400), st.text(max_size=60))
def test_whatever_the_text_a_name_stands_in_it(classifier: Classifier, text: str, subject: str) -> None:
    mail = parse(f"From: Krahl <a@b.example>\nSubject: {subject}\n\n{text}\n".encode("utf-8", "replace"))
    written = " ".join([mail.subject, *mail.text.split(), *mail.signature.split()])
    for one in classifier.names(mail, "und"):
        assert one.text
        assert all(part in f"Krahl {written}" for part in one.text.split())
        assert 0 <= one.chance <= 1
        assert one.what in TAGS[1:]


@pytest.mark.parametrize(
    "text",
    [
        "Baker " * 20_000,
        "Baker\n\n" * 8_000,
        "(" * 30_000,
        "A-" * 20_000,
        "烘" * 40_000,
        "a/b" * 20_000,
        "Öz Ltd.\n" * 9_000,
        "".join(map(chr, range(0x4E00, 0x4E00 + 12_000))),
    ],
)
def test_no_mail_takes_long(classifier: Classifier, text: str) -> None:
    mail = parse(f"From: Krahl <a@b.example>\nSubject: Baker\n\n{text}\n".encode())
    gc.collect()  # what other tests have left is no part of it
    started = time.process_time()
    classifier.names(mail, "en")
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("tag_gaps", np.array([3, 0], dtype=np.uint32)),
        ("tag_gaps", np.array([1 << 31, 1 << 31], dtype=np.uint32)),
        ("tag_gaps", np.array([1, 2], dtype=np.int64)),
        ("tag_weights", np.zeros((1, len(TAGS)), dtype=np.int8)),
        ("tag_weights", np.zeros((2, len(TAGS)), dtype=np.float32)),
        ("tag_bias", np.full(len(TAGS), np.nan, dtype=np.float32)),
        ("tag_follows", np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)),
        ("tag_follows", np.ones((2, 2), dtype=np.float32)),
    ],
)
def test_broken_arrays_are_told(name: str, array: np.ndarray) -> None:
    arrays = untagged() | {
        "tag_gaps": np.array([1, 2], dtype=np.uint32),
        "tag_weights": np.zeros((2, len(TAGS)), dtype=np.int8),
    }
    tags_fit(arrays)
    with pytest.raises(ValueError, match=r"tag_\w+ (?:does not fit|holds)"):
        tags_fit(arrays | {name: array})


def test_features_that_say_nothing_count_for_nothing() -> None:
    """Also where one that says something begins with the same bits."""
    known = np.array([5, 6, 1 << 14, (1 << 14) + 7, 1 << 31, (1 << 32) - 1], np.uint32)
    arrays = untagged() | {
        "tag_gaps": np.diff(known, prepend=np.uint32(0)),
        "tag_weights": np.arange(len(known) * len(TAGS), dtype=np.int8).reshape(-1, len(TAGS)),
    }
    asked = np.array(
        [[0, 5, 7], [6, 6, 1 << 14], [(1 << 14) + 6, 1 << 31, (1 << 32) - 1], [9, 8, 1 << 30]], np.uint32
    )
    weights = dict(zip(known.tolist(), arrays["tag_weights"].tolist(), strict=True))
    sums = np.array(
        [np.sum([weights.get(one, [0] * len(TAGS)) for one in row], axis=0) for row in asked.tolist()]
    )
    expected = np.exp(sums / 16 - (sums / 16).max(axis=1, keepdims=True))
    assert Tagger(arrays)._evidence(asked) == pytest.approx(expected)
    assert Tagger(untagged())._evidence(asked[:, :0]) == pytest.approx(np.ones((4, len(TAGS))))
