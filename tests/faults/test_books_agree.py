"""Every command leaves books that balance, on the right side, equal to their cards; and undoing leaves no trace."""

import csv
import io
import json
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.small_ledger import fetch

_LATE = ("--tanggal", "2026-04-20")


def _amounts(largest):
    return st.integers(1, largest).map("Rp{}".format)


_COMMANDS = st.one_of(
    st.tuples(st.just(("terima", "MAWAR")), _amounts(300_000), st.just(_LATE)),
    st.tuples(st.just(("kas", "masuk", "31010")), _amounts(10**12), st.just(("Modal", *_LATE))),
    st.tuples(st.just(("kas", "keluar", "51030")), _amounts(10**6), st.just(("Kertas", *_LATE))),
    st.tuples(st.just(("kas", "setor")), _amounts(10**6), st.just(_LATE)),
    st.tuples(st.just(("kas", "tarik")), _amounts(10**5), st.just(_LATE)),
    st.tuples(st.just(("jurnal", "51070", "12021")), _amounts(10**6), st.just(("Susut", *_LATE))),
    st.tuples(st.just(("tabungan", "setor", "MAWAR")), _amounts(10**6), st.just(_LATE)),
    st.tuples(st.just(("tabungan", "pakai", "MAWAR")), _amounts(10**5), st.just(("--ba", "1/BA", *_LATE))),
    st.tuples(st.just(("cadangan", "sesuaikan", "--per")), st.just("2026-04-20"), st.just(())),
    st.tuples(st.just(("pinjaman", "lunasi", "P-0001")), st.just("--ya"), st.just(_LATE)),
    st.tuples(st.just(("pinjaman", "hapus-buku", "P-0001")), st.just("--ba"), st.just(("2/BA", *_LATE))),
    st.tuples(st.just(("pinjaman", "cairkan", "MAWAR", "--pokok")), _amounts(10**6), st.just(("--tenor", "7", *_LATE))),
    st.tuples(
        st.just(("batal",)), st.sampled_from(["BKM-2026-0002", "BPB-2026-0001", "BKK-2026-0001"]),
        st.just(("--alasan", "salah", *_LATE)),
    ),
)  # fmt: skip


def _listed(book, *words):
    ended = book(*words, "--format", "json")
    assert ended.status == 0, ended.stderr
    return json.loads(ended.stdout)["baris"]


def _balances(book):
    """Return the balance of every account, debit positive, added up from the rows."""
    amount = "CASE code WHEN debit THEN amount WHEN credit THEN -amount END"
    query = f"SELECT code, CAST(total({amount}) AS INTEGER) FROM account LEFT JOIN transfer GROUP BY account.id"
    return dict(fetch(book.ledger, query))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=st.lists(_COMMANDS, min_size=1, max_size=6))
@example(
    lines=[
        (("tabungan", "setor", "MAWAR"), "Rp1", _LATE),
        (("tabungan", "pakai", "MAWAR"), "Rp1", ("--ba", "1/BA", *_LATE)),
    ]
)
def test_whatever_commands_are_given_every_voucher_and_day_balances_and_the_cards_are_the_ledger(fund, lines):
    """Accepted or refused: debit is credit, per voucher, per day and in total; each card sums up to its account."""
    untouched = fund.ledger.read_bytes()
    try:
        for start, amount, end in lines:
            assert fund(*start, amount, *end).status in {0, 3, 4}
        printed = fund("jurnal-umum", "--dari", "2025-12-31", "--sampai", "2026-11-21", "--format", "csv").stdout
        differences = Counter()
        for row in csv.DictReader(io.StringIO(printed[1:]), delimiter=";"):
            for key in (row["bukti"], row["tanggal"], "semua"):
                differences[key] += int(row["debit"]) - int(row["kredit"])
        loans = _listed(fund, "pinjaman", "daftar")
        checked = fund("periksa")

        assert {key: left for key, left in differences.items() if left} == {}
        assert _balances(fund)["11030"] == sum(row["saldo_pokok"] for row in loans)
        assert -_balances(fund)["21020"] == sum(row["saldo"] for row in _listed(fund, "tabungan", "daftar"))
        assert checked.status == 0, checked.stdout
    finally:
        fund.ledger.write_bytes(untouched)


_SAVED = ("tabungan", "setor", "MAWAR", "300rb", "--tanggal", "2026-02-01")
_BANKED = ("kas", "setor", "20jt", "--tanggal", "2026-02-01")
_GONE = ("pinjaman", "hapus-buku", "P-0001", "--ba", "9/BA", "--tanggal", "2026-02-02")


@pytest.mark.parametrize(
    ("before", "words", "moved"),
    [
        ([], ("kas", "masuk", "31010", "5rb", "Modal"), {"11010": 5_000, "31010": -5_000}),
        ([], ("kas", "keluar", "51030", "5rb", "Kertas"), {"51030": 5_000, "11010": -5_000}),
        ([], ("kas", "setor", "5rb"), {"11021": 5_000, "11010": -5_000}),
        ([_BANKED], ("kas", "tarik", "5rb"), {"11010": 5_000, "11021": -5_000}),
        ([], ("jurnal", "51070", "12021", "5rb", "Susut", "--tetap"), {"51070": 5_000, "12021": -5_000}),
        (
            [],
            ("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "1jt", "--tenor", "10", "--izin-ba", "1/BA"),
            {"11030": 1_000_000, "11010": -1_000_000},
        ),
        (
            [],
            ("terima", "MAWAR", "232rb"),
            {"11010": 232_000, "11030": -200_000, "41010": -30_000, "21030": -2_000},
        ),
        ([], ("tabungan", "setor", "MAWAR", "5rb"), {"11022": 5_000, "21020": -5_000}),
        ([_SAVED], ("tabungan", "pakai", "MAWAR", "30rb", "--ba", "1/BA"), {"21020": 30_000, "41010": -30_000}),
        ([_GONE], ("terima", "P-0001", "5rb"), {"11010": 5_000, "12010": -5_000}),
        ([], _GONE[:-2], {"51080": 2_000_000, "11030": -2_000_000}),
        (
            [("terima", "MAWAR", "232rb", "--tanggal", "2026-02-05")],
            ("batal", "BKM-2026-0002", "--alasan", "salah"),
            {"11010": -232_000, "11030": 200_000, "41010": 30_000, "21030": 2_000},
        ),
    ],
    ids=lambda words: " ".join(words[:2]) if isinstance(words, tuple) else "",
)
def test_each_business_event_moves_its_accounts_in_the_right_direction(fund, before, words, moved):
    """Debits are positive: what is lent becomes a receivable, what comes in is cash, what is owed grows negative."""
    for line in before:
        assert fund(*line).status == 0
    were = _balances(fund)
    ended = fund(*words, "--tanggal", "2026-02-10")

    assert ended.status == 0, ended.stderr
    are = _balances(fund)
    assert {code: are[code] - were[code] for code in were if are[code] != were[code]} == moved


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    principal=st.integers(100_000, 10**9),
    term=st.integers(1, 60),
    step=st.sampled_from([1, 50, 100, 500, 1_000]),
    method=st.sampled_from(["flat", "menurun", "anuitas"]),
    direction=st.sampled_from(["atas", "bawah", "terdekat"]),
    part=st.sampled_from(["komponen", "angsuran"]),
)
def test_any_schedule_on_the_screen_adds_up(run, principal, term, step, method, direction, part):
    """The principal to the rupiah, no row below nil, the balance going down to nothing."""
    words = ("--pokok", str(principal), "--tenor", str(term), "--kelipatan", str(step), "--metode", method)
    lines = _listed(run, "pinjaman", "simulasi", *words, "--arah", direction, "--bulatkan", part)
    balances = [principal, *(line["saldo_pokok"] for line in lines)]

    assert sum(line["pokok"] for line in lines) == principal
    assert min(line[name] for line in lines for name in ("pokok", "jasa", "titipan")) >= 0
    assert [one - other for one, other in pairwise(balances)] == [line["pokok"] for line in lines]
    assert balances[-1] == 0
    assert len(lines) == term


@pytest.mark.parametrize("principal", [1_000_000, 1_000_003, 999_999, 2_000_001, 7])
def test_the_parts_of_the_members_add_up_to_the_loan(fund, principal):
    """Divided evenly among five; what does not add up is refused."""
    words = ("pinjaman", "ajukan", "MAWAR", "--pokok", str(principal), "--tenor", "10", "--tanggal", "2026-01-06")
    divided = fund(*words, "--rata")
    assert divided.status == 0, divided.stderr
    parts = fetch(fund.ledger, "SELECT amount FROM loan_share")
    refused = fund(*words, "--bagian", f"1={principal - 5}", "--bagian", "2=4")

    assert (len(parts), sum(part for (part,) in parts)) == (5, principal)
    assert max(parts)[0] - min(parts)[0] <= 1
    assert refused.status != 0
    assert fetch(fund.ledger, "SELECT amount FROM loan_share") == parts


def _positions(fund):
    """Return what a treasurer sees of the loan and the balances, beside the vouchers themselves."""
    words = ("pinjaman", "jadwal", "P-0001", "--per", "2026-06-30", "--format", "json")
    return [
        fund(*words).stdout,
        _listed(fund, "pinjaman", "daftar"),
        _balances(fund),
        json.loads(fund("tunggakan", "--per", "2026-06-30", "--format", "json").stdout),
    ]


@pytest.mark.parametrize("victim", [1, 2, 3, 4])
def test_a_payment_taken_back_is_as_if_it_had_never_been_entered(fund, victim):
    """Payment k of four, reversed, against the same four without it."""
    untouched = fund.ledger.read_bytes()
    payments = [("terima", "P-0001", f"{number}00rb", "--tanggal", f"2026-0{number + 1}-05") for number in range(1, 5)]
    for words in payments:
        assert fund(*words).status == 0
    taken_back = fund("batal", f"BKM-2026-{victim + 1:04d}", "--alasan", "salah catat", "--tanggal", "2026-06-10")
    assert taken_back.status == 0, taken_back.stderr
    undone = _positions(fund)
    fund.ledger.write_bytes(untouched)
    for words in payments[: victim - 1] + payments[victim:]:
        assert fund(*words).status == 0

    assert undone == _positions(fund)
    assert fund("periksa").status == 0
