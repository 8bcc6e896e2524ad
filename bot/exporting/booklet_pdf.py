"""The booklet as PDF, the same pages as booklet.py in the same order: fpdf2, shaped by HarfBuzz, set in DejaVu Sans.

DejaVu Sans holds Latin and Arabic and comes with matplotlib, which Rasa needs; so nothing has to be installed beside.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TextDirection

from bot.checking.content import NOW
from bot.exporting.pages import FAULT_ORDER, NEVERS, REGISTERS, Line, Page, Step

SIZES = (11.0, 10.4, 9.8, 9.2, 8.6, 8.0, 7.4)  # points; a page takes the largest at which it fits
MARGIN, NAME_WIDTH, GAP = 14.0, 36.0, 4.0  # mm
LINE_HEIGHT = 0.5  # mm a point, about 1.4 times the size
INK, GREEN, RED, GREY, LINE = (29, 28, 26), (11, 93, 91), (168, 50, 31), (87, 84, 78), (220, 217, 211)


def fonts() -> Path:
    """The folder of DejaVu Sans.

    Raises:
        FileNotFoundError: it isn't installed; the message says what to do.
    """
    found = importlib.util.find_spec("matplotlib")
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else Path()
    if not (folder / "DejaVuSans.ttf").exists():
        raise FileNotFoundError("the PDF needs the font DejaVu Sans that comes with matplotlib: run `make setup`")
    return folder


def to_pdf(pages: list[Page], labels: dict[str, Any], language: str, direction: str) -> bytes:
    """The whole booklet of one language; the same pages give the same bytes."""
    sheet = _Sheet(language, direction, labels["title"])
    _cover(sheet, pages, labels)
    for number, page in enumerate(pages, 2):
        sheet.fit(lambda size: _page(sheet, page, number, labels, size))
    return bytes(sheet.pdf.output())


@dataclass
class _Style:
    size: float
    bold: bool = False
    ink: tuple[int, int, int] = INK


class _Sheet:
    """Puts text on pages from top to bottom, in the language's direction."""

    def __init__(self, language: str, direction: str, title: str) -> None:
        self.pdf = FPDF(format="A4")
        self.pdf.set_creation_date(NOW)
        self.pdf.set_title(title)
        self.pdf.set_lang(language)
        self.pdf.set_margins(MARGIN, 12, MARGIN)
        self.pdf.set_auto_page_break(True, 10)
        for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.pdf.add_font("text", style, fonts() / name)
        self.right, self.measuring = direction == "rtl", False
        self.pdf.set_font("text", "", SIZES[0])
        if self.right:  # Latin letters need no shaping, and are set ten times faster without
            self.pdf.set_text_shaping(True, direction=TextDirection.RTL)

    def fit(self, write: Callable[[float], None]) -> None:
        """A new page, in the largest size at which it stays one page."""
        self.pdf.add_page()
        size = next((size for size in SIZES if self._ends(write, size) <= self.pdf.page_break_trigger), SIZES[-1])
        write(size)

    def _ends(self, write: Callable[[float], None], size: float) -> float:
        """How far down the page it would come; nothing is written."""
        top, self.measuring = self.pdf.y, True
        write(size)
        bottom, self.pdf.y, self.measuring = self.pdf.y, top, False
        return bottom

    def text(self, words: str, style: _Style, x: float = 0, width: float | None = None) -> None:
        """A paragraph, words between ** in bold; `x` is how far from the side where lines begin, `width` is all that is left where not said."""
        pdf = self.pdf
        width = width if width is not None else pdf.epw - x
        pdf.set_font("text", "B" if style.bold else "", style.size)
        pdf.set_text_color(*style.ink)
        pdf.set_x(pdf.w - pdf.r_margin - x - width if self.right else pdf.l_margin + x)
        height = style.size * LINE_HEIGHT
        if self.measuring:
            lines = pdf.multi_cell(width, height, words, dry_run=True, output=MethodReturnValue.LINES, markdown=True)
            pdf.y += height * len(lines)
        else:
            side = "R" if self.right else "L"
            pdf.multi_cell(width, height, words, align=side, new_x="LMARGIN", new_y="NEXT", markdown=True)

    def line(self, ink: tuple[int, int, int] = LINE, thick: float = 0.15) -> None:
        """A line across the page."""
        if self.measuring:
            return
        self.pdf.set_draw_color(*ink)
        self.pdf.set_line_width(thick)
        self.pdf.line(self.pdf.l_margin, self.pdf.y, self.pdf.w - self.pdf.r_margin, self.pdf.y)

    def space(self, millimetres: float) -> None:
        """Room between two things."""
        self.pdf.y += millimetres

    def pair(self, name: str, texts: list[str], size: float, ink: tuple[int, int, int] = INK) -> None:
        """A name, and beside it paragraphs."""
        top = self.pdf.y
        self.text(name, _Style(size - 1, ink=GREY), width=NAME_WIDTH)
        below, self.pdf.y = self.pdf.y, top
        for each in texts:
            self.text(each, _Style(size, ink=ink), x=NAME_WIDTH + GAP)
            self.space(0.4)
        self.pdf.y = max(self.pdf.y, below)
        self.space(0.5)


def _cover(sheet: _Sheet, pages: list[Page], labels: dict[str, Any]) -> None:
    sheet.pdf.add_page()
    sheet.space(10)
    sheet.text(labels["title"], _Style(26, bold=True))
    sheet.space(2)
    sheet.text(labels["subtitle"], _Style(13, ink=GREY))
    sheet.space(6)
    for rule in labels["how"]:
        sheet.text(rule, _Style(10))
        sheet.space(1.2)
    sheet.space(5)
    sheet.text(labels["contents"], _Style(12, bold=True, ink=GREEN))
    sheet.space(1)
    for number, page in enumerate(pages, 2):
        top = sheet.pdf.y
        sheet.text(str(number), _Style(9, ink=GREY), width=10)
        sheet.pdf.y = top
        sheet.text(page.title, _Style(9), x=10)
        sheet.space(0.6)


def _page(sheet: _Sheet, page: Page, number: int, labels: dict[str, Any], size: float) -> None:
    sheet.text(f"{number}   {page.title}", _Style(size + 7, bold=True))
    sheet.space(0.8)
    sheet.line(GREEN, 0.6)
    sheet.space(1.5)
    _block(sheet, labels["heard"], [(labels["feelings"][feeling], [text]) for feeling, text in page.heard], size)
    registers = [(labels["registers"][each], [_marked(line) for line in page.acknowledge[each]]) for each in REGISTERS]
    _block(sheet, labels["acknowledge"], registers, size)
    _block(sheet, labels["our_part"], [(labels["faults"][each], [page.our_part[each].text]) for each in FAULT_ORDER], size)
    plans = [(name, [_step(step) for step in steps]) for name, steps in page.plan.items()]
    _block(sheet, labels["plan"], plans, size)
    _block(sheet, labels["question"], [("", [page.question])], size)
    _block(sheet, labels["never"], [(labels["nevers"][each], [page.never[each]]) for each in NEVERS], size, RED)


def _marked(line: Line) -> str:
    """A sentence with its sample facts in bold, as fpdf2 marks them."""
    text = line.text
    for start, end in reversed(line.facts):
        text = f"{text[:start]}**{text[start:end]}**{text[end:]}"
    return text


def _step(step: Step) -> str:
    return f"{step.text} ({step.who} · {step.within})" if step.within else f"{step.text} ({step.who})"


def _block(sheet: _Sheet, heading: str, pairs: list[tuple[str, list[str]]], size: float, ink: tuple[int, int, int] = GREEN) -> None:
    sheet.text(heading, _Style(size + 1, bold=True, ink=ink))
    sheet.space(0.4)
    for place, (name, texts) in enumerate(pairs):
        if place:
            sheet.line()
            sheet.space(0.6)
        sheet.pair(name, texts, size, RED if ink == RED else INK)
    sheet.space(1.6)
