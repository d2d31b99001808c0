"""What is owed does not vanish: jasa after the last pokok, compulsory savings, and the limits of weekly loans."""

import json

import pytest

from conftest import led_once

_LEND = ("pinjaman", "cairkan", "MAWAR", "--pokok", "1200000", "--tenor", "12", "--tanggal", "2026-01-10")
_PRINCIPAL = ("terima", "P-0001", "1200000", "--pokok", "1200000", "--tanggal", "2026-03-10")


def _done(result) -> None:
    assert result.status == 0, result.stderr


def _listed(result):
    _done(result)
    return json.loads(result.stdout)


def _policy(book, text: str) -> None:
    (book.folder / "kebijakan.toml").write_text(text, encoding="utf-8")
    _done(book("kebijakan", "tetapkan", "kebijakan.toml", "--mulai", "2026-01-01"))


@pytest.fixture
@led_once
def ksm(book):
    """Return a runner beside a ledger with cash and the KSM Mawar."""
    _done(book("kas", "masuk", "31010", "20jt", "Modal awal", "--tanggal", "2026-01-02"))
    _done(book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2026-01-02"))
    return book


@pytest.fixture
@led_once
def repaid(ksm):
    """Return a runner beside a loan whose pokok is all repaid on the second due date, with no jasa paid."""
    _done(ksm(*_LEND))
    _done(ksm(*_PRINCIPAL))
    return ksm


def test_jasa_due_by_the_day_the_pokok_is_repaid_stays_owed(repaid):
    """Two instalments had fallen due: 36,000 of jasa on a balance of nought, in May as in March."""
    for day in ("2026-03-10", "2026-05-31"):
        (loan,) = _listed(repaid("tunggakan", "--per", day, "--format", "json"))["baris"]
        assert (loan["saldo_pokok"], loan["tunggakan_pokok"], loan["tunggakan_jasa"]) == (0, 0, 36_000)
    (listed,) = _listed(repaid("pinjaman", "daftar", "--per", "2026-05-31", "--format", "json"))["baris"]
    assert listed["status"] == "berjalan"


def test_such_a_loan_stands_in_every_list_of_who_owes(repaid):
    """Plan, progress, reminder, card and summary name it."""
    for report, key in (("rencana-penagihan", "tunggakan"), ("perkembangan", "tunggakan_jasa")):
        (row,) = _listed(repaid("laporan", "2026-05", "--hanya", report, "--format", "json"))["baris"]
        assert (row["pinjaman"], row[key]) == ("P-0001", 36_000)
    (reminder,) = _listed(repaid("ingatkan", "--per", "2026-05-31", "--format", "json"))["baris"]
    assert (reminder["hal"], reminder["jumlah"]) == ("menunggak", 36_000)
    assert "Rp36.000" in repaid("pinjaman", "kartu", "P-0001", "--per", "2026-05-31").stdout
    summary = _listed(repaid("laporan", "2026-05", "--hanya", "ringkasan", "--format", "json"))["baris"]
    values = {row["butir"]: row["nilai"] for row in summary}
    assert (values["KSM yang menunggak"], values["KSM yang masih meminjam"]) == ("1 KSM", "0 KSM")


def test_classes_and_risk_go_on_counting_balances(repaid):
    """A loan without a balance is in no class and in neither LAR nor PAR."""
    classes = _listed(repaid("laporan", "2026-05", "--hanya", "kolektibilitas", "--format", "json"))["baris"]
    assert {row["jumlah_ksm"] for row in classes} == {0}
    rows = _listed(repaid("laporan", "2026-05", "--hanya", "kinerja", "--format", "json"))["baris"]
    assert [row["penyebut"] for row in rows[:2]] == [0, 0]


def test_a_report_of_a_day_before_knows_nothing_of_it(repaid):
    """On 9 March the pokok was owed, and the jasa of one instalment."""
    (loan,) = _listed(repaid("tunggakan", "--per", "2026-03-09", "--format", "json"))["baris"]
    assert (loan["saldo_pokok"], loan["tunggakan_jasa"]) == (1_200_000, 18_000)


def test_no_new_loan_passes_by_it(repaid):
    """Not until the jasa is paid; more than what is asked for is not taken."""
    again = (*_LEND[:-1], "2026-06-10")
    assert repaid(*again).status == 4
    assert repaid("terima", "MAWAR", "36001", "--tanggal", "2026-06-10").status == 4
    got = _listed(repaid("terima", "MAWAR", "36000", "--tanggal", "2026-06-10", "--format", "json"))
    assert (got["jasa"], got["tunggakan_jasa"]) == (36_000, 0)
    _done(repaid(*again))


def test_only_a_decision_lets_it_go(repaid):
    """Without the number of the minutes nothing is let go; with it the loan is paid off without a voucher."""
    settle = ("pinjaman", "lunasi", "P-0001", "--tanggal", "2026-06-11", "--jasa", "tidak", "--ya")
    assert repaid(*settle).status == 2
    told = _listed(repaid(*settle, "--ba", "05/BA/2026", "--format", "json"))
    assert (told["jumlah"], told["tidak_ditagih"], told["bukti"]) == (0, 36_000, None)
    assert _listed(repaid("tunggakan", "--per", "2026-06-11", "--format", "json"))["baris"] == []
    assert _listed(repaid("tunggakan", "--per", "2026-06-10", "--format", "json"))["baris"]
    assert repaid("periksa").status == 0


def test_a_settlement_takes_what_stayed_owed(repaid):
    """It is the jasa of the two instalments, whatever month is running."""
    told = _listed(repaid("pinjaman", "lunasi", "P-0001", "--tanggal", "2026-06-11", "--ya", "--format", "json"))
    assert (told["pokok"], told["jasa"], told["tidak_ditagih"]) == (0, 36_000, 0)


def test_pokok_first_leaves_the_jasa_owed(ksm):
    """By a policy that lays pokok first a loan ends with jasa alone, and it goes on being asked for."""
    _policy(ksm, '[alokasi]\nurutan = ["pokok", "jasa", "titipan", "denda", "tabungan"]\n')
    _done(ksm("pinjaman", "cairkan", "MAWAR", "--pokok", "300000", "--tenor", "3", "--tanggal", "2026-01-10"))
    got = _listed(ksm("terima", "MAWAR", "305000", "--tanggal", "2026-04-10", "--format", "json"))
    assert (got["pokok"], got["jasa"], got["saldo_pokok"], got["tunggakan_jasa"]) == (300_000, 5_000, 0, 8_500)


def test_the_instalment_shown_includes_the_compulsory_savings(ksm):
    """3,000,000 in six with five percent saved: 545,000 and 25,000, wherever the instalment is named."""
    _policy(ksm, '[tabungan]\npersen_dari_angsuran = "5"\n')
    lent = _listed(
        ksm(
            "pinjaman",
            "cairkan",
            "MAWAR",
            "--pokok",
            "3jt",
            "--tenor",
            "6",
            "--tanggal",
            "2026-01-10",
            "--format",
            "json",
        )
    )
    assert (lent["angsuran"], lent["tabungan"]) == (570_000, 25_000)
    schedule = _listed(ksm("pinjaman", "jadwal", "P-0001", "--format", "json"))["baris"]
    assert {(line["tabungan"], line["angsuran"]) for line in schedule} == {(25_000, 570_000)}
    (planned,) = _listed(ksm("laporan", "2026-01", "--hanya", "rencana-penagihan", "--format", "json"))["baris"]
    assert (planned["tabungan"], planned["jumlah"]) == (25_000, 570_000)
    (reminder,) = _listed(ksm("ingatkan", "--per", "2026-02-08", "--format", "json"))["baris"]
    assert (reminder["jumlah"], reminder["tabungan"]) == (570_000, 25_000)
    assert "Rp570.000" in ksm("pinjaman", "kartu", "P-0001", "--per", "2026-01-31").stdout
    got = _listed(ksm("terima", "MAWAR", "570000", "--tanggal", "2026-02-10", "--format", "json"))
    assert (got["tabungan"], got["angsuran_berikut"]) == (25_000, 570_000)


def test_savings_behind_are_a_figure_of_their_own_and_are_caught_up(ksm):
    """Who pays 545,000 is not late, and is asked for 595,000 next: then 50,000 are saved."""
    _policy(ksm, '[tabungan]\npersen_dari_angsuran = "5"\n')
    _done(ksm("pinjaman", "cairkan", "MAWAR", "--pokok", "3jt", "--tenor", "6", "--tanggal", "2026-01-10"))
    got = _listed(ksm("terima", "MAWAR", "545000", "--tanggal", "2026-02-10", "--format", "json"))
    assert (got["tunggakan_jasa"], got["tunggakan_tabungan"]) == (0, 25_000)
    (listed,) = _listed(ksm("tunggakan", "--per", "2026-02-28", "--format", "json"))["baris"]
    assert (listed["tunggakan"], listed["kali_menunggak"], listed["tunggakan_tabungan"]) == (0, 0, 25_000)
    (planned,) = _listed(ksm("laporan", "2026-02", "--hanya", "rencana-penagihan", "--format", "json"))["baris"]
    assert (planned["tunggakan"], planned["tunggakan_tabungan"], planned["jumlah"]) == (0, 25_000, 595_000)
    got = _listed(ksm("terima", "MAWAR", "595000", "--tanggal", "2026-03-10", "--format", "json"))
    assert (got["pokok"], got["tabungan"]) == (500_000, 50_000)


def test_nine_missed_weeks_are_not_lost(ksm):
    """A weekly loan nine weeks behind is in the second class; by a policy without such limits it was Macet."""
    _done(
        ksm(
            "pinjaman",
            "cairkan",
            "MAWAR",
            "--pokok",
            "1200000",
            "--tenor",
            "20",
            "--frekuensi",
            "mingguan",
            "--tanggal",
            "2026-01-05",
        )
    )
    (loan,) = _listed(ksm("tunggakan", "--per", "2026-03-09", "--format", "json"))["baris"]
    assert (loan["kali_menunggak"], loan["kelas"]) == (9, "Dalam Perhatian Khusus")
    page = ksm("laporan", "2026-03", "--hanya", "kolektibilitas").stdout
    assert "Pinjaman mingguan: Lancar 0 kali" in page
