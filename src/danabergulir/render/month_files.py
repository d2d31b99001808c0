"""The month's set of reports as files in a folder, each whole or not there at all."""

from collections.abc import Collection, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from danabergulir.render import csv_file, json_file
from danabergulir.render.terminal import FIXED, render_report
from danabergulir.reports.paper import MonthSet
from danabergulir.reports.sheet import Report

TEXT: Final = "tabel"
CSV: Final = "csv"
JSON: Final = "json"
XLSX: Final = "xlsx"
PDF: Final = "pdf"
"""The words by which the forms are chosen."""

_BETWEEN: Final = "\n\n"


def write_month(
    month: MonthSet, folder: Path, forms: Collection[str], *, delimiter: str = ";", own: Path | None = None
) -> tuple[Path, ...]:
    """Write what a month leaves into ``folder`` and return the paths, in the order written.

    ``csv`` is a file per report in the folder ``csv``; ``tabel``, ``json``, ``xlsx`` and ``pdf`` are one file of all,
    and ``pdf`` brings the documents apart. ``own`` is the UPK's folder of PDF templates. The bytes depend on the set
    and those templates alone. Every file is finished under another name before the first takes its place, so
    that a full disk leaves what was there. Raises ``OSError``, and ``UsageError`` as ``pdf_file.render``.
    """
    files = _files(month, forms, delimiter, own)
    drafts = {folder / name: (folder / name).with_name(f"{Path(name).name}.baru") for name in files}
    try:
        for (path, draft), content in zip(drafts.items(), files.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            if draft.is_file():
                draft.unlink()
    return tuple(drafts)


def month_text(reports: Sequence[Report], *, width: int | None = FIXED) -> str:
    """Return the reports as plain text below each other, ``width`` columns wide."""
    pages = []
    for report in reports:
        page = StringIO()
        render_report(report, page, width=width)
        pages.append(page.getvalue())
    return _BETWEEN.join(pages)


def _files(month: MonthSet, forms: Collection[str], delimiter: str, own: Path | None) -> Mapping[str, bytes]:
    """Return the content of every file by its path within the folder."""
    files: dict[str, bytes] = {}
    reports = month.reports
    name = f"laporan-{reports[0].period}"
    if TEXT in forms:
        files[f"{name}.txt"] = month_text(reports).encode("utf-8")
    if JSON in forms:
        files[f"{name}.json"] = json_file.render_reports(reports).encode("utf-8")
    if XLSX in forms:
        from danabergulir.render import xlsx_file  # noqa: PLC0415 - 50 ms that only a workbook needs

        files[f"{name}.xlsx"] = xlsx_file.render(reports)
    if PDF in forms:
        from danabergulir.render import pdf_file  # noqa: PLC0415 - only paper needs it

        cover = [month.cover] if month.cover else []
        files[f"{name}.pdf"] = pdf_file.render([*cover, *reports], own=own)
        files |= {f"{paper.file_name}.pdf": pdf_file.render([paper], own=own) for paper in month.apart}
    if CSV in forms:
        for report in reports:
            content = csv_file.render(report.section, delimiter=delimiter).encode("utf-8-sig")
            files[f"csv/{report.name}.csv"] = content
    return files
