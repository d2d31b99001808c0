"""``betulkan``: what was typed wrong and put right leaves the same books as what was typed right, and a trail."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from danabergulir.dates import Month, months_through
from danabergulir.domain.journal import Component, Event, Split
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import proposals, vouchers
from danabergulir.ledger.read.accounts import balance
from danabergulir.ledger.read.loans import loan_figures
from danabergulir.ledger.read.registers import chart
from danabergulir.money import Rupiah
from danabergulir.operations import cash, savings
from danabergulir.operations.amending.act import Right
from danabergulir.operations.amending.amend import amend
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.closing import close_month
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.endings import settle
from danabergulir.operations.loans.members import TypedPart, share_receipt
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.month import monthly_reports
from danabergulir.operations.policy.in_force import set_policy
from danabergulir.reports.shown.vouchers import reversal_remarks
from properties.small_fund import start_fund

NOW = datetime(2026, 4, 20, 8, 0, tzinfo=timezone(timedelta(hours=7)))
DAY, OTHER_DAY = date(2026, 2, 10), date(2026, 3, 3)
_LISTS = frozenset(
    {
        *("uang-masuk", "uang-keluar", "pindah-buku", "pembatalan", "buku-kas", "buku-bank", "neraca-saldo"),
        *("rekonsiliasi", "register-tabungan", "dana-sosial"),
    }
)
"""What lists vouchers, or what moved in all: there the reversal shows."""
_LOANS = frozenset({"register-pinjaman", "perkembangan"})
"""What lists loans that were cancelled too."""


@pytest.fixture
def fund(tmp_path):
    """Return two ledgers of the same small fund, with savings of every KSM in them."""
    paths = []
    for name in ("salah", "benar"):
        folder = tmp_path / name
        folder.mkdir()
        paths.append(start_fund(folder))
        for ksm in ("MAWAR", "MELATI"):
            savings.save(paths[-1], ksm, Rupiah(500_000), date(2026, 1, 5), NOW)
    return paths


_TAKEN_BACK = "Bukti yang dibatalkan"
"""The line of the summary in which a reversal shows."""


def _rows(path: Path, lists: frozenset[str] = _LISTS) -> Mapping[str, object]:
    """Return the rows of every report but the lists, without what only numbers vouchers and loans."""
    return {
        f"{month} {report.name}": [
            tuple(re.sub(r"\b[A-Z]{1,3}-[\d-]+", "", cell) if isinstance(cell, str) else cell for cell in row.cells)
            for section in report.tables
            for row in section.rows
            if row.cells[0] != _TAKEN_BACK
        ]
        for month in months_through(Month(2026, 1), Month(2026, 4))
        for report in monthly_reports(path, month, ())
        if report.name not in lists
    }


def _cash_in(path, amount=25_000, day=DAY, account="41020", into="11010"):
    return cash.cash_in(path, account, Rupiah(amount), "Bunga", day, NOW, into=into).voucher.number


def _cash_out(path, amount=25_000, day=DAY, account="51030", out_of="11010"):
    return cash.cash_out(path, account, Rupiah(amount), "Kertas", day, NOW, out_of=out_of).voucher.number


def _deposit(path, amount=25_000, day=DAY):
    return cash.deposit(path, Rupiah(amount), "", day, NOW).voucher.number


def _withdraw(path, amount=25_000, day=DAY):
    return cash.withdraw(path, Rupiah(amount), "", day, NOW).voucher.number


def _entry(path, amount=25_000, day=DAY, debit="51070", credit="21010"):
    return cash.enter(path, debit, credit, Rupiah(amount), "Catatan", day, NOW).voucher.number


def _saved(path, amount=25_000, day=DAY, ksm="MAWAR", into="11022"):
    return savings.save(path, ksm, Rupiah(amount), day, NOW, into=into).voucher.number


def _taken(path, amount=25_000, day=DAY, ksm="MELATI", out_of="11022"):
    return savings.withdraw(path, ksm, Rupiah(amount), day, NOW, out_of=out_of).voucher.number


def _lent(path, amount=2_000_000, day=DAY, out_of="11021"):
    return disburse(path, "DAHLIA", Wish(Rupiah(amount), 10), day, NOW, from_account=out_of).voucher.number


def _receipts(path, number="P-0001"):
    with store.reading(path) as connection:
        of_loan = vouchers.of_loan(connection, number, NOW.date())
        return [item.number for item in of_loan if item.posting.event is Event.REPAYMENT]


def _parts_of(path, number):
    with store.reading(path) as connection:
        return vouchers.find(connection, number).posting.parts


def _standing(path, number="P-0001"):
    with store.reading(path) as connection:
        figures = loan_figures(connection, chart(connection, NOW.date()), NOW.date(), number)
        return figures.outstanding, figures.received


def _received(path, amount=300_000, day=DAY, loan="P-0001", into="11010"):
    return receive(path, loan, Rupiah(amount), day, NOW, into=into).voucher.number


@pytest.mark.parametrize(
    ("record", "wrong", "right"),
    [
        (_cash_in, {"amount": 2_500}, Right(amount=Rupiah(25_000))),
        (_cash_in, {"day": OTHER_DAY}, Right(dated_on=DAY)),
        (_cash_in, {"account": "41030", "into": "11021"}, Right(account="41020", into="11010")),
        (_cash_out, {"amount": 52_000, "day": OTHER_DAY}, Right(amount=Rupiah(25_000), dated_on=DAY)),
        (_cash_out, {"account": "51040", "out_of": "11021"}, Right(account="51030", out_of="11010")),
        (_deposit, {"amount": 250_000}, Right(amount=Rupiah(25_000))),
        (_withdraw, {"day": OTHER_DAY}, Right(dated_on=DAY)),
        (_entry, {"debit": "51010", "credit": "21050"}, Right(into="51070", out_of="21010")),
        (_saved, {"ksm": "MELATI", "into": "11010"}, Right(ksm="MAWAR", into="11022")),
        (_taken, {"amount": 20_000, "day": OTHER_DAY}, Right(amount=Rupiah(25_000), dated_on=DAY)),
        (_lent, {"amount": 2_500_000}, Right(amount=Rupiah(2_000_000))),
        (_lent, {"day": OTHER_DAY, "out_of": "11010"}, Right(dated_on=DAY, out_of="11021")),
        (_received, {"amount": 30_000, "into": "11021"}, Right(amount=Rupiah(300_000), into="11010")),
    ],
)
def test_a_voucher_put_right_leaves_the_books_of_one_typed_right(
    fund, record: Callable[..., str], wrong: dict[str, object], right: Right
):
    """Every report of every month is the same, but the lists in which the reversal shows; and the book is sound."""
    mended, straight = fund
    record(straight)

    done = amend(mended, record(mended, **wrong), right, "salah tulis", NOW)

    assert done.voucher.posting.memo.endswith(f" (pengganti {done.wrong.number})")
    assert done.reversal.voucher.posting.memo.endswith(f"salah tulis; diganti {done.voucher.number}")
    lists = _LISTS | _LOANS if record is _lent else _LISTS
    expected, got = _rows(straight, lists), _rows(mended, lists)
    assert {name: (rows, got[name]) for name, rows in expected.items() if rows != got[name]} == {}
    assert [item for item in check_ledger(mended, NOW.date()).checks if item.result == "salah"] == []


def test_a_receipt_on_the_wrong_loan_moves_to_the_right_one(fund):
    """Both loans stand as if the money had been written on the right one at once."""
    mended, straight = fund
    for path in fund:
        _lent(path, day=date(2026, 1, 10))
        _received(path, day=date(2026, 2, 20))
    _received(straight, loan="P-0002")

    done = amend(mended, _received(mended, loan="P-0001"), Right(loan="DAHLIA"), "salah KSM", NOW)

    assert (done.voucher.posting.loan, done.voucher.posting.party) == ("P-0002", "KSM DAHLIA")
    assert done.voucher.posting.memo == f"Angsuran pinjaman P-0002 (pengganti {done.wrong.number})"
    assert _rows(mended) == _rows(straight)


def test_the_compulsory_savings_of_a_loan_are_put_right_with_it(fund):
    """What stayed behind when the loan was paid out is taken back and set aside anew from the right amount."""
    mended, straight = fund
    policy = replace(DEFAULT_POLICY, savings=replace(DEFAULT_POLICY.savings, percent_of_loan=Fraction(5)))
    for path in fund:
        set_policy(path, policy, date(2026, 1, 1), NOW)
    _lent(straight)

    amend(mended, _lent(mended, amount=2_500_000), Right(amount=Rupiah(2_000_000)), "salah jumlah", NOW)

    assert savings.list_savings(mended, NOW.date()) == savings.list_savings(straight, NOW.date())


def test_a_loan_taken_back_takes_its_compulsory_savings_back_too(fund):
    """One event: nothing is on the card of the KSM, and both vouchers are named."""
    path, _ = fund
    policy = replace(DEFAULT_POLICY, savings=replace(DEFAULT_POLICY.savings, percent_of_loan=Fraction(5)))
    set_policy(path, policy, date(2026, 1, 1), NOW)
    number = _lent(path)

    back = reverse_voucher(path, number, "KSM mundur", None, NOW)

    cards = savings.list_savings(path, NOW.date()).cards
    assert [card.balance for card in cards if card.ksm.code == "DAHLIA"] == [Rupiah(0)]
    assert next(reversal_remarks(back)) == (
        "Tabungan wajib Rp100.000 dari pencairan itu (BKM-2026-0003) ikut dibatalkan dengan BPB-2026-0002."
    )


def test_compulsory_savings_taken_back_by_themselves_are_not_taken_back_twice(fund):
    """And where they were used since, the loan that they stayed behind with cannot be taken back."""
    policy = replace(DEFAULT_POLICY, savings=replace(DEFAULT_POLICY.savings, percent_of_loan=Fraction(5), locked=False))
    for path in fund:
        set_policy(path, policy, date(2026, 1, 1), NOW)
    numbers = [_lent(path) for path in fund]
    reverse_voucher(fund[0], "BKM-2026-0003", "tidak jadi", None, NOW)
    savings.withdraw(fund[1], "DAHLIA", Rupiah(60_000), DAY, NOW)

    assert reverse_voucher(fund[0], numbers[0], "KSM mundur", None, NOW).along is None
    with pytest.raises(RefusedError, match="DAHLIA"):
        reverse_voucher(fund[1], numbers[1], "KSM mundur", None, NOW)


def test_a_slip_keeps_its_own_number_through_putting_right_and_taking_back(fund):
    """The number goes along with what was put right, and is free again once that is taken back."""
    path, _ = fund
    wrong = receive(path, "P-0001", Rupiah(30_000), DAY, NOW, external_ref="KW-7").voucher
    right = amend(path, wrong.number, Right(amount=Rupiah(300_000)), "salah baca", NOW).voucher
    assert right.posting.external_ref == "KW-7"
    with pytest.raises(RefusedError, match=right.number):
        _numbered(path)
    reverse_voucher(path, right.number, "belum dibayar", None, NOW)
    assert _numbered(path).posting.external_ref == "kw 07"
    with pytest.raises(RefusedError, match="sudah dicatat pada"):
        _numbered(path)


def _numbered(path):
    return receive(path, "P-0001", Rupiah(300_000), DAY, NOW, external_ref="kw 07").voucher


@pytest.mark.parametrize(
    ("record", "right"),
    [
        (lambda path: cash.cash_out(path, "51030", Rupiah(9), "Map", DAY, NOW, external_ref="N-1"), Rupiah(90)),
        (lambda path: savings.save(path, "MAWAR", Rupiah(9), DAY, NOW, external_ref="N-1"), Rupiah(90)),
        (lambda path: savings.withdraw(path, "MELATI", Rupiah(9), DAY, NOW, external_ref="N-1"), Rupiah(90)),
        (
            lambda path: disburse(path, "DAHLIA", Wish(Rupiah(2_000_000), 10), DAY, NOW, external_ref="N-1"),
            Rupiah(2_500_000),
        ),
    ],
    ids=["entry", "savings in", "savings out", "loan"],
)
def test_every_kind_of_voucher_put_right_keeps_its_own_number(fund, record, right):
    """Whatever the slip was about."""
    path, _ = fund
    number = record(path).voucher.number
    assert amend(path, number, Right(amount=right), "salah tulis", NOW).voucher.posting.external_ref == "N-1"


def test_putting_right_what_was_put_right_leaves_its_trail(fund):
    """Each voucher names the one that it replaces, and the first one is answered with the last."""
    path = fund[0]
    first = _cash_out(path)
    taken_back = amend(path, first, Right(amount=Rupiah(30_000)), "salah baca", NOW)
    second = taken_back.voucher.number
    third = amend(path, second, Right(amount=Rupiah(35_000)), "salah baca lagi", NOW).voucher

    assert third.posting.memo == f"Kertas (pengganti {second})"
    with pytest.raises(RefusedError) as refused:
        amend(path, first, Right(amount=Rupiah(1)), "x", NOW)
    assert f"diganti {second}" in refused.value.message
    assert refused.value.hint == f"Betulkan penggantinya: danabergulir betulkan {second}"
    with pytest.raises(RefusedError, match=f"yang sudah diganti {second}") as refused:  # never to be recorded again
        reverse_voucher(path, taken_back.reversal.voucher.number, "x", None, NOW)
    assert refused.value.hint == f"Betulkan penggantinya: danabergulir betulkan {second}"
    reverse_voucher(path, third.number, "ternyata tidak jadi", None, NOW)
    with store.reading(path) as connection:
        numbers = [item.number for item in vouchers.dated_between(connection, DAY, DAY)]
    assert len(numbers) == 6


def test_a_voucher_of_a_closed_month_is_put_right_in_an_open_one(fund):
    """Both new vouchers are of today, unless another open day is named; the closed month stays as it was."""
    path = fund[0]
    number = _cash_out(path, day=date(2026, 1, 15))
    close_month(path, Month(2026, 1), NOW)

    done = amend(path, number, Right(amount=Rupiah(20_000)), "salah jumlah", NOW)

    assert done.reversal.voucher.posting.dated_on == done.voucher.posting.dated_on == NOW.date()
    assert [str(month) for month in done.months] == ["2026-04"]
    with pytest.raises(RefusedError, match="sudah ditutup"):
        amend(path, done.voucher.number, Right(dated_on=date(2026, 1, 16)), "x", NOW)


def _closed_to(path, *months):
    for month in months:
        close_month(path, Month(2026, month), NOW)


@pytest.mark.parametrize("named", [None, date(2026, 4, 16)])
def test_a_receipt_of_a_closed_month_keeps_the_parts_of_its_own_day(fund, named):
    """Both vouchers are of one open day, and no jasa of the months between is taken out of the pokok."""
    mended, straight = fund
    for path in fund:
        _received(path, amount=300_000 if path is straight else 250_000)
        _closed_to(path, 1, 2, 3)

    number = _receipts(mended)[0]
    done = amend(mended, number, Right(amount=Rupiah(300_000), dated_on=named), "salah jumlah", NOW)

    day = named or NOW.date()
    assert (done.reversal.voucher.posting.dated_on, done.voucher.posting.dated_on) == (day, day)
    parts = {Component.JASA: Rupiah(50_000), Component.PRINCIPAL: Rupiah(250_000)}
    assert done.voucher.posting.parts == _parts_of(straight, _receipts(straight)[0]) == parts
    assert done.voucher.posting.split is Split.TYPED
    assert done.warnings == ()
    assert _standing(mended) == _standing(straight)
    later = [_parts_of(path, _received(path, amount=100_000, day=NOW.date())) for path in fund]
    assert later[0] == later[1]
    assert _standing(mended) == _standing(straight)
    assert [item for item in check_ledger(mended, NOW.date()).checks if item.result == "salah"] == []


def test_more_than_was_owed_on_the_closed_day_is_refused(fund):
    """With what was owed then, as for any receipt; nothing is recorded."""
    path = fund[0]
    number = _received(path, amount=250_000)
    _closed_to(path, 1, 2)

    with pytest.raises(RefusedError, match="lebih besar daripada seluruh kewajiban"):
        amend(path, number, Right(amount=Rupiah(90_000_000)), "salah jumlah", NOW)


def test_no_later_day_is_advised_where_the_reversal_takes_the_money_out(fund):
    """It stays on the day of the wrong voucher: only what came in before, or insisting, helps."""
    path = fund[0]
    number = _received(path, amount=300_000)
    with store.reading(path) as connection:
        left = balance(connection, "11010", DAY)
    _cash_out(path, amount=left.value, day=date(2026, 2, 11))

    with pytest.raises(RefusedError) as refused:
        amend(path, number, Right(amount=Rupiah(310_000), dated_on=OTHER_DAY), "salah tanggal", NOW)
    assert refused.value.hint == "Catat dulu uang masuk yang terlewat. Bila memang begitu, ulangi dengan --tetap."
    amend(path, number, Right(amount=Rupiah(310_000), dated_on=OTHER_DAY), "salah tanggal", NOW, insist=print)


def test_the_later_day_that_is_advised_for_money_out_works(fund):
    """Where only the right voucher takes the money out, the day named in the advice is accepted."""
    path = fund[0]
    number = _cash_out(path)
    with store.reading(path) as connection:
        left = balance(connection, "11010", DAY)
    _cash_in(path, amount=1_000_000, day=OTHER_DAY)
    right = Right(amount=left + Rupiah(500_000))

    with pytest.raises(RefusedError, match="menjadi") as refused:
        amend(path, number, right, "salah jumlah", NOW)
    assert f"isi --tanggal {OTHER_DAY.isoformat()} atau sesudahnya" in refused.value.hint
    amend(path, number, replace(right, dated_on=OTHER_DAY), "salah jumlah", NOW)


def test_typed_parts_are_typed_again_for_another_amount(fund):
    """Nobody knows which part was wrong; with the amount as it was, the parts stay."""
    path = fund[0]
    typed = {Component.PRINCIPAL: Rupiah(200_000), Component.JASA: Rupiah(45_000)}
    number = receive(path, "P-0001", Rupiah(245_000), DAY, NOW, typed=typed).voucher.number

    with pytest.raises(UsageError) as refused:
        amend(path, number, Right(amount=Rupiah(295_000)), "salah jumlah", NOW)
    assert refused.value.hint == "Tulis juga bagian yang benar: --pokok 200.000 --jasa 45.000"
    moved = amend(path, number, Right(dated_on=OTHER_DAY), "salah tanggal", NOW).voucher
    assert moved.posting.parts == typed
    parts = {Component.PRINCIPAL: Rupiah(250_000), Component.JASA: Rupiah(45_000)}
    again = amend(path, moved.number, Right(amount=Rupiah(295_000), typed=parts), "salah jumlah", NOW)
    assert again.voucher.posting.parts == parts


def test_who_paid_what_goes_along_with_a_receipt(fund):
    """Of the same amount on the same loan; of another amount the treasurer is told to write it down again."""
    path = fund[0]
    number = _received(path)
    share_receipt(path, number, [TypedPart("1", Rupiah(100_000))], NOW)

    moved = amend(path, number, Right(dated_on=OTHER_DAY), "salah tanggal", NOW)
    with store.reading(path) as connection:
        shares = proposals.receipt_shares(connection, "P-0001", NOW.date())
    assert [(share.voucher, share.member, share.amount.value) for share in shares] == [
        (moved.voucher.number, 1, 100_000)
    ]

    (warning,) = amend(path, moved.voucher.number, Right(amount=Rupiah(290_000)), "salah jumlah", NOW).warnings
    assert "danabergulir pinjaman bagi-setoran" in warning


def test_what_follows_from_others_is_taken_back_and_recorded_anew(fund):
    """A settlement is worked out from the whole loan: its own command does that, and the error names it."""
    path = fund[0]
    settled = settle(path, "P-0001", DAY, NOW)
    assert settled.voucher is not None

    with pytest.raises(RefusedError) as refused:
        amend(path, settled.voucher.number, Right(amount=Rupiah(1_000)), "x", NOW)
    assert "danabergulir pinjaman lunasi" in refused.value.hint


def test_a_trial_and_a_refusal_record_nothing(fund):
    """Where either of the two vouchers is refused, neither stands."""
    path = fund[0]
    number = _cash_out(path)
    with store.reading(path) as connection:
        before = vouchers.newest(connection)

    amend(path, number, Right(amount=Rupiah(1_000)), "salah", NOW, trial=True)
    with pytest.raises(RefusedError):
        amend(path, number, Right(amount=Rupiah(900_000_000)), "salah", NOW)
    with pytest.raises(UsageError, match="alasan belum diisi"):
        amend(path, number, Right(amount=Rupiah(1_000)), "  ", NOW)
    with pytest.raises(UsageError, match="tidak ada yang dibetulkan"):
        amend(path, number, Right(amount=Rupiah(25_000)), "salah", NOW)

    with store.reading(path) as connection:
        assert vouchers.newest(connection) == before


def test_a_later_count_of_the_cash_box_is_named_where_the_book_moves_under_it(fund):
    """Not where the cash box holds the same as before."""
    path = fund[0]
    number = _cash_out(path)
    cash.count_cash(path, Rupiah(4_975_000), "", OTHER_DAY, NOW)

    renamed = amend(path, number, Right(memo="Tinta"), "salah keterangan", NOW)
    assert renamed.counted_on is None
    assert amend(path, renamed.voucher.number, Right(amount=Rupiah(20_000)), "salah", NOW).counted_on == OTHER_DAY
