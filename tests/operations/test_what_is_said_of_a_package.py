"""Each kind of fault of an audit package, and the sentence it is told by; and packages that are shown together."""

import json
import re
import shutil
from datetime import date

import pytest

from danabergulir.errors import UsageError
from danabergulir.operations.audit import package, package_proof
from danabergulir.operations.audit.package_check import check
from operations.forged_package import described_in, first_kind, sealed_anew
from operations.full_ledger import build_full_ledger
from operations.tampering import forged

_FIRST, _LAST = date(2022, 12, 31), date(2023, 6, 30)
_ASK = "Minta paket yang baru kepada UPK."
_AGAIN = "bukan seperti yang dihitung lagi dari rantai catatan"
_ONLY = (
    "tanpa paket sebelumnya belum terbukti: akun.csv, ksm.csv, ketua_rw.csv, anggota.csv, pinjaman.csv, jadwal.csv, "
    "tunggakan.csv, sanksi.csv, saldo.csv, kinerja.csv, tutup.csv, kebijakan.toml, datapackage.json, BACA-SAYA.txt"
)
_BROKEN = "isinya tidak cocok dengan kepala bukunya; mulai catatan ini tidak dapat dipercaya"
_VOUCHER = "isinya tidak cocok dengan sidiknya; mulai bukti ini paket tidak dapat dipercaya"
_MONTHS = {
    "januari": (_FIRST, date(2023, 1, 31), {}),
    "februari": (date(2023, 2, 1), date(2023, 2, 28), {"continued": True}),
    "maret": (date(2023, 3, 1), date(2023, 3, 31), {"continued": True}),
    "semua": (_FIRST, _LAST, {}),
    "lengkap": (_FIRST, _LAST, {"full": True}),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return a ledger with rows in every table."""
    return build_full_ledger(tmp_path_factory.mktemp("buku") / "upk.db")


@pytest.fixture(scope="module")
def packages(book, tmp_path_factory):
    """Return packages of its months and of all of it, which no test changes."""
    folder = tmp_path_factory.mktemp("paket")
    return {
        name: package.write(book, first, last, folder / name, **how).folder
        for name, (first, last, how) in _MONTHS.items()
    }


@pytest.fixture
def copied(packages, tmp_path):
    """Return a copy of the whole package."""
    return shutil.copytree(packages["semua"], tmp_path / "salinan")


def _edit(folder, name, pattern, new, count=1):
    path = folder / name
    text, done = re.subn(pattern, new, path.read_bytes().decode("utf-8"), count=count)
    assert done
    path.write_bytes(text.encode("utf-8"))


def _said(*folders):
    return [(item.check, item.subject, item.message) for item in check(*folders)]


@pytest.mark.parametrize(
    ("name", "pattern", "new", "found"),
    [
        (
            "bukti.csv",
            'BKM-2023-0002"',
            'BKM-2023-0009"',
            [
                ("paket-kunci", "transaksi.csv", "baris 5, kolom bukti: BKM-2023-0002 tidak ada di bukti.csv"),
                ("paket-rantai", "bukti", "bukti BKM-2023-0009: transaksinya tidak ada atau tidak urut"),
                ("paket-daftar", "bukti.csv", f"baris 5, kolom nomor: {_AGAIN}"),
            ],
        ),
        (
            "bukti.csv",
            '"Uraian";"P-0001"',
            '"Urai";"P-0001"',
            [
                ("paket-rantai", "BKK-2023-0001", _VOUCHER),
                ("paket-daftar", "bukti.csv", f"baris 3, kolom keterangan: {_AGAIN}"),
            ],
        ),
        (
            "bukti.csv",
            r"\n10;",
            "\n11;",
            [
                ("paket-rantai", "BPB-2023-0002", _VOUCHER),
                ("paket-daftar", "bukti.csv", f"baris 11, kolom urutan: {_AGAIN}"),
            ][1:],
        ),
        (
            "bukti.csv",
            r"\n10;",
            "\n9;",
            [
                ("paket-rantai", "BPB-2023-0002", _VOUCHER),
                ("paket-daftar", "bukti.csv", f"baris 11, kolom urutan: {_AGAIN}"),
            ],
        ),
        (
            "bukti.csv",
            '"penyusutan"',
            '"tutup tahun"',
            [
                ("paket-rantai", "BPB-2023-0001", _VOUCHER),
                ("paket-daftar", "bukti.csv", f"baris 10, kolom kejadian: {_AGAIN}"),
            ],
        ),
        (
            "transaksi.csv",
            '(\n"BKM-2023-0002";1.*\r)(\n.*\r)',
            r"\2\1",
            [
                ("paket-rantai", "bukti", "bukti BKM-2023-0002: transaksinya tidak ada atau tidak urut"),
                ("paket-daftar", "transaksi.csv", f"baris 5, kolom bukti: {_AGAIN}"),
            ],
        ),
        (
            "transaksi.csv",
            '\n"BKM-2023-0004";1;',
            '\n"BKM-2023-0004";3;',
            [
                ("paket-rantai", "bukti", "bukti BKM-2023-0004: transaksinya tidak urut"),
                ("paket-daftar", "transaksi.csv", f"baris 7, kolom urut: {_AGAIN}"),
            ],
        ),
        (
            "transaksi.csv",
            '\n"BKM-2023-0004";2;"2023-02-10',
            '\n"BKM-2023-0004";2;"2023-02-11',
            [
                ("paket-rantai", "bukti", "bukti BKM-2023-0004: jumlah atau tanggalnya berbeda dengan transaksinya"),
                ("paket-daftar", "transaksi.csv", f"baris 8, kolom tanggal: {_AGAIN}"),
            ],
        ),
        (
            "bukti.csv",
            r";2000;",
            ";2001;",
            [
                ("paket-rantai", "bukti", "bukti BKM-2023-0002: jumlah atau tanggalnya berbeda dengan transaksinya"),
                ("paket-daftar", "bukti.csv", f"baris 5, kolom jumlah: {_AGAIN}"),
            ],
        ),
        (
            "transaksi.csv",
            '("BKM-2023-0002";1;.*?);2000;',
            r"\1;0;",
            [
                ("paket-rantai", "bukti", "bukti BKM-2023-0002: isinya tidak mungkin"),
                ("paket-daftar", "transaksi.csv", f"baris 5, kolom jumlah: {_AGAIN}"),
            ],
        ),
        (
            "transaksi.csv",
            '("BKM-2023-0002";1;"2023-01-05");"11010"',
            r'\1;"31010"',
            [
                ("paket-rantai", "bukti", "bukti BKM-2023-0002: isinya tidak mungkin"),
                ("paket-daftar", "transaksi.csv", f"baris 5, kolom debit: {_AGAIN}"),
            ],
        ),
        (
            "transaksi.csv",
            "\r\n$",
            '\r\n"BKM-2023-0099";1;"2023-01-05";"11010";"31010";5;"";"";""\r\n',
            [
                ("paket-kunci", "transaksi.csv", "baris 15, kolom bukti: BKM-2023-0099 tidak ada di bukti.csv"),
                ("paket-rantai", "bukti", "ada transaksi yang tidak punya bukti"),
                ("paket-daftar", "transaksi.csv", f"baris 15 terlalu banyak: {_AGAIN}"),
            ],
        ),
        (
            "saldo.csv",
            '"11030";0;1200000;300000;900000',
            '"11030";7;1200000;300001;900000',
            [
                ("paket-saldo", "akun 11030", "debit atau kreditnya berbeda dengan jumlah transaksi"),
                ("paket-saldo", "akun 11030", "saldo awal + debit - kredit bukan saldo akhir"),
                ("paket-saldo", "saldo awal", "jumlah semua akun 7, seharusnya nol"),
                ("paket-daftar", "saldo.csv", f"baris 3, kolom saldo_awal: {_AGAIN}"),
            ],
        ),
        (
            "saldo.csv",
            '\n"11030".*\r',
            "",
            [
                ("paket-saldo", "akun 11030", "ada transaksi, tetapi tidak ada di saldo.csv"),
                ("paket-daftar", "saldo.csv", f"baris 3, kolom akun: {_AGAIN}"),
            ],
        ),
        ("saldo.csv", '\n"51070".*\r\n', "\n", None),
        ("ksm.csv", "05", "06", [("paket-daftar", "ksm.csv", f"baris 2, kolom rw: {_AGAIN}")]),
        (
            "ksm.csv",
            '"K-01"',
            "K-01",
            [("paket-daftar", "ksm.csv", f"ditulis dengan cara lain: {_AGAIN}")],
        ),
        (
            "anggota.csv",
            '"K-11"',
            '"K-77"',
            [
                ("paket-kunci", "anggota.csv", "baris 2, kolom ksm: K-77 tidak ada di ksm.csv"),
                ("paket-daftar", "anggota.csv", f"baris 2, kolom ksm: {_AGAIN}"),
            ],
        ),
        ("sanksi.csv", r"\n.*\r\n$", "\n", [("paket-daftar", "sanksi.csv", f"baris 5 kurang: {_AGAIN}")]),
        ("versi.csv", "\n100;1;", "\n100;2;", [("paket-catatan", "catatan 100", "bagiannya tidak urut")]),
        (
            "versi.csv",
            "\n100;.*\r",
            "",
            [("paket-catatan", "catatan 100", "tidak ada; sesudah catatan 99 langsung 101")],
        ),
        ("versi.csv", "\n1;.*\r", "", [("paket-catatan", "catatan 1", "tidak ada; sesudah catatan 0 langsung 2")]),
        ("versi.csv", "Kelompok 1", "Kelompok 9", [("paket-catatan", "catatan 39 (KSM 2)", _BROKEN)]),
        (
            "versi.csv",
            "\n144;.*\r",
            "",
            [("paket-catatan", "catatan 143", "kepala buku terakhir bukan yang tertulis")],
        ),
        ("kebijakan.toml", "1", "2", [("paket-daftar", "kebijakan.toml", _AGAIN)]),
        ("BACA-SAYA.txt", "1", "2", [("paket-daftar", "BACA-SAYA.txt", _AGAIN)]),
        ("datapackage.json", '"upk": "Melati"', '"upk": "Mawar"', [("paket-daftar", "datapackage.json", _AGAIN)]),
    ],
)
def test_what_was_forged_is_told_by_its_place(copied, name, pattern, new, found):
    """With every sum put right: the line, the column, and what does not fit."""
    _edit(copied, name, pattern, new)
    sealed_anew(copied)

    if found is None:
        assert ("paket-daftar", name, f"baris 7 kurang: {_AGAIN}") in _said(copied)
    else:
        assert _said(copied) == found
        assert {(item.severity, item.hint) for item in check(copied)} == {("galat", _ASK)}


_CHANGED = [
    ("paket-berkas", "datapackage.json", "isi file ini bukan yang tertulis di SHA256SUMS"),
    ("paket-daftar", "datapackage.json", _AGAIN),
]
_NO_DESCRIPTION = [("paket-isi", "datapackage.json", "isi file ini bukan keterangan paket audit")]
_NEWER = [("paket-isi", "datapackage.json", "paket ini dibuat program yang lebih baru")]
_OTHER_BOOK = [
    _CHANGED[0],
    ("paket-catatan", "catatan 1", "tidak menyambung: kepala buku sebelumnya bukan yang di paket sebelumnya"),
]


@pytest.mark.parametrize(
    ("pattern", "new", "found"),
    [
        ('"susunan": 2', '"susunan": 3', _NEWER),
        (r'"skema": \d+', '"skema": 999', _NEWER),
        ('"susunan": 2', '"susunan": "2"', _NO_DESCRIPTION),
        ('"hash": "sha256:.', '"hash": "sha256:g', _NO_DESCRIPTION),
        ('"path": "bukti.csv"', '"path": "../bukti.csv"', _NO_DESCRIPTION),
        ('"sampai": "2023-06-30"', '"sampai": "2023-06-31"', _NO_DESCRIPTION),
        ('"catatan": {\n      "dari": 1', '"catatan": {\n      "dari": 0', _NO_DESCRIPTION),
        ('"catatan": {\n      "dari": 1', '"catatan": {\n      "dari": "1"', _NO_DESCRIPTION),
        ('"name": "akun"', '"name": "bukti"', _NO_DESCRIPTION),
        ('"name": "akun"', '"name": "lain"', _NO_DESCRIPTION),
        ('"id_upk": "(.*)"', '"id_upk": 5', _NO_DESCRIPTION),
        ('"kepala": ".', '"kepala": "', _NO_DESCRIPTION),
        ('"program": "danabergulir 0.1.0"', '"program": 5', _NO_DESCRIPTION),
        ('"digest": "819d', '"digest": 5, "x": "819d', _NO_DESCRIPTION),
        (
            r'"bytes": \d+',
            '"bytes": 1',
            [
                ("paket-berkas", "akun.csv", "isi file ini sudah berubah sejak paket dibuat (SHA-256 berbeda)"),
                *_CHANGED,
            ],
        ),
        (
            r'"rows": \d+',
            '"rows": 99',
            [("paket-baris", "akun.csv", "ada 27 baris, menurut datapackage.json 99"), *_CHANGED],
        ),
        (
            r'"jumlah": \d+',
            '"jumlah": 1',
            [
                ("paket-jumlah", "bukti.csv", "jumlah kolom jumlah 52.310.000, menurut datapackage.json 1"),
                *_CHANGED,
            ],
        ),
        (
            '"digest": "819d',
            '"digest": "819e',
            [
                ("paket-berkas", "datapackage.json", "isi file ini bukan yang tertulis di SHA256SUMS"),
                (
                    "paket-rantai",
                    "kepala bukti",
                    "kepala bukti BPB-2023-0002 bukan bukti terakhir dalam paket (BPB-2023-0002)",
                ),
                ("paket-daftar", "datapackage.json", _AGAIN),
            ],
        ),
        ('"id_upk": ".', '"id_upk": "x', _OTHER_BOOK),
        ('"disegel": 0', '"disegel": 1', _OTHER_BOOK),
        (r'("disegel": 0,\s+"kepala_sebelum": ")..', r"\g<1>00", _OTHER_BOOK),
        (
            '"sampai": 144',
            '"sampai": 145',
            [
                _CHANGED[0],
                ("paket-catatan", "catatan 144", "kepala buku terakhir bukan yang tertulis"),
            ],
        ),
        (
            '"catatan": {\n      "dari": 1',
            '"catatan": {\n      "dari": 2',
            [_CHANGED[0], ("paket-catatan", "catatan 2", "tidak ada; sesudah catatan 1 langsung 1")],
        ),
    ],
)
def test_what_is_wrong_about_the_description_is_told(copied, pattern, new, found):
    """What is none, what a newer program wrote, and what the files say otherwise."""
    _edit(copied, "datapackage.json", pattern, new)

    assert _said(copied) == found


def test_packages_of_all_months_prove_each_other_in_any_order(packages):
    """Together they are the chain from its beginning; what one has twice is compared."""
    months = [packages[name] for name in ("januari", "februari", "maret")]

    assert _said(*months) == _said(*months[::-1]) == _said(packages["semua"], months[0]) == []


def test_packages_without_the_first_are_each_proved_by_what_they_hold(packages):
    """Months that share entries are no fault of either, nor is one beside the package of everything."""
    february, march = packages["februari"], packages["maret"]
    alone = [("paket-daftar", "paket sambungan", _ONLY)]
    named = [("paket-daftar", f"{folder}: paket sambungan", _ONLY) for folder in (february, march)]

    assert _said(february) == alone
    assert _said(march, february) == named
    assert _said(february, packages["semua"]) == named[:1]
    assert {(item.severity, item.hint) for item in check(february, march)} == {
        ("peringatan", "Sebut juga paket sebelumnya: danabergulir periksa --paket LAMA --paket INI")
    }


def test_packages_that_contradict_each_other_are_found_though_each_is_whole(packages, book, tmp_path):
    """Somebody worked the chain out anew between two months: with the first package and without."""
    path = tmp_path / "upk.db"
    with forged(book, path) as connection:
        connection.execute("UPDATE asset SET place = 'Lain' WHERE id = 3")
    march = package.write(path, *_MONTHS["maret"][:2], tmp_path / "maret", continued=True).folder
    february, january = packages["februari"], packages["januari"]
    (fault,) = [item for item in check(february, march) if item.severity == "galat"]

    assert (fault.check, fault.message) == ("paket-catatan", "bertentangan dengan paket sebelumnya")
    assert fault.subject.startswith(f"{march}: catatan ")
    assert [item.message for item in check(january, march)] == [fault.message]


def test_a_missing_month_is_named_by_its_entries(book, tmp_path):
    """A chain has no holes: what lies between has to be shown too."""
    first = package.write(book, _FIRST, _FIRST, tmp_path / "awal").folder
    last = package.write(book, date(2023, 6, 1), _LAST, tmp_path / "juni", continued=True).folder
    (_, end), (start, _) = (
        (entries["dari"], entries["sampai"])
        for entries in (described_in(folder)["danabergulir"]["catatan"] for folder in (first, last))
    )

    found = _said(first, last)
    assert found == [
        (
            "paket-catatan",
            f"{last}: catatan {end + 1}",
            f"catatan ini sampai {start - 1} tidak ada; sebut juga paketnya",
        )
    ]


def test_a_masked_package_does_not_go_with_one_that_says_all(packages):
    """The one has the names, the other their commitments: no ledger has both."""
    message = "paket UPK lain, atau yang satu disamarkan dan yang lain lengkap"

    assert _said(packages["januari"], packages["lengkap"]) == [
        ("paket-catatan", f"{packages['lengkap']}: id_upk", message)
    ]


def test_of_packages_each_that_cannot_be_looked_through_is_named(packages, copied, tmp_path):
    """Nothing is proved then, and the sound one is not spoken of."""
    (copied / "bukti.csv").unlink()
    old = shutil.copytree(packages["semua"], tmp_path / "lama")
    first_kind(old)

    assert _said(packages["semua"], copied) == [
        ("paket-isi", f"{copied}: bukti.csv", "file ini tidak ada atau tidak dapat dibuka"),
    ]
    assert _said(tmp_path / "x") == [("paket-isi", "datapackage.json", "file ini tidak ada atau tidak dapat dibuka")]
    assert [(item.check, item.subject, item.message, item.severity, item.hint) for item in check(old, old)][:2] == [
        ("paket-catatan", str(old), "paket lama tidak memuatnya", "peringatan", "Minta paket susunan 2 kepada UPK."),
        (
            "paket-daftar",
            str(old),
            "paket lama hanya membuktikan bukti dan saldo; daftar lain tidak",
            "peringatan",
            "Minta paket susunan 2 kepada UPK.",
        ),
    ]


def test_a_continued_package_without_one_of_its_vouchers_is_found(packages, tmp_path):
    """Though the balances of the month are put right by nobody: the entries know the voucher."""
    copy = shutil.copytree(packages["februari"], tmp_path / "salinan")
    for name in ("bukti.csv", "transaksi.csv"):
        _edit(copy, name, '\n[^\n]*"BPB-2023-0001";.*\r', "")
    sealed_anew(copy)

    last = "kepala bukti BPB-2023-0001 bukan bukti terakhir dalam paket (BKM-2023-0004)"
    assert ("paket-daftar", "bukti.csv", "isinya bukan bukti yang ada di rantai catatan") in _said(copy)
    assert ("paket-rantai", "kepala bukti", last) in _said(copy)


@pytest.mark.parametrize(("pattern", "new"), [("iVBORwE=", "?!?"), ("iVBORwE=", "iVBORwQ=")])
def test_a_picture_that_is_none_or_another_is_found_by_the_entry_that_has_it(copied, pattern, new):
    """Letters that are no picture, and those of another one."""
    _edit(copied, "gambar.csv", pattern, new)
    sealed_anew(copied)

    ((check_name, subject, message),) = _said(copied)
    assert (check_name, message) == ("paket-catatan", "tidak mungkin dicatat seperti ini")
    assert "(logo " in subject


def test_texts_are_compared_only_where_the_same_program_wrote_them(copied):
    """Another version may say the same in other words; where it comes from is compared whatever wrote it."""
    _edit(copied, "datapackage.json", "danabergulir 0.1.0", "danabergulir 0.0.9")
    _edit(copied, "BACA-SAYA.txt", "1", "2")
    sealed_anew(copied)
    other_words = _said(copied)
    _edit(copied, "datapackage.json", '"bkm": "', '"bkm": "x')
    sealed_anew(copied)

    assert other_words == []
    assert _said(copied) == [("paket-daftar", "datapackage.json", _AGAIN)]


def test_a_package_that_no_program_can_work_out_again_is_told(packages, monkeypatch):
    """A fault of what it holds is its own; a disk without room is not."""

    def stopped(error):
        def fill(*_):
            raise error

        return fill

    monkeypatch.setattr(package_proof, "fill", stopped(LookupError("x")))
    assert _said(packages["semua"]) == [("paket-daftar", "buku", "buku yang disusun dari paket ini tidak dapat dibaca")]
    monkeypatch.setattr(package_proof, "fill", stopped(OSError(28, "x")))
    with pytest.raises(UsageError, match="tidak ada ruang untuk file sementara"):
        check(packages["semua"])


def test_rows_that_point_nowhere_are_found_though_every_head_fits(book, tmp_path):
    """A loan taken out of the book before its chain was worked out anew."""
    path = tmp_path / "upk.db"
    with forged(book, path) as connection:
        connection.execute("DELETE FROM proposal WHERE number = 'P-0004'")
    folder = package.write(path, _FIRST, _LAST, tmp_path / "paket").folder

    message = "menunjuk catatan yang tidak ada; buku yang disusun dari paket ini tidak utuh"
    assert _said(folder) == [("paket-catatan", "putusan pengajuan", message)]


def test_a_table_that_the_description_leaves_out_is_told(copied):
    """A package of this kind has every table."""
    described = described_in(copied)
    described["resources"] = [item for item in described["resources"] if item["name"] != "saldo"]
    (copied / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")

    assert _said(copied)[0] == ("paket-isi", "saldo.csv", "tabel ini tidak disebut dalam datapackage.json")


def test_after_a_package_that_is_wrong_no_other_is_looked_at(packages, tmp_path):
    """What comes after it stands on it; of several cells the first is told."""
    wrong = shutil.copytree(packages["januari"], tmp_path / "salah")
    _edit(wrong, "ksm.csv", "05", "06", count=2)
    sealed_anew(wrong)

    later = shutil.copytree(packages["semua"], tmp_path / "salah juga")
    _edit(later, "ksm.csv", "05", "06")
    sealed_anew(later)

    assert _said(wrong, later) == [("paket-daftar", f"{wrong}: ksm.csv", f"baris 2, kolom rw: {_AGAIN}")]


def test_vouchers_that_entered_in_another_order_are_found_though_every_head_fits(book, tmp_path):
    """Two entries exchanged before the chain was worked out anew."""
    path = tmp_path / "upk.db"
    with forged(book, path) as connection:
        entries = "SELECT seq, row_key FROM seal WHERE table_name = 'voucher' ORDER BY seq LIMIT 2"
        one, other = connection.execute(entries).fetchall()
        for seq, key in ((one[0], "-"), (other[0], one[1]), (one[0], other[1])):
            connection.execute("UPDATE seal SET row_key = ? WHERE seq = ?", (key, seq))
    folder = package.write(path, _FIRST, _LAST, tmp_path / "paket").folder

    message = "urutan; buku yang disusun dari paket ini tidak utuh"
    assert _said(folder) == [("paket-catatan", "bukti 1", message)]


def test_a_list_of_sums_with_more_in_it_is_told(copied):
    """Every line of it is true, and yet it is not the list that was written."""
    with (copied / "SHA256SUMS").open("a", encoding="utf-8") as file:
        file.write(" ")

    assert _said(copied) == [("paket-berkas", "SHA256SUMS", "isi file ini bukan yang tertulis di datapackage.json")]


def test_a_line_that_stands_twice_is_told_by_its_key(copied):
    """And the place of the second one."""
    _edit(copied, "anggota.csv", r'\n("K-11".*\r\n)', r"\n\1\1")
    sealed_anew(copied)

    assert _said(copied)[0] == ("paket-kunci", "anggota.csv", "baris 3 berulang: ('K-11', 1)")


def test_vouchers_that_an_old_package_has_not_got_are_told_by_their_sequence(copied):
    """One by itself, and two that follow each other."""
    for number in ("BKK-2023-0001", "BKM-2023-0004", "BKM-2023-0005"):
        for name in ("bukti.csv", "transaksi.csv"):
            _edit(copied, name, rf'\n[^\n]*"{number}";.*\r', "", count=0)
    first_kind(copied)
    sealed_anew(copied)

    (gap,) = [item for item in check(copied) if item.check == "paket-urutan"]
    assert (gap.subject, gap.message) == ("bukti", "urutan ini tidak ada dalam paket: 2, 6-7")
    assert gap.severity == "peringatan"
    assert gap.hint.startswith("Wajar bila bukti itu bertanggal di luar masa paket.")
