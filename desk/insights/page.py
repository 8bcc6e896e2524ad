"""The insights as HTML: parts with charts and their tables, a form for the period. Also the plain page for whom it isn't."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from bot.models import LANGUAGES
from desk.insights.asked import Asked
from desk.insights.cells import told
from desk.insights.drawing import chart
from desk.insights.tabled import Table
from desk.insights.words import Words

PARTS = {
    "felt": ("feelings", "rising"),
    "where": ("touchpoints", "languages", "weeks"),
    "helped": ("start_end", "outcomes", "ratings"),
    "kept": ("promises", "wordings", "tones"),
    "said": ("words",),
}
ADDRESS = "/desk/insights"
LONG = ("wording", "words", "touchpoint", "title", "cause", "read", "right")


def page(words: Words, person: Mapping[str, Any], asked: Asked, tables: Mapping[str, Table]) -> str:
    """The whole page of somebody who may see it."""
    span = words.say("span", first=words.day(asked.first), last=words.day(asked.last))
    body = f'<h2>{escape(words.say("title"))}</h2><p class="lead">{escape(span)}. {escape(words.say("lead"))}</p>{_form(words, person, asked)}'
    for name, ids in PARTS.items():
        shown = "".join(section(words, tables[id], _csv(words, asked, tables[id])) for id in ids)
        body += f'<section aria-labelledby="part-{name}"><h2 class="part" id="part-{name}">{escape(words.say(f"parts.{name}"))}</h2>{shown}</section>'
    theme = (person.get("settings") or {}).get("theme", "system")
    return document(words, words.say("title"), _header(words, person) + _main(body), theme)


def refused(words: Words, why: str) -> str:
    """A plain page: `why` is role, signin or busy."""
    said = f'<h2>{escape(words.say("refused.title"))}</h2><p>{escape(words.say(f"refused.{why}"))}</p>'
    return document(words, words.say("refused.title"), _main(said + f'<p><a href="/desk/">{escape(words.say("refused.desk"))}</a></p>'))


def document(words: Words, title: str, body: str, theme: str = "system") -> str:
    """A page around a body, with the desk's look."""
    language, direction = words.language, words.desk["direction"]
    chosen = f' data-theme="{theme}"' if theme in ("light", "dark") else ""
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction}"{chosen}><head><meta charset="utf-8">'
        f'<title>{escape(title)} · {escape(words.desk["title"])}</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/static/desk/desk.css">'
        f'<link rel="stylesheet" href="/static/insights.css"></head><body class="insights">{body}</body></html>\n'
    )


def _main(body: str) -> str:
    return f'<main id="content" class="page" tabindex="-1">{body}</main>'


def _header(words: Words, person: Mapping[str, Any]) -> str:
    names = words.desk["pages"]
    ids = ["inbox", "promises", "followups", "library", "insights", *(("people", "audit") if person["role"] == "admin" else ())]
    here = f' aria-current="page" href="{ADDRESS}"'
    links = "".join(f'<li><a{here if id == "insights" else _link(id)}>{escape(names[id])}</a></li>' for id in ids)
    return (
        f'<a class="skip" href="#content">{escape(words.desk["skip"])}</a><header><h1 class="brand">{escape(words.desk["title"])}</h1>'
        f'<nav aria-label="{escape(names["label"])}"><ul>{links}</ul></nav><bdi class="quiet">{escape(person["name"])}</bdi></header>'
    )


def _link(id: str) -> str:
    return f' href="/desk/#/{id}"'


def _form(words: Words, person: Mapping[str, Any], asked: Asked) -> str:
    every = words.say("period.all")
    languages = [("", every), *((each, words.name("language", each)) for each in LANGUAGES)]
    teams = [("", every), *((each, each) for each in sorted(person["teams"]))]
    return (
        f'<form class="filters as-row" method="get" action="{ADDRESS}">{_date(words, "from", asked.first)}{_date(words, "to", asked.last)}'
        f"{_choice(words, 'language', languages, asked.language)}{_choice(words, 'team', teams, asked.team)}"
        f'<button class="strong">{escape(words.say("period.show"))}</button></form>'
    )


def _date(words: Words, name: str, value: Any) -> str:
    return f'<label>{escape(words.say(f"period.{name}"))}<input type="date" name="{name}" value="{value.isoformat()}"></label>'


def _choice(words: Words, name: str, choices: Sequence[tuple[str, str]], chosen: str) -> str:
    options = "".join(
        f'<option value="{escape(id)}"{" selected" if id == chosen else ""}>{escape(says)}</option>' for id, says in choices
    )  # fmt: skip
    return f'<label>{escape(words.say(f"period.{name}"))}<select name="{name}">{options}</select></label>'


def _csv(words: Words, asked: Asked, table: Table) -> str:
    if not table.rows:
        return ""
    query = {"from": asked.first.isoformat(), "to": asked.last.isoformat(), "language": asked.language, "team": asked.team}
    address = f"{ADDRESS}/{table.id}.csv?{urlencode({name: value for name, value in query.items() if value})}"
    says = words.say("csv_of", title=words.say(f"tables.{table.id}.title"))
    return f'<p><a class="link" href="{escape(address)}" aria-label="{escape(says)}" download>{escape(words.say("csv"))}</a></p>'


def section(words: Words, table: Table, under: str = "") -> str:
    """A table's title, what it counts, its chart and the table under it."""
    own = words.own["tables"][table.id]
    head = f'<h3 id="{table.id}">{escape(own["title"])}</h3><p class="quiet">{escape(own["says"])}</p>'
    if not table.rows:
        return f'<article aria-labelledby="{table.id}">{head}<p class="bare">{escape(own.get("none") or words.say("empty"))}</p></article>'
    broad = ' class="broad"' if len(table.columns) > 5 or table.id.startswith("rising") else ""
    return f'<article aria-labelledby="{table.id}"{broad}>{head}{chart(words, table)}{drawn(words, table)}{under}</article>'


def drawn(words: Words, table: Table) -> str:
    """The table itself; it scrolls by itself where the page is narrow, also by keyboard."""
    heads = "".join(f'<th scope="col"{_kind(each, table)}>{escape(words.column(each))}</th>' for each in table.columns)
    rows = "".join(f"<tr>{_row(words, table, row)}</tr>" for row in table.rows)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-labelledby="{table.id}"><table class="counts">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(words: Words, table: Table, row: tuple[Any, ...]) -> str:
    first = f'<th scope="row"{_kind(table.columns[0], table)}><bdi>{escape(told(words, table.columns[0], row[0]))}</bdi></th>'
    rest = (f"<td{_kind(column, table)}><bdi>{escape(told(words, column, value))}</bdi></td>" for column, value in zip(table.columns[1:], row[1:]))
    return first + "".join(rest)


def _kind(column: str, table: Table) -> str:
    """Words lie at the start of their column, numbers at its end."""
    place = table.columns.index(column)
    if column in LONG:
        return ' class="long"'
    return "" if not table.rows or isinstance(table.rows[0][place], str) else ' class="number"'
