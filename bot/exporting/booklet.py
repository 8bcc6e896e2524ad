"""The booklet as one HTML file a language: a cover, then one page per cause, ready to print."""

from pathlib import Path
from typing import Any

from bot.exporting.markup import Markup, document, joined, tag
from bot.exporting.pages import FAULT_ORDER, NEVERS, REGISTERS, Line, Page, Step

STYLE = Path(__file__).with_name("booklet.css")


def to_html(pages: list[Page], labels: dict[str, Any], language: str, direction: str) -> str:
    """The whole booklet of one language."""
    body = joined(_cover(pages, labels), *(_page(page, number, labels) for number, page in enumerate(pages, 2)))
    return document(labels["title"], language, direction, STYLE, body)


def _cover(pages: list[Page], labels: dict[str, Any]) -> Markup:
    rules = tag("ul", *(tag("li", each) for each in labels["how"]))
    entries = (tag("li", tag("a", page.title, href=f"#{page.cause}"), " ", tag("span", str(number))) for number, page in enumerate(pages, 2))
    return tag(
        "section", tag("h1", labels["title"]), tag("p", labels["subtitle"], class_="subtitle"), rules,
        tag("h2", labels["contents"]), tag("ol", *entries, class_="contents"), class_="page cover",
    )  # fmt: skip


def _page(page: Page, number: int, labels: dict[str, Any]) -> Markup:
    return tag(
        "section",
        tag("header", tag("h1", page.title), tag("span", str(number), class_="number")),
        _block(labels["heard"], *(_quote(feeling, text, labels) for feeling, text in page.heard), class_="heard"),
        _block(labels["acknowledge"], *(_register(each, page, labels) for each in REGISTERS), class_="acknowledge"),
        _block(labels["our_part"], *(_pair(labels["faults"][each], _line(page.our_part[each])) for each in FAULT_ORDER)),
        _block(labels["plan"], *(_plan(name, steps) for name, steps in page.plan.items()), class_="plan"),
        _block(labels["question"], tag("p", page.question)),
        _block(labels["never"], *(_pair(labels["nevers"][each], tag("p", page.never[each])) for each in NEVERS), class_="never"),
        class_="page", id=page.cause,
    )  # fmt: skip


def _block(heading: str, *children: Markup, class_: str | None = None) -> Markup:
    return tag("div", tag("h2", heading), *children, class_=f"block {class_}" if class_ else "block")


def _pair(name: str, *children: Markup) -> Markup:
    return tag("div", tag("h3", name), tag("div", *children), class_="pair")


def _quote(feeling: str, text: str, labels: dict[str, Any]) -> Markup:
    return _pair(labels["feelings"][feeling], tag("blockquote", text, dir="auto"))


def _register(register: str, page: Page, labels: dict[str, Any]) -> Markup:
    return _pair(labels["registers"][register], *map(_line, page.acknowledge[register]))


def _line(line: Line) -> Markup:
    """A sentence with its sample facts in bold."""
    pieces, last = [], 0
    for start, end in line.facts:
        pieces += [line.text[last:start], tag("b", line.text[start:end])]
        last = end
    return tag("p", *pieces, line.text[last:])


def _plan(name: str, steps: tuple[Step, ...]) -> Markup:
    return _pair(name, tag("ul", *map(_step, steps)))


def _step(step: Step) -> Markup:
    when = f"{step.who} · {step.within}" if step.within else step.who
    return tag("li", step.text, " ", tag("small", when))
