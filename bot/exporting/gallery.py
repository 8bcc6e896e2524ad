"""The gallery: static HTML of every combination with sample facts, for a person who reads the whole product."""

from pathlib import Path
from typing import Any

from bot.exporting.gallery_parts import CauseParts, Place, Variants, label, opening, parts
from bot.exporting.markup import Markup, document, joined, tag
from bot.library import Library
from bot.models import FEELINGS, LANGUAGES

STYLE = Path(__file__).with_name("gallery.css")
COMMON = ("feelings", "facts", "signals", "ownership", "moves", "channels")  # files whose wordings serve every cause


def language_page(library: Library, labels: dict[str, Any], language: str) -> tuple[str, int, int]:
    """The page of one language, how many combinations it holds, and how many findings."""
    names, direction = labels[language], library.languages[language]["direction"]
    shown = [parts(library, language, cause) for cause in library.causes if library.answers(language, cause)]
    combinations, findings = sum(each.combinations for each in shown), sum(len(each.findings) for each in shown)
    title = f"Heard · {library.languages[language]['own_name']}"
    body = joined(
        _contents(shown, names),
        tag("main", tag("h1", title), *(_cause(each, library, language, names) for each in shown), _common(library, language)),
    )
    return document(title, language, direction, STYLE, body), combinations, findings


def index_page(library: Library, counts: dict[str, tuple[int, int]]) -> str:
    """The first page: a link to each language, with what was drafted and found there."""
    rows = [
        tag("tr", tag("td", tag("a", library.languages[each]["own_name"], href=f"{each}.html")), tag("td", f"{counts[each][0]:,}"),
            tag("td", str(counts[each][1]), class_="bad" if counts[each][1] else "good"))
        for each in LANGUAGES if each in counts
    ]  # fmt: skip
    head = tag("tr", tag("th", "Language"), tag("th", "Combinations"), tag("th", "Findings"))
    words = "Every cause, feeling, stance and channel, drafted with sample facts. Each sentence stands once, with the combinations it is for."
    body = tag("main", tag("h1", "Heard: the gallery"), tag("p", words), tag("table", head, *rows), class_="index")
    return document("Heard: the gallery", "en", "ltr", STYLE, body)


def _contents(shown: list[CauseParts], names: dict[str, Any]) -> Markup:
    links = [
        tag("li", tag("a", names["causes"][each.cause], href=f"#{each.cause}", class_="bad" if each.findings else None))
        for each in shown
    ]
    return tag("nav", tag("a", "Heard", href="index.html"), tag("ol", *links, tag("li", tag("a", "…", href="#common"))))


def _cause(each: CauseParts, library: Library, language: str, names: dict[str, Any]) -> Markup:
    return tag(
        "section",
        tag("h2", names["causes"][each.cause], " ", tag("code", each.cause)),
        *_findings(each, names),
        tag("div", *(tag("p", line) for line in each.whole.split("\n") if line), class_="whole"),
        tag("h3", names["acknowledge"]), *_heard(each, library, names),
        *_part(names["our_part"], each.ownership, names),
        *_part(names["plan"], each.plan, names),
        *_part(names["question"], each.question, names),
        _wordings(library, language, each.cause),
        id=each.cause,
    )  # fmt: skip


def _heard(each: CauseParts, library: Library, names: dict[str, Any]) -> list[Markup]:
    """By register: the sentences that all its feelings begin with once, then what each feeling adds."""
    shown = []
    registers: dict[str, list[str]] = {}
    for feeling in FEELINGS:
        register = "grateful" if feeling == "grateful" else library.register(feeling)
        registers.setdefault(register, []).append(feeling)
    for feelings in registers.values():
        common = Variants()
        for feeling in feelings:
            for text, places in each.heard[feeling].places.items():
                for place in places:
                    common.add(text, place)
        start = opening(common.places)
        who = [" / ".join(names["feelings"][feeling] for feeling in feelings)]
        shown.append(_row(who, start or "…", "start"))
        shown += [
            _row(label(places, common.all, names), f"… {text[len(start):].strip()}" if start else text)
            for text, places in common.places.items() if text != start
        ]  # fmt: skip
    return shown


def _part(heading: str, variants: Variants, names: dict[str, Any]) -> list[Markup]:
    return [tag("h3", heading), *(_row(label(places, variants.all, names), text) for text, places in variants.places.items())]


def _row(when: list[str], text: str, class_: str = "") -> Markup:
    lines = [tag("p", line) for line in text.split("\n")]
    return tag("div", tag("div", *(tag("p", each) for each in when), class_="when"), tag("div", *lines), class_=f"row {class_}".strip())


def _findings(each: CauseParts, names: dict[str, Any]) -> list[Markup]:
    return [
        tag("p", tag("b", finding.rule), f" “{words}” ", finding.why, " ", tag("small", "; ".join(label(places, _everywhere(each), names))), class_="finding")
        for (_, words), (finding, places) in each.findings.items()
    ]


def _everywhere(each: CauseParts) -> list[Place]:
    """Every combination of the cause that has words."""
    return [place for variants in each.heard.values() for place in variants.all]


def _wordings(library: Library, language: str, cause: str) -> Markup:
    """Every wording of the cause, folded away: drafts show one of each list."""
    lists = [(id, wordings) for id, wordings in library.replies[language].lists.items() if id.startswith(f"{cause}.")]
    inside = [_row([id.partition(".")[2]], "\n".join(wording.text for wording in wordings)) for id, wordings in lists]
    return tag("details", tag("summary", str(sum(len(wordings) for _, wordings in lists))), *inside)


def _common(library: Library, language: str) -> Markup:
    """The wordings that belong to no cause."""
    lists = library.replies[language].lists
    rows = [
        _row([id], "\n".join(wording.text for wording in wordings))
        for id, wordings in lists.items() if id.partition(".")[0] in COMMON and wordings
    ]  # fmt: skip
    return tag("section", tag("h2", "…"), *rows, id="common")
