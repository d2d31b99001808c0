"""Reports and documents as one PDF, laid out by Typst templates.

A template receives data and never code: every word is put in as plain text. The bytes depend on what is printed alone:
no clock, no font of the machine, no name of a file.
"""

import json
from base64 import b64encode
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from danabergulir.domain.letterhead import LogoKind, logo_kind
from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.render import press
from danabergulir.render.page import lies
from danabergulir.render.pdf_table import LYING, SMALLEST_UPRIGHT, UPRIGHT, Fitted, Part, fitted
from danabergulir.render.wrapping import printable
from danabergulir.reports.paper import Letterhead, Paper, Words
from danabergulir.reports.sheet import Kind, Report, Row, Section, Style

_REPORT: Final = "laporan"
_EMPTY: Final = "kosong"
_TOGETHER: Final = 2
_MAIN: Final = b"""\
#let papers = json("data.json")
#set document(title: papers.title, date: datetime(..papers.made))
#for paper in papers.papers {
  import paper.form + ".typ": sheet
  sheet(paper)
}
"""

Data: TypeAlias = "str | bool | int | float | Sequence[Data] | Mapping[str, Data] | None"


def render(items: Sequence[Report | Paper], *, own: Path | None = None) -> bytes:
    """Return reports and documents as one PDF, each beginning a new page, the pages numbered through.

    ``own`` is the UPK's folder of templates. Raises ``UsageError`` as ``press.pressed``.
    """
    papers = _papers(items)
    made = items[0].as_of
    data = {
        "title": items[0].title,
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "papers": papers,
    }
    words = {"data.json": json.dumps(data, ensure_ascii=False).encode("utf-8"), **_logos(items)}
    return press.pressed(_MAIN, words, own)


def refuse_unprintable(logo: bytes) -> None:
    """Raise ``FaultyDataError`` for a logo that is damaged; where the PDF library is missing, no logo can be tried."""
    try:
        press.load()
    except UsageError:
        return
    try:
        press.pressed(f'#image("{press.LOGO}")'.encode(), {press.LOGO: _picture(logo)})
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


def _papers(items: Sequence[Report | Paper]) -> list[Data]:
    """Return the pages' data; reports without a line stand together at the end, not on a page each."""
    empty = [item for item in items if isinstance(item, Report) and _is_empty(item)]
    if len(empty) < _TOGETHER:
        return [_paper(item) for item in items]
    together: Data = {
        "form": _EMPTY,
        "title": "Laporan yang kosong bulan ini",
        "reports": [_report(item) for item in empty],
    }
    return [*(_paper(item) for item in items if item not in empty), together]


def _is_empty(report: Report) -> bool:
    return not any(section.rows for section in (report.section, *report.more))


def _paper(item: Report | Paper) -> Data:
    if isinstance(item, Report):
        return {"form": _REPORT, **_report(item)}
    words = {name: _data(value) for name, value in item.words.items()}
    return {
        "form": item.form,
        "title": _clean(item.title),
        "letterhead": _letterhead(item.letterhead),
        "footer": _clean(item.footer),
        **words,
    }


def _letterhead(head: Letterhead) -> Data:
    return {
        "upk": _clean(head.upk),
        "board": _clean(head.board),
        "place": [_clean(line) for line in head.place],
        "logo": press.LOGO if head.logo else None,
        "colour": head.colour or None,
    }


def _report(report: Report) -> dict[str, Data]:
    tables = [report.section, *report.more]
    upright = [fitted(table, UPRIGHT, smallest=SMALLEST_UPRIGHT) for table in tables]
    lying = lies(report.form_code) or any(len(table.parts) > 1 for table in upright)
    placed = [fitted(table, LYING) for table in tables] if lying else upright
    return {
        "title": _clean(report.title),
        "period": _clean(report.period),
        "date-line": _clean(report.date_line),
        "code": _clean(report.form_code),
        "head": [[_clean(label), _clean(value)] for label, value in report.head.items()],
        "tables": [_table(table) for table in placed],
        "notes": [_clean(note) for note in report.notes],
        "footer": _clean(report.footer),
        "signers": [[_clean(post), _clean(name)] for post, name in report.signers],
        "lying": lying,
    }


def _data(value: Words) -> Data:
    match value:
        case str():
            return _clean(value)
        case Section():
            return _table(fitted(value, UPRIGHT))
        case Mapping():
            return {name: _data(item) for name, item in value.items()}
        case Sequence():
            return [_data(item) for item in value]
        case _:
            return value


def _table(table: Fitted) -> Data:
    section = table.section
    return {
        "title": _clean(section.title),
        "parts": [_part(table, part) for part in table.parts] if section.rows else [],
        "notes": [_clean(note) for note in section.notes],
        "empty": _clean(section.empty_note),
    }


def _part(table: Fitted, part: Part) -> Data:
    columns = [table.section.columns[at] for at in part.columns]
    return {
        "size": part.size,
        "columns": [
            {
                "title": _clean(column.title),
                "group": _clean(column.group),
                "number": str(at + 1) if table.section.numbered else None,
                "right": column.kind in {Kind.RUPIAH, Kind.COUNT, Kind.PERCENT},
                "width": round(width, 2),
            }
            for at, column, width in zip(part.columns, columns, part.widths, strict=True)
        ],
        "rows": [_row(row, cells, part.columns) for row, cells in table.lines],
    }


def _row(row: Row, cells: Sequence[str], columns: Sequence[int]) -> Data:
    if row.style is Style.HEADING:
        return {"style": row.style.value, "text": _clean("  ".join(filter(None, cells)))}
    return {"style": row.style.value, "cells": [_clean(cells[at]) for at in columns]}


def _clean(text: str) -> str:
    """Return ``text`` without what no page can show; lines stay lines."""
    return "\n".join(printable(line, "utf-8") for line in text.split("\n"))
