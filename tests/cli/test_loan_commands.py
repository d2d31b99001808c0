"""``pinjaman``: simulation without a ledger, disbursement, and the four ways to look at a loan."""

import json
import subprocess
import sys
from itertools import chain

import pytest

from conftest import led_once
from danabergulir.dates import Frequency
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.money import Direction

SIMULATE = ("pinjaman", "simulasi", "--pokok", "36jt", "--tenor", "12", "--tanggal", "2026-01-05")
_WITHOUT_LEDGER = """
import sys
from danabergulir.cli.app import program, run
status = run(program(), sys.argv[1:])
loaded = {"sqlmodel", "sqlalchemy", "alembic", "danabergulir.ledger"} & set(sys.modules)
sys.exit(f"loaded: {loaded}" if loaded else status)
"""


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger with one loan of Rp3.000.000 in ten instalments to KSM Mawar, RW 05."""
    assert book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")[0] == 0
    assert (
        book("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05")[0]
        == 0
    )
    return book


def _rows(result):
    assert result.status == 0, result.stderr
    return json.loads(result.stdout)["baris"]


def test_a_simulation_in_json_has_its_totals_beside_the_lines(run):
    """Twelve instalments of 3,540,000: principal and flat jasa of 1.5 percent, and the annual effective rate."""
    document = json.loads(run(*SIMULATE, "--format", "json").stdout)

    lines = document.pop("baris")
    assert document == {
        "total_pokok": 36_000_000,
        "total_jasa": 6_480_000,
        "total_titipan": 0,
        "bunga_efektif_persen_tahun": 36.94,
    }
    assert len(lines) == 12
    assert lines[-1] == {
        "ke": 12,
        "jatuh_tempo": "2027-01-05",
        "pokok": 3_000_000,
        "jasa": 540_000,
        "titipan": 0,
        "angsuran": 3_540_000,
        "saldo_pokok": 0,
    }


def test_a_simulation_counts_from_today_where_no_date_is_given(run):
    """The first instalment falls due a month after today."""
    rows = _rows(run("pinjaman", "simulasi", "--pokok", "1jt", "--tenor", "3", "--format", "json"))

    assert rows[0]["jatuh_tempo"] == "2026-12-21"


def test_a_simulation_touches_no_ledger(run):
    """It neither needs nor makes a file."""
    assert run(*SIMULATE).status == 0
    assert list(run.folder.iterdir()) == []


def test_a_simulation_loads_nothing_of_the_database():
    """The libraries that read a ledger are not imported, so that the answer comes at once."""
    command = [sys.executable, "-c", _WITHOUT_LEDGER, *SIMULATE]

    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("option", "choices"),
    [("--metode", Method), ("--frekuensi", Frequency), ("--arah", Direction), ("--bulatkan", RoundedPart)],
)
def test_a_simulation_takes_every_choice_that_its_help_names(run, option, choices):
    """The help lists the words of the domain, and each of them is understood."""
    assert f"{option} {'|'.join(choices)}" in run("pinjaman", "simulasi", "--help").stdout
    assert [run(*SIMULATE, option, choice).status for choice in choices] == [0] * len(choices)


def test_a_simulation_follows_the_policy_file_given(run):
    """What the file says takes the place of the built-in rules; an option goes before both."""
    (run.folder / "aturan.toml").write_text('[pinjaman]\njasa_persen_per_bulan = "2"\n', encoding="utf-8")

    from_file = _rows(run(*SIMULATE, "--kebijakan", "aturan.toml", "--format", "json"))
    from_option = _rows(run(*SIMULATE, "--kebijakan", "aturan.toml", "--jasa", "1", "--format", "json"))

    assert (from_file[0]["jasa"], from_option[0]["jasa"]) == (720_000, 360_000)


def test_a_simulation_with_grace_and_a_first_due_date_keeps_both(run):
    """The instalments of the grace carry no principal, and all fall on the day agreed."""
    words = ("--tenggang", "2", "--angsuran-pertama", "2026-02-20", "--format", "json")

    rows = _rows(run("pinjaman", "simulasi", "--pokok", "1jt", "--tenor", "4", "--tanggal", "2026-01-05", *words))

    assert [(row["jatuh_tempo"], row["pokok"]) for row in rows] == [
        ("2026-02-20", 0),
        ("2026-03-20", 0),
        ("2026-04-20", 500_000),
        ("2026-05-20", 500_000),
    ]


def test_a_disbursement_tells_its_voucher_its_loan_and_its_dates(book):
    """JSON carries what the next command needs; the warning about the empty cash box goes to stderr."""
    book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")
    words = ("--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-31", "--format", "json")

    got = book("pinjaman", "cairkan", "MAWAR", "--tetap", *words)

    assert json.loads(got.stdout) == {
        "bukti": "BKK-2026-0001",
        "pinjaman": "P-0001",
        "ksm": "KSM Mawar",
        "tanggal": "2026-01-31",
        "pokok": 3_000_000,
        "tenor": 10,
        "angsuran": 345_000,
        "angsuran_terakhir": 345_000,
        "total_jasa": 450_000,
        "jatuh_tempo_pertama": "2026-02-28",
        "jatuh_tempo_akhir": "2026-11-30",
        "kode_ksm": "MAWAR",
    }
    assert "Peringatan: saldo 11010 Kas menjadi -Rp3.000.000" in got.stderr


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ((), ["P-0001"]),
        (("--rw", "5"), ["P-0001"]),
        (("--rw", "06"), []),
        (("--ksm", "mawar"), ["P-0001"]),
        (("--status", "berjalan"), ["P-0001"]),
        (("--status", "lunas"), []),
        (("--per", "2026-01-04"), []),
    ],
)
def test_the_loan_list_is_narrowed_by_its_options(lent, words, numbers):
    """By RW however it is written, by KSM, by state, and to what was paid out by a day."""
    assert [row["nomor"] for row in _rows(lent("pinjaman", "daftar", *words, "--format", "json"))] == numbers


def test_the_loan_list_has_the_columns_of_the_contract(lent):
    """A reader finds each loan with its balance, arrears, class and state."""
    printed = lent("pinjaman", "daftar", "--per", "2026-02-10", "--format", "csv").stdout

    assert printed.splitlines() == [
        "\ufeffnomor;ksm;rw;tanggal_cair;pokok;tenor;saldo_pokok;tunggakan_pokok;tunggakan_jasa;kelas;status",
        "P-0001;KSM Mawar;05;2026-01-05;3000000;10;3000000;300000;45000;Dalam Perhatian Khusus;berjalan",
    ]


def test_a_cancelled_loan_is_listed_as_cancelled_and_owes_nothing(lent):
    """Taking the disbursement back leaves the loan in the list, without balance, arrears or class."""
    lent("batal", "BKK-2026-0001", "--alasan", "tidak jadi", "--tanggal", "2026-01-06")

    (row,) = _rows(lent("pinjaman", "daftar", "--status", "batal", "--format", "json"))

    assert (row["nomor"], row["saldo_pokok"], row["tunggakan_pokok"], row["kelas"]) == ("P-0001", 0, 0, "")


def test_the_facts_of_a_loan_are_one_object(lent):
    """What was agreed and where it stands on the day asked for."""
    facts = json.loads(lent("pinjaman", "lihat", "mawar", "--per", "2026-03-05", "--format", "json").stdout)

    assert (facts["nomor"], facts["jasa_persen"], facts["jatuh_tempo_akhir"]) == ("P-0001", 1.5, "2026-11-05")
    assert (facts["kali_menunggak"], facts["hari_menunggak"], facts["tunggakan_pokok"]) == (2, 28, 600_000)


def test_the_schedule_of_a_loan_says_what_is_paid_of_each_line(lent):
    """One instalment paid, one in part, the rest to come."""
    lent("terima", "MAWAR", "445.000", "--tanggal", "2026-02-05")

    rows = _rows(lent("pinjaman", "jadwal", "P-0001", "--per", "2026-03-06", "--format", "json"))

    assert list(rows[0]) == [
        *("ke", "jatuh_tempo", "pokok", "jasa", "titipan", "angsuran", "dibayar", "sisa", "status"),
    ]
    assert [(row["dibayar"], row["sisa"], row["status"]) for row in rows[:3]] == [
        (345_000, 0, "lunas"),
        (100_000, 245_000, "menunggak"),
        (0, 345_000, "belum jatuh tempo"),
    ]


def test_the_loan_card_as_csv_is_its_table_alone(lent):
    """The programme's nine columns, then the day and the voucher that paid the line."""
    lent("terima", "MAWAR", "345.000", "--tanggal", "2026-02-07")

    lines = lent("pinjaman", "kartu", "P-0001", "--per", "2026-03-31", "--format", "csv").stdout.splitlines()

    assert lines[:4] == [
        (
            "\ufefftanggal;angsuran_pokok;angsuran_jasa;harusnya_pokok;harusnya_jasa;realisasi_pokok;realisasi_jasa;"
            "tunggakan_pokok;tunggakan_jasa;tanggal_bayar;bukti"
        ),
        "2026-01-05;;;3000000;450000;3000000;450000;;;;",
        "2026-02-05;300000;45000;2700000;405000;2700000;405000;0;0;2026-02-07;BKM-2026-0001",
        "2026-03-05;300000;45000;2400000;360000;2700000;405000;300000;45000;;",
    ]
    assert len(lines) == 12


def test_a_loan_card_goes_to_a_file_as_it_stands_on_the_screen(lent):
    """With --ke the same page is written, and stdout stays empty."""
    screen = lent("pinjaman", "kartu", "P-0001").stdout

    got = lent("pinjaman", "kartu", "P-0001", "--ke", "kartu.txt")

    assert (got.stdout, got.stderr) == ("", "Ditulis ke kartu.txt\n")
    assert (lent.folder / "kartu.txt").read_text(encoding="utf-8") == screen


def test_looking_at_loans_changes_no_byte_of_the_ledger(lent):
    """Lists, facts, schedules and cards only read."""
    before = lent.ledger.read_bytes()
    looks = [("daftar",), ("lihat", "P-0001"), ("jadwal", "P-0001"), ("kartu", "P-0001")]

    statuses = [lent("pinjaman", *look).status for look in looks]

    assert statuses == [0] * len(looks)
    assert lent.ledger.read_bytes() == before


def test_a_refused_disbursement_changes_no_byte_of_the_ledger(lent):
    """A second loan, a day that has not come, an account that holds no money: nothing is recorded."""
    before = lent.ledger.read_bytes()
    terms = ("--pokok", "3jt", "--tenor", "10")
    tries = [("--tanggal", "2026-02-05"), ("--tanggal", "2026-12-31"), ("--dari", "51030")]

    statuses = [lent("pinjaman", "cairkan", "MAWAR", "--tetap", *chain(terms, words)).status for words in tries]

    assert statuses == [4, 4, 4]
    assert lent.ledger.read_bytes() == before
