"""What templates are handed: reports and documents as finished words, in JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from danabergulir.frozen import Struct
from danabergulir.render import qr
from danabergulir.render.pdf import press
from danabergulir.render.pdf.table import UPRIGHT, Fitted, Strip, fitted, texts_of_one_line
from danabergulir.render.screen.text import is_plain, printable
from danabergulir.reports.model.paper import Paper
from danabergulir.reports.model.sheet import Column, Kind, Report, Row, Section, Style

REPORT: Final = "laporan"
"""The form of all reports."""

Leaf: TypeAlias = tuple[str, int]
"""The file with pages set beforehand, and how many they are."""
Data: TypeAlias = "str | bool | int | float | Section | Fitted | Sequence[Data] | Mapping[str, Data] | None"


class Fit(Struct, frozen=True):
    """The tables of a report as they fit the page, whether it lies, and the title above those without a line."""

    tables: Sequence[Fitted] = ()
    lying: bool = False
    nothing: str = ""


def paper_data(item: Paper) -> Data:
    """Return a document as its template takes it."""
    head = item.letterhead
    letterhead = {"upk": head.upk, "board": head.board, "place": head.place, "colour": head.colour or None}
    letterhead["logo"] = press.LOGO if head.logo else None
    whole: dict[str, Data] = {"form": item.form, "title": item.title, "letterhead": letterhead, "footer": item.footer}
    return {**whole, **_mark(item), **item.words}


def report_data(report: Report, place: Fit) -> dict[str, Data]:
    """Return a report as its template takes it, with the tables of ``place``."""
    return {
        "form": REPORT,
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


def as_json(data: Data) -> bytes:
    """Return data as JSON."""
    return json.dumps(_clean(data), ensure_ascii=False).encode("utf-8")


def _clean(data: Data) -> Data:
    """Return what a template takes: tables as they fit the page, and no word in which anything cannot be shown."""
    match data:
        case str():
            return data if is_plain(data) else "\n".join(printable(line, "utf-8") for line in data.split("\n"))
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
