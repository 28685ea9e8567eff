"""A plain "no" stays one beside what else such mails say: where to log in, what happens if, that a file arrived."""

import pytest

from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE, Message

NOES = {
    "a receipt in the first sentence": "We have received your application for the post of Archivist, for which we "
    "thank you.\n\nAfter careful review, we regret to inform you that we have decided to proceed with other "
    "candidates.\n\nWe wish you all the best.",
    "nothing but a receipt and a no": "Thank you for submitting your application on 3 May. We confirm that it was "
    "received.\n\nUnfortunately, the position has been filled.\n\nKind regards",
    "a table of a portal": "Your application for Data Analyst was received on 12 March 2026.\n\nStatus: Not selected"
    "\n\nThank you for your interest.",
    "an offer to somebody else and to talk": "Dear Ana,\n\nThank you for taking the test and for the two interviews. "
    "We have made an offer to another candidate, who has accepted it.\n\nIf you would like feedback, I am happy to "
    "arrange a call.",
    "a change of status and a portal": "Dear Ana,\n\nYour application status has been updated. Unfortunately we will "
    "not be moving forward with your candidacy.\n\nLog in to your account to see other jobs.",
    "what becomes of the papers": "Guten Tag Frau Weber,\n\nwir haben Ihre Bewerbung als Sachbearbeiterin erhalten und "
    "sorgfältig geprüft.\n\nLeider müssen wir Ihnen mitteilen, dass wir uns für eine andere Bewerberin entschieden "
    "haben.\n\nIhre Unterlagen löschen wir nach sechs Monaten.",
    "an open day": "Sehr geehrte Frau Weber,\n\nvielen Dank für das Gespräch am Montag. Wir haben die Stelle "
    "inzwischen intern besetzt.\n\nGern laden wir Sie zu unserem Tag der offenen Tür ein.",
    "two conditions": "Dear Ana,\n\nWe regret to inform you that you have not been selected. If another position opens "
    "up, we will contact you. Please note that if you do not hear from us, your data is deleted after six months.",
    "a small hope": "Hi Ana, quick note: we went with someone else. Sorry! If that falls through I'll call you.",
    "words of a bank and an airline": "Dear Ms Weber,\n\nIn your application you mentioned your loan portfolio at the "
    "university and your flight training. We decided not to proceed with your application for the Loan Officer "
    "position.\n\nFor questions about your account, log in.",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize("what", NOES)
def test_it_is_still_a_no(classifier: Classifier, what: str) -> None:
    assert classifier.classify(Message("", subject="", text=NOES[what])).kind in REPLYABLE
