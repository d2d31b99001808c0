"""The file of one import: CSV as it is, or a sheet of a workbook read as the same table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from danabergulir.dates import parse_date, written_in_numbers
from danabergulir.errors import FaultyDataError, Finding, UsageError
from danabergulir.operations.csv_table import Cells, Table
from danabergulir.operations.imports.once import Tell, silent
from danabergulir.operations.imports.workbook.cells import Raw, clean, read_date, settle_dates
from danabergulir.operations.imports.workbook.fields import AMOUNTS, DATES, Way
from danabergulir.operations.imports.workbook.headings import ListKind, find_heading, folded
from danabergulir.operations.imports.workbook.sheets import (
    Sheet,
    Workbook,
    chosen_sheet,
    is_workbook,
    place_words,
    read_workbook,
)
from danabergulir.text import quoted

_SEARCHED: Final = 40
COLUMNS: Final = {
    "saldo-awal": ("kode", "debit", "kredit"),
    "ksm": ("kode", "nama", "rw", "rt", "ketua", "telepon", "alamat", "tanggal_bentuk", "jumlah_anggota",
            "jumlah_perempuan"),
    "anggota": ("ksm", "nama", "jenis_kelamin", "miskin", "nik", "usaha", "omset"),
    "pinjaman": ("nomor", "ksm", "tanggal_cair", "pokok", "tenor", "jasa_persen", "metode", "frekuensi",
                 "titipan_persen", "angsuran_pertama", "pokok_terbayar", "jasa_terbayar", "titipan_terbayar",
                 "keterangan"),
    "tabungan": ("ksm", "jumlah", "anggota", "keterangan"),
    "sanksi": ("pinjaman", "tingkat", "tanggal", "nomor", "batas_tanggapan", "keterangan"),
    "rw": ("rw", "ketua", "telepon", "alamat", "mulai"),
    "inventaris": ("nama", "tanggal_beli", "harga", "umur_bulan", "sudah_disusutkan", "jumlah", "tempat"),
    "transaksi": ("tanggal", "jenis", "jumlah", "pinjaman", "akun", "lawan", "pokok", "jasa", "titipan", "denda",
                  "tabungan", "keterangan", "bukti_luar"),
}  # fmt: skip
"""The columns of each import, the needed ones among the first."""
_NEEDED: Final = {"saldo-awal": 1, "ksm": 3, "anggota": 2, "pinjaman": 6, "tabungan": 2, "sanksi": 3, "rw": 2,
                  "inventaris": 4, "transaksi": 3}  # fmt: skip
_LISTS: Final = {
    "saldo-awal": (ListKind.BALANCES, {"akun_kode": "kode"}),
    "ksm": (ListKind.GROUPS, {"ksm": "nama"}),
    "anggota": (ListKind.MEMBERS, {"anggota": "nama"}),
    "pinjaman": (ListKind.LOANS, {}),
    "tabungan": (ListKind.SAVINGS, {}),
    "sanksi": (ListKind.SANCTIONS, {"nomor_pinjaman": "pinjaman"}),
    "rw": (ListKind.HEADS, {}),
    "inventaris": (ListKind.ASSETS, {"barang": "nama"}),
}
"""How the headings of a treasurer name the columns of an import, where they are not its own."""


def table_of(file: Path, kind: str, sheet: str | None = None, tell: Tell = silent) -> Table:
    """Return a CSV file as it is, and of a workbook the sheet of that name, else the only one with the columns needed.

    Raises ``UsageError`` and ``FaultyDataError`` as ``read_workbook``, and with a finding for every cell that can be
    read in two ways or in none.
    """
    if not is_workbook(file):
        return file
    book = read_workbook(file, tell)
    found = chosen_sheet(book, sheet) if sheet is not None or len(book.sheets) == 1 else _fitting(book, kind)
    return _table(found, kind, file.name)


def _fitting(book: Workbook, kind: str) -> Sheet:
    fitting = [sheet for sheet in book.sheets if sheet.rows and _header(sheet, kind) is not None]
    return fitting[0] if len(fitting) == 1 else chosen_sheet(book, None)


def _header(sheet: Sheet, kind: str) -> tuple[int, dict[int, str], frozenset[int]] | None:
    """Return the last row of the headings, the name of each column, and which of them count by the year."""
    needed = set(COLUMNS[kind][: _NEEDED[kind]])
    for row in range(min(len(sheet.rows), _SEARCHED)):
        names = {at: folded(cell).replace(" ", "_") for at, cell in enumerate(sheet.rows[row]) if clean(cell)}
        if needed <= set(names.values()):
            return row, names, frozenset()
    if kind not in _LISTS:
        return None
    content, aliases = _LISTS[kind]
    heading = find_heading(sheet, (content,))
    if heading is None:
        return None
    names = {at: aliases.get(name, name) for at, name in heading.columns.items() if name}
    found = needed - {"nomor", "kode"} <= set(names.values())
    return (heading.last_row, names, heading.yearly) if found else None


def _table(sheet: Sheet, kind: str, name: str) -> Cells:
    header = _header(sheet, kind)
    if header is None:
        needed = ";".join(COLUMNS[kind][: _NEEDED[kind]])
        raise FaultyDataError(
            f"lembar {quoted(sheet.name)} tidak punya judul kolom yang perlu", f"Satu baris berisi nama kolom: {needed}"
        )
    last_row, names, yearly = header
    rows = [row for row in range(last_row + 1, len(sheet.rows)) if any(sheet.text(row, at) for at in names)]
    findings: list[Finding] = []
    columns = [_column(sheet, rows, at, Way(column, yearly=at in yearly), findings) for at, column in names.items()]
    if findings:
        raise FaultyDataError(
            f"{len(findings)} sel belum jelas, tidak ada yang dicatat",
            "Perbaiki sel yang disebut, lalu ulangi perintah ini.",
            findings,
        )
    lines = tuple((row + 1, tuple(column[place] for column in columns)) for place, row in enumerate(rows))
    return Cells(name, tuple(names.values()), lines)


def _column(sheet: Sheet, rows: Sequence[int], at: int, way: Way, findings: list[Finding]) -> list[str]:
    """Return the cells of one column as text; a number is written in full, so that no reading depends on its form.

    What an import cannot read it says itself, with the text as it stands.
    """
    raws, name = [sheet.at(row, at) for row in rows], way.name
    readings = settle_dates([read_date(raw) for raw in raws]) if name in DATES else None
    texts = []
    for place, raw in enumerate(raws):
        read = readings[place] if readings else way.read(raw)
        as_it_stands = isinstance(raw, str) and name in AMOUNTS
        if read.doubt and not as_it_stands:
            where = place_words(sheet.name, rows[place], at)
            words = " atau ".join(filter(None, (read.text, *read.others)))
            message = f'{name} "{clean(raw)[:40] if name != "nik" else ""}": {read.doubt}; dibaca {words or "kosong"}'
            findings.append(Finding("lembar", where, message, "Tulis nilainya sebagai teks"))
        as_it_stands = as_it_stands or (name in DATES and _may_be_exchanged(raw, read.text))
        texts.append(clean(raw) if read.problem or as_it_stands else read.text)
    return texts


def _may_be_exchanged(raw: Raw, text: str) -> bool:
    """Return whether a date is typed in numbers with the day first, so that the import may ask which comes first."""
    if not (isinstance(raw, str) and written_in_numbers(clean(raw))):
        return False
    try:
        return parse_date(clean(raw)).isoformat() == text
    except UsageError:
        return False
