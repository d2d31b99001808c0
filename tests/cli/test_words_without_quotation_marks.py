"""Names of several words, amounts typed first, and accounts by name: taken as meant where nothing can be mistaken."""

import json

import pytest

from counter_queue import DAY, recorded


@pytest.mark.parametrize(
    "words",
    [
        ("mawar", "merah", "690rb"),
        ("Mawar Merah", "690rb"),
        ("690rb", "mawar", "merah"),
        ("Rp", "690.000", "mawar", "merah"),
        ("mawar", "merah", "690", "rb"),
        ("P-0004", "690.000"),
        ("690.000", "P-0004"),
    ],
    ids=" ".join,
)
def test_terima_takes_ksm_and_amount_in_either_order(queue, words):
    """The answer is one line with --singkat: voucher, KSM, loan, amount, parts, and what comes next."""
    got = queue("terima", *words, *DAY, "--singkat")

    assert (got.status, got.stderr) == (0, "")
    assert got.stdout == (
        "BKM-2026-0002  Mawar Merah (P-0004)  Rp690.000: jasa 90.000, pokok 600.000. "
        "Saldo 5.400.000; berikut 690.000 pada 05-03-2026.\n"
    )


def test_one_line_says_what_is_still_to_be_paid_and_when_nothing_is(queue):
    """Part of what is due, then all of the loan."""
    part = queue("terima", "kenanga", "100rb", *DAY, "--singkat")
    whole = queue("terima", "kenanga", "6.800.000", *DAY, "--singkat")

    assert part.stdout.endswith("jasa 90.000, pokok 10.000. Saldo 5.990.000; masih harus dibayar 590.000.\n")
    assert whole.stdout.endswith("Saldo 0; lunas.\n")


def test_json_stays_json(queue):
    """--singkat is about the screen; a program reads what it always read."""
    got = queue("terima", "kenanga", "100rb", *DAY, "--singkat", "--format", "json")

    assert json.loads(got.stdout)["jumlah"] == 100_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("terima", "melati", "2"), '"melati 2" dapat berarti dua hal'),
        (("terima", "kenanga", "2", "--singkat"), '2 di belakang "kenanga" tidak dibaca sebagai uang'),
        (("terima", "K-01", "500"), '500 di belakang "K-01" tidak dibaca sebagai uang'),
        (("tabungan", "setor", "kenanga", "2"), "tidak dibaca sebagai uang"),
        (("terima", "mawar", "merah"), 'JUMLAH belum diisi: "mawar merah" seluruhnya nama'),
        (("terima", "kenanga"), "JUMLAH belum diisi"),
        (("terima",), "KSM|NOMOR belum diisi"),
        (("terima", "kenanga", "10.5"), "JUMLAH: jumlah uang tidak dapat dibaca"),
        (("tabungan", "setor", "melati", "2"), "dapat berarti dua hal"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else None,
)
def test_what_can_be_read_in_two_ways_or_holds_no_amount_is_refused(queue, words, said):
    """Status 2, and nothing is recorded."""
    before = queue.ledger.read_bytes()
    refused = queue(*words)

    assert (refused.status, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert queue.ledger.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("tabungan", "setor", "mawar", "merah", "50rb", *DAY),
        ("tabungan", "kartu", "mawar", "merah"),
        ("ksm", "lihat", "mawar", "merah"),
        ("anggota", "daftar", "mawar", "merah"),
        ("pinjaman", "lihat", "mawar", "merah"),
        ("pinjaman", "kartu", "mawar", "merah"),
        ("denda", "lihat", "mawar", "merah"),
        ("pinjaman", "lunasi", "mawar", "merah", "--ya"),
    ],
    ids=" ".join,
)
def test_other_commands_take_a_name_of_several_words(queue, words):
    """As one name; options may stand anywhere."""
    done = queue(*words)

    assert done.status == 0, done.stderr


def test_words_that_no_name_takes_are_still_told(queue):
    """A command without a name at its end says so as before."""
    refused = queue("kas", "hitung", "5.000", "lagi")

    assert refused.status == 2
    assert 'kata berlebih: "lagi"' in refused.stderr


@pytest.mark.parametrize(
    ("words", "account"),
    [
        (("terima", "kenanga", "690rb", "--ke", "bank"), "11021"),
        (("terima", "kenanga", "690rb", "--ke", "Bank UPK"), "11021"),
        (("terima", "kenanga", "690rb", "--ke", "tabungan"), "11022"),
        (("kas", "keluar", "atk", "5.000", "Kertas"), "51030"),
        (("kas", "masuk", "non operasional", "5.000", "Bunga"), ""),
        (("jurnal", "transport", "kas", "5.000", "Ojek"), "51040"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else None,
)
def test_an_account_is_named_by_code_name_or_part_of_it(queue, words, account):
    """Where several fit they are listed and nothing is recorded; a role of one account is a name too."""
    done = queue(*words, *DAY)

    if account:
        assert done.status == 0, done.stderr
        assert account in {side for row in recorded(queue.ledger)[-2:] for side in row[8:10]}
    else:
        assert done.status == 3
        assert "41020 - Pendapatan Non Operasional, 52010 - Biaya Non Operasional" in done.stderr


def test_the_ledger_of_an_account_is_found_by_its_name(queue):
    """Reading as well as recording."""
    assert queue("buku-besar", "piutang").status == 3
    assert queue("buku-besar", "pinjaman ksm").stdout.startswith("11030 - Pinjaman KSM")


def test_an_import_names_accounts_the_same_way_and_knows_its_rows_again(queue):
    """The row is the same one, whichever way the account is written."""
    head = "tanggal;jenis;jumlah;akun;keterangan\n"
    (queue.folder / "satu.csv").write_text(f"{head}2026-02-05;keluar;5000;ATK;Kertas\n", encoding="utf-8")
    (queue.folder / "dua.csv").write_text(f"{head}2026-02-05;keluar;5000;51030;Kertas\n", encoding="utf-8")
    assert queue("impor", "transaksi", "satu.csv").status == 0
    again = queue("impor", "transaksi", "dua.csv")

    assert again.status == 1
    assert "sudah diimpor sebagai BKK-2026-0026" in again.stderr
