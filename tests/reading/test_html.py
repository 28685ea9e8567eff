"""HTML comes out as what its reader sees, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.reading.html import most_text, visible_text

HIDDEN = {
    "display": '<div style="display:none">SECRET</div>',
    "display, spaced and loud": '<div style=" DISPLAY : NONE !important ">SECRET</div>',
    "display, entity in the style": '<div style="display&#58;none">SECRET</div>',
    "visibility": '<span style="visibility: hidden">SECRET</span>',
    "font size": '<span style="font-size:0">SECRET</span>',
    "font size with unit": '<span style="font-size: 0px; color:red">SECRET</span>',
    "font size of one pixel": '<span style="font-size:1px">SECRET</span>',
    "font shorthand": '<span style="font: 0/0 a">SECRET</span>',
    "opacity": '<p style="opacity:0">SECRET</p>',
    "opacity with a point": '<p style="opacity: 0.0;">SECRET</p>',
    "mso-hide": '<p style="mso-hide:all">SECRET</p>',
    "hidden attribute": "<p hidden>SECRET</p>",
    "clipped": '<div style="max-height:0;overflow:hidden">SECRET</div>',
    "off the page": '<div style="position:absolute;left:-9999px">SECRET</div>',
    "same colour": '<p style="color:#fff;background-color:#FFFFFF">SECRET</p>',
    "same colour, spelled otherwise": '<p style="color:white;background:rgb(255, 255, 255)">SECRET</p>',
    "same colour, inherited": '<td bgcolor="#eee"><font color="#eeeeee">SECRET</font></td>',
    "white where nothing has a colour": '<p style="color:#ffffff">SECRET</p>',
    "style sheet": "<style>.x { display:none }</style><p class='a x'>SECRET</p>",
    "style sheet, by id": "<style>p, #y{display:none}</style><p id=y>SECRET</p>",
    "preheader": '<div class="preheader">SECRET</div>',
    "comment": "<!-- SECRET --><!--[if mso]><p>SECRET</p><![endif]-->",
    "comment never closed": "<!-- SECRET <p>SECRET",
    "script": "<script>SECRET</script><SCRIPT>SECRET</SCRIPT >",
    "style": "<style>SECRET</style>",
    "title": "<head><title>SECRET</title></head>",
    "template": "<template>SECRET</template>",
    "inside": '<div style="display:none"><b>a</b><p>SECRET</p><table><tr><td>SECRET</table></div>',
    "crossing tags": '<b><div style="display:none">x</b>SECRET</div>',
    "unclosed cell": '<table><tr><td style="display:none">SECRET<td></table>',
    "attribute": '<p title="SECRET > SECRET"></p>',
}

SHOWN = {
    "child with a size of its own": '<td style="font-size:0px"><div style="font-size:13px">SHOWN</div></td>',
    "child made visible": '<p style="visibility:hidden"><b style="visibility:visible">SHOWN</b></p>',
    "half opacity": '<p style="opacity:0.5">SHOWN</p>',
    "white on dark": '<td bgcolor="#000000"><a style="color:#fff">SHOWN</a></td>',
    "after an unclosed hidden paragraph": "<p hidden>x<p>SHOWN",
    "after a hidden element": '<div style="display:none">x</div>SHOWN',
    "hidden on a phone only": "<style>@media (max-width:9px){.m{display:none}}</style><p class=m>SHOWN</p>",
    "font size of ten": '<p style="font-size:10px">SHOWN</p>',
    "font without a size": '<p style="font-family:Arial">SHOWN</p>',
    "unclosed quote in a tag": '<p class="a>SHOWN</p><p>SHOWN</p>"><b>SHOWN</b>',
    "conditional for other clients": "<![if !mso]><p>SHOWN</p><![endif]>",
    "entities": "<p>&#83;&#x48;OWN</p>",
    "zero-width": "<p>SH&zwnj;OWN</p>",
    "no tags": "SHOWN",
    "nested too deep": "<div>" * 1000 + "SHOWN",
    "overflow of a full box": '<div style="overflow:hidden;width:100%;height:100px">SHOWN</div>',
}


@pytest.mark.parametrize("source", HIDDEN.values(), ids=HIDDEN)
def test_hidden_text_is_left_out(source: str) -> None:
    text, _ = visible_text(f"<html><body><p>before</p>{source}</body></html>")
    assert "SECRET" not in text
    assert "before" in text


@pytest.mark.parametrize("source", SHOWN.values(), ids=SHOWN)
def test_shown_text_is_kept(source: str) -> None:
    assert "SHOWN" in visible_text(source)[0].replace("\u200c", "")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One\n two</p><p>Three</p>", "One two\n\nThree"),
        ("One<br>Two<br/><br>Three", "One\nTwo\n\nThree"),
        ("<div>One</div><div>Two</div><div><br></div><div>Three</div>", "One\nTwo\n\nThree"),
        ("<ul><li>One<li>Two</ul>", "- One\n- Two"),
        ("<table><tr><td>One</td><td>Two</td></tr><tr><td>Three</td></tr></table>", "One\nTwo\nThree"),
        ("<pre>One\n  two</pre>", "One\n  two"),
        ("a <b>b</b> c<i>d</i>", "a b cd"),
        ("5 < 6 &amp; 7 &lt; 8", "5 < 6 & 7 < 8"),
        ("caf&eacute;&nbsp;au&#160;lait", "café au lait"),
        ("<h1>Title</h1>Text", "Title\n\nText"),
    ],
)
def test_blocks_make_lines(source: str, text: str) -> None:
    assert visible_text(source)[0] == text


@pytest.mark.parametrize(
    "source",
    [
        "<p>New</p><blockquote>Old</blockquote>",
        '<p>New</p><div class="gmail_quote">Old</div>',
        '<p>New</p><div class="gmail_quote gmail_quote_container"><div>Old</div></div>',
        '<p>New</p><div id="divRplyFwdMsg">Old</div><div>Old</div>',
        '<p>New</p><div id="appendonsend"></div><div>Old</div>',
        '<p>New</p><div class="moz-cite-prefix">Old</div><blockquote type="cite">Old</blockquote>',
    ],
)
def test_quoted_history_is_marked(source: str) -> None:
    lines = [line for line in visible_text(source)[0].split("\n") if line.strip("> ")]
    assert [line for line in lines if not line.startswith(">")] == ["New"]
    assert any("Old" in line for line in lines)


def test_an_indent_made_by_a_blockquote_is_no_quote() -> None:
    source = '<blockquote style="margin: 0 0 0 40px; border: none; padding: 0px">Text</blockquote>'
    assert visible_text(source)[0] == "Text"


def test_a_signature_block_is_set_off() -> None:
    assert visible_text('<p>Text</p><div class="gmail_signature">Anna</div>')[0] == "Text\n\n--\nAnna"


def test_a_signature_that_brings_its_own_delimiter_is_set_off_once() -> None:
    source = '<span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">Anna</div>'
    assert visible_text(f"<p>Text</p>{source}")[0] == "Text\n\n--\nAnna"


def test_alt_texts_speak_where_nothing_else_does() -> None:
    image = '<img src="x" alt="We have filled the post."><img alt="x" style="display:none">'
    assert visible_text(image)[0] == "We have filled the post."
    assert "filled" not in visible_text(f"<p>{'A whole letter. ' * 20}</p>{image}")[0]


PIECES = [
    "<", "<b>", "</b>", "<div>", "<td>", "<li>", "<!--", "<!", "<a ", "<a b='", '<a "', '<a ="',
    "<script>", "<style>", "&", "&#", "&#9", "&ab", "<br>", "<blockquote>", "<b><div>", "<![CDATA[",
    "<?", "</", "<pre>\n", " ", "<a b=c d=e>", "<p style='color:#fff;font-size:0'>x", "<table><tr><td>x",
    "<style></style>", "<img alt=abc>", "-->", "/*", "{@",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_any_input_takes_linear_time(piece: str) -> None:
    source = piece * (512 * 1024 // len(piece))
    began = time.process_time()
    visible_text(source)
    most_text(source)
    assert time.process_time() - began < 2


def test_a_number_of_many_digits_is_no_trouble() -> None:
    assert visible_text("a&#" + "9" * 10000 + ";b")[0] == "a\ufffdb"


@given(
    st.lists(st.sampled_from([*PIECES, *HIDDEN.values(), *SHOWN.values()]) | st.text(max_size=8), max_size=30)
)
def test_nothing_raises(pieces: list[str]) -> None:
    text, problems = visible_text("".join(pieces))
    assert isinstance(text, str)
    assert isinstance(problems, list)


SHEETS = [
    "<style>.a{color:red}", "</style>", "<STYLE type=x>", "<!-- .a{} -->", "text", " > ", " < ", "1 < 2 > 1 ", "</p >",
    "<p title='a > b'>", "&nbsp;", "&lt;", "<a href=x", "<a href=x>", "<>", "< b>", "<!doctype html>", "<?xml?>",
]  # fmt: skip


def letters(text: str) -> int:
    return len("".join(text.replace(">", "").replace("-", "").split()))


#: Without quotes: a comment that begins in an attribute is none.
PLAIN_PIECES = [piece for piece in [*PIECES, *SHEETS] if not {"'", '"'} & set(piece) and "alt" not in piece]


@given(st.lists(st.sampled_from(PLAIN_PIECES) | st.text("ab<>/!?- \n=", max_size=8), max_size=30))
@example(["<", "text", "<style>.a{color:red}", "<style></style>"])
@example(["1 < 2 > 1 ", "<!-- .a{} -->", "text"])
def test_no_more_is_visible_than_stands_outside_of_tags(pieces: list[str]) -> None:
    source = "".join(pieces)
    assert letters(visible_text(source)[0]) <= letters(most_text(source))


def test_style_sheets_and_tags_are_no_text() -> None:
    sheet = "<style><!-- .a{color:red} --></style><STYLE>.b{}</STYLE ><title>x</title><!-- <p>y</p> -->"
    source = f"<html><head>{sheet}</head><!--><body class='x'><p>One&nbsp;two</p><br/>three"
    assert most_text(source).split() == ["One", "two", "three"]
