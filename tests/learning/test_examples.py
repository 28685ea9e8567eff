"""The whole mails of the corpus as examples, with and without a sentence that may stand in any of them."""

from watcher.learning.corpus import Corpus
from watcher.learning.examples import WITH_ASIDE, asides, examples
from watcher.learning.mails import Letter

NO = Letter("rejection", "Your application", "Dear Ana,\nwe chose another candidate.", "en", "a:1")
RECEIPT = Letter("acknowledgement", "", "Your application has arrived.", "en", "a:9")
ASIDE = "Log in to see other jobs."


def test_a_no_is_there_with_an_aside_and_without_and_counts_once() -> None:
    plain, longer = examples([NO], {"en": [ASIDE]})
    assert (ASIDE, "en") not in plain.mail.said
    assert [one for one in longer.mail.said if one != (ASIDE, "en")] == plain.mail.said
    assert longer.mail.judged == plain.mail.judged + 1
    assert longer.mail.said[0] == plain.mail.said[0], "the subject stays where it is"
    assert (plain.share + longer.share, longer.share) == (1.0, WITH_ASIDE)


def test_other_mail_is_as_it_was_written() -> None:
    (only,) = examples([RECEIPT], {"en": [ASIDE]})
    assert (len(only.mail.said), only.share, only.is_no) == (1, 1.0, False)


def test_where_a_language_has_no_asides_each_mail_is_one_example() -> None:
    assert [one.share for one in examples([NO, RECEIPT], {"de": [ASIDE]})] == [1.0, 1.0]
    assert [one.share for one in examples([NO, RECEIPT])] == [1.0, 1.0]


def test_a_mail_that_says_nothing_is_no_example() -> None:
    assert examples([Letter("rejection", "", " ", "en", "a:1")], {"en": [ASIDE]}) == []


def test_the_corpus_gives_each_language_asides_that_are_written_out(corpus: Corpus) -> None:
    found = asides(corpus)
    assert sorted(found) == list(corpus.languages)
    assert all(len(sentences) > 100 for sentences in found.values())
    assert not any("<role>" in one or "{" in one for sentences in found.values() for one in sentences)
    assert examples(corpus.letters, found) == examples(corpus.letters, found)
