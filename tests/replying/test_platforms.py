"""What becomes of a reply to an applicant tracking system, by our table and the person's own."""

from __future__ import annotations

import pytest

from watcher.replying.platforms import parse, shipped


@pytest.mark.parametrize(
    ("domain", "replies"),
    [
        ("greenhouse.io", "reach"),
        ("us.greenhouse-mail.io", "reach"),
        ("acme.teamtailor-mail.com", "unknown"),
        ("acme.myworkday.com", "lost"),
        ("otp.workday.com", "lost"),
        ("workday.com", ""),
        ("evil-greenhouse.io", ""),
        ("io", ""),
        ("", ""),
    ],
)
def test_whole_labels_count(domain: str, replies: str) -> None:
    assert shipped().of(domain) == replies


def test_the_persons_own_entries_come_first_and_the_longest_wins() -> None:
    own = parse('[[platform]]\nname = "x"\ndomains = ["Acme.Lever.co", "myworkday.com"]\nreplies = "reach"\n')
    both = shipped().under(own)
    assert both.of("acme.lever.co") == "reach"
    assert both.of("lever.co") == "unknown"
    assert both.of("tenant.myworkday.com") == "reach"


@pytest.mark.parametrize(
    "bad",
    [
        'platform = "x"',
        '[[platform]]\nreplies = "reach"',
        '[[platform]]\ndomains = "greenhouse.io"\nreplies = "reach"',
        '[[platform]]\ndomains = ["greenhouse.io"]\nreplies = "perhaps"',
        "[[platform",
    ],
)
def test_a_table_that_makes_no_sense_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(bad)
