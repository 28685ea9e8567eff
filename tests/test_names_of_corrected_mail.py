"""Mail that the person says is an answer is asked what it names, as mail that was judged to be one is."""

from pathlib import Path

from tests.sample_mail import MONDAY, BySubject, config, raw_mail
from watcher.judging import Judge
from watcher.mailboxes.protocol import Arrival, Flags, Place
from watcher.reading.types import Message, Named
from watcher.store import Store


class Naming(BySubject):
    """Finds a post in any mail that it is asked about."""

    def names(self, message: Message, language: str) -> tuple[Named, ...]:
        return (Named("post", "night baker", 0.95),)


def test_what_a_corrected_mail_names_is_read(tmp_path: Path) -> None:
    store = Store(tmp_path)
    judge = Judge(config().accounts[0], config(), store, Naming())
    raw = raw_mail(1, "other", text="Hi Robin,\n\nthe ovens are full.\n\nCath\n")
    arrival = Arrival(Place("INBOX", "1"), "1", MONDAY, Flags(read=False, answered=False), raw, len(raw))
    for said, role in (("", ""), ("rejection", "night baker"), ("job_alert", "")):
        judged, problem = judge.judge(arrival, MONDAY, said)
        assert judged, problem
        assert judged.details.role == role
    store.close()
