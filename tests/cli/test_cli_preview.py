"""`grace preview`: the letter before it is laid down; and what `grace check` says of one's own texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import put
from click.testing import Result

from watcher.replying.books import LANGUAGES, SHAPES
from watcher.store import Store

Run = Callable[..., Result]
OWN = "{greeting}\n\nThank you for your answer about {application}. I wish you well.\n\nYours,\n"


def own(home: Path, name: str, text: str) -> None:
    (home / "templates").mkdir(exist_ok=True)
    (home / "templates" / name).write_text(text, encoding="utf-8")


def test_a_case_is_shown_as_it_would_be_saved(run: Run, store: Store) -> None:
    put(store)
    said = run("preview", "1").stdout
    assert said.startswith("To: ")
    assert "Subject: Re: " in said
    assert said.endswith("Robin Keller\n")
    assert run("preview", "1").stdout == said
    assert json.loads(run("preview", "1", "--json").stdout)["text"] in said


def test_what_becomes_of_the_case_stands_above_its_letter(run: Run, store: Store) -> None:
    put(store)
    put(store, "no_reply", due_at=None)
    assert "What happens: cooling until" in run("preview", "1").stdout
    assert "What happens: no reply" in run("preview", "2").stdout
    assert "What happens" not in run("preview").stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_can_be_looked_at_in_every_language(language: str, run: Run) -> None:
    for letter in SHAPES:
        result = run("preview", "--letter", letter, "--language", language)
        assert result.exit_code == 0, result.output
        assert result.stdout.endswith("Robin Keller\n")


def test_own_texts_are_used_and_checked(run: Run, home: Path, store: Store) -> None:
    put(store)
    own(home, "en.txt", OWN)
    assert "I wish you well." in run("preview", "1").stdout
    assert "Your texts" in run("check").stdout
    assert "en.txt" in run("check").stdout


def test_a_text_that_does_not_fit_is_left_out_and_named(run: Run, home: Path, store: Store) -> None:
    put(store)
    own(home, "en.txt", OWN.replace("well.", "well!"))
    said = run("preview", "1").stdout
    assert "I wish you well" not in said.partition("Your own text")[0]
    assert "Your own text was left out: en.txt: " in said
    checked = run("check")
    assert checked.exit_code != 0
    assert "en.txt: the reply was not written: it would have sounded too loud" in checked.stdout


def test_a_text_in_another_language_than_its_name_says_is_named(run: Run, home: Path) -> None:
    own(home, "de.txt", OWN)
    assert "de.txt: it reads like en, not like de" in run("check").stdout


def test_there_are_mistakes(run: Run, store: Store) -> None:
    put(store)
    assert "There is no mail number 7 on record" in run("preview", "7").output
    assert "There is no reply in 'xx'" in run("preview", "--language", "xx").output


def test_a_table_of_platforms_beside_the_config_is_read_and_its_mistakes_are_named(
    run: Run, home: Path
) -> None:
    (home / "platforms.toml").write_text('[[platform]]\ndomains = ["a.example"]\nreplies = "maybe"\n')
    result = run("check")
    assert result.exit_code == 2
    assert 'platforms.toml: platform 1: replies must be "reach", "lost" or "unknown"' in result.output
    (home / "platforms.toml").write_text('[[platform]]\ndomains = ["a.example"]\nreplies = "lost"\n')
    assert "platforms.toml" not in run("check").output


def test_a_folder_of_texts_that_is_not_there_is_named(run: Run, home: Path) -> None:
    config = home / "config.toml"
    config.write_text(config.read_text() + '\n[reply]\ntemplates = "letters"\n')
    assert "letters is not a folder" in run("check").output


def test_replies_that_wait_for_another_day_are_counted(run: Run, store: Store) -> None:
    from watcher.replying.policy import ENOUGH_TODAY

    put(store)
    store.set(1, "cooling", reason=ENOUGH_TODAY)
    assert "1 wait for another day: at most 5 a day (reply.per_day)" in run("check").stdout
