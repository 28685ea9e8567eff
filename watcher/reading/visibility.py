"""What a mail's HTML hides from the eye: inline styles, attributes, and plain rules of its style sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

_STYLE_CAP = 2000
_SHEET_CAP = 64 * 1024

_HIDING = re.compile(
    r"(?:^|[;\s])(?:display:none|mso-hide:all|opacity:(?:0+\.?0*|\.0+)(?![\d.])|text-indent:-\d{3,}|(?:left|top):-\d{4,}"
    r"|clip:rect\((?:0|1px))"
)
_CLIPPED = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?:px|pt|em)?(?:;|$|!)")
_INVISIBLE = re.compile(r"(?:^|;)visibility:(hidden|collapse|visible)")
_FONT = re.compile(r"(?:^|;)font(-size)?:([^;!]{1,60})")
_SIZE = re.compile(r"(?:^|\s)(\d{0,4}\.?\d{1,4})(px|pt|r?em|%)?(?=$|[\s/])")
_COLOR = re.compile(r"(?:^|;)color:([^;!]{1,40})")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]{1,60})")
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]{0,2000})\}")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][a-z0-9_\-]{1,60})")
_PREHEADER = re.compile(r"(?:^|\s)(?:pre-?header|preview-?text|pre-?header-?text)(?:\s|$)")
_RGB = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})")
_NAMED = {"white": "#ffffff", "black": "#000000", "snow": "#fffafa", "red": "#ff0000", "gray": "#808080"}


@dataclass(frozen=True, slots=True)
class Look:
    """How text would look here: inherited from element to element.

    Args:
        gone: an element around it is not shown, and nothing inside can undo that.
        tiny: font size of nought; a child may set its own.
        invisible: visibility hidden; a child may be visible again.
        color, background: "#rrggbb", or "" where nothing says so.
        hidden: none of it is seen; follows from the others.
    """

    gone: bool = False
    tiny: bool = False
    invisible: bool = False
    color: str = ""
    background: str = ""
    hidden: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        as_paper = self.color != "" and self.color == self.background
        object.__setattr__(self, "hidden", self.gone or self.tiny or self.invisible or as_paper)


#: The attributes that `look_of` asks for.
LOOKS = frozenset({"class", "id", "hidden", "color", "bgcolor", "style"})


def look_of(inherited: Look, attributes: Mapping[str, str], sheet: frozenset[str]) -> Look:
    """The look inside an element.

    Args:
        attributes: by lower-case name, decoded.
        sheet: what the mail's style sheet hides, from `hidden_by`.
    """
    names = attributes.get("class", "").lower()[:500]
    ident = attributes.get("id", "").lower()[:100]
    gone = (
        inherited.gone or "hidden" in attributes or bool(_PREHEADER.search(names) or _PREHEADER.search(ident))
    )
    if sheet and not gone:
        gone = "#" + ident in sheet or any("." + name in sheet for name in names.split())
    look = replace(inherited, gone=gone) if gone != inherited.gone else inherited
    if color := attributes.get("color"):
        look = replace(look, color=_color(color))
    if background := attributes.get("bgcolor"):
        look = replace(look, background=_color(background))
    style = attributes.get("style")
    return _styled(look, compact(style)) if style else look


def compact(style: str) -> str:
    """A style in lower case without comments and the white space that means nothing."""
    style = _COMMENT.sub("", style[:_STYLE_CAP].lower())
    return re.sub(r"\s*([:;,(])\s*", r"\1", style.strip())


def hides(style: str) -> bool:
    """Whether a compacted style takes the element out of sight for good."""
    return bool(_HIDING.search(style)) or ("overflow:hidden" in style and bool(_CLIPPED.search(style)))


def _styled(look: Look, style: str) -> Look:
    gone = look.gone or hides(style)
    tiny, invisible = look.tiny, look.invisible
    for font in _FONT.finditer(style):
        tiny = _is_tiny(font, tiny)
    if visibility := _INVISIBLE.search(style):
        invisible = visibility[1] != "visible"
    color = _COLOR.search(style)
    background = _BACKGROUND.search(style)
    return Look(
        gone,
        tiny,
        invisible,
        _color(color[1]) if color else look.color,
        _color(background[1]) if background else look.background,
    )


def _is_tiny(font: re.Match[str], before: bool) -> bool:
    size = _SIZE.search(font[2])
    if size is None:
        # A word such as "small" is a size of its own; a font without a size leaves it as it was.
        return before if font[1] is None or font[2].startswith("inherit") else False
    number, unit = float(size[1]), size[2]
    if unit in ("em", "%"):
        return before or number == 0
    return number == 0 or (unit in ("px", "pt") and number <= 1)


def _color(value: str) -> str:
    value = value.strip().lower()
    if found := _RGB.match(value):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups())
    value = value.split(" ")[0] if value else ""
    if re.fullmatch(r"#?[0-9a-f]{6}", value):
        return "#" + value.lstrip("#")
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(digit * 2 for digit in value[1:])
    return _NAMED.get(value, value if value.isalpha() and value not in ("transparent", "inherit") else "")


def hidden_by(sheet: str) -> frozenset[str]:
    """The classes (".x") and ids ("#x") that a style sheet hides by a plain rule outside any @media block."""
    text = _without_at_rules(_COMMENT.sub("", sheet[:_SHEET_CAP].lower()))
    hidden: set[str] = set()
    for rule in _RULE.finditer(text):
        names = [_SELECTOR.fullmatch(part.strip()) for part in rule[1].split(",")]
        found = {name[1] for name in names if name}
        style = compact(rule[2])
        if hides(style) or "visibility:hidden" in style:
            hidden |= found
        elif "display:" in style:
            hidden -= found
    return frozenset(hidden)


def _without_at_rules(sheet: str) -> str:
    out: list[str] = []
    depth = at = 0
    skipping = 0
    for brace in re.finditer(r"[{}]", sheet):
        if brace[0] == "{":
            if not skipping and "@" in sheet[at : brace.start()]:
                skipping = depth + 1
            depth += 1
        else:
            depth = max(depth - 1, 0)
        if not skipping:
            out.append(sheet[at : brace.end()])
        elif depth < skipping:
            skipping = 0
        at = brace.end()
    return "".join(out)
