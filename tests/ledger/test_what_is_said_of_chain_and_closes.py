"""Every sentence of the checks of closes, of the chain of all rows and of the schema, with the places they name."""

import sqlite3
from contextlib import closing

import pytest

from danabergulir.domain.checks import Place, Result
from danabergulir.ledger.proofs import closings, rows, shape
from danabergulir.ledger.proofs.integrity import UNSOUND
from operations.full_ledger import build_full_ledger
from operations.tampering import opened, tried


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return a ledger with rows of every kind; no test changes it."""
    return build_full_ledger(tmp_path_factory.mktemp("kata") / "upk.db")


@pytest.fixture(scope="module")
def ledger(path):
    """Return it in memory without triggers; every test puts it back as it was."""
    with opened(path) as connection:
        yield connection


def _of_closes(connection, *statements, sealed=True):
    """Return what the checks of the closes find wrong once the statements are done, by name."""
    with tried(connection):
        for statement in statements:
            assert connection.execute(statement).rowcount
        found = closings.proofs(connection, "11030", sealed=sealed)
    return {item.name: (item.sentence, item.voucher, item.places) for item in found if item.result is Result.WRONG}


HEADS, FIGURES, REGISTERS, LOCKS = (
    "Kepala bukti tutup buku",
    "Saldo tutup buku",
    "Daftar saat tutup buku",
    "Masa tertutup",
)


@pytest.mark.parametrize("sealed", [True, False])
def test_sound_closes_are_counted(ledger, sealed):
    """Whether the chain speaks for the registers or each digest is worked out again."""
    assert [item.sentence for item in closings.proofs(ledger, "11030", sealed=sealed)] == [
        "4 tutup buku: kepala bukti tersimpan = yang ada di rantai; terakhir bulan 2023-03.",
        "4 tutup buku: saldo tersimpan per akun dan per pinjaman = saldo yang dihitung lagi.",
        "4 tutup buku: semua daftar (KSM, anggota, akun, kebijakan, ...) masih sama.",
        "0 bukti dicatat ke masa yang sudah ditutup (sampai 31-03-2023).",
    ]


def test_without_closes_nothing_is_called_proved(ledger):
    """Each check says that there is none yet."""
    with tried(ledger):
        ledger.execute("DELETE FROM closing")
        found = closings.proofs(ledger, "11030", sealed=True)

    assert {item.result for item in found} == {Result.SOUND}
    assert [item.sentence for item in found] == [
        "Belum ada tutup buku.",
        "Belum ada tutup buku.",
        "Belum ada tutup buku yang menyimpannya.",
        "Belum ada masa yang ditutup.",
    ]


_NO_OPENING = "UPDATE closing SET sequence = 0 WHERE id = 1"


@pytest.mark.parametrize(
    ("statements", "name", "sentence", "voucher"),
    [
        (
            ["UPDATE closing SET head = 'ab12' WHERE id = 2"],
            HEADS,
            "tutup bulan 2023-02 menyimpan kepala bukti ab12, sekarang {digest9:.16}.",
            "BPB-2023-0001",
        ),
        (
            [_NO_OPENING],
            HEADS,
            "tutup bulan 2023-01 menyimpan kepala bukti {digest8:.16}, sekarang 0000000000000000.",
            "BKM-2022-0001",
        ),
        (
            ["UPDATE closing SET sequence = 99 WHERE id = 4"],
            HEADS,
            "tutup bulan 2023-03 dibuat sesudah 99 bukti, buku sekarang berisi 10: bukti sesudah BPB-2023-0002 hilang.",
            "BPB-2023-0002",
        ),
        (
            ["DELETE FROM voucher WHERE sequence > 8", "DELETE FROM closing WHERE id = 3"],
            HEADS,
            (
                "tutup bulan 2023-02 dibuat sesudah 9 bukti, buku sekarang berisi 8: "
                "bukti sesudah BKM-2023-0006 hilang; "
                "tutup bulan 2023-03 dibuat sesudah 10 bukti, buku sekarang berisi 8: "
                "bukti sesudah BKM-2023-0006 hilang; tutup buku nomor 3 hilang."
            ),
            "BKM-2023-0006",
        ),
        (
            ["DELETE FROM closing WHERE id IN (1, 3)"],
            HEADS,
            "tutup buku nomor 1 hilang; tutup buku nomor 3 hilang.",
            "",
        ),
        (
            ["UPDATE closing SET dated_on = '2023-02-27' WHERE id = 2"],
            HEADS,
            "tutup bulan 2023-02 mengunci sampai 2023-02-27.",
            "",
        ),
        (["UPDATE closing SET period = 'x' WHERE id = 2"], HEADS, "tutup bulan x mengunci sampai 2023-02-28.", ""),
        (
            ["UPDATE closing SET kind = 'tahun', period = '2022' WHERE id = 2"],
            HEADS,
            "tutup tahun 2022 mengunci sampai 2023-02-28.",
            "",
        ),
        (
            ["UPDATE transfer SET amount = amount + 7 WHERE id = 12"],
            FIGURES,
            (
                "tutup bulan 2023-02: akun 12021 tersimpan -Rp375.000, dihitung lagi -Rp375.007; "
                "tutup bulan 2023-02: akun 51070 tersimpan Rp375.000, dihitung lagi Rp375.007; "
                "tutup bulan 2023-03: akun 12021 tersimpan -Rp750.000, dihitung lagi -Rp750.007; dan 3 lagi."
            ),
            "",
        ),
        (
            ["UPDATE transfer SET loan = 'P-0002' WHERE id = 9", "DELETE FROM closing WHERE id < 4"],
            FIGURES,
            (
                "tutup bulan 2023-03: pinjaman P-0001 tersimpan Rp1.000.000, dihitung lagi Rp1.100.000; "
                "tutup bulan 2023-03: pinjaman P-0002 tersimpan Rp0, dihitung lagi -Rp100.000."
            ),
            "",
        ),
        (
            ["""UPDATE closing SET figures = replace(figures, '"11030":1100000', '"11030":"x","9":0') WHERE id = 2"""],
            FIGURES,
            "tutup bulan 2023-02: akun 11030 tersimpan bukan angka, dihitung lagi Rp1.100.000.",
            "",
        ),
        (
            ["""UPDATE closing SET figures = '{{"akun":{{}}}}' WHERE id = 2"""],
            FIGURES,
            "tutup bulan 2023-02: angkanya tidak terbaca.",
            "",
        ),
        (
            ["UPDATE voucher SET event = 'tutup tahun' WHERE sequence = 8"],
            LOCKS,
            "BKM-2023-0006 mencatat tutup tahun, tetapi tutup bukunya tidak ada.",
            "BKM-2023-0006",
        ),
        (
            ["UPDATE voucher SET dated_on = '2023-02-28' WHERE sequence = 10", "DELETE FROM closing WHERE id > 2"],
            LOCKS,
            "BPB-2023-0002 bertanggal 28-02-2023 dicatat sesudah tutup sampai 28-02-2023.",
            "BPB-2023-0002",
        ),
    ],
)
def test_what_is_wrong_about_a_close_is_told(ledger, statements, name, sentence, voucher):
    """Its place in the chain, its number, its days and its figures, or a voucher behind it."""
    digests = {f"digest{at}": digest for at, digest in ledger.execute("SELECT sequence, digest FROM voucher")}
    done = [statement.replace("{{", "{").replace("}}", "}") for statement in statements]

    assert _of_closes(ledger, *done)[name] == (sentence.format(**digests), voucher, ())


def test_entries_of_a_close_may_stand_where_its_day_was_closed(ledger):
    """Older versions dated them on the last day of the year; on another day they are found."""
    year = "UPDATE closing SET kind = 'tahun' WHERE id = 4"
    entry = "UPDATE voucher SET event = 'tutup tahun', dated_on = '2022-12-31' WHERE sequence = 10"
    before = "UPDATE closing SET sequence = 9 WHERE id IN (2, 3)"
    old, inside = _of_closes(ledger, year, entry), _of_closes(ledger, year, entry, before)
    other = _of_closes(ledger, year, entry.replace("12-31", "12-30"), before)

    assert LOCKS not in old | inside
    assert other[LOCKS][0] == "BPB-2023-0002 bertanggal 30-12-2022 dicatat sesudah tutup sampai 28-02-2023."


def test_a_register_that_was_changed_is_told_once_with_the_first_close_that_knew_it(ledger):
    """And the head that a close keeps, where the chain before it was made anew."""
    digest = "UPDATE closing SET figures = json_set(figures, '$.daftar.ksm[1]', 'x') WHERE id IN (2, 3)"
    head = "UPDATE closing SET figures = json_set(figures, '$.segel[1]', 'x') WHERE id IN (2, 3)"
    known = Place("berubah sebelum tutup buku", "ksm")
    anew = Place("ditulis ulang", "seal", "139")
    sentence = "tabel ksm: baris sebelum tutup bulan 2023-02 sudah diubah"
    lost = "tutup bulan 2023-02 menyimpan kepala buku lain: catatan sebelumnya ditulis ulang"

    assert _of_closes(ledger, digest) == {}
    own = Place("berubah sebelum tutup buku", "closing")
    wrong = _of_closes(ledger, digest, sealed=False)[REGISTERS]
    assert wrong == (f"{sentence}; tabel closing: baris sebelum tutup bulan 2023-03 sudah diubah.", "", (known, own))
    assert _of_closes(ledger, head)[REGISTERS][2][-1] == anew
    assert _of_closes(ledger, head)[REGISTERS][0] == (
        f"tabel closing: baris sebelum tutup bulan 2023-03 sudah diubah; {lost}."
    )


@pytest.mark.parametrize(
    ("statements", "sentence", "places"),
    [
        (
            ["UPDATE ksm SET name = 'Lain' WHERE id = 2"],
            "tabel ksm baris 2 tidak lagi seperti saat dicatat",
            [("berubah", "ksm", "2", "")],
        ),
        (
            ["DELETE FROM voucher WHERE sequence = 10"],
            "tabel voucher baris 10 hilang",
            [("hilang", "voucher", "10", "")],
        ),
        (
            ["UPDATE voucher SET digest = 'ab' WHERE sequence = 9"],
            "tabel voucher baris 9 (BPB-2023-0001) tidak lagi seperti saat dicatat",
            [("berubah", "voucher", "9", "BPB-2023-0001")],
        ),
        (
            [
                "CREATE TEMP TABLE one AS SELECT * FROM ksm WHERE id = 1",
                "UPDATE one SET id = 9",
                "INSERT INTO ksm SELECT * FROM one",
            ],
            "tabel ksm baris 9 tidak dicatat oleh program",
            [("tidak tercatat", "ksm", "9", "")],
        ),
        (
            ["UPDATE transfer SET id = 99 WHERE id = 13"],
            "tabel transfer baris 99 tidak pada urutannya",
            [("urutan", "transfer", "99", "")],
        ),
        (
            ["UPDATE account SET name = 'Lain' WHERE rowid IN (3, 4)"],
            (
                "tabel account baris 3 tidak lagi seperti saat dicatat; "
                "tabel account baris 4 tidak lagi seperti saat dicatat"
            ),
            [("berubah", "account", "3", ""), ("berubah", "account", "4", "")],
        ),
        (
            ["INSERT INTO identity SELECT 2, upk_id, secret, sealed_to FROM identity"],
            "tabel identity baris 1 tidak lagi seperti saat dicatat",
            [("berubah", "identity", "1", "")],
        ),
        (
            ["UPDATE seal SET row_key = 'x' WHERE table_name = 'voucher' AND row_key = '9'"],
            "tabel voucher baris x hilang; tabel voucher baris 9 (BPB-2023-0001) tidak dicatat oleh program",
            [("hilang", "voucher", "x", ""), ("tidak tercatat", "voucher", "9", "BPB-2023-0001")],
        ),
        (
            ["UPDATE seal SET head = zeroblob(32) WHERE seq = 100"],
            "tabel seal baris 100 ditulis ulang",
            [("kepala", "seal", "100", "")],
        ),
    ],
)
def test_a_row_that_is_not_what_was_recorded_is_told_by_its_kind(ledger, statements, sentence, places):
    """Table and row, the voucher where it is one, and what is wrong about it."""
    with tried(ledger):
        for statement in statements:
            assert ledger.execute(statement).rowcount
        found = rows.linked(ledger, rows.entries(ledger))

    assert (found.result, found.sentence, found.hint) == (Result.WRONG, f"{sentence}.", UNSOUND)
    assert [(place.kind, place.table, place.row, place.voucher) for place in found.places] == places
    assert found.voucher == places[-1][3]


def test_of_several_rows_the_first_voucher_is_named(ledger):
    """Also where other rows come before it."""
    with tried(ledger):
        ledger.execute("UPDATE account SET name = 'Lain' WHERE rowid = 3")
        ledger.execute("UPDATE voucher SET digest = 'ab' WHERE sequence = 9")
        found = rows.linked(ledger, rows.entries(ledger))

    assert found.voucher == "BPB-2023-0001"
    assert [place.table for place in found.places] == ["account", "voucher"]


def test_a_sound_chain_is_told_with_its_length_and_head(ledger):
    """And how much of it was sealed by an upgrade, where it was."""
    (head,) = ledger.execute("SELECT hex(head) FROM seal WHERE seq = 144").fetchone()
    chain = rows.entries(ledger)
    first = rows.linked(ledger, chain)
    chain.sealed_to = 1_000

    assert first.sentence == f"144 catatan di semua tabel masih seperti saat dicatat ({head[:16].lower()})."
    assert (first.result, first.places) == (Result.SOUND, ())
    assert rows.linked(ledger, chain).sentence == (
        f"{first.sentence} 1.000 yang pertama disegel saat buku diperbarui, bukan saat dicatat."
    )
    assert rows.linked(ledger, None).sentence == "Rantai catatan tidak terbaca."
    assert rows.linked(ledger, None).result is Result.WRONG


def test_a_clock_that_ran_back_is_told_with_both_entries(ledger):
    """Worth a look: by number where they are vouchers, else by table and row."""
    with tried(ledger):
        ledger.execute("UPDATE voucher SET recorded_at = '2025-01-02T03:04:05+07:00' WHERE sequence = 9")
        ledger.execute("UPDATE closing SET recorded_at = '2024-11-12T03:04:05+07:00' WHERE id = 3")
        found = rows.clock(ledger, rows.entries(ledger))

    assert found.result is Result.NOTE
    assert found.sentence == (
        "tabel closing baris 2 dicatat 31-12-2024 08:00, padahal BPB-2023-0001 dicatat 02-01-2025 03:04 lebih dulu "
        "dicatat; tabel closing baris 3 dicatat 12-11-2024 03:04, padahal BPB-2023-0002 dicatat 31-12-2024 08:00 lebih "
        "dulu dicatat."
    )
    assert [(place.kind, place.table, place.row) for place in found.places] == [
        ("jam mundur", "closing", "2"),
        ("jam mundur", "closing", "3"),
    ]


_MISSING = "DROP INDEX transfer_by_voucher"


@pytest.mark.parametrize(
    ("statement", "sentence", "kind", "table"),
    [
        (_MISSING, "indeks transfer_by_voucher tidak ada", "indeks tidak ada", "transfer"),
        ("CREATE VIEW milik AS SELECT 1", "tampilan milik bukan dari program", "tampilan bukan dari program", "milik"),
        (
            "CREATE TRIGGER milik AFTER INSERT ON ksm BEGIN SELECT 1; END",
            "pengunci milik bukan dari program",
            "pengunci bukan dari program",
            "ksm",
        ),
        ("ALTER TABLE ksm ADD later TEXT", "tabel ksm tidak lagi seperti yang dibuat program", "tabel lain", "ksm"),
        ("CREATE TABLE milik (a)", "tabel milik bukan dari program", "tabel bukan dari program", "milik"),
        ("DROP TRIGGER voucher_no_delete", "tabel voucher tidak terkunci", "pengunci tidak ada", "voucher"),
        (
            "UPDATE alembic_version SET version_num = 'v1'",
            "tabel alembic_version tidak lagi seperti yang dibuat program",
            "berubah",
            "alembic_version",
        ),
        (
            "DELETE FROM alembic_version",
            "tabel alembic_version tidak lagi seperti yang dibuat program",
            "berubah",
            "alembic_version",
        ),
        (
            "INSERT INTO alembic_version VALUES ('')",
            "tabel alembic_version tidak lagi seperti yang dibuat program",
            "berubah",
            "alembic_version",
        ),
    ],
)
def test_a_schema_that_is_not_that_of_a_fresh_ledger_is_told_part_by_part(path, statement, sentence, kind, table):
    """What is missing, what the program did not make, and what is another; the stamp of the migrations too."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as whole, closing(sqlite3.connect(path)) as source:
        source.backup(whole)
        sound = shape.guards(whole)
        whole.execute(statement)
        found = shape.guards(whole)

    assert (sound.result, sound.places) == (Result.SOUND, ())
    assert sound.sentence == "Semua pengunci terpasang: baris lama tidak dapat diubah atau dihapus."
    assert (found.result, found.hint) == (Result.WRONG, UNSOUND)
    assert found.sentence == f"{sentence}."
    assert found.places == (Place(kind, table),)


def test_a_schema_is_told_in_order_unlocked_tables_first(path):
    """However many parts are wrong, the same file is told by the same sentence."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as whole, closing(sqlite3.connect(path)) as source:
        source.backup(whole)
        for table in ("voucher", "transfer", "ksm", "member", "asset", "loan"):
            whole.execute(f"DROP TRIGGER {table}_no_delete")
        whole.execute("DROP TRIGGER voucher_no_update")
        whole.execute(_MISSING)
        found = shape.guards(whole)

    assert found.sentence == (
        "tabel asset tidak terkunci; tabel ksm tidak terkunci; tabel loan tidak terkunci; dan 4 lagi."
    )
    assert [place.table for place in found.places] == [
        *("transfer", "asset", "ksm", "loan", "member", "transfer", "voucher", "voucher"),
    ]
