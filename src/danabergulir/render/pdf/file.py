"""Reports and documents as one PDF, laid out by Typst templates.

A template receives data and never code: every word is put in as plain text. The bytes depend on what is printed alone:
no clock, no font of the machine, no name of a file.
"""

import json
from base64 import b64encode
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final, TypeAlias

from danabergulir.domain.letterhead import LogoKind, logo_kind
from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.frozen import Struct, replace
from danabergulir.render import qr
from danabergulir.render.page import lies
from danabergulir.render.pdf import press
from danabergulir.render.pdf.table import LYING, UPRIGHT, Fitted, Strip, fitted, leaves, texts_of_one_line
from danabergulir.render.screen.text import printable
from danabergulir.reports.model.on_paper import has_lines, noted_once, on_paper, when_of
from danabergulir.reports.model.paper import TOLD, Paper
from danabergulir.reports.model.sheet import Column, Kind, Report, Row, Section, Style

_REPORT: Final = "laporan"
_CHARTS: Final = "grafik"
_FEW_CHARTS: Final = 4
_TOGETHER: Final = 2
_MOST: Final = 16_000
"""Cells that are set in one go, with their tags; they take about 350 MB. Leaves set beforehand have none."""
_LEFT: Final = 4_000
"""Cells of a large set that are not set beforehand."""
_SHORT: Final = 40
"""Lines of a wide table, in all its parts, for which nobody turns the page."""
_EDGES: Final = frozenset({"dasar.typ", "laporan.typ"})
"""The templates that say what stands at the foot of a report's pages."""
_MAIN: Final = b"""\
#let papers = json("data.json")
#set document(title: papers.title, date: datetime(..papers.made))
#for paper in papers.papers {
  import paper.form + ".typ": sheet
  sheet(paper)
}
"""

_LEAF: Final = b"""\
#import "laporan.typ": leaf
#set document(date: none)
#leaf(json("data.json"))
"""

Data: TypeAlias = "str | bool | int | float | Section | Fitted | Sequence[Data] | Mapping[str, Data] | None"


def render(items: Sequence[Report | Paper], *, own: Path | None = None, archive: bool = False) -> bytes:
    """Return reports and documents as one PDF, the pages numbered through; reports share pages.

    ``own`` is the UPK's folder of templates; for the ``archive`` it is PDF/A. Raises ``UsageError`` as
    ``press.pressed``.
    """
    kind = press.PdfKind.ARCHIVE if archive else press.PdfKind.PAPER
    papers, beforehand = _papers(items, own)
    made = items[0].as_of
    data: Data = {
        "title": items[0].title,
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "papers": papers,
    }
    content = press.pressed(_MAIN, {"data.json": _json(data), **_logos(items), **beforehand}, own, kind=kind)
    if beforehand:
        press.forget()  # what it remembers of so many pages would slow down the letters that follow
    return content


def refuse_unprintable(logo: bytes) -> None:
    """Raise ``FaultyDataError`` for a logo that is damaged; where the PDF library is missing, no logo can be tried."""
    try:
        press.load()
    except UsageError:
        return
    # An SVG around a damaged photograph would print nothing and say nothing, so the photograph is tried by itself.
    drawn = logo_kind(logo) is LogoKind.SVG
    main = b'#image("%s")' if drawn else b'#image(bytes(json("%s")))'
    tried = _picture(logo) if drawn else json.dumps(list(logo)).encode("utf-8")
    try:
        press.pressed(main % press.LOGO.encode(), {press.LOGO: tried}, kind=press.PdfKind.LEAF)
    except UsageError as error:
        raise FaultyDataError(
            "logo tidak dapat dicetak: gambarnya rusak, atau memakai file lain",
            "Simpan lagi gambarnya sebagai PNG, lalu ulangi.",
        ) from error


def _logos(items: Iterable[Report | Paper]) -> Mapping[str, bytes]:
    """Return the one logo there is; all papers of a set are one UPK's."""
    papers = (item for item in items if isinstance(item, Paper))
    logo = next((paper.letterhead.logo for paper in papers if paper.letterhead.logo), b"")
    return {press.LOGO: _picture(logo)} if logo else {}


def _picture(logo: bytes) -> bytes:
    """Return a logo as SVG, which is text as Typst wants its files; a photograph is put into a square."""
    kind = logo_kind(logo)
    if kind is LogoKind.SVG:
        return logo.removeprefix(BOM_UTF8)
    size = b'width="100" height="100"'
    data = b"data:image/%s;base64,%s" % (kind.lower().encode(), b64encode(logo))
    return b'<svg xmlns="http://www.w3.org/2000/svg" %s><image %s href="%s"/></svg>' % (size, size, data)


def _papers(items: Sequence[Report | Paper], own: Path | None) -> tuple[list[Data], dict[str, bytes]]:
    """Return the data of all papers in order, and the pages set beforehand by the names of their files.

    Reports share pages. A large set would not fit the memory of an old computer: its longest reports are set beforehand
    and have pages of their own, unless the UPK's own templates say what stands at the foot of them. Such a template
    that knows nothing of shared pages is handed one report at a time.
    """
    changed = press.own_templates(own)
    shares = b"reports" in changed.get(f"{_REPORT}.typ", b"reports")
    printed = _in_order(_not_on_cover(items, changed), shares=shares)
    apart = _too_long(item for item, _ in printed) if _EDGES.isdisjoint(changed) else []
    sheets: list[_SharedPages | Data] = []
    beforehand: dict[str, bytes] = {}
    for number, (item, place) in enumerate(printed):
        last = sheets[-1] if sheets and isinstance(sheets[-1], _SharedPages) else None
        joined = last if shares and last is not None and last.takes(place) else None
        if isinstance(item, Paper):
            paper = _paper(item)
            sheets.append(_SharedPages(charts=paper) if _has_room_below(item) and not changed else paper)
        elif any(item is one for one in apart):
            report, files = _set_beforehand(item, place, number, own)
            sheets.append(_SharedPages((report,), lying=place.lying, alone=True))
            beforehand |= files
        else:
            sheet = joined or _SharedPages(lying=place.lying)
            sheets[len(sheets) - (joined is not None) :] = [sheet.also(_report(item, place), place)]
    return [item.data if isinstance(item, _SharedPages) else item for item in sheets], beforehand


def _not_on_cover(items: Sequence[Report | Paper], changed: Collection[str]) -> list[Report | Paper]:
    """Return all but the report that the cover tells itself; a cover of the UPK's own may not."""
    told = {item.words.get(TOLD) for item in items if isinstance(item, Paper) and f"{item.form}.typ" not in changed}
    return [item for item in items if isinstance(item, Paper) or item.title not in told]


def _in_order(items: Iterable[Report | Paper], *, shares: bool) -> list[tuple[Report | Paper, "_Fit"]]:
    """Return what is printed in the order of its pages, and how it fits them.

    Reports that lie stand behind the others, so that whoever reads the set turns it once, and two or more without a
    line before them. What one has noted the next does not note again.
    """
    printed = [on_paper(item) if isinstance(item, Report) else item for item in items]
    empty = [item for item in printed if isinstance(item, Report) and not has_lines(item)]
    together = shares and len(empty) >= _TOGETHER
    placed = [(item, _placed(item, together=together)) for item in printed]
    placed.sort(key=lambda pair: (pair[1].lying, pair[1].nothing != ""))
    reports = iter(noted_once(item for item, _ in placed if isinstance(item, Report)))
    return [(next(reports) if isinstance(item, Report) else item, place) for item, place in placed]


def _has_room_below(item: Paper) -> bool:
    """Return whether reports can begin below the charts of a page."""
    charts = item.words.get("charts")
    return item.form == _CHARTS and isinstance(charts, Sequence) and len(charts) <= _FEW_CHARTS


class _SharedPages(Struct, frozen=True):
    """Reports that share pages: charts above them, where there are few, and below them those without a line.

    One whose pages are set beforehand stands ``alone``.
    """

    reports: Sequence[Data] = ()
    lying: bool = False
    alone: bool = False
    charts: Data = None
    empty: Sequence[Data] = ()
    nothing: str = ""

    def takes(self, place: "_Fit") -> bool:
        """Return whether a report can stand on these pages."""
        return self.lying is place.lying and not self.alone

    def also(self, report: Data, place: "_Fit") -> "_SharedPages":
        """Return them with one more report."""
        if place.nothing:
            return replace(self, empty=(*self.empty, report), nothing=place.nothing)
        return replace(self, reports=(*self.reports, report))

    @property
    def data(self) -> Data:
        """Return them as their template takes them; charts alone as theirs does."""
        if not self.reports and not self.empty:
            return self.charts
        shared = {"charts": self.charts, "empty": self.empty, "nothing": self.nothing}
        first = [*self.reports, *self.empty][0]
        assert isinstance(first, Mapping)
        return {**first, "form": _REPORT, "reports": self.reports, **shared}


def _too_long(items: Iterable[Report | Paper]) -> list[Report]:
    """Return the longest reports of a set that is too large to be set in one go; the others fit without them."""
    reports = sorted((item for item in items if isinstance(item, Report)), key=_cells)
    if sum(map(_cells, reports)) <= _MOST:
        return []
    sums = accumulate(map(_cells, reports))
    return [report for report, cells in zip(reports, sums, strict=True) if cells > _LEFT]


def _cells(item: Report) -> int:
    """Return how many cells the tables of a report have."""
    return sum(len(section.rows) * len(section.columns) for section in item.tables)


def _set_beforehand(report: Report, place: "_Fit", number: int, own: Path | None) -> tuple[Data, Mapping[str, bytes]]:
    """Return a report without its tables, and the pages of it, set leaf by leaf, as files that its template reads.

    Typst takes files of text: the bytes of a PDF become a list of numbers.
    """
    whole = _report(report, replace(place, tables=()))
    parts = leaves(place.tables, _MOST)
    files: dict[str, bytes] = {}
    counts: list[Data] = []
    for at, part in enumerate(parts):
        closing = {} if at == len(parts) - 1 else {"notes": (), "signers": ()}
        data: Data = {**whole, "tables": part, "opens": at == 0, **closing}
        content = press.pressed(_LEAF, {"data.json": _json(data)}, own, kind=press.PdfKind.LEAF)
        press.forget()
        name = f"{number}-{at}.json"
        files[name] = json.dumps(list(content)).encode("utf-8")
        counts.append((name, press.page_count(content)))
    return {**whole, "leaves": counts}, files


def _paper(item: Paper) -> Data:
    head = item.letterhead
    letterhead = {"upk": head.upk, "board": head.board, "place": head.place, "colour": head.colour or None}
    letterhead["logo"] = press.LOGO if head.logo else None
    whole: dict[str, Data] = {"form": item.form, "title": item.title, "letterhead": letterhead, "footer": item.footer}
    return {**whole, **_mark(item), **item.words}


class _Fit(Struct, frozen=True):
    """The tables of a report as they fit the page, whether it lies, and the title above those without a line."""

    tables: Sequence[Fitted] = ()
    lying: bool = False
    nothing: str = ""


def _placed(item: Report | Paper, *, together: bool) -> _Fit:
    """Return how a report fits the page; a short one that is too wide does not turn it, but stands in parts.

    Those without a line may stand ``together``.
    """
    if isinstance(item, Paper):
        return _Fit()
    upright = [fitted(table, UPRIGHT, shared=True) for table in item.tables]
    if together and not has_lines(item):
        return _Fit(upright, nothing=f"Laporan yang kosong {when_of(item)}")
    lines = sum(len(table.lines) * len(table.parts) for table in upright if len(table.parts) > 1)
    if not lies(item.form_code) and lines <= _SHORT:
        return _Fit(upright)
    return _Fit([fitted(table, LYING, shared=True) for table in item.tables], lying=True)


def _report(report: Report, place: _Fit) -> dict[str, Data]:
    return {
        "form": _REPORT,
        "title": report.title,
        "period": report.period,
        "date-line": report.date_line,
        "code": report.form_code,
        "head": list(report.head.items()),
        "tables": place.tables,
        "notes": report.notes,
        "footer": report.footer,
        **_mark(report),
        "signers": report.signers,
        "lying": place.lying,
        "opens": True,
    }


def _mark(item: Report | Paper) -> dict[str, Data]:
    """Return the short code that a form prints, and the picture of it for a telephone; None where there is none."""
    return {"mark": {"words": f"Kode: {item.code}", "picture": qr.as_svg(item.code)} if item.code else None}


def _json(data: Data) -> bytes:
    return json.dumps(_clean(data), ensure_ascii=False).encode("utf-8")


def _clean(data: Data) -> Data:
    """Return what a template takes: tables as they fit the page, and no word in which anything cannot be shown."""
    match data:
        case str():
            return "\n".join(printable(line, "utf-8") for line in data.split("\n"))
        case Section():
            return _clean(fitted(data, UPRIGHT))
        case Fitted():
            return _clean(_table(data))
        case Mapping():
            return {name: _clean(item) for name, item in data.items()}
        case Sequence():
            return [_clean(item) for item in data]
        case _:
            return data


def _table(table: Fitted) -> Data:
    section = table.section
    return {
        "title": section.title,
        "parts": [_part(table, part) for part in table.parts] if section.rows else [],
        "notes": section.notes,
        "empty": section.empty_note,
    }


def _part(table: Fitted, part: Strip) -> Data:
    columns = [table.section.columns[at] for at in part.columns]
    known = [
        texts_of_one_line({cells[at] for _, cells in table.lines}, width)
        for at, width in zip(part.columns, part.widths, strict=True)
    ]
    return {
        "size": part.size,
        "half": part.half,
        "columns": [
            {
                "title": column.title,
                "group": column.group,
                "number": str(at + 1) if table.section.numbered else None,
                "right": column.kind in {Kind.RUPIAH, Kind.COUNT, Kind.PERCENT},
                "width": round(width, 2),
            }
            for at, column, width in zip(part.columns, columns, part.widths, strict=True)
        ],
        "rows": [
            _row(line, part, known)
            for line in table.lines
            if line[0].style is not Style.TOTAL or _sums(line[1], columns, part)
        ],
    }


def _sums(cells: Sequence[str], columns: Sequence[Column], part: Strip) -> bool:
    """Return whether a total says anything below these columns; a wide table may have all its sums in another part."""
    return any(cells[at] for at, column in zip(part.columns, columns, strict=True) if not column.identifies)


def _row(line: tuple[Row, Sequence[str]], part: Strip, known: Sequence[set[str]]) -> Data:
    """Return a row; ``known`` are the texts of each column that surely take one line."""
    row, cells = line
    if row.style is Style.HEADING:
        return {"style": row.style.value, "text": "  ".join(filter(None, cells))}
    mine = [cells[at] for at in part.columns]
    short = row.style is Style.ITEM and all(cell in texts for cell, texts in zip(mine, known, strict=True))
    return {"style": row.style.value, "cells": mine, "one-line": short and any(map(str.strip, mine))}
