"""A mailbox to measure on, made from models/corpus: everyday mail, newsletters, and some mail about applications.

    python bench/sample_mails.py mail.mbox [COUNT]       default 20,000 mails, about 10 kB each

The same count gives the same bytes. No sentence is a real person's.
"""

from __future__ import annotations

import base64
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from watcher.learning.corpus import Corpus, read

ROOT = Path(__file__).resolve().parents[1]
COUNT = 20_000
#: Of a hundred mails: everyday plain ones, newsletters in HTML, replies with what they quote, ones with a file.
_SHAPES = ("plain",) * 30 + ("html",) * 45 + ("reply",) * 18 + ("file",) * 7
#: One mail in so many is about an application.
_ABOUT_A_JOB = 25
_BEGAN = datetime(2020, 1, 6, 8, tzinfo=UTC)
_RULES = "".join(
    f".block-{number} {{ margin: 0 auto; padding: {number}px 12px; font: 14px/20px Arial, sans-serif; }}\n"
    for number in range(24)
)


def mails(count: int = COUNT, *, applications: bool = True) -> Iterator[bytes]:
    """So many mails, lines ending in LF.

    Args:
        applications: some are about an application.
    """
    corpus = read(ROOT / "models" / "corpus")
    sentences = _sentences(corpus)
    rng = random.Random(1)
    for number in range(count):
        language = rng.choice(("en", "en", "en", "de", "fr", "es"))
        if applications and number % _ABOUT_A_JOB == 0:
            letter = rng.choice([one for one in corpus.letters if one.language == language])
            yield _mail(number, letter.subject, letter.text, rng.choice(("plain", "html")), rng)
            continue
        shape = rng.choice(_SHAPES)
        of = sentences[language]
        text = [" ".join(rng.choices(of, k=rng.randint(2, 5))) for _ in range(rng.randint(2, 12))]
        yield _mail(number, rng.choice(of)[:70], "\n\n".join(text), shape, rng)


def write_mbox(path: Path, count: int = COUNT) -> int:
    """Writes an mbox (RFC 4155) and gives its size in bytes."""
    with path.open("wb") as file:
        for number, mail in enumerate(mails(count)):
            stamp = (_BEGAN + timedelta(hours=2 * number)).strftime("%a %b %d %H:%M:%S %Y")
            file.write(f"From mail@example.org {stamp}\n".encode())
            file.write(
                b"".join(b">" + line if line.startswith(b"From ") else line for line in mail.splitlines(True))
            )
            file.write(b"\n")
        return file.tell()


def _sentences(corpus: Corpus) -> dict[str, list[str]]:
    """Those that decide nothing, by language."""
    found = defaultdict(list)
    for line in corpus.lines:
        if line.label in ("ordinary", "courtesy", "elsewhere"):
            found[line.language] += corpus.expand(line, 4)
    return found


def _mail(number: int, subject: str, text: str, shape: str, rng: random.Random) -> bytes:
    firm = f"firm{rng.randint(1, 400)}.example"
    date = format_datetime(_BEGAN + timedelta(hours=2 * number))
    signed = base64.b64encode(rng.randbytes(256)).decode()
    head = (
        f"Received: from out.{firm} (out.{firm} [192.0.2.{number % 250}]) by mx.example.org with ESMTPS\n"
        f"\tid {number:x}; {date}\nAuthentication-Results: mx.example.org; dkim=pass header.d={firm}; spf=pass\n"
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={firm}; s=mail; h=from:to:subject:date;\n"
        + "".join(f"\t{signed[at : at + 64]}\n" for at in range(0, len(signed), 64))
        + f"From: Robin at {firm} <mail@{firm}>\nTo: Robin Keller <robin@example.org>\nDate: {date}\n"
        f"Message-ID: <{number}.{rng.getrandbits(40):x}@{firm}>\nSubject: {_encoded(subject)}\nMIME-Version: 1.0\n"
    )
    if shape == "plain":
        return _whole(head + _part("plain", text))
    if shape == "reply":
        quoted = "\n".join(f"> {line}" for line in text.split("\n"))
        return _whole(
            head + _part("plain", f"{text[:300]}\n\nOn Monday, Robin Keller wrote:\n{quoted}\n{quoted}")
        )
    parts = [_part("plain", text), _part("html", _html(text, firm))]
    if shape == "file":
        content = base64.encodebytes(rng.randbytes(40_000)).decode()
        kind = 'Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment\n'
        parts[1] = f"{kind}Content-Transfer-Encoding: base64\n\n{content}"
    kind = "mixed" if shape == "file" else "alternative"
    body = "".join(f"--=_part\n{part}\n" for part in parts)
    return _whole(f'{head}Content-Type: multipart/{kind}; boundary="=_part"\n\n{body}--=_part--\n')


def _html(text: str, firm: str) -> str:
    blocks = "".join(
        f'<tr><td class="block-{at % 24}" style="color:#333333;padding:8px 24px"><p>{paragraph}</p>'
        f'<a href="https://{firm}/news/{at}?utm_source=mail&amp;utm_campaign=week" style="color:#0055aa">'
        f'<img src="https://{firm}/images/{at}.png" width="560" height="120" alt=""></a></td></tr>\n'
        for at, paragraph in enumerate(text.split("\n\n"))
    )
    return (
        f"<html><head><style>\n{_RULES}</style></head><body><table width=600>\n{blocks}</table></body></html>"
    )


def _part(kind: str, text: str) -> str:
    form = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: "
    if text.isascii():
        return f"{form}7bit\n\n{text}\n"
    return f"{form}base64\n\n{base64.encodebytes(text.encode()).decode()}"


def _encoded(subject: str) -> str:
    return subject if subject.isascii() else f"=?utf-8?b?{base64.b64encode(subject.encode()).decode()}?="


def _whole(text: str) -> bytes:
    return text.encode("utf-8")


if __name__ == "__main__":
    print(write_mbox(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT), "bytes")
