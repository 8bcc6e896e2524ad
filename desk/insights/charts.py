"""Charts of the insights: bars as plain SVG without a style or script of their own, mirrored where lines begin on the right.

Their colours are classes of desk/static/insights.css; positions are in percent, so that a chart fits any width with its letters unscaled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

BAR, LABEL, GAP = 14, 20, 9  # heights in pixels
MOST = 78.0  # percent of the width for the longest bar; the rest is for its number


@dataclass(frozen=True)
class Part:
    """A piece of a bar: its class, its size, and what it is, in words."""

    kind: str
    value: float
    says: str


@dataclass(frozen=True)
class Bar:
    """A bar with its label and the number at its end. `parts` lie one after another."""

    label: str
    parts: Sequence[Part]
    end: str


def bars(name: str, says: str, found: Sequence[Bar], rtl: bool = False, whole: bool = False) -> str:
    """All bars to one scale; with `whole` each fills the width, so that shares can be compared."""
    longest = max((sum(part.value for part in bar.parts) for bar in found), default=0) or 1
    drawn, top = [], 0
    for bar in found:
        scale = MOST / ((sum(part.value for part in bar.parts) or 1) if whole else longest)
        drawn.append(_bar(bar, top, scale, rtl))
        top += LABEL * bool(bar.label) + BAR + GAP
    return (
        f'<svg class="bars" role="img" aria-labelledby="{name}-says" width="100%" height="{top}">'
        f'<title id="{name}-says">{escape(says)}</title>{"".join(drawn)}</svg>'
    )


def _bar(bar: Bar, top: int, scale: float, rtl: bool) -> str:
    """A label keeps its own direction: an English wording on the Arabic page."""
    down = top + LABEL * bool(bar.label)
    label = f'<text class="name" x="{_at(0, rtl)}" y="{top + LABEL - 6}">\u2068{escape(bar.label)}\u2069</text>' if bar.label else ""
    at, drawn = 0.0, []
    for part in bar.parts:
        width = part.value * scale
        if width:
            left = 100 - at - width if rtl else at
            drawn.append(
                f'<rect class="{part.kind}" x="{left:.2f}%" y="{down}" width="{width:.2f}%" height="{BAR}"><title>{escape(part.says)}</title></rect>'
            )
        at += width
    end = f'<text class="end" x="{_at(at + 1, rtl)}" y="{down + BAR - 3}">{escape(bar.end)}</text>'
    return label + "".join(drawn) + end


def _at(percent: float, rtl: bool) -> str:
    return f"{100 - percent if rtl else percent:.2f}%"


def legend(kinds: Sequence[tuple[str, str]]) -> str:
    """What the colours mean, for whoever sees them; the table says the same."""
    items = "".join(
        f'<li><svg width="12" height="12" aria-hidden="true"><rect class="{kind}" width="12" height="12"/></svg>{escape(says)}</li>' for kind, says in kinds
    )
    return f'<ul class="legend">{items}</ul>'
