"""Counting verdicts: intervals, what was found, what was wrong and certain, and how true the scores are."""

from watcher.learning.scoring import Judged, calibration, describe, figures, judged, wilson


def one(number: int, truth: str, kind: str, score: float) -> Judged:
    return Judged(str(number), truth, "set en", kind, score, "A sentence.")


MAILS = [
    one(1, "rejection", "rejection", 0.97),
    one(2, "rejection", "other", 0.05),
    one(3, "on_hold", "rejection", 0.7),
    one(4, "other", "rejection", 0.95),
    one(5, "acknowledgement", "acknowledgement", 0.2),
]


def test_the_interval_of_wilson() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_row_and_its_verdict_go_together() -> None:
    row = {"id": 7, "label": "recruiter_outreach", "set": "mine", "lang": "en", "subject": "Hello"}
    found = judged(row, {"kind": "outreach", "score": 0.1, "evidence": []})
    assert (found.id, found.truth, found.group, found.said) == ("7", "outreach", "mine en", "Hello")


def test_found_flagged_and_certain_are_told_apart() -> None:
    numbers = figures(MAILS)
    assert numbers["wrong"] == 2
    assert numbers["wrong and certain"] == 2
    assert numbers["confusion"]["rejection"] == {"rejection": 1, "other": 1}
    assert [row[0] for row in numbers["worst"]] == ["2", "4"]


def test_calibration_compares_scores_with_shares() -> None:
    top = calibration(MAILS)[-1]
    assert (top["from"], top["mails"], top["share"]) == (0.9, 2, 0.5)


def test_the_report_names_counts_and_mistakes() -> None:
    report = "\n".join(describe(MAILS))
    assert "found        2 of 3" in report
    assert "flagged      1 of 2" in report
    assert "0.950 other taken for rejection  4" in report


def test_to_be_reviewed_is_what_the_program_asks_about() -> None:
    mails = [*MAILS, one(6, "rejection", "rejection", 0.85)]  # of this one a reply may be drafted
    report = " ".join("\n".join(describe(mails)).split())
    assert "to be reviewed among job mail 1 of 5" in report
    assert "to be reviewed among other mail 0 of 1" in report


def test_the_report_keeps_to_the_terminal() -> None:
    kinds = ("acknowledgement", "offer_withdrawn", "interview", "assessment", "feedback", "job_alert")
    mails = [*MAILS, *(one(10 + number, "rejection", kind, 0.4) for number, kind in enumerate(kinds))]
    mails.append(
        Judged("x" * 60, "other", "my own mail of last year, in English", "rejection", 0.99, "A no. " * 20)
    )
    narrow, wide = list(describe(mails, 80)), list(describe(mails))
    assert max(map(len, narrow)) <= 80
    assert max(map(len, wide)) > 80
    assert " ".join(" ".join(narrow).split()).count(" of ") == " ".join(wide).count(" of ")
    assert "  flagged other my own mail of last year, in English" in narrow


def test_the_table_is_no_wider_than_its_names() -> None:
    assert max(len(line) for line in describe(MAILS) if line.startswith("  f")) < 80
