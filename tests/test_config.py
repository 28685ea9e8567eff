"""The config file: what it gives, and that everything wrong with it is said at once, in its place."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import MISSING, replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.config import Config, default_config_path, default_data_dir, load, values
from watcher.config.example import example_text
from watcher.config.lines import Lines
from watcher.config.settings import SECTIONS, settings_of
from watcher.errors import UserError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
LEAST = """\
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
[[account]]
name = "home"
kind = "imap"
host = "imap.example.org"
user = "robin@example.org"
"""


def config(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        config(tmp_path, text)
    return list(caught.value.problems)


def cooling_off(tmp_path: Path, line: str) -> Config:
    return config(tmp_path, f"{LEAST}[cooling_off]\n{line}\n")


class TestExample:
    def test_is_what_the_table_of_settings_says(self) -> None:
        assert EXAMPLE.read_text() == example_text(), "write it anew: python -m watcher.config.example"

    def test_gives_the_defaults(self, tmp_path: Path) -> None:
        assert load(EXAMPLE) == config(tmp_path, LEAST)

    def test_gives_the_default_of_every_field(self) -> None:
        loaded = load(EXAMPLE)
        found = {"person": loaded.person, "account": loaded.accounts[0], "cooling_off": loaded.cooling_off}
        found |= {
            "reply": loaded.reply,
            "watch": loaded.watch,
            "learning": loaded.learning,
            "gentle": loaded.gentle,
        }
        for name, section in SECTIONS.items():
            for key, (field, setting) in settings_of(section).items():
                given_by_kind = key in ("host", "user", "port")
                if field.default is not MISSING and setting.shown and not given_by_kind:
                    assert getattr(found[name], key) == field.default, f"[{name}] {key}"

    def test_holds_every_key_once_and_no_other_even_when_the_comments_are_taken_in(
        self, tmp_path: Path
    ) -> None:
        text = re.sub(r"^# (?=\w+ = |\[\[)", "", EXAMPLE.read_text(), flags=re.MULTILINE)
        loaded = config(tmp_path, text.replace('"~/', '"/home/robin/'))
        assert [account.kind for account in loaded.accounts] == ["imap", "maildir"]
        active = re.findall(
            r"^(?:# )?(\w+) = ", EXAMPLE.read_text().split("# A mail folder on")[0], re.MULTILINE
        )
        assert sorted(active) == sorted([*settings_of(SECTIONS["person"]), *settings_of(SECTIONS["account"])])


class TestValues:
    @pytest.mark.parametrize(
        ("text", "length"),
        [
            ("90s", timedelta(seconds=90)),
            ("15m", timedelta(minutes=15)),
            ("24h", timedelta(days=1)),
            ("7d", timedelta(days=7)),
            ("0s", timedelta()),
            ("1d12h", timedelta(hours=36)),
        ],
    )
    def test_a_length_of_time(self, text: str, length: timedelta) -> None:
        assert values.duration(text) == length

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "24",
            "-1h",
            "h",
            "1 h",
            "1.5h",
            "1w",
            "24H",
            "٣h",
            "9999999999d",
            "400d",
            24,
            True,
            None,
            ["1h"],
        ],
    )
    def test_no_length_of_time(self, text: object) -> None:
        with pytest.raises(ValueError, match=r"^must be "):
            values.duration(text)

    @pytest.mark.parametrize(
        ("text", "minutes"),
        [("09:00-18:00", (540, 1080)), ("00:00-24:00", (0, 1440)), ("7:30 - 8:05", (450, 485))],
    )
    def test_hours(self, text: str, minutes: tuple[int, int]) -> None:
        assert values.hours(text) == minutes

    @pytest.mark.parametrize(
        "text", ["", "09:00", "9-18", "18:00-09:00", "09:00-09:00", "00:00-24:01", "09:60-10:00", 9]
    )
    def test_no_hours(self, text: object) -> None:
        with pytest.raises(ValueError, match=r"^must "):
            values.hours(text)

    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("mon-fri", {0, 1, 2, 3, 4}),
            ("mon,wed,sat-sun", {0, 2, 5, 6}),
            ("sat-mon", {5, 6, 0}),
            ("Monday, thu", {0, 3}),
            ("mon-sun", set(range(7))),
            ("tue-tue", {1}),
        ],
    )
    def test_days(self, text: str, days: set[int]) -> None:
        assert values.days(text) == days

    @pytest.mark.parametrize("text", ["", "mon-", "mon-tue-wed", "mo", "mon;tue", "monkey", ",", 1, ["mon"]])
    def test_no_days(self, text: object) -> None:
        with pytest.raises(ValueError, match=r"^must be days"):
            values.days(text)

    @pytest.mark.parametrize("written", ['"2026-11-01"', "2026-11-01"])
    def test_since_is_a_day_as_text_or_as_a_date_of_toml(self, tmp_path: Path, written: str) -> None:
        assert config(tmp_path, f"{LEAST}[watch]\nsince = {written}\n").watch.since == date(2026, 11, 1)

    @given(
        st.one_of(
            st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.lists(st.text(max_size=3))
        )
    )
    def test_no_value_is_ever_a_traceback(self, value: object) -> None:
        for section in SECTIONS.values():
            for _, setting in settings_of(section).values():
                with suppress(ValueError):
                    setting.read(value)

    def test_the_time_zone_is_the_named_one_or_the_systems(self, tmp_path: Path) -> None:
        person = config(tmp_path, LEAST).person
        assert replace(person, time_zone="Asia/Tokyo").zone == ZoneInfo("Asia/Tokyo")
        assert isinstance(person.zone, ZoneInfo)

    @pytest.mark.parametrize(("tls", "port"), [("implicit", 993), ("starttls", 143)])
    def test_the_port_follows_the_encryption(self, tmp_path: Path, tls: str, port: int) -> None:
        assert config(tmp_path, f'{LEAST}tls = "{tls}"\n').accounts[0].port == port

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
    def test_no_encryption_within_this_computer(self, tmp_path: Path, host: str) -> None:
        text = LEAST.replace("imap.example.org", host) + 'tls = "none"\nport = 1143\n'
        account = config(tmp_path, text).accounts[0]
        assert (account.host, account.tls, account.port) == (host, "none", 1143)

    def test_paths_begin_at_home_or_beside_the_file(self, tmp_path: Path) -> None:
        text = LEAST + '[[account]]\nname = "{}"\nkind = "maildir"\npath = "{}"\n'
        home = config(tmp_path, text.format("m", "~/Mail")).accounts[1]
        beside = config(tmp_path, text.format("m", "Mail")).accounts[1]
        assert (home.path, beside.path) == (Path.home() / "Mail", tmp_path / "Mail")

    def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(self, tmp_path: Path) -> None:
        (tmp_path / "c.toml").write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
        assert load(tmp_path / "c.toml") == config(tmp_path, LEAST)


class TestProblems:
    def test_all_at_once_each_with_its_line_and_its_key(self, tmp_path: Path) -> None:
        text = (
            '[person]\nnam = "Robin"\naddresses = ["robin"]\ntime_zone = "Mars/Base"\n'
            '[[account]]\nname = "home"\nkind = "imap"\nhost = "imap.example.org"\nport = "abc"\n'
            "[cooling_off]\nafter = 24\n"
        )
        assert problems(tmp_path, text) == [
            'config.toml line 1: [person]: name is missing; add a line such as name = "Robin Keller"',
            "config.toml line 2: [person]: there is no key nam; did you mean name?",
            "config.toml line 3: [person]: addresses must be a list of mail addresses such as "
            '["robin@example.org"], not ["robin"]',
            'config.toml line 4: [person]: time_zone must be a time zone such as "Europe/Berlin", '
            'not "Mars/Base"',
            'config.toml line 5: [[account]] home: user is missing; an account of kind "imap" needs it',
            'config.toml line 9: [[account]] home: port must be a number between 1 and 65535, not "abc"',
            'config.toml line 11: [cooling_off]: after must be a length of time such as "90s", "15m", "24h" '
            'or "7d", not 24',
        ]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "there is no account"),
            (LEAST.replace('["robin@example.org"]', "[]"), "line 3: [person]: addresses must be"),
            (LEAST.replace('name = "Robin Keller"', 'name = ""'), "line 2: [person]: name must not be empty"),
            (
                LEAST.replace("[[account]]", "[account]"),
                "line 4: account is a section that may stand several",
            ),
            (LEAST.replace("[person]", "[[person]]"), "line 1: person is a section that stands once"),
            ("person = 3\naccount = 4\n", "line 2: account is a section"),
            ("account = [1]\n", "line 1: account is a section"),
            (
                LEAST.replace('"imap"', '"gmail"')
                .replace("user =", "authserv =")
                .replace("host =", "# host ="),
                "[[account]] home: user is missing",
            ),
            (
                LEAST.replace('"imap"', '"gmail"') + 'auth = "password"',
                'auth may be "google" or "token" for kind "gmail"; for an app password write kind = "imap"',
            ),
            (LEAST.replace('"imap"', '"gmail"'), 'host is not for kind "gmail", which knows its own'),
            (
                LEAST.replace('"imap"', '"gmail"') + 'drafts = "Entwürfe"',
                'drafts is not for kind "gmail"',
            ),
            (LEAST + 'auth = "microsoft"', 'client_id is missing; auth = "microsoft" needs it'),
            (LEAST + 'auth = "oauth"', 'token_uri is missing; auth = "oauth" needs it'),
            (LEAST + 'auth = "token"', 'token_command is missing; auth = "token" needs it'),
            (LEAST + 'token_uri = "http://firm.example/token"', "token_uri must be an address such as"),
            (LEAST + 'tenant = "../x"', "tenant must be a domain or an id"),
            (LEAST.replace('"imap"', '"pop3"'), 'kind must be "imap", "maildir" or "gmail", not "pop3"'),
            (LEAST.replace('"imap"', '"maildir"'), "[[account]] home: path is missing"),
            (
                LEAST.replace("imap.example.org", "imaps://x"),
                "line 7: [[account]] home: host must be the name",
            ),
            (LEAST.replace('"home"', '"../x"'), "line 5: [[account]] number 1: name must be a short name"),
            (LEAST + 'tls = "none"', 'line 9: [[account]] home: tls may be "none" only'),
            (LEAST + "port = true", "port must be a number between 1 and 65535, not true"),
            (LEAST + 'path = "~nobody-here/x"', "path must be a path"),
            (LEAST + 'hours = "9:00-10:00"', "line 9: [[account]] home: hours belongs under [cooling_off]"),
            ('name = "R"\n' + LEAST, "line 1: name belongs under [person] or [account]"),
            (LEAST + "[coolingoff]", "line 9: there is no section coolingoff; did you mean cooling_off?"),
            (LEAST + "[zebra]", "line 9: there is no section zebra"),
            (LEAST + '[watch]\nevery = "9s"', 'line 10: [watch]: every must be at least "10s", not "9s"'),
            (
                LEAST + '[cooling_off]\nafter = "8d"',
                "line 10: [cooling_off]: after must not be longer than latest",
            ),
            (
                LEAST + '[gentle]\nletters = "work"',
                "line 10: [gentle]: letters names no account; it may be empty, or one of these: home",
            ),
            (
                LEAST.replace('"imap"', '"gmail"').replace('host = "imap.example.org"\n', "")
                + '[gentle]\nletters = "home"',
                'use an account of kind "imap" (for Gmail with host = "imap.gmail.com") or "maildir"',
            ),
            (LEAST + '[gentle]\nletter_day = "mon-fri"', "line 10: [gentle]: letter_day must be one day"),
            (LEAST + "[reply]\nfeedback = 1", "line 10: [reply]: feedback must be true or false"),
            (LEAST + '[reply]\nsignature = "a\\u0000"', "signature must not hold control characters"),
            (LEAST + LEAST[LEAST.index("[[") :].replace("home", "Home"), "[[account]] Home: name is taken"),
        ],
    )
    def test_one_clear_line(self, tmp_path: Path, text: str, said: str) -> None:
        assert any(said in line for line in problems(tmp_path, text)), problems(tmp_path, text)

    @pytest.mark.parametrize(
        "line",
        [
            'password = "hunter2"',
            'Passwd = "hunter2"',
            'app_password = "hunter2"',
            'client_secret = "hunter2"',
            'token = ["hunter2"]',
            'password = { plain = "hunter2" }',
            'auth = "hunter2"',
            'host = "robin:hunter2@imap.example.org"',
            'password_command = "echo hunter2"',
            'pasword = "hunter2"',
            'user = { name = "hunter2" }',
        ],
    )
    def test_a_secret_is_refused_and_never_repeated(self, tmp_path: Path, line: str) -> None:
        text = "".join(kept for kept in LEAST.splitlines(True) if kept.split()[0] != line.split()[0]) + line
        for there in (text, f"{line}\n{LEAST}"):
            found = problems(tmp_path, there)
            assert found
            assert "hunter2" not in "\n".join(found)

    def test_a_secret_is_told_where_it_may_live(self, tmp_path: Path) -> None:
        [found] = problems(tmp_path, f'{LEAST}password = "hunter2"\n')
        assert found.startswith("config.toml line 9: [[account]] home: password does not belong here")
        assert "keyring" in found
        assert "password_command" in found

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("[person]\nname = Robin\n", 2),
            ("[person]\nname = 'x'\nname = 'y'\n", 3),
            ("[person]\n\nname = 'x", 3),
            (f"x = {'9' * 5000}", 1),
            ("x = " + "[" * 5000, 1),
        ],
    )
    def test_broken_toml_is_one_line_with_its_number(self, tmp_path: Path, text: str, line: int) -> None:
        [found] = problems(tmp_path, text)
        assert re.match(rf"config\.toml line {line}\b.* is not valid TOML: ", found), found

    def test_a_missing_file_names_its_path_and_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(UserError) as caught:
            load(tmp_path / "none.toml")
        [line] = caught.value.problems
        assert str(tmp_path / "none.toml") in line
        assert "grace demo" in line
        assert "config.example.toml" in line

    def test_what_cannot_be_read_is_one_line(self, tmp_path: Path) -> None:
        latin = tmp_path / "latin.toml"
        latin.write_bytes(b"# one\nname = 'J\xf6rg'\n")
        for path, said in [
            (tmp_path, "cannot be read"),
            (latin, "line 2: is not UTF-8"),
            (Path("a\0b"), "cannot be"),
        ]:
            with pytest.raises(UserError) as caught:
                load(path)
            [line] = caught.value.problems
            assert said in line

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
    def test_no_permission_is_one_line(self, tmp_path: Path) -> None:
        path = tmp_path / "c.toml"
        path.write_text(LEAST)
        path.chmod(0)
        with pytest.raises(UserError, match="cannot be read: Permission denied"):
            load(path)


class TestLines:
    def test_finds_keys_in_every_shape_that_toml_has(self) -> None:
        text = (
            "# [no.table] x = 1\n"
            'top = """\n[no]\nnot = 1\n"""""\n'
            "[a.'b c']  # comment\r\n"
            'k."d.e" = [ # [x]\n  "]",\n  { in = 1,\n out = "#" },\n]\n'
            "[[list]]\nx = 1\n[[list]]\ny = '''\n[[list]]\n'''\n[list.sub]\nz = {q = 2}\n"
        )
        lines = Lines(text)
        assert lines.of(("top",)) == 2
        assert lines.of(("no",)) is None
        assert lines.of(("a", "b c")) == 6
        assert lines.of(("a", "b c", "k", "d.e")) == 7
        assert lines.of(("a", "b c", "k", "d.e", 1, "in")) == 9
        assert lines.of(("a", "b c", "k", "d.e", 1, "out")) == 10
        assert lines.of(("list", 0, "x")) == 13
        assert lines.of(("list", 1)) == 14
        assert lines.of(("list", 1, "y")) == 15
        assert lines.of(("list", 1, "sub", "z", "q")) == 19
        assert lines.of(("list", 1, "missing")) == 14
        assert lines.of(("list",)) == 12

    _scalar = st.sampled_from(
        [
            "1",
            "true",
            '"a # [b]"',
            "'c = d'",
            '"""\n[x]\nk = 1\n"""',
            "'''\n\n'''",
            "1979-05-27 07:32:00",
            '"\\"["',
        ]
    )
    _value = st.recursive(
        _scalar,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: "[ # c ]\n" + ",\n".join(parts) + "\n]"),
            st.lists(inner, max_size=3).map(
                lambda parts: (
                    "{" + ", ".join(f"i{number} = {part}" for number, part in enumerate(parts)) + "}"
                )
            ),
        ),
        max_leaves=6,
    )

    @given(st.lists(st.tuples(st.sampled_from(["", "\n", "# x = [\n"]), _value), max_size=8))
    def test_a_key_stands_where_it_was_written(self, pairs: list[tuple[str, str]]) -> None:
        text, expected = "[[t]]\n[[t]]\n", {}
        for number, (before, value) in enumerate(pairs):
            text += before
            expected[f"k{number}"] = text.count("\n") + 1
            text += f"k{number} = {value}\n"
        lines = Lines(text)
        assert {key: lines.of(("t", 1, key)) for key in expected} == expected

    @given(st.text(alphabet="[]{}=.,\"'#\n\\ ak1", max_size=40))
    @example('=[]"\\1"')
    def test_it_ends_whatever_the_text(self, text: str) -> None:
        Lines(text)


class TestPlaces:
    @pytest.mark.skipif(
        os.name != "posix" or os.uname().sysname != "Linux", reason="the XDG rules are Linux's"
    )
    def test_follow_the_xdg_rules(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "/home/robin")
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
        assert default_config_path() == Path("/home/robin/.config/graceperiod/config.toml")
        assert default_data_dir() == Path("/elsewhere/graceperiod")
