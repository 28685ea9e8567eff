"""Reading models/corpus/concepts: for each language, which words stand for which concept."""

from __future__ import annotations

from pathlib import Path

from watcher.errors import UserError

#: What job mail and its look-alikes speak of.
_TOPICS = """
    WE YOU I THIRD OTHER NOT IF BUT SORRY EARLIER MISTAKE STILL AGAIN ONLY MORE LESS APPLICATION JOB
    CANDIDATE EMPLOYER INTERVIEW TEST OFFER CHOOSE DECIDE CONTINUE END FILL START STOP PAUSE FIT SKILL
    REFUSE INVITE WISH THANK KEEP TRY RECEIVE REVIEW LOGIN CONTACT MONEY HOUSE TRAVEL STUDY PAPER SHOP
    INSURE CLUB CODE TIME FAMILY NEWS ADVICE OFFICIAL
"""
#: What holds sentences together.
_FRAMES = """
    CAN WILL WOULD PAST MUST WANT THINK SAY ASK GIVE GET GO STAY SEE SEARCH WORK PERSON TEAM COMPANY
    PLACE LIST RANK MANY THIS NOW WHEN BECAUSE WHO GOOD BAD PLEASE GREET MESSAGE DOC STEP RESULT
    ELSE_WHERE SAME YES NUMBER PERIOD NEW LIKE CHANGE HOPE_LATER BEST NEAR LOSE BOTH_SIDES
"""
#: The concepts, the same in every language.
CONCEPTS = frozenset(f"{_TOPICS} {_FRAMES}".split())

Forms = dict[str, list[str]]


def read(folder: Path) -> dict[str, Forms]:
    """Reads `<folder>/concepts/<language>.txt`: lines of `CONCEPT: form form ...`.

    Returns:
        for each language, its forms by concept.

    Raises:
        UserError: for a concept that is not in CONCEPTS, all of them at once.
    """
    problems: list[str] = []
    found: dict[str, Forms] = {}
    for path in sorted(folder.glob("concepts/[a-z][a-z].txt")):
        forms = found.setdefault(path.stem, {})
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            name, colon, words = line.partition(":")
            if not line.strip() or line.startswith("#"):
                continue
            if not colon or name.strip() not in CONCEPTS:
                problems.append(f"concepts/{path.name}:{number}: {name.strip()} is no concept")
                continue
            forms.setdefault(name.strip(), []).extend(word.casefold() for word in words.split())
    if problems:
        raise UserError(*problems)
    return found
