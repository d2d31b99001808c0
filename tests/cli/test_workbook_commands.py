"""``impor buku`` at work: what it asks, what it remembers, what it refuses; and workbooks for every other import."""

import json
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from workbook_shapes import save

_HEAD = ("NAMA KSM", "RW", "TGL CAIR", "POKOK", "JW", "JASA %", "REALISASI POKOK", "REALISASI JASA", "SALDO")
_MAWAR = ("Mawar", "05", date(2025, 3, 1), 5_000_000, 10, 0.015, 1_000_000, 150_000, 4_000_000)
_MELATI = ("Melati", "07", date(2025, 5, 20), 6_000_000, 12, 0.015, 0, 0, 6_000_000)


_REMEDY = ". Perbaiki di buku kerja, atau jawab dalam peta"


def _save(run, *lines, head=_HEAD, **sheets):
    return save({"Pinjaman": [head, *lines], **sheets}, run.folder / "buku.xlsx")


def _listed(run, *words):
    return json.loads(run(*words, "--format", "json").stdout)["baris"]


def _loans(run):
    lines = _listed(run, "pinjaman", "daftar", "--per", "2025-12-31")
    return [(line["nomor"], line["ksm"], line["tanggal_cair"], line["tenor"], line["saldo_pokok"]) for line in lines]


def _findings(refused):
    """Return the findings about cells, without the remedy that all of them end with."""
    lines = [line for line in refused.stderr.splitlines() if line.startswith("Galat lembar")]
    assert all(line.endswith(_REMEDY) for line in lines), lines
    return [line.removeprefix("Galat lembar ").removesuffix(_REMEDY) for line in lines]


def test_nothing_is_recorded_before_somebody_says_yes(book):
    """On a terminal it shows what it understood and asks; without one it names the option; a trial asks nothing."""
    _save(book, _MAWAR)
    before = book.ledger.read_bytes()

    assert book("impor", "buku", "buku.xlsx", "--coba").stdout.endswith("Uji coba: tidak ada yang dicatat.\n")
    alone = book("impor", "buku", "buku.xlsx")
    assert (alone.status, "Tambahkan --ya" in alone.stderr) == (2, True)
    refused = book("impor", "buku", "buku.xlsx", typed="tidak\n")
    assert refused.status == 4
    assert book.ledger.read_bytes() == before
    assert book("impor", "buku", "buku.xlsx", typed="ya\n").status == 0
    assert _loans(book) == [("P-0001", "Mawar", "2025-03-01", 10, 4_000_000)]


def test_the_same_workbook_is_never_recorded_twice(book):
    """It says on which day it came in, before anything is asked."""
    _save(book, _MAWAR)
    assert book("impor", "buku", "buku.xlsx", "--ya").status == 0
    again = book("impor", "buku", "buku.xlsx", "--ya")

    assert again.status == 1
    assert "file yang sama sudah diimpor pada 21-11-2026: buku.xlsx" in again.stderr


def test_dates_exchanged_by_an_english_spreadsheet_are_asked_once(book):
    """Both readings stand there with the cells; one answer settles those of a column, and the peta remembers it."""
    lines = [
        (*_MAWAR[:2], date(2025, 3, 1), *_MAWAR[3:]),
        (*_MELATI[:2], "15/05/2025", *_MELATI[3:]),
        ("Dahlia", "01", date(2025, 6, 2), *_MELATI[3:]),
    ]
    _save(book, *lines)
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    asked = book("impor", "buku", "buku.xlsx", "--coba", "--simpan-peta", "peta.toml", typed="1\n")

    assert refused.status == 1
    assert _findings(refused) == [
        f'"Pinjaman" sel {cell}: tanggal cair "{written}": hari dan bulan mungkin tertukar; dibaca {read} atau '
        f"{written}"
        for cell, written, read in (("C2", "01-03-2025", "03-01-2025"), ("C4", "02-06-2025", "06-02-2025"))
    ]
    assert asked.status == 0, asked.stderr
    prompt = "Ketik 1 = bacaan ke-1 untuk semuanya, 2 = bacaan ke-2 untuk semuanya, 0 = satu per satu: "
    assert asked.stderr.count(prompt) == 1
    each = book("impor", "buku", "buku.xlsx", "--coba", "--simpan-peta", "satu.toml", typed="0\n1\n2\n")
    assert each.status == 0, each.stderr
    assert 'dibaca = "2025-06-02"' in (book.folder / "satu.toml").read_text(encoding="utf-8")
    assert book("impor", "buku", "buku.xlsx", "--peta", "peta.toml").status == 0
    assert [day for _, _, day, _, _ in _loans(book)] == ["2025-01-03", "2025-02-06", "2025-05-15"]


def test_a_value_that_cannot_be_read_is_typed_once(book):
    """A wrong answer is asked again; a nonsense cell without a terminal is a finding with its value."""
    _save(book, ("Mawar", "05", "kemarin dulu", *_MAWAR[3:]), (*_MELATI[:3], "6,000,000", *_MELATI[4:]))
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    typed = book("impor", "buku", "buku.xlsx", "--ya", typed="entahlah\n5 Maret 2025\n1\n")

    assert _findings(refused) == [
        '"Pinjaman" sel C2: tanggal cair "kemarin dulu": bukan tanggal',
        (
            '"Pinjaman" sel D3: pokok "6,000,000": koma dibaca sebagai pemisah ribuan, titik sebagai sen; '
            "dibaca 6.000.000"
        ),
    ]
    assert typed.status == 0, typed.stderr
    assert '"entahlah" tidak dapat dibaca di sini.' in typed.stderr
    assert [(ksm, day) for _, ksm, day, _, _ in _loans(book)] == [("Mawar", "2025-03-05"), ("Melati", "2025-05-20")]


def test_an_answer_counts_no_longer_once_its_cell_was_changed(book):
    """The peta keeps what was written beside what it means."""
    _save(book, ("Mawar", "05", "kemarin dulu", *_MAWAR[3:]))
    assert (
        book("impor", "buku", "buku.xlsx", "--coba", "--simpan-peta", "peta.toml", typed="5 Maret 2025\n").status == 0
    )
    _save(book, ("Mawar", "05", "lusa", *_MAWAR[3:]))
    changed = book("impor", "buku", "buku.xlsx", "--peta", "peta.toml")

    assert changed.status == 1
    assert '"lusa": bukan tanggal' in changed.stderr


def test_a_peta_says_what_no_heading_tells(book):
    """Columns by their letters, a sheet left out, and what holds for the whole workbook."""
    head = ("Grup", "Wilayah", "Mulai", "Uang", "Sudah")
    _save(book, ("Mawar", 5, "1 Maret 2025", 5_000_000, 1_000_000), head=head, Lama=[_HEAD, _MELATI])
    (book.folder / "peta.toml").write_text(
        """
        [isian]
        tenor = "10"
        jasa_terbayar = "sejalan"
        [[lembar]]
        nama = "Pinjaman"
        isi = "pinjaman"
        judul = 1
        kolom = { A = "ksm", B = "rw", C = "tanggal_cair", D = "pokok", E = "pokok_terbayar" }
        [[lembar]]
        nama = "Lama"
        isi = "tidak dipakai"
        """,
        encoding="utf-8",
    )
    assert book("impor", "buku", "buku.xlsx", "--peta", "peta.toml").status == 0
    assert _loans(book) == [("P-0001", "Mawar", "2025-03-01", 10, 4_000_000)]
    (line,) = _listed(book, "laporan", "2025-12", "--hanya", "perkembangan")
    assert line["real_jasa"] == 150_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[lain]\n", "--peta: lain: kunci tidak dikenal"),
        ('[isian]\nwarna = "x"\n', "--peta: isian: hanya rw"),
        ('[[lembar]]\nisi = "pinjaman"\n', "--peta: lembar.nama: belum diisi"),
        ('[[lembar]]\nnama = "A"\nisi = "resep"\n', "--peta: lembar.isi resep"),
        ('[[lembar]]\nnama = "A"\nisi = "pinjaman"\njudul = 0\n', "--peta: lembar.judul"),
        ("lembar = 5\n", "--peta: lembar: tulis sebagai [[lembar]]"),
        ("= 5\n", "bukan TOML"),
    ],
)
def test_a_faulty_peta_is_refused_by_its_key(book, text, said):
    """A slip of the pen reads no sheet in another way."""
    _save(book, _MAWAR)
    (book.folder / "peta.toml").write_text(text, encoding="utf-8")
    refused = book("impor", "buku", "buku.xlsx", "--peta", "peta.toml")

    assert refused.status == 2
    assert said in refused.stderr


def test_members_under_a_merged_name_belong_to_it(book):
    """The KSM and its loan stand once, in merged cells, beside a member in every row; two loans have two rows."""
    head = ("NAMA KSM", "RW", "TGL CAIR", "POKOK", "JW", "SALDO", "REALISASI JASA", "NAMA ANGGOTA", "L/P", "NIK")
    down = [(value, None, 3, 1) for value in ("Mawar", 5, date(2025, 3, 1), 5_000_000, 10, 4_000_000, 150_000)]
    lines = [
        (*down, "Ani Contoh", "P", "3273010101800001"),
        (*[None] * 7, "Wati Contoh", "P", "3273010101800002"),
        (*[None] * 7, " Joko  Contoh", "L", None),
        ("Melati", 7, date(2025, 5, 20), 6_000_000, 12, 6_000_000, 0, "Yuni Contoh", "P", None),
        (None, None, None, None, None, None, None, "Dewi Contoh", "P", None),
    ]
    _save(book, *lines, head=head)
    done = book("impor", "buku", "buku.xlsx", "--ya")

    assert done.status == 0, done.stderr
    members = [(line["ksm"], line["nama"]) for line in _listed(book, "anggota", "daftar", "--per", "2025-12-31")]
    assert members == [
        ("K01", "Ani Contoh"),
        ("K01", "Wati Contoh"),
        ("K01", "Joko Contoh"),
        ("K02", "Yuni Contoh"),
        ("K02", "Dewi Contoh"),
    ]
    assert [saldo for *_, saldo in _loans(book)] == [4_000_000, 6_000_000]


def test_codes_go_on_from_those_there_are_and_a_ksm_without_a_loan_comes_too(book):
    """A KSM of the ledger keeps its code, a new one has the next free one, and rows of one KSM are one KSM."""
    assert book("ksm", "tambah", "K01", "Mawar", "--rw", "05", "--rt", "003", "--tanggal", "2025-12-31").status == 0
    _save(book, ("KSM MAWAR", *_MAWAR[1:]), _MELATI, ("melati ", "07", date(2025, 9, 1), *_MAWAR[3:]), ("Dahlia", "01"))
    assert book("impor", "buku", "buku.xlsx", "--ya").status == 0

    groups = [(line["kode"], line["nama"]) for line in _listed(book, "ksm", "daftar", "--per", "2025-12-31")]
    assert groups == [("K01", "Mawar"), ("K02", "Melati"), ("K03", "Dahlia")]
    assert [ksm for _, ksm, *_ in _loans(book)] == ["Mawar", "Melati", "Melati"]


def test_a_total_that_does_not_agree_and_a_balance_that_contradicts_are_findings(book):
    """Each with its cell, what is written, and what it should be."""
    lines = [(*_MAWAR[:8], 4_500_000), _MELATI, ("JUMLAH", None, None, 12_000_000)]
    _save(book, *lines)
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert _findings(refused) == [
        '"Pinjaman" sel D4: pokok "12.000.000": jumlah barisnya 11.000.000; dibaca 11.000.000',
        (
            '"Pinjaman" sel I2: saldo "4.500.000": padahal pokok dikurangi yang terbayar 4.000.000; dibaca '
            "4.500.000 atau 4.000.000"
        ),
    ]
    answered = book("impor", "buku", "buku.xlsx", "--ya", typed="1\n1\n")
    assert answered.status == 0, answered.stderr
    assert _loans(book)[0][-1] == 4_500_000


def test_a_name_that_is_nearly_another_sheets_is_asked(book):
    """Receipts of a KSM that no list has are not laid on another one without a word."""
    receipts = [("TANGGAL", "NAMA KSM", "POKOK", "JASA"), (date(2025, 4, 1), "Mawarr", 500_000, 75_000)]
    head = _HEAD[:6]
    _save(book, _MAWAR[:6], _MELATI[:6], head=head, Angsuran=receipts)
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert _findings(refused) == [
        '"Angsuran" sel B2: nama KSM "Mawarr": KSM ini tidak ada di lembar lain dan di buku; dibaca Mawar'
    ]
    assert book("impor", "buku", "buku.xlsx", "--ya", typed="1\n").status == 0
    assert [saldo for *_, saldo in _loans(book)] == [4_500_000, 6_000_000]


def test_what_came_after_the_opening_day_is_recorded_as_it_came(book):
    """Receipts and cash of later months become vouchers; those before are in the balances already."""
    receipts = [
        ("TANGGAL", "NAMA KSM", "POKOK", "JASA", "NO BUKTI"),
        (date(2025, 12, 1), "Mawar", 1_000_000, 150_000, "1"),
        (date(2026, 1, 5), "Mawar", 500_000, 75_000, "2"),
    ]
    cash = [
        ("TGL", "KODE AKUN", "URAIAN", "JUMLAH"),
        (date(2025, 12, 5), "51030", "Kertas", -20_000),
        (date(2026, 1, 6), "51030", "Kertas", "(25.000)"),
        (date(2026, 1, 7), "Pendapatan Non Operasional", "Sumbangan", 100_000),
    ]
    _save(book, _MAWAR[:6], head=_HEAD[:6], Angsuran=receipts, Kas=cash)
    done = book("impor", "buku", "buku.xlsx", "--ya")

    assert done.status == 0, done.stderr
    assert "1 baris kas bertanggal sampai saldo awal" in done.stdout
    (loan,) = _listed(book, "pinjaman", "daftar", "--per", "2026-01-31")
    assert loan["saldo_pokok"] == 3_500_000
    entries = _listed(book, "jurnal-umum", "--dari", "2026-01-01", "--sampai", "2026-01-31")
    assert {
        (line["bukti"], line["debit"] - line["kredit"]) for line in entries if line["akun"].startswith("11010")
    } == {
        ("BKM-2026-0001", 575_000),
        ("BKK-2026-0001", -25_000),
        ("BKM-2026-0002", 100_000),
    }


def test_the_checked_workbook_stands_beside_the_original_with_its_doubts_marked(book):
    """Her cells at the left as they were, what they are read as at the right, doubtful ones coloured."""
    _save(book, (*_MAWAR[:3], "5,000,000", *_MAWAR[4:]))
    book("impor", "buku", "buku.xlsx", "--coba", "--periksa-ke", "cek.xlsx")
    page = openpyxl.load_workbook(BytesIO((book.folder / "cek.xlsx").read_bytes()))["Pinjaman"]
    titles = {page.cell(1, at).value: at for at in range(1, page.max_column + 1)}

    assert page["D2"].value == "5,000,000"
    assert page.cell(2, titles["dibaca: pokok"]).value == 5_000_000
    assert page.cell(2, titles["dibaca: tanggal cair"]).value.date() == date(2025, 3, 1)
    assert page["D2"].fill.fgColor.rgb == page.cell(2, titles["dibaca: pokok"]).fill.fgColor.rgb == "FFFFE08A"
    assert "koma dibaca" in page["D2"].comment.text
    assert page["A2"].fill.fgColor.rgb != "FFFFE08A"


def test_every_import_reads_a_workbook(book):
    """The columns of the CSV below title rows, in real cells; the sheet is found by its columns or named."""
    sheets = {
        "Catatan": [["apa saja"]],
        "saldo": [["NERACA AWAL"], [], ("Kode", "Debit", "Kredit"), (11010, 1_000_000, None), (11030, 4_000_000, None),
                  (21020, None, 300_000), (31010, None, 4_700_000)],
        "ksm": [("kode", "nama", "rw", "rt", "tanggal_bentuk"), ("MAWAR", "Mawar", 5, 3, date(2019, 3, 12))],
        "anggota": [("ksm", "nama", "omset"), ("MAWAR", "Ani Contoh", 1_500_000.0)],
        "pinjaman": [("nomor", "ksm", "tanggal_cair", "pokok", "tenor", "jasa_persen", "pokok_terbayar"),
                     ("P-7", "MAWAR", date(2025, 3, 1), "5.000.000", 10.0, 0.015, 1_000_000)],
        "tabungan": [("ksm", "jumlah", "anggota"), ("Mawar", "Rp 300.000,-", "ani contoh")],
        "sanksi": [("pinjaman", "tingkat", "tanggal"), ("P-7", 1, date(2025, 10, 1))],
        "transaksi": [("tanggal", "jenis", "jumlah", "pinjaman"), (date(2026, 1, 5), "terima", 575_000, "P-7")],
    }  # fmt: skip
    save(sheets, book.folder / "awal.xlsx")
    for kind in ("saldo-awal", "ksm", "anggota", "pinjaman", "tabungan", "sanksi", "transaksi"):
        name = "saldo" if kind == "saldo-awal" else kind
        done = book("impor", kind, "awal.xlsx", "--lembar", name)
        assert done.status == 0, (kind, done.stderr)

    assert book("periksa", "--per", "2026-01-31").status == 0
    missing = book("impor", "ksm", "awal.xlsx", "--lembar", "lain")
    assert (missing.status, 'tidak ada lembar "lain"' in missing.stderr) == (2, True)
    found = book("impor", "ksm", "awal.xlsx", "--coba")
    assert "baris 2: kode KSM MAWAR sudah ada" in found.stderr


def test_a_formula_that_came_to_an_error_is_no_empty_cell(book):
    """A reader finds nothing there; the program says that the formula is wrong, and drops no loan."""
    path = _save(book, _MAWAR, _MELATI)
    page = openpyxl.load_workbook(path)
    page["Pinjaman"]["D3"].value, page["Pinjaman"]["D3"].data_type = "#REF!", "e"
    page.save(path)
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert _findings(refused) == ['"Pinjaman" sel D3: pokok "#REF!": rumus dalam sel ini salah']


def test_a_workbook_that_has_grown_adds_what_is_new(book):
    """KSM and loans of the ledger are known again by name, day and principal; the others come in beside them."""
    _save(book, _MAWAR)
    assert book("impor", "buku", "buku.xlsx", "--ya").status == 0
    _save(book, ("KSM Mawar", *_MAWAR[1:]), _MELATI)
    grown = book("impor", "buku", "buku.xlsx", "--ya")

    assert grown.status == 0, grown.stderr
    assert "1 pinjaman sudah ada di buku; tidak dicatat lagi" in grown.stdout
    assert [(number, ksm) for number, ksm, *_ in _loans(book)] == [("P-0001", "Mawar"), ("P-0002", "Melati")]


@pytest.mark.parametrize(
    ("answer", "loans", "totals"),
    [
        (
            "kosong",
            [("P-0001", "Mawar", "2025-03-01", 10, 4_000_000)],
            "POKOK: tertulis 10.000.000, dijumlah 5.000.000",
        ),
        (
            "5000000",
            [("P-0001", "Mawar", "2025-03-01", 10, 4_000_000), ("P-0002", "Mawar", "2025-03-01", 12, 4_000_000)],
            "cocok (4)",
        ),
    ],
)
def test_a_loan_that_stands_twice_is_asked_about(book, answer, loans, totals):
    """No row is left out unasked, whatever its term; the totals count the second one only where it is a loan."""
    amounts = (10_000_000, None, None, 2_000_000, 300_000, 8_000_000)
    _save(book, _MAWAR, (*_MAWAR[:4], 12, *_MAWAR[5:]), ("JUMLAH", None, None, *amounts))
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    peta = f'[[jawaban]]\nlembar = "Pinjaman"\nsel = "D3"\ntertulis = "5.000.000"\ndibaca = "{answer}"\n'
    (book.folder / "peta.toml").write_text(peta, encoding="utf-8")
    tried = book("impor", "buku", "buku.xlsx", "--coba", "--ya", "--peta", "peta.toml")

    assert (refused.status, _findings(refused)) == (
        1,
        [
            (
                '"Pinjaman" sel D3: pokok "5.000.000": KSM, tanggal cair dan pokoknya sama dengan sel D2; '
                "tulis kosong bila satu pinjaman; dibaca 5.000.000 atau kosong"
            )
        ],
    )
    assert totals in tried.stdout
    if answer != "kosong":
        assert book("impor", "buku", "buku.xlsx", "--ya", "--peta", "peta.toml").status == 0
        assert _loans(book) == loans
    else:
        assert tried.status == 1


def test_one_number_for_two_loans_is_asked_about(book):
    """Both cells are named, for only the treasurer knows the right number."""
    other = ("P-7", "Melati", *_MAWAR[1:2], date(2025, 4, 1), *_MAWAR[3:])
    _save(book, ("P-7", *_MAWAR), other, head=("NO PINJAMAN", *_HEAD))
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert _findings(refused) == ['"Pinjaman" sel A3: nomor "P-7": nomor ini sudah dipakai di sel A2']


@pytest.mark.parametrize(("answer", "groups"), [("05", ["01", "05"]), ("01", ["01"])])
def test_two_ksm_of_one_name_in_two_rw_are_asked_about(book, answer, groups):
    """Both cells are named; the answer makes two KSM of them, or one."""
    lines = [("Mawar", rw, date(2025, month, 1), *_MAWAR[3:]) for month, rw in ((3, "01"), (4, "05"))]
    _save(book, *lines)
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    peta = f'[[jawaban]]\nlembar = "Pinjaman"\nsel = "B3"\ntertulis = "05"\ndibaca = "{answer}"\n'
    (book.folder / "peta.toml").write_text(peta, encoding="utf-8")
    done = book("impor", "buku", "buku.xlsx", "--ya", "--peta", "peta.toml")

    assert (refused.status, _findings(refused)) == (
        1,
        [
            (
                '"Pinjaman" sel B3: RW "05": KSM "Mawar" di sel B2 ber-RW 01; tetap 05 bila KSM lain, '
                "01 bila KSM yang sama; dibaca 05 atau 01"
            )
        ],
    )
    assert done.status == 0, done.stderr
    assert [line["rw"] for line in _listed(book, "ksm", "daftar")] == groups
    assert len(_loans(book)) == 2


def test_a_balance_above_the_principal_names_both_cells(book):
    """What was paid is not made of it, for that would be below nil."""
    _save(book, (*_MAWAR[:6], None, None, 7_000_000))

    assert _findings(book("impor", "buku", "buku.xlsx", "--ya")) == [
        '"Pinjaman" sel I2: saldo "7.000.000": lebih besar daripada pokok 5.000.000 di sel D2'
    ]


def test_a_date_outside_the_month_of_its_sheet_may_be_exchanged(book):
    """A receipt of 2 November on the sheet of February is more likely one of 11 February."""
    receipts = [("TANGGAL", "NAMA KSM", "POKOK", "JASA"), (date(2025, 11, 4), "Mawar", 500_000, 75_000)]
    save({"Pinjaman": [_HEAD[:6], _MAWAR[:6]], "April 2025": receipts}, book.folder / "buku.xlsx")
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert _findings(refused) == [
        (
            '"April 2025" sel A2: tanggal "04-11-2025": hari dan bulan mungkin tertukar; '
            "dibaca 11-04-2025 atau 04-11-2025"
        )
    ]


def test_what_holds_for_the_whole_workbook_is_asked_once(book):
    """A register that knows no RW and no payments: one question each, whatever the number of KSM."""
    head = ("NAMA KSM", "TGL CAIR", "POKOK", "JASA %")
    lines = [(name, date(2025, 3, 1), 5_000_000, 0.015) for name in ("Mawar", "Melati", "Dahlia")]
    _save(book, *lines, head=head)
    done = book("impor", "buku", "buku.xlsx", "--ya", typed="1\n05\n10\n")

    assert done.status == 0, done.stderr
    assert done.stderr.count("buku kerja: ") == 3
    assert [(term, saldo) for *_, term, saldo in _loans(book)] == [(10, 5_000_000)] * 3


def test_a_reader_that_dies_of_a_file_is_a_sentence(book, monkeypatch):
    """Workbooks are opened in a process of their own, whose end is not that of the program."""
    _save(book, _MAWAR)
    monkeypatch.setattr("danabergulir.operations.imports.workbook.sheets.sys.executable", "false")
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert (refused.status, "rusak atau bukan buku kerja" in refused.stderr) == (1, True)


def test_a_grown_workbook_records_only_its_new_rows(book):
    """With everything in it once more, rows recorded before are found, or left out where that is asked for."""
    receipts = [("TANGGAL", "NAMA KSM", "POKOK", "JASA"), (date(2026, 1, 5), "Mawar", 500_000, 75_000)]
    balances = [("KODE", "NAMA AKUN", "DEBET", "KREDIT"), (11010, "Kas", 1_000_000, None),
                (11030, "Pinjaman KSM", 4_000_000, None), (31010, "Modal", None, 5_000_000)]  # fmt: skip
    _save(book, _MAWAR, Angsuran=receipts, Neraca=balances)
    assert book("impor", "buku", "buku.xlsx", "--ya").status == 0
    receipts.append((date(2026, 2, 5), "Mawar", 500_000, 75_000))
    _save(book, _MAWAR, Angsuran=receipts, Neraca=balances)
    refused = book("impor", "buku", "buku.xlsx", "--ya")
    grown = book("impor", "buku", "buku.xlsx", "--ya", "--lewati-yang-sama")

    assert refused.status == 4  # the opening balances stand
    assert grown.status == 0, grown.stderr
    assert "Dilewati: 4 baris yang sama." in grown.stdout
    (loan,) = _listed(book, "pinjaman", "daftar", "--per", "2026-02-28")
    assert loan["saldo_pokok"] == 3_000_000
    assert book("periksa", "--per", "2026-02-28").status == 0


@pytest.mark.parametrize(
    ("title", "words"), [("DAFTAR PINJAMAN (dalam ribuan rupiah)", ()), ("DAFTAR", ("--peta", "peta.toml"))]
)
def test_amounts_in_thousands_are_multiplied_and_said_so(book, title, words):
    """The title says it, or a person does where every loan is too small to be one; the totals agree in rupiah."""
    small = ("Mawar", "05", date(2025, 3, 1), 5_000.5, 10, 0.015, 1_000, 150, 4_000.5)
    total = ("JUMLAH", None, None, 5_000.5, None, None, 1_000, 150, 4_000.5)
    save({"Pinjaman": [(title,), _HEAD, small, total]}, book.folder / "buku.xlsx")
    (book.folder / "peta.toml").write_text('[isian]\nribuan = "ya"\n', encoding="utf-8")
    done = book("impor", "buku", "buku.xlsx", "--ya", *words)

    assert done.status == 0, done.stderr
    assert "daftar pinjaman: semua jumlah uang dikali 1.000" in done.stdout
    assert "cocok (4)" in done.stdout
    assert _loans(book) == [("P-0001", "Mawar", "2025-03-01", 10, 4_000_500)]


def test_loans_too_small_to_be_rupiah_are_asked_about(book):
    """Once for the workbook, and nothing is recorded without an answer."""
    _save(book, ("Mawar", "05", date(2025, 3, 1), 5_000, 10, 0.015, 1_000, 150, 4_000))
    refused = book("impor", "buku", "buku.xlsx", "--ya")

    assert refused.status == 1
    assert refused.stderr.startswith(
        "Galat buku kerja: semua pokok pinjaman di bawah 100.000; jawab ya bila ditulis dalam ribuan rupiah, "
        "jutaan bila dalam jutaan rupiah. "
    )


@pytest.mark.parametrize("with_rw", [True, False])
def test_members_below_the_merged_name_of_their_ksm_come_in(book, with_rw):
    """The name of the KSM stands once, over the rows of its members; with the RW or without."""
    head = ("Nama KSM", "RW", "Nama Anggota", "L/P")
    rows = [(("Mawar", None, 2, 1), "05", "Siti", "P"), (None, None, "Budi", "L"), ("Melati", "07", "Wati", "P")]
    members = [(line[0], *(line[1:2] if with_rw else ()), *line[2:]) for line in (head, *rows)]
    _save(book, _MAWAR, _MELATI, Anggota=members)
    done = book("impor", "buku", "buku.xlsx", "--ya")

    assert done.status == 0, done.stderr
    listed = [(line["ksm"], line["nama"], line["jenis_kelamin"]) for line in _listed(book, "anggota", "daftar")]
    assert listed == [("K01", "Siti", "P"), ("K01", "Budi", "L"), ("K02", "Wati", "P")]


@pytest.mark.parametrize(("title", "cell"), [("JW", "12 minggu"), ("JW", "12 mgg"), ("JW (minggu)", 12)])
def test_a_term_in_weeks_is_a_loan_repaid_by_the_week(book, title, cell):
    """Its last instalment is due twelve weeks after the day it was paid out."""
    head = (*_HEAD[:4], title, *_HEAD[5:])
    _save(book, ("Mawar", "05", date(2025, 12, 10), 6_000_000, cell, 0.015, 0, 0, 6_000_000), head=head)
    done = book("impor", "buku", "buku.xlsx", "--ya")
    days = [line["jatuh_tempo"] for line in _listed(book, "pinjaman", "jadwal", "P-0001")]

    assert done.status == 0, done.stderr
    assert (len(days), days[0], days[-1]) == (12, "2025-12-17", "2026-03-04")


@pytest.mark.parametrize("mark", ['"', "sda", "s.d.a", "Idem", '-"-', "''", "\u201d"])
def test_a_ditto_mark_is_the_name_above(book, mark):
    """No KSM is called so; RW and term may be repeated the same way."""
    _save(book, _MAWAR, (mark, mark, date(2025, 6, 1), *_MELATI[3:4], mark, *_MELATI[5:]))
    done = book("impor", "buku", "buku.xlsx", "--ya")

    assert done.status == 0, done.stderr
    assert [line[1:4] for line in _loans(book)] == [("Mawar", "2025-03-01", 10), ("Mawar", "2025-06-01", 10)]
    assert [line["nama"] for line in _listed(book, "ksm", "daftar")] == ["Mawar"]


def test_a_term_outside_the_policy_and_two_numbers_for_one_rw_are_asked_about(book):
    """A term of 120 months is more likely 12; 01/02 may be RT and RW."""
    _save(book, ("Mawar", "01/02", *_MAWAR[2:4], 120, *_MAWAR[5:]))

    assert _findings(book("impor", "buku", "buku.xlsx", "--ya")) == [
        '"Pinjaman" sel B2: RW "01/02": dua nomor, RT/RW atau RW/RT; dibaca 02 atau 01',
        '"Pinjaman" sel E2: jangka waktu "120": menurut kebijakan jangka waktu 3 sampai 12 bulan; dibaca 120',
    ]


def test_a_comparison_names_a_ksm_only_the_paper_has_without_a_code(book):
    """A code that the book does not have would be looked for in vain."""
    _save(book, _MAWAR)
    assert book("impor", "buku", "buku.xlsx", "--ya").status == 0
    _save(book, _MAWAR, ("Kenanga", "02", *_MELATI[2:]))
    lines = _listed(book, "banding", "buku.xlsx")

    assert [line["pos"] for line in lines if line["bagian"] == "saldo KSM"] == ["K01 Mawar", "Kenanga", "JUMLAH"]
