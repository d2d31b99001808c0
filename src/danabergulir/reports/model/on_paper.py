"""What of a report is printed: paper costs money, so what holds nothing is told in a sentence and left out.

Screen, CSV, JSON and workbook carry all of it. A form that treasurers know by its code keeps its columns.
"""

from collections.abc import Iterable, Iterator

from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Cell, Column, Report, Row, Section, Style


def on_paper(report: Report) -> Report:
    """Return a report without its empty tables and columns; each is named in a sentence.

    One that has nothing to tell at all stays as it is.
    """
    if not has_lines(report):
        return report
    when = when_of(report)
    shown = [_without_empty_columns(section, when, whole=bool(report.form_code)) for section in report.tables]
    above = tuple(section for section in shown[: len(report.above)] if section.rows)
    main, *more = shown[len(report.above) :]
    rest = tuple(section for section in (main, *more) if section.rows)
    if not rest:  # the table that a report is about stays, be it to say that it is empty
        rest = (main,)
    said = tuple(_nothing_in(section) for section in shown if not section.rows and section not in rest)
    return replace(report, above=above, section=rest[0], more=rest[1:], notes=(*said, *report.notes))


def has_lines(report: Report) -> bool:
    """Return whether any of a report's tables has a line."""
    return any(section.rows for section in report.tables)


def noted_once(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield reports in the order of their pages, each without what one before it has noted already.

    A form that treasurers know by its code is quoted by itself and keeps all its notes.
    """
    noted: set[str] = set()
    for report in reports:
        kept = tuple(note for note in report.notes if note not in noted)
        noted.update(report.notes)
        yield report if report.form_code else replace(report, notes=kept)


def when_of(report: Report) -> str:
    """Return what a report calls its time: ``bulan ini``, ``tahun ini``."""
    return "bulan ini" if "-" in report.period else "tahun ini"


def _nothing_in(section: Section) -> str:
    return f"{section.title}: {section.empty_note}" if section.title else section.empty_note


def _without_empty_columns(section: Section, when: str, *, whole: bool) -> Section:
    if whole or section.numbered or not section.rows:
        return section
    kept = [at for at, column in enumerate(section.columns) if not _left_out(section, at, column)]
    if len(kept) == len(section.columns):
        return section
    gone = ", ".join(_names_of(section, kept))
    return replace(
        section,
        columns=tuple(section.columns[at] for at in kept),
        rows=tuple(_with_cells(row, kept) for row in section.rows),
        notes=(f"Kosong {when}, tidak dicetak: {gone}.", *section.notes),
    )


def _left_out(section: Section, at: int, column: Column) -> bool:
    if column.identifies or column.always:
        return False
    return all(row.style is Style.HEADING or _is_empty(row.cells[at]) for row in section.rows)


def _is_empty(cell: Cell) -> bool:
    return cell in {None, "", "-", Rupiah(0)} or (isinstance(cell, int) and cell == 0)


def _with_cells(row: Row, kept: list[int]) -> Row:
    """Return a row with some of its cells; a heading that stood under a column left out keeps its words."""
    cells = tuple(row.cells[at] for at in kept)
    if row.style is Style.HEADING and not any(cells):
        words = next((cell for cell in row.cells if cell), None)
        return replace(row, cells=(words, *cells[1:]))
    return replace(row, cells=cells)


def _names_of(section: Section, kept: list[int]) -> Iterator[str]:
    """Yield what the columns left out are called; those under one upper heading are named with it."""
    for at, column in enumerate(section.columns):
        if at not in kept:
            yield f"{column.group} {column.title}" if column.group else column.title
