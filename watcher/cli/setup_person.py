"""`grace setup`, in between: who the person is, and how long the cooling-off is to be."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from watcher.cli.asking import Asking
from watcher.cli.setup_account import address_of
from watcher.config import Config, values
from watcher.config.editing import Value
from watcher.config.settings import CoolingOff, local_zone
from watcher.replying.compose import LANGUAGES
from watcher.setting_up import providers

_LENGTHS = (
    ("24h", "48h", "a day, two after a last round (most people take this)"),
    ("48h", "72h", "two days, three after a last round"),
    ("4h", "24h", "a few hours, a day after a last round"),
)
#: The languages that there are letters in, as one asks for them.
NAMES = {
    "en": "English",
    "da": "Danish",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
    "tr": "Turkish",
    "zh": "Chinese",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be written, by section and key: only what is new or was changed."""

    changed: Mapping[str, Mapping[str, Value]]


def asked_of_person(
    asking: Asking, options: Mapping[str, Any], before: Config | None, address: str
) -> Wishes:
    """Name, addresses, languages, time zone, cooling-off. What is there already is proposed.

    Raises:
        UserError: an option holds something that will not do.
    """
    if not asking.silent:
        asking.screen.heading("About you")
    person = _person(asking, options, before, address)
    cooling = _cooling_off(asking, options["cooling_off"], before)
    since: dict[str, Value] = {}
    if options["since"]:
        day: date | None = asking.text("", "--since", values.day, options["since"])
        since = {"since": day.isoformat() if day else ""}
    sections = {"person": person, "cooling_off": cooling, "watch": since}
    return Wishes({name: keys for name, keys in sections.items() if keys})


def _person(
    asking: Asking, options: Mapping[str, Any], before: Config | None, address: str
) -> dict[str, Value]:
    known = before.person if before else None
    guess = known.name if known else providers.guessed_name(address, _gecos()) or None
    name: str = asking.text("Your name, as under a letter", "--name", values.filled, options["name"], guess)
    there = [one for one in (known.addresses if known else ()) if one.lower() != address.lower()]
    others: tuple[str, ...] = asking.text(
        "Other addresses of yours, with commas between them (Enter: none)"
        if not there
        else "Your other addresses",
        "--also",
        _addresses,
        ", ".join(options["also"]) if options["also"] else None,
        ", ".join(there),
    )
    if not asking.silent:
        asking.screen.line(f"There are letters in {_listed(NAMES)}.", "quiet")
    codes = known.languages if known else providers.guessed_languages(os.environ, LANGUAGES) or ("en",)
    languages: tuple[str, ...] = asking.text(
        "Languages that you would reply in",
        "--language",
        _languages,
        ", ".join(options["languages"]) if options["languages"] else None,
        ", ".join(codes),
    )
    named = _time_zone(asking, options["time_zone"], known.time_zone if known else "")
    first = known.addresses[0] if known else address
    addresses = tuple(dict.fromkeys([first, address, *others])) if first != address else (address, *others)
    found: dict[str, Value] = {
        "name": name,
        "addresses": _as_before(addresses, known.addresses if known else ()),
        "languages": languages,
        "time_zone": named,
    }
    if known is None:
        return found
    return {key: value for key, value in found.items() if value != getattr(known, key)}


def _time_zone(asking: Asking, given: str | None, before: str) -> str:
    """The zone to write; "" where it is that of the computer, which may travel."""
    here = local_zone().key
    named: str = asking.text("Your time zone", "--time-zone", values.time_zone, given, before or here)
    return "" if named == here and not before and not given else named


def _as_before(addresses: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """In the order of before, where they are the same."""
    same = {one.lower() for one in addresses} == {one.lower() for one in before}
    return tuple(before if same else dict.fromkeys(addresses))


def _cooling_off(asking: Asking, given: str | None, before: Config | None) -> dict[str, Value]:
    """The wait, explained and chosen. Empty: as it is."""
    latest = before.cooling_off.latest if before else CoolingOff().latest
    if given is not None:
        return _lengths(asking.text("", "--cooling-off", _length_up_to(latest), given))
    if asking.silent:
        return {}
    asking.screen.heading("The cooling-off")
    asking.screen.line(
        "When an answer of no comes, nothing happens at first. Once you have read it, it waits; then a reply lies in "
        "your Drafts, on a weekday between 9 and 18 o'clock. You change it, send it, or throw it away."
        if before is None
        else "How long it waits once you have read an answer of no, before a reply lies in your Drafts."
    )
    ways: list[tuple[dict[str, Value] | None, str]] = []
    if before is not None:
        ways.append(({}, f"as it is: {_words(before.cooling_off.after)}"))
    ways += [({"after": after, "after_final": final}, words) for after, final, words in _LENGTHS]
    chosen = asking.choice("How long should it wait?", [*ways, (None, "another length")])
    if chosen is None:
        return _lengths(asking.text("How long, such as 12h or 3d", "", _length_up_to(latest)))
    return chosen


def _lengths(length: str) -> dict[str, Value]:
    """Both lengths from one: never shorter after a last round."""
    final = max(values.duration(length), CoolingOff().after_final)
    return {"after": length, "after_final": length if final == values.duration(length) else "48h"}


def _length_up_to(latest: timedelta) -> Any:
    def read(text: str) -> str:
        if values.duration(text) > latest:
            raise ValueError(f"must be at most {_words(latest)}: by then a reply has lost its point")
        return text

    return read


def _words(length: timedelta) -> str:
    """A length as people say it: "24 hours", "7 days"."""
    hours = length / timedelta(hours=1)
    if hours >= 72 and hours % 24 == 0:
        return f"{hours / 24:g} days"
    return f"{hours:g} hours" if hours >= 1 else f"{hours * 60:g} minutes"


def _listed(names: Mapping[str, str]) -> str:
    words = [f"{name} ({code})" for code, name in names.items()]
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(address_of(one.strip()) for one in text.split(",") if one.strip())


def _languages(text: str) -> tuple[str, ...]:
    found = [one.lower() for one in text.replace(",", " ").split()]
    if unknown := [one for one in found if one not in LANGUAGES]:
        raise ValueError(
            f"must be some of {', '.join(LANGUAGES)}; there are no letters in {', '.join(unknown)}"
        )
    if not found:
        raise ValueError('must be two-letter codes such as "en, de"')
    return tuple(dict.fromkeys(found))


def _gecos() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_gecos
    except (ImportError, KeyError):
        return ""
