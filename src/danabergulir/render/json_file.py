"""A section or reports as JSON: rupiah and counts as integers, dates ISO, percentages as numbers, None as null."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from danabergulir.money import Rupiah, format_percent
from danabergulir.reports.model.sheet import Cell, Report, Section

_Value = str | int | float | None


def render_listing(section: Section, totals: Mapping[str, Cell] | None = None) -> str:
    """Return ``{"baris": [...]}`` with the column keys as keys and ``totals`` beside it, ending in a newline."""
    return dumped({"baris": lines(section)} | {key: plain(cell) for key, cell in (totals or {}).items()})


def render_record(section: Section, more: Mapping[str, Section]) -> str:
    """Return the only row of ``section`` as one object with the lists ``more`` in it by name, ending in a newline."""
    (record,) = lines(section)
    return dumped(record | {name: lines(listed) for name, listed in more.items()})


def render_reports(reports: Sequence[Report]) -> str:
    """Return ``{"laporan", "periode", "per", "baris"}`` for one report, and a list of these for any other number."""
    documents = [
        {
            "laporan": report.name,
            "periode": report.period,
            "per": report.as_of.isoformat(),
            "baris": lines(report.section),
        }
        for report in reports
    ]
    return dumped(documents[0] if len(documents) == 1 else documents)


def dumped(document: object) -> str:
    """Return a document as it is printed, ending in a newline."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def lines(section: Section) -> list[dict[str, _Value]]:
    """Return the rows of a section that carry data, each by the keys of its columns."""
    keys = [column.key for column in section.columns]
    return [dict(zip(keys, map(plain, row.cells), strict=True)) for row in section.data]


def plain(cell: Cell) -> _Value:
    """Return what stands in a cell as JSON has it."""
    match cell:
        case Rupiah():
            return cell.value
        case Fraction():
            # The printed decimals, read as a float only here: its shortest form writes the same decimals back.
            return float(format_percent(cell).replace(",", "."))
        case date():
            return cell.isoformat()
        case _:
            return cell
