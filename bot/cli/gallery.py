"""`heard gallery`: the gallery as static HTML, one process a language."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.exporting.gallery import index_page, language_page
from bot.exporting.labels import labels
from bot.library import library
from bot.models import LANGUAGES
from bot.settings import ROOT


def gallery(out: Annotated[Path, typer.Option(help="The folder.")] = ROOT / "build" / "gallery") -> None:
    """Write every combination with sample facts as static HTML, to be read by a person."""
    with Console(stderr=True).status("drafting and checking every combination"), ProcessPoolExecutor() as pool:
        written = dict(zip(LANGUAGES, pool.map(_page, LANGUAGES)))
    out.mkdir(parents=True, exist_ok=True)
    for language, (page, _, _) in written.items():
        (out / f"{language}.html").write_text(page, encoding="utf-8")
    counts = {language: numbers for language, (_, *numbers) in written.items()}
    (out / "index.html").write_text(index_page(library(), counts), encoding="utf-8")
    combinations, findings = (sum(each[at] for each in counts.values()) for at in (0, 1))
    Console().print(f"{combinations:,} combinations, {findings} findings: {out / 'index.html'}", soft_wrap=True)


def _page(language: str) -> tuple[str, int, int]:
    return language_page(library(), labels(), language)
