"""A bank's own file: signs, ``DB`` and ``CR``, sen behind a point, apostrophes, two-digit years."""

import json

import pytest

from conftest import led_once
from workbook_shapes import save

_ANSWERS = {"SETORAN TUNAI 001": "11010", "BIAYA ADM": "52010", "BUNGA": "41020"}
_JOURNAL = [
    ("2026-01-02", "11021", "11010", 1_000_000),
    ("2026-01-05", "11021", "piutang", 500_000),
    ("2026-01-31", "52010", "11021", 15_000),
    ("2026-01-31", "11021", "41020", 2_500),
]
_LINES = (
    ("02/01/26", "SETORAN TUNAI 001", 1_000_000, 21_000_000),
    ("05/01/26", "TRSF E-BANKING MAWAR MERAH 0501", 500_000, 21_500_000),
    ("31/01/26", "BIAYA ADM", -15_000, 21_485_000),
    ("31/01/26", "BUNGA", 2_500, 21_487_500),
)


def _sen(amount):
    return f"{abs(amount):,}.00"


def _points(amount):
    return f"{abs(amount):,}".replace(",", ".")


def _csv(head, lines, delimiter=","):
    rows = [f'"{cell}"' if "," in cell else cell for line in (head, *lines) for cell in [*line]]
    width = len(head)
    return "\n".join(delimiter.join(rows[at : at + width]) for at in range(0, len(rows), width)) + "\n"


def _side(amount):
    return "CR" if amount > 0 else "DB"


_SHAPES = {
    "sisi terpisah": _csv(
        ("Tanggal", "Keterangan", "Cabang", "Jumlah", "", "Saldo"),
        [(f"'{day}", words, "'0000", _sen(moved), _side(moved), _sen(left)) for day, words, moved, left in _LINES],
    ),
    "sisi di belakang": _csv(
        ("Tanggal", "Keterangan", "Mutasi", "Saldo"),
        [(day, words, f"{_sen(moved)} {_side(moved)}", _sen(left)) for day, words, moved, left in _LINES],
    ),
    "bertanda": _csv(
        ("Date", "Description", "Amount"),
        [(day, words, f"{moved}.00") for day, words, moved, _ in _LINES],
        ";",
    ),
    "dua kolom": _csv(
        ("Tgl Transaksi", "Uraian Transaksi", "Debet", "Kredit", "Saldo"),
        [
            (day, words, "0.00" if moved > 0 else _sen(moved), _sen(moved) if moved > 0 else "0.00", _sen(left))
            for day, words, moved, left in _LINES
        ],
    ),
    "buku sendiri": _csv(
        ("Tanggal", "Uraian", "Debet", "Kredit", "Saldo"),
        [
            (day, words, _points(moved) if moved > 0 else "", "" if moved > 0 else _points(moved), _points(left))
            for day, words, moved, left in _LINES
        ],
        ";",
    ),
    "terbaru di atas": _csv(
        ("Tanggal", "Keterangan", "Jumlah", "Saldo"),
        [(day, words, _sen(moved), _sen(left)) for day, words, moved, left in reversed(_LINES)],
    ),
}


@pytest.fixture
@led_once
def lent(book):
    """Return a book with money at the bank and a loan of KSM Mawar Merah."""
    (book.folder / "saldo.csv").write_text(
        "kode;debit;kredit\n11010;3000000;\n11021;20000000;\n11030;5000000;\n31010;;28000000\n", encoding="utf-8"
    )
    assert book("impor", "saldo-awal", "saldo.csv").status == 0
    assert (
        book("ksm", "tambah", "MAWAR", "Mawar Merah", "--rw", "05", "--rt", "1", "--tanggal", "2025-12-31").status == 0
    )
    rows = "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen\nP-1;MAWAR;2025-12-05;5000000;10;0\n"
    (book.folder / "pinjaman.csv").write_text(rows, encoding="utf-8")
    assert book("impor", "pinjaman", "pinjaman.csv").status == 0
    return book


def _recorded(run):
    words = ("jurnal-umum", "--dari", "2026-01-01", "--sampai", "2026-01-31", "--format", "json")
    lines = json.loads(run(*words).stdout)["baris"]
    codes = [(line["tanggal"], line["akun"].split()[0], line["debit"], line["kredit"]) for line in lines]
    return sorted(codes)


@pytest.mark.parametrize("shape", _SHAPES)
def test_a_statement_of_any_bank_comes_to_the_same_journal(lent, shape):
    """Each account is asked once, the KSM that the words name is not asked at all."""
    (lent.folder / "mutasi.csv").write_text(f"Rekening Koran BANK KARYA\n{_SHAPES[shape]}", encoding="utf-8")
    order = ["BUNGA", "BIAYA ADM", "SETORAN TUNAI 001"] if shape == "terbaru di atas" else list(_ANSWERS)
    typed = "".join(f"{_ANSWERS[words]}\n" for words in order)
    done = lent("impor", "buku", "mutasi.csv", "--ya", typed=typed)

    assert done.status == 0, done.stderr
    assert "MAWAR" not in done.stderr
    assert _recorded(lent) == sorted(
        [
            ("2026-01-02", "11021", 1_000_000, 0),
            ("2026-01-02", "11010", 0, 1_000_000),
            ("2026-01-05", "11021", 500_000, 0),
            ("2026-01-05", "11030", 0, 500_000),
            ("2026-01-31", "52010", 15_000, 0),
            ("2026-01-31", "11021", 0, 15_000),
            ("2026-01-31", "11021", 2_500, 0),
            ("2026-01-31", "41020", 0, 2_500),
        ]
    )


def test_movements_of_before_the_opening_are_not_recorded_again(lent):
    """They are in the opening balances, and nobody is asked about them."""
    lines = "Tanggal;Keterangan;Jumlah\n30/12/25;BIAYA ADM;-15.000,00\n"
    (lent.folder / "mutasi.csv").write_text(lines, encoding="utf-8")
    done = lent("impor", "buku", "mutasi.csv", "--ya")

    assert done.status == 1
    assert '1 mutasi sampai saldo awal di lembar "mutasi", baris 2;' in done.stdout


def test_sen_and_nonsense_are_named_by_their_cell(lent):
    """Real sen are a question, and so is an account that nobody has."""
    lines = 'Tanggal,Keterangan,Jumlah\n02/01/26,PAJAK,"-1,500.50"\n03/01/26,PAJAK,"-2,000.00"\n'
    (lent.folder / "mutasi.csv").write_text(lines, encoding="utf-8")
    refused = lent("impor", "buku", "mutasi.csv", "--ya")
    assert refused.status == 1
    assert 'sel C2: jumlah "-1,500.50": bukan rupiah bulat, sennya tidak dipakai; dibaca -1.500' in refused.stderr
    assert 'sel B2: akun "PAJAK": 2 mutasi keluar, 3.500' in refused.stderr
    wrong = lent("impor", "buku", "mutasi.csv", "--ya", typed="1\n99999\n")
    assert wrong.status == 1
    assert '"99999"' in wrong.stderr


def test_the_sheets_of_a_workbook_are_no_statement_unless_they_speak_of_a_bank(lent):
    """A treasurer's notes of days and amounts beside her lists stay what they were."""
    notes = [["Tanggal", "Uraian", "Jumlah"], ["05/01/2026", "rapat", 50_000]]
    save({"Catatan": notes, "Lain": [["x"]]}, lent.folder / "buku.xlsx")
    assert "tidak dipakai" in lent("impor", "buku", "buku.xlsx", "--ya").stdout
