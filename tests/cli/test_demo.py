"""The demo is the product's first impression, and an end-to-end test of the whole job on 36 mails."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from demo_expected import DRAFTED_AT, EXPECTED

from watcher.cli import grace
from watcher.cli.sample import MAILS, Sample, schedule
from watcher.store import Entry, Store


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, object]]]:
    """The demo, played once: its folder, and what it told in JSON."""
    root = tmp_path_factory.mktemp("demo")
    result = CliRunner().invoke(grace, ["demo", "--json", "--into", str(root)])
    assert result.exit_code == 0, result.output
    return root, [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def log(played: tuple[Path, list[dict[str, object]]]) -> Iterator[dict[str, Entry]]:
    """What is on record in the end, by the name of the mail."""
    root, _ = played
    store, found = Store(root / "data"), {}
    for entry in store.entries(everything=True):
        _, ref = store.places(entry.id, entry.account)[0]
        found[ref.partition(".")[2].removesuffix(".sample")] = entry
    yield found
    store.close()


def drafts(root: Path) -> list[EmailMessage]:
    """All drafts that were made, wherever Robin put them."""
    paths = [
        path for folder in ("Drafts", "Sent", "Trash") for path in (root / f"Mail/.{folder}/cur").iterdir()
    ]
    own = [path for path in paths if ".sample" not in path.name]
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in own]


def test_every_sample_mail_has_an_expected_outcome_and_a_day() -> None:
    files = {path.stem for path in MAILS.glob("*.eml")}
    assert files == set(EXPECTED)
    assert files == {step.file for step in schedule() if step.does == "comes"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_outcome(name: str, log: dict[str, Entry]) -> None:
    expected, entry = EXPECTED[name], log[name]
    if expected.kind is None:
        assert entry.kind not in ("rejection", "on_hold")
    else:
        assert entry.kind == expected.kind
    assert entry.state == expected.state
    assert expected.because in f"{entry.case_reason or entry.reason} {entry.problem}"


@pytest.mark.parametrize("name", sorted(name for name in EXPECTED if EXPECTED[name].to))
def test_its_one_draft_is_threaded_and_goes_to_the_right_person(
    name: str, played: tuple[Path, list[dict[str, object]]]
) -> None:
    parent = message_from_bytes((MAILS / f"{name}.eml").read_bytes(), policy=policy.default)
    parent_id = str(parent["Message-ID"]).strip()
    [draft] = [one for one in drafts(played[0]) if str(one["In-Reply-To"]).strip() == parent_id]
    assert str(draft["References"]).split() == [*str(parent["References"] or "").split(), parent_id]
    assert [address.addr_spec for address in draft["To"].addresses] == [EXPECTED[name].to]
    assert draft["Cc"] is None
    assert str(draft["Subject"]).lower().count("re:") == 1


def test_there_are_no_other_drafts(played: tuple[Path, list[dict[str, object]]]) -> None:
    assert len(drafts(played[0])) == sum(bool(expected.to) for expected in EXPECTED.values())


def test_each_draft_comes_once_and_at_its_time(played: tuple[Path, list[dict[str, object]]]) -> None:
    told = [event for event in played[1] if event.get("what") == "drafted"]
    assert {str(event["mail"]): str(event["at"])[:16] for event in told} == DRAFTED_AT
    assert set(Counter(str(event["mail"]) for event in told).values()) == {1}


def test_the_same_mail_in_two_folders_is_one_mail(
    played: tuple[Path, list[dict[str, object]]], log: dict[str, Entry]
) -> None:
    store = Store(played[0] / "data")
    assert {folder for folder, _ in store.places(log["kite-no"].id, "sample")} == {"INBOX", "Jobs"}
    store.close()


def test_the_mailbox_keeps_every_mail_as_it_was(played: tuple[Path, list[dict[str, object]]]) -> None:
    root, _ = played
    there = {path.name.split(".")[1]: path for path in (root / "Mail").rglob("*.sample*")}
    for path in MAILS.glob("*.eml"):
        assert there[path.stem].read_bytes() == path.read_bytes()
    assert ":" not in there["quillon-on-hold"].name  # never read by Robin, so not by the program either


def test_the_log_of_the_demo_can_be_looked_at(played: tuple[Path, list[dict[str, object]]]) -> None:
    root, _ = played
    where = ["--config", str(root / "config.toml"), "--data", str(root / "data")]
    result = CliRunner().invoke(grace, [*where, "log"])
    assert result.exit_code == 0
    assert "Brightwater Instruments" in result.stdout


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    result = CliRunner().invoke(grace, ["demo", "--into", str(tmp_path)])
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_on_screen_it_tells_the_days_in_order_and_ends_with_where_to_look(
    tmp_path: Path, played: tuple[Path, list[dict[str, object]]]
) -> None:
    result = CliRunner().invoke(grace, ["demo", "--plain", "--into", str(tmp_path)])
    days = [line for line in result.stdout.splitlines() if line.endswith("November")]
    assert days[0] == "Monday 2 November"
    assert days[-1] == "Friday 13 November"
    times = [
        line[2:7] for line in result.stdout.partition(days[1])[0].splitlines() if line[2:5].strip().isdigit()
    ]
    assert times == sorted(times)
    assert f"mutt -f {tmp_path / 'Mail'}" in result.stdout
    assert f"explain 5 --config {tmp_path / 'config.toml'} --data {tmp_path / 'data'}" in result.stdout
    assert "\x1b" not in result.stdout
    once, again = (sorted(str(draft) for draft in drafts(root)) for root in (played[0], tmp_path))
    assert once == again, "two runs should tell the same story"


def test_on_screen_the_end_sums_up_what_became_of_each_answer(tmp_path: Path) -> None:
    said = CliRunner().invoke(grace, ["demo", "--plain", "--into", str(tmp_path)]).stdout
    end = said.partition("What became of the answers")[2]
    cases = [expected for expected in EXPECTED.values() if expected.state and expected.kind != "interview"]
    assert len(end.partition("\n\n")[0].splitlines()) - 1 == len(cases)
    assert f"Out of {len(EXPECTED)} mails came {len(DRAFTED_AT)} drafts" in end


def test_on_screen_an_employer_is_called_the_same_throughout(tmp_path: Path) -> None:
    said = CliRunner().invoke(grace, ["demo", "--plain", "--into", str(tmp_path)]).stdout
    assert "An answer from Brightwater Instruments: not this time." in said
    assert "Robin reads the mail from Brightwater Instruments." in said
    assert "Robin sends the draft to Brightwater Instruments." in said


def test_a_draft_that_is_not_there_cannot_be_sent(tmp_path: Path) -> None:
    sample = Sample(tmp_path)
    steps = {(step.does, step.file): step for step in schedule()}
    assert sample.do(steps["comes", "brightwater-no"])
    assert not sample.do(steps["sends", "brightwater-no"])
