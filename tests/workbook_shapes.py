"""The book of an invented fund of 24 KSM, and workbooks of six shapes that treasurers keep of it.

Every shape holds the same loans as of 31 December 2025, so that each has to come in with the same balances.
"""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

OPENED_ON = date(2025, 12, 31)
_NAMES = (
    *("Anggrek Putih", "Mawar Merah", "Melati 1", "Melati 2", "Dahlia", "Kenanga", "Teratai", "Cempaka", "Flamboyan"),
    *("Bougenville", "Seroja", "Kamboja", "Matahari", "Sedap Malam", "Tulip", "Edelweis", "Aster", "Lavender"),
    *("Wijaya Kusuma", "Alamanda", "Soka", "Asoka Jaya", "Nusa Indah", "Sakura"),
)


@dataclass(frozen=True, order=True)
class Lent:
    """One loan of the clean book, with the instalments that were paid on it by the opening day."""

    name: str
    rw: str
    rt: str
    chair: str
    members: int
    women: int
    disbursed_on: date
    principal: int
    term: int
    instalments: int

    @property
    def part(self):
        """Return the pokok of one instalment."""
        return self.principal // self.term

    @property
    def jasa(self):
        """Return the jasa of one instalment: 1,5 percent."""
        return self.principal * 15 // 1000

    @property
    def paid(self):
        """Return the pokok paid."""
        return self.part * self.instalments

    @property
    def jasa_paid(self):
        """Return the jasa paid."""
        return self.jasa * self.instalments

    @property
    def left(self):
        """Return the balance."""
        return self.principal - self.paid

    @property
    def receipts(self):
        """Return the day of each instalment paid."""
        return [self.disbursed_on + timedelta(days=31 * number) for number in range(1, self.instalments + 1)]


def clean_book():
    """Return the 24 loans."""
    return [
        Lent(
            name,
            f"{at % 8 + 1:02d}",
            f"{at % 3 + 1:03d}",
            f"Ibu Contoh {at + 1}",
            5 + at % 6,
            3 + at % 3,
            date(2025, 2 + at % 7, 3 + at),
            (10 if at % 4 else 12) * 100_000 * (20 + at),
            10 if at % 4 else 12,
            min(at % 5, 10 - (2 + at % 7)),
        )
        for at, name in enumerate(_NAMES)
    ]


def balances(book):
    """Return what every KSM owes, by its name."""
    return {lent.name: lent.left for lent in book}


def save(sheets, path):
    """Save sheets, given as lines of cells by name, as an ``.xlsx`` file; a cell ``(value, format)`` has a format."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, lines in sheets.items():
        page = workbook.create_sheet(name)
        merged = []
        for row, line in enumerate(lines, 1):
            for column, cell in enumerate(line, 1):
                value, number_format, *span = cell if isinstance(cell, tuple) else (cell, None)
                if value is not None:
                    page.cell(row, column, value)
                if number_format:
                    page.cell(row, column).number_format = number_format
                if span:
                    merged.append((row, column, row + span[0] - 1, column + span[1] - 1))
        for top, left, bottom, right in merged:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    workbook.save(path)
    return path


def one_list(book):
    """Return one list of everything, with a title, percent cells and a totals row."""
    head = ("NO", "NAMA KSM", "RW", "RT", "KETUA", "JML. ANGGOTA", "P", "TGL CAIR", "POKOK", "JW", "JASA %",
            "REALISASI POKOK", "REALISASI JASA", "SALDO")  # fmt: skip
    lines = [
        (at, f" {lent.name}  ", int(lent.rw), int(lent.rt), lent.chair, lent.members, lent.women, lent.disbursed_on,
         lent.principal, lent.term, (0.015, "0.0%"), lent.paid, lent.jasa_paid, lent.left)
        for at, lent in enumerate(book, 1)
    ]  # fmt: skip
    total = [None, "JUMLAH", *[None] * 6, *(sum(line[at] for line in lines) for at in (8,)), None, None]
    total += [sum(line[at] for line in lines) for at in (11, 12, 13)]
    signed = [
        (),
        [None] * 9 + ["Sukamaju, 31 Desember 2025"],
        [None] * 9 + ["Ketua UPK"],
        (),
        [None] * 9 + ["Siti Contoh"],
    ]
    title = [[("DAFTAR PINJAMAN KSM", None, 1, 14)], ["UPK MELATI"], []]
    return {"Pinjaman": [*title, head, *lines, total, *signed]}


def _register(book):
    head = ("No", "Kelompok", "RW", "Ketua", "Tanggal Pencairan", "Plafon", "Jangka Waktu", "Jasa")
    return [
        head,
        *((at, lent.name, lent.rw, lent.chair, f"{lent.disbursed_on:%d/%m/%Y}", _in_words(lent.principal),
           f"{lent.term} bulan", "1,5 %")
          for at, lent in enumerate(book, 1)),
    ]  # fmt: skip


def _in_words(amount):
    return f"Rp {amount:,}".replace(",", ".") + ",-"


def months_of_receipts(book):
    """Return a register, and one sheet per month with the receipts of it."""
    sheets = {"Register": _register(book)}
    months = ["Jan", "Peb", "Mar", "Apr", "Mei", "Jun", "Jul", "Ags", "Sep", "Okt", "Nop", "Des"]
    for number, month in enumerate(months, 1):
        received = sorted((day, lent.name, lent) for lent in book for day in lent.receipts if day.month == number)
        lines = [(day, name.upper(), lent.part, lent.jasa, lent.part + lent.jasa) for day, name, lent in received]
        total = ("JUMLAH", None, *(sum(line[at] for line in lines) for at in (2, 3, 4)))
        title = [[f"PENERIMAAN ANGSURAN BULAN {month.upper()} 2025"], []]
        sheets[f"{month} 2025"] = [
            *title,
            ("TGL", "NAMA KSM", "POKOK", "JASA", "JUMLAH"),
            *lines,
            *([total] if lines else []),
        ]
    return sheets


def months_of_states(book):
    """Return one sheet per month, each with all loans as they stood at its end."""
    sheets = {}
    for name, last in (
        ("Oktober 2025", date(2025, 10, 31)),
        ("November 2025", date(2025, 11, 30)),
        ("Desember 2025", OPENED_ON),
    ):
        head = (
            "NAMA KSM",
            "RW",
            "TANGGAL CAIR",
            "POKOK PINJAMAN",
            "TENOR",
            "JASA %",
            "POKOK TERBAYAR",
            "JASA TERBAYAR",
            "SALDO",
        )
        lines = []
        for lent in book:
            times = sum(day <= last for day in lent.receipts)
            lines.append((lent.name, lent.rw, lent.disbursed_on, lent.principal, lent.term, "1,5", lent.part * times,
                          lent.jasa * times, lent.principal - lent.part * times))  # fmt: skip
        sheets[name] = [[f"KEADAAN PINJAMAN {name.upper()}"], head, *lines]
    return sheets


def cards(book):
    """Return one U-7B card per KSM: the facts of the loan, and a line for each payment."""
    sheets = {}
    for at, lent in enumerate(book, 1):
        lines = [
            ["KARTU PINJAMAN", None, None, None, "U-7B"],
            [f"Nama KSM : {lent.name}", None, None, "RW :", lent.rw],
            ["Besar Pinjaman", ":", lent.principal, "Jangka Waktu", f"{lent.term} bulan"],
            ["Bunga Pinjaman (% per tahun)", ":", 18, "No. Pinjaman", f"{at:03d}/2025"],
            ["Tanggal Akad Pinjaman", ":", lent.disbursed_on],
            [],
            ["Tanggal", ("ANGSURAN", None, 1, 2), None, "SALDO"],
            [None, "Pokok", "Jasa", "Pokok"],
            [1, 2, 3, 4],
            [lent.disbursed_on, None, None, lent.principal],
        ]
        left = lent.principal
        for day in lent.receipts:
            left -= lent.part
            lines.append([day, lent.part, lent.jasa, left])
        sheets[f"{at} {lent.name}"] = lines
    return sheets


def cards_of_the_form(book):
    """Return one U-7B card per KSM as the older program prints it: a line for each instalment of the schedule."""
    sheets = {}
    for lent in book:
        whole = lent.jasa * lent.term
        lines = [
            [("KARTU PINJAMAN", None, 1, 9)],
            [(lent.name, None, 1, 9)],
            ["RW", lent.rw],
            ["Besar Pinjaman", lent.principal, None, None, "Jangka Waktu", lent.term],
            ["Sistem Angsuran", "bulan", None, None, "Bunga Pinjaman", "1,5 %"],
            ["Besar Angsuran", lent.part + lent.jasa, None, None, "No. Pinjaman", ""],
            ["Angsuran Pokok", lent.part, None, None, "Tanggal Akad Pinjaman", f"{lent.disbursed_on:%d/%m/%Y}"],
            [],
            [("Tanggal", None, 2, 1), ("ANGSURAN", None, 1, 2), None, ("SALDO - Harusnya", None, 1, 2), None,
             ("SALDO - Realisasi", None, 1, 2), None, ("TUNGGAKAN", None, 1, 2), None],
            [None, *["Pokok", "Jasa"] * 4],
            list(range(1, 10)),
            [f"{lent.disbursed_on:%d/%m/%Y}", "", "", lent.principal, whole, lent.principal, whole],
        ]  # fmt: skip
        for number in range(1, lent.term + 1):
            day, times = lent.disbursed_on + timedelta(days=30 * number), min(number, lent.instalments)
            lines.append(
                [f"{day:%d/%m/%Y}", lent.part, lent.jasa, lent.principal - lent.part * number,
                 whole - lent.jasa * number,
                 lent.principal - lent.part * times, whole - lent.jasa * times, lent.part * (number - times), 0]
            )  # fmt: skip
        sheets[lent.name] = lines
    return sheets


def register_lu04(book):
    """Return the loan register LU-04, with old loans paid off, and the receipts beside it; it knows no RW."""
    head = (
        "NO.",
        "DATA KSM",
        "NO KSM",
        "TANGGAL REALISASI",
        "PINJAMAN POKOK",
        "JASA (%)",
        "JANGKA WAKTU (BULAN)",
        "STATUS",
    )
    old = [(at, lent.name, None, "2023-05-02", 5_000_000, "1,5", 10, "LUNAS") for at, lent in enumerate(book[:6], 1)]
    lines = [
        (at, lent.name, None, lent.disbursed_on.isoformat(), lent.principal, "1,5", lent.term, "belum lunas")
        for at, lent in enumerate(book, 7)
    ]
    total = (None, "TOTAL", None, None, sum(line[4] for line in (*old, *lines)))
    received = [(day, lent.name, lent.part, lent.jasa) for lent in book for day in lent.receipts]
    receipts = [("Tanggal", "Nama KSM", "Pokok", "Jasa"), *received]
    return {
        "LU-04": [["Nama LKM : Melati"], ["REGISTER PERGULIRAN PINJAMAN"], head, *lines, *old, total],
        "Angsuran": receipts,
    }


def lpp(book):
    """Return the form LPP: headings in two rows with merged cells, the columns numbered below them."""
    groups = ("Target s.d. Bulan Ini", "Realisasi s.d. Bulan Lalu", "Realisasi Bulan Ini", "Realisasi s.d. Bulan Ini")
    upper = [
        (word, None, 2, 1) for word in ("No", "Nama KSM", "RW", "RT", "Tanggal Cair", "Jangka Waktu", "Besar Pinjaman")
    ]
    for group in groups:
        upper += [(group, None, 1, 2), None]
    upper += [(word, None, 2, 1) for word in ("Saldo Pokok", "Tunggakan Pokok", "Tunggakan Jasa")]
    lower = [None] * 7 + ["Pokok", "Jasa"] * 4
    lines = []
    for at, lent in enumerate(book, 1):
        before = max(lent.instalments - 1, 0)
        now = lent.instalments - before
        lines.append(
            [at, lent.name, lent.rw, lent.rt, f"{lent.disbursed_on:%d-%m-%Y}", lent.term, lent.principal,
             lent.principal,
             lent.jasa * lent.term, lent.part * before, lent.jasa * before, lent.part * now, lent.jasa * now,
             lent.paid, lent.jasa_paid, lent.left, 0, 0]
        )  # fmt: skip
    total = ["JUMLAH", *[None] * 5, *(sum(line[at] for line in lines) for at in range(6, 16))]
    title = [["LAPORAN PERKEMBANGAN PINJAMAN"], ["Keadaan 31 Desember 2025"], []]
    return {"LPP Des": [*title, upper, lower, list(range(1, 19)), *lines, total]}


def html_table(book):
    """Return a page with a table as a web program exports it under the name of a workbook."""
    rows = [
        f"<tr><td>{at}</td><td>&nbsp;{lent.name}</td><td>RT {lent.rt} / RW {lent.rw}</td>"
        f"<td>{lent.disbursed_on:%d/%m/%Y}</td>"
        f"<td>{lent.term}</td><td class=num>{_in_words(lent.principal)}</td><td>{_in_words(lent.paid)}</td>"
        f"<td>{_in_words(lent.jasa_paid)}</td><td>{_in_words(lent.left)}</td></tr>"
        for at, lent in enumerate(book, 1)
    ]
    heads = "".join(
        f"<th>{word}</th>"
        for word in (
            "No",
            "Nama<br>KSM",
            "RT/RW",
            "Tgl. Cair",
            "JW",
            "Plafon",
            "Pokok Terbayar",
            "Jasa Terbayar",
            "Sisa",
        )
    )
    return (
        "<html><head><style>td {mso-number-format: '\\@'}</style></head><body><h1>Export</h1>"
        f"<table border=1><thead><tr><th colspan=9>Data Pinjaman</th></tr><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></body></html>"
    )


SHAPES = {
    "one list": one_list,
    "a sheet of receipts per month": months_of_receipts,
    "a sheet of states per month": months_of_states,
    "a card per KSM": cards,
    "a card of the form per KSM": cards_of_the_form,
    "register LU-04": register_lu04,
    "form LPP": lpp,
}
PETA_OF_LU04 = '[isian]\nrw = "?"\n'
"""The register knows no RW, and nobody else does."""

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def convert(folder: Path, ending: str) -> None:
    """Let LibreOffice save every workbook in a folder once more under another ending, all in one start."""
    profile, names = (folder / "profil").as_uri(), [path.name for path in sorted(folder.glob("*.xlsx"))]
    words = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, *names]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=180)
