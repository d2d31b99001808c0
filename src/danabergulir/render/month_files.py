"""The set of reports of a month or a year as the files of a folder."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Final

from danabergulir.frozen import Struct
from danabergulir.render import csv_file, json_file
from danabergulir.render.screen.page import render_report
from danabergulir.render.screen.progress import Tell, to_nobody
from danabergulir.reports.model.paper import MonthSet, Paper
from danabergulir.reports.model.sheet import Report

TEXT: Final = "tabel"
CSV: Final = "csv"
JSON: Final = "json"
XLSX: Final = "xlsx"
PDF: Final = "pdf"
"""The words by which the forms are chosen."""
LETTERS: Final = "surat"
"""The folder below that of the set in which the drafts of letters lie."""

_PAPER: Final = "Membuat PDF"
"""The longest of the steps."""
_LETTER: Final = "Membuat surat"

_Step = tuple[str, Callable[[], Mapping[str, bytes]]]


class Printing(Struct, frozen=True):
    """How paper is made: with which folder of templates, and whether for the archive."""

    own: Path | None
    archive: bool

    def paper(self, items: Sequence[Report | Paper]) -> bytes:
        """Return reports and papers as one PDF."""
        from danabergulir.render.pdf import file  # noqa: PLC0415 - only paper needs it

        return file.render(items, own=self.own, archive=self.archive)

    def apart(self, paper: Paper) -> Mapping[str, bytes]:
        """Return a paper that is a file of its own, by its name."""
        return {f"{paper.file_name}.pdf": self.paper([paper])}


def month_files(
    month: MonthSet,
    folder: Path,
    forms: Collection[str],
    *,
    delimiter: str = ";",
    own: Path | None = None,
    archive: bool = False,
    tell: Tell = to_nobody,
) -> Mapping[Path, bytes]:
    """Return the files that a month leaves in ``folder``, in the order in which readers look for them.

    ``csv`` is a file per report in the folder ``csv``; ``tabel``, ``json``, ``xlsx`` and ``pdf`` are one file of all,
    and ``pdf`` brings the documents apart. ``own`` is the UPK's folder of PDF templates, ``archive`` asks for PDF/A.
    The bytes depend on the set and those templates alone. ``tell`` is told of each step that is waited for. Raises
    ``UsageError`` as ``pdf_file.render``.
    """
    steps = list(_steps(month, forms, delimiter, Printing(own, archive)))
    made: dict[int, Mapping[str, bytes]] = {}
    # Typst holds up no other thread: it sets the letters while the reports are put into words for it, and the reports
    # while the other files are made.
    aside = [at for at, (label, _) in enumerate(steps) if label != _PAPER]
    aside.sort(key=lambda at: steps[at][0] != _LETTER)
    beside = ThreadPoolExecutor(max_workers=1)
    try:
        coming = {at: beside.submit(steps[at][1]) for at in aside}
        for done, at in enumerate(sorted(range(len(steps)), key=coming.__contains__)):
            label, make = steps[at]
            tell(label, done, len(steps))
            made[at] = coming[at].result() if at in coming else make()
    finally:
        beside.shutdown(cancel_futures=True)
    return {folder / name: content for at in range(len(steps)) for name, content in made[at].items()}


def _steps(month: MonthSet, forms: Collection[str], delimiter: str, press: Printing) -> Iterator[_Step]:
    """Yield every step there is to do: what it is, and what makes the files of it, by their paths in the folder."""
    reports = month.reports
    name = f"laporan-{reports[0].period}"
    if TEXT in forms:
        yield "Menulis teks", lambda: {f"{name}.txt": _text(reports)}
    if JSON in forms:
        yield "Menulis data", lambda: {f"{name}.json": json_file.render_reports(reports).encode("utf-8")}
    if XLSX in forms:
        yield "Membuat buku kerja", lambda: {f"{name}.xlsx": _workbook(reports)}
    if PDF in forms:
        front = [paper for paper in (month.cover, month.charts) if paper]
        yield _PAPER, lambda: {f"{name}.pdf": press.paper([*front, *reports])}
        for paper in month.apart:
            yield _LETTER, partial(press.apart, paper)
    if CSV in forms:
        yield "Menulis tabel", lambda: {f"csv/{report.name}.csv": _table(report, delimiter) for report in reports}


def _text(reports: Sequence[Report]) -> bytes:
    """Return the reports as plain text below each other."""
    text = StringIO()
    for number, report in enumerate(reports):
        text.write("\n\n" if number else "")
        render_report(report, text)
    return text.getvalue().encode("utf-8")


def _workbook(reports: Sequence[Report]) -> bytes:
    from danabergulir.render.xlsx import file  # noqa: PLC0415 - 50 ms that only a workbook needs

    return file.render(reports)


def _table(report: Report, delimiter: str) -> bytes:
    return csv_file.render(report.section, delimiter=delimiter).encode("utf-8-sig")
