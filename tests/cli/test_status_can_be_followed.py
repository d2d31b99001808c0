"""``status`` says what ``periksa`` says of its day, and every command on it is one that the book takes."""

import json
import shlex
import shutil
from pathlib import Path

import pytest

from conftest import START

_FILES = {
    "saldo-awal": "kode;debit;kredit\n11030;4.000.000;\n31010;;4.000.000\n",
    "pinjaman": "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen\nP-0009;MAWAR;10-11-2025;4.000.000;10;1,5\n",
    "anggota": "ksm;nama\nMAWAR;Siti Contoh\n",
    "ksm": "kode;nama;rw;rt\nMAWAR;Mawar;05;001\n",
}
_WORDS = {
    "JUMLAH": "100.000",
    "NOMOR": "0811000111",
    "NAMA": "Contoh",
    "ALAMAT": "Jalan Kenanga 7",
    "...": "salah catat",
}
_LOANS = (
    "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen;pokok_terbayar;jasa_terbayar\n"
    "P-0001;MAWAR;10-10-2025;5.000.000;10;1,5;1.000.000;150.000\n"
)
_KSM = "ksm tambah MAWAR Mawar --rw 05 --rt 001 --tanggal 2025-12-31"
_LENT = (
    _KSM,
    "kas masuk 31010 5jt Modal --tanggal 2026-01-02",
    "pinjaman cairkan MAWAR --pokok 3jt --tenor 10 --tanggal 2026-01-05",
)
_COUNTED = "kas hitung 2.345.000 --tanggal 2026-02-28"
BOOKS = {
    "fresh": ((), "2026-02-15"),
    "on the opening day": ((_KSM,), "2025-12-31"),
    "loans without balances": ((_KSM, "impor pinjaman lama.csv"), "2026-02-15"),
    "balances without loans": ((_KSM, "impor saldo-awal saldo-awal.csv"), "2026-02-15"),
    "a letter due": (_LENT, "2026-06-20"),
    "a letter without ground": (
        (
            *_LENT,
            "sanksi terbitkan --per 2026-06-20",
            "terima MAWAR 2jt --tanggal 2026-05-06",
        ),
        "2026-06-25",
    ),
    "a proposal": (
        (*_LENT, "ksm tambah MELATI Melati --rw 07 --rt 001", "pinjaman ajukan MELATI --pokok 1jt --tenor 10"),
        "2026-11-21",
    ),
    "a finished month": (
        (
            *_LENT,
            "terima MAWAR 345rb --tanggal 2026-02-05",
            "cadangan sesuaikan --per 2026-01-31",
            "tutup bulan 2026-01",
            _COUNTED,
            "cadangan sesuaikan --per 2026-02-28",
            "tutup bulan 2026-02",
        ),
        "2026-03-10",
    ),
    "an open year": (
        ("mulai", "kas masuk 41010 100rb Jasa --tetap --tanggal 2025-02-03", "cadangan sesuaikan --per 2025-12-31"),
        "2026-02-15",
    ),
    "an open year after a closed month": (
        ("mulai", "kas masuk 41010 100rb Jasa --tetap --tanggal 2025-02-03", "tutup bulan 2025-02"),
        "2026-02-15",
    ),
    "below nil": ((*_LENT, "kas keluar 51030 4jt Kertas --tanggal 2026-02-05 --tetap"), "2026-03-10"),
}


@pytest.fixture(params=BOOKS)
def told(book, request):
    """Return a runner beside a book, and the day of which its status is asked."""
    acts, day = BOOKS[request.param]
    for name, content in (*_FILES.items(), ("lama", _LOANS)):
        Path(f"{name}.csv").write_text(content, encoding="utf-8")
    for words in acts:
        if words == "mulai":
            book.ledger.unlink()
            assert book(*START[:-1], "2024-12-31").status == 0
            continue
        got = book(*shlex.split(words))
        assert got.status == 0, (words, got.stderr)
    return book, day


def _lines(book, *words):
    return json.loads(book(*words, "--format", "json").stdout)["baris"]


def _filled(command):
    """Return the words of a command with something in each place that is left open."""
    program, *words = shlex.split(command)
    assert program == "danabergulir"
    kind = words[1] if words[0] == "impor" else ""
    filled = [f"{kind}.csv" if word == "FILE" else word for word in words]
    parts = [word.rpartition("=") for word in filled]
    return [f"{before}{sign}{_WORDS.get(last, last)}" for before, sign, last in parts]


def test_no_command_of_status_is_refused(told):
    """Each typed by itself at a terminal, with something in the open places; only ``periksa`` may have findings."""
    book, day = told
    kept = shutil.copyfile(book.ledger, book.folder / "semula.db")
    for step in _lines(book, "status", "--per", day):
        words = _filled(step["perintah"])
        shutil.copyfile(kept, book.ledger)
        got = book(*words, typed="ya\n" * 3)
        assert got.status in ({0, 1} if words[0] == "periksa" else {0}), (step, got.stderr)


def test_status_says_what_the_examination_of_its_day_says(told):
    """Each check that is wrong is to be dealt with; where none is, nothing else is said."""
    book, day = told
    wrong = [line["pemeriksaan"] for line in _lines(book, "periksa", "--per", day) if line["hasil"] == "salah"]
    steps = [step for step in _lines(book, "status", "--per", day) if step["langkah"] == "Pemeriksaan"]
    said = [step["keterangan"].partition(": salah. ")[0] for step in steps if ": salah. " in step["keterangan"]]

    assert said == wrong
    assert all(step["keadaan"] == "perlu" for step in steps) or not wrong
    assert {step["perintah"] for step in steps} == {f"danabergulir periksa --per {day}"}


def test_status_claims_no_more_than_it_has_looked_at(book):
    """The figures are without doubt; for the file and its chain, which it does not prove, it names the command."""
    (step,) = (step for step in _lines(book, "status", "--per", "2026-02-15") if step["langkah"] == "Pemeriksaan")

    assert step["keadaan"] == "selesai"
    assert step["keterangan"] == (
        "Tidak ada keraguan dalam angka buku; file dan rantainya diperiksa dengan perintah ini"
    )
    assert step["perintah"] == "danabergulir periksa --per 2026-02-15"
