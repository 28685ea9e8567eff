"""A header block: read at once where every line belongs to a field, line by line else, and the same either way."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.reading import headers
from watcher.reading.headers import Header, read_block
from watcher.reading.message import parse

_LINES = st.sampled_from(
    [
        *(
            b"Subject: a",
            b"SUBJECT:b ",
            b"Subject : \xe9\xe8",
            b"From: x@y.example",
            b"b: \r",
            b"c:\x00",
            b":",
            b"a:",
        ),
        *(b"Content-Type: text/plain; charset=iso-8859-2", b"Content-Type: text/h\xe9; charset=koi8-r"),
        *(
            b'Content-Disposition: a; filename="\xc4"',
            b"subject:\x1b$B",
            b"X-" + b"a" * 98 + b": 1",
            b"X" * 61 + b": 2",
        ),
        *(
            b" folded",
            b"\tfolded: x",
            b" ",
            b"\t \x0b",
            b"",
            b"--x: y",
            b"From me Mon",
            b">From x",
            b"no field",
        ),
    ]
)
_BLOCKS = st.lists(_LINES | st.binary(max_size=6), max_size=9).map(b"\n".join)


def told(read: tuple[Header, int, list[str]]) -> tuple[object, ...]:
    header, body, problems = read
    fields = {name: (header.values(name), header.all(name), header.first(name)) for name in header.fields}
    kept = header.content_type, header.parameter("content-type", "charset"), header.hint
    return fields, kept, header.parameter("content-disposition", "filename"), body, problems


@given(_BLOCKS, st.sampled_from([b"", b"\n", b"\n\n", b"\n\nbody\n\nmore"]), st.integers(0, 6))
@example(b"Subject: a\n b\nTo: c", b"\n\nbody", 0)
@example(b"Subject: a\n--x: y\nTo: c", b"\n\nbody", 0)
@example(b"Subject: a\n \nTo: c\nno field", b"\n\nbody", 0)
def test_read_at_once_it_is_what_it_is_line_by_line(block: bytes, end: bytes, left_out: int) -> None:
    data = block + end
    start = min(left_out, len(data))
    for cap in (5_000, 3):
        assert told(read_block(data, start, cap)) == told(headers._line_by_line(data, start, cap))


@pytest.mark.parametrize("size", [headers.HEADER_CAP - 2, headers.HEADER_CAP - 1, headers.HEADER_CAP])
def test_at_the_most_that_is_read(size: int) -> None:
    data = b"Subject: a\nX: ".ljust(size, b"y") + b"\n\nbody"
    assert told(read_block(data)) == told(headers._line_by_line(data, 0, headers.LINE_CAP))


def test_parts_that_all_run_into_thousands_of_fields_take_no_longer_than_other_mail() -> None:
    mail = (
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nx\n" * 199 + b"a:\n" * 21_333 + b"\n\nend"
    )
    started = time.process_time()
    parse(mail)
    assert time.process_time() - started < 0.5


def test_most_headers_are_read_at_once() -> None:
    header = headers._in_order(b"Subject: a\n b\nReceived: by c\n\td\nTo: e", headers.LINE_CAP)
    assert header is not None
    assert (header.all("subject"), header.all("received"), header.first("to")) == (["a b"], ["by c d"], "e")
