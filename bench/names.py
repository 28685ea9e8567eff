"""How well the employer and the post of a mail are read: by rules alone, and with what is learned of names.

    python bench/names.py

Learns from four fifths of the marked mails (`models/corpus/tagged`) and reads the fifth that is left, each as an answer
of "no". The rules were mended by other mails. A name counts as right where the mail marks it so, or a longer one that
begins with it. A minute.
"""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from watcher.learning import tagging
from watcher.learning.corpus import read
from watcher.learning.tagged import Tagged
from watcher.learning.training import CORPUS
from watcher.reading import details
from watcher.reading.names import key
from watcher.reading.tagger import HOUSE, POST, Tagger
from watcher.reading.types import Details, Verdict

FOLDS, LEFT_OUT = 5, 2
SHORTEST = 4  #: letters of the beginning of a name that stands for it


def judged(said: str, mail: Tagged, what: str) -> str:
    """ "right", "missed", "wrong", or "silent" where the mail names none either."""
    marked = {key(name) for kind, name in mail.names if kind == what}
    spelled = key(said)
    if not spelled:
        return "missed" if marked else "silent"
    short = len(spelled) >= SHORTEST and any(name.startswith(spelled) for name in marked)
    return "right" if spelled in marked or short else "wrong"


def table(title: str, mails: Sequence[Tagged], found: Sequence[Details]) -> None:
    for what, said in ((HOUSE, [one.company for one in found]), (POST, [one.role for one in found])):
        count = Counter(judged(name, mail, what) for name, mail in zip(said, mails, strict=True))
        figures = "  ".join(f"{count[outcome]:4} {outcome}" for outcome in ("right", "missed", "wrong"))
        print(f"{title:12} {what:6} {figures}")


def main() -> None:
    corpus = read(CORPUS)
    left_out = [one for number, one in enumerate(corpus.tagged) if number % FOLDS == LEFT_OUT]
    others = tuple(one for number, one in enumerate(corpus.tagged) if number % FOLDS != LEFT_OUT)
    tagger = Tagger(tagging.learn(tagging.mails(dataclasses.replace(corpus, tagged=others))))
    print(f"{len(left_out)} mails, learned from {len(others)} others")
    verdicts = [
        Verdict("rejection", 1.0, {}, (), one.language, "", names=tagger.names(one.message, one.language))
        for one in left_out
    ]
    plain = [dataclasses.replace(verdict, names=()) for verdict in verdicts]
    for title, told in (("rules alone", plain), ("with names", verdicts)):
        found = [details.names(one.message, verdict, ()) for one, verdict in zip(left_out, told, strict=True)]
        table(title, left_out, found)


if __name__ == "__main__":
    main()
