"""What was understood of a workbook, shown before anything is recorded."""

from collections.abc import Iterator

from danabergulir.money import format_count
from danabergulir.operations.imports.workbook.bounds import column_letters
from danabergulir.operations.imports.workbook.fields import label
from danabergulir.operations.imports.workbook.headings import Content
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.understanding import Understanding
from danabergulir.reports.model.sheet import Column, Kind, Section, rows

_CONTENTS = {
    Content.BALANCES: "saldo akun",
    Content.LOANS: "daftar pinjaman",
    Content.RECEIPTS: "angsuran",
    Content.GROUPS: "daftar KSM",
    Content.MEMBERS: "anggota KSM",
    Content.SAVINGS: "tabungan KSM",
    Content.SANCTIONS: "surat teguran",
    Content.ENTRIES: "uang masuk dan keluar",
    Content.CARD: "kartu pinjaman",
    Content.NOTHING: "tidak dipakai",
}
_SHEETS = (
    Column("lembar", "Lembar", identifies=True),
    Column("isi", "Isi"),
    Column("judul", "Baris Judul", Kind.COUNT),
    Column("baris", "Baris", Kind.COUNT),
    Column("jumlah", "Baris Jumlah"),
)
_COLUMNS = (
    Column("lembar", "Lembar", identifies=True),
    Column("kolom", "Kolom"),
    Column("judul", "Judul"),
    Column("dibaca", "Dibaca Sebagai"),
)


def sheets_section(known: Understanding) -> Section:
    """Return what each sheet is, how many rows were taken from it, and whether its totals agree."""
    lines = [
        (
            item.sheet.name,
            _CONTENTS[item.content] + (f": {item.note}" if item.note else ""),
            item.heading.last_row + 1 if item.heading and item.content is not Content.NOTHING else None,
            len({record.row for record in item.records}) or None,
            _totals(item),
        )
        for item in known.sheets
    ]
    return Section(_SHEETS, rows(lines), notes=tuple(_notes(known)))


def _totals(item: Listed) -> str:
    if not item.totals:
        return ""
    wrong = [total for total in item.totals if not total.agrees]
    if not wrong:
        return f"cocok ({len(item.totals)})"
    first = wrong[0]
    return f"{first.title}: tertulis {format_count(first.written)}, dijumlah {format_count(first.summed)}"


def _notes(known: Understanding) -> Iterator[str]:
    yield from known.book.notes
    for item in known.sheets:
        if item.left_out:
            shown = "; ".join(item.left_out[:3]) + (f"; dan {len(item.left_out) - 3} lagi" if len(item.left_out) > 3 else "")  # noqa: PLR2004 - a line or two
            yield f'Lembar "{item.sheet.name}", tidak dipakai: {shown}'
    yield from known.plan.notes


def columns_section(known: Understanding) -> Section:
    """Return what each column of the sheets in use is read as; sheets with the same columns stand together."""
    alike: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for item in known.sheets:
        if item.heading is not None and item.content is not Content.NOTHING:
            columns = tuple(
                (column_letters(at), title, label(item.heading.columns.get(at, "")))
                for at, title in item.heading.titles.items()
            )
            alike.setdefault(columns, []).append(item.sheet.name)
    lines = [
        (_together(names) if place == 0 else "", *column)
        for columns, names in alike.items()
        for place, column in enumerate(columns)
    ]
    return Section(_COLUMNS, rows(lines))


def _together(names: list[str]) -> str:
    return names[0] + (f" (dan {len(names) - 1} lembar lain)" if len(names) > 1 else "")
