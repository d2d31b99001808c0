"""How a loan ends or changes: settlement, a new schedule, write-off and recovery, each taken back again."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.domain.journal import Event
from danabergulir.domain.loans.rescheduling import OverdueJasa
from danabergulir.domain.loans.schedule import AgreementKind
from danabergulir.domain.loans.terms import LoanState
from danabergulir.domain.policy.choices import PenaltyWay, RecoveredTo, SettlementJasa
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY, SettlementRules, WriteOffRules
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import agreements, let_go, proposals, registers
from danabergulir.money import NIL, Rupiah
from danabergulir.operations.desk import NO_MINUTES
from danabergulir.operations.loans.endings import reschedule, settle, write_off
from danabergulir.operations.loans.penalties import list_penalties, waive_penalty
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.policy.in_force import set_policy
from ledger.small_ledger import record
from operations.lent_ledger import NOW, NUMBER, lend, picture
from reports.small_books import move, posting

_APRIL = date(2023, 4, 20)
_YEAR_END = date(2023, 12, 31)
_DENDA = replace(DEFAULT_POLICY, penalty=PenaltyRules(PenaltyWay.PER_DAY, amount=Rupiah(500)))


@pytest.fixture
def ledger(tmp_path):
    """Return a ledger whose loan paid its first instalment on time."""
    path = lend(tmp_path / "upk.db")
    receive(path, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    return path


def _versions(path):
    with store.reading(path) as connection:
        return agreements.versions_of(connection, NUMBER, _YEAR_END)


def _reserve(path, amount: int) -> None:
    record(path, [posting(date(2023, 3, 31), move("51080", "12010", amount), event=Event.RESERVE)])


def test_a_settlement_takes_all_pokok_and_jasa_to_the_end_of_the_month(ledger):
    """On 20 April the rows of March and April are overdue and a third month is running: 54,000 of jasa."""
    settled = settle(ledger, NUMBER, _APRIL, NOW)
    assert (settled.allocation.principal, settled.allocation.jasa) == (Rupiah(1_100_000), Rupiah(54_000))
    assert settled.let_go == Rupiah(8 * 18_000)
    assert settled.voucher.posting.event is Event.SETTLEMENT
    after = picture(ledger, _YEAR_END)
    assert (after.loan.state, after.loan.position.arrears, after.control) == (LoanState.PAID_OFF, NIL, 0)


def test_a_trial_settlement_records_nothing(ledger):
    """The sum is shown before anybody pays it."""
    before = picture(ledger, _YEAR_END)
    trial = settle(ledger, NUMBER, _APRIL, NOW, trial=True)
    assert trial.voucher is None
    assert picture(ledger, _YEAR_END) == before
    assert settle(ledger, NUMBER, _APRIL, NOW).allocation == trial.allocation


@pytest.mark.parametrize(("jasa", "expected"), [(SettlementJasa.ALL, 11 * 18_000), (SettlementJasa.NONE, 0)])
def test_a_decision_may_ask_more_or_less_jasa(ledger, jasa, expected):
    """The rule named takes the place of the policy's."""
    assert settle(ledger, NUMBER, _APRIL, NOW, jasa=jasa, decision="BA-9").allocation.jasa == Rupiah(expected)


def test_less_jasa_than_the_policy_asks_needs_the_number_of_a_decision(ledger):
    """Jasa that is owed does not vanish by an option; nothing is recorded without the minutes."""
    before = picture(ledger, _YEAR_END)
    with pytest.raises(UsageError, match="berita acara"):
        settle(ledger, NUMBER, _APRIL, NOW, jasa=SettlementJasa.NONE)
    with pytest.raises(UsageError, match="berita acara"):
        reschedule(ledger, NUMBER, 6, _APRIL, NOW, overdue_jasa=OverdueJasa.WAIVED)
    assert picture(ledger, _YEAR_END) == before


def test_a_policy_lets_no_jasa_go_that_is_due(tmp_path):
    """Nothing paid on 10 June: five times 18,000 are due, by the day itself too, and only a decision lets them go."""
    day, due = date(2023, 6, 10), Rupiah(90_000)
    path = lend(tmp_path / "upk.db", replace(DEFAULT_POLICY, settlement=SettlementRules(SettlementJasa.NONE)))
    trial = settle(path, NUMBER, day, NOW, trial=True)
    assert (trial.allocation.jasa, trial.let_go) == (due, Rupiah(7 * 18_000))
    with pytest.raises(UsageError, match="berita acara"):
        settle(path, NUMBER, day, NOW, jasa=SettlementJasa.NONE)
    settled = settle(path, NUMBER, day, NOW, jasa=SettlementJasa.NONE, decision="BA-9")
    assert settled.allocation.jasa == NIL
    with store.reading(path) as connection:
        chart, known = registers.chart(connection, day), {NUMBER: settled.loan}
        (told,) = let_go.let_go(connection, chart, known, day, day)
    assert (told.amount, told.minutes) == (due, "BA-9")


def test_a_settlement_taken_back_and_made_again_owes_the_same(ledger):
    """The day on which the first one was taken back begins no new month of the loan."""
    first = settle(ledger, NUMBER, _APRIL, NOW)
    reverse_voucher(ledger, first.voucher.number, "ke bank", _APRIL, NOW)
    assert settle(ledger, NUMBER, _APRIL, NOW).allocation == first.allocation


def test_a_settlement_includes_the_denda_owed(tmp_path):
    """The row of 10 February is ten days late at 500 a day."""
    path = lend(tmp_path / "upk.db", _DENDA)
    settled = settle(path, NUMBER, date(2023, 2, 20), NOW)
    assert settled.allocation.penalty == Rupiah(5_000)
    assert list_penalties(path, _YEAR_END)[0].card.owed == NIL


def test_a_report_of_before_the_settlement_still_shows_the_contract(ledger):
    """What was agreed on 20 April is not known on the 19th."""
    before = picture(ledger, date(2023, 4, 19))
    settle(ledger, NUMBER, _APRIL, NOW)
    assert picture(ledger, date(2023, 4, 19)) == before


@pytest.mark.parametrize("clock", [NOW, NOW - timedelta(days=30)], ids=["same second", "ran back"])
def test_what_came_in_after_a_new_schedule_of_the_same_day_goes_back_freely(ledger, clock):
    """The order of entry decides, not the clock; what had come in before it was counted, and needs insisting."""
    day = date(2023, 3, 10)
    counted = receive(ledger, NUMBER, Rupiah(100_000), day, NOW)
    reschedule(ledger, NUMBER, 8, day, NOW, decision="1")
    before = picture(ledger, _YEAR_END)
    later = receive(ledger, NUMBER, Rupiah(50_000), day, clock)
    reverse_voucher(ledger, later.voucher.number, "salah KSM", day, clock)
    assert picture(ledger, _YEAR_END).loan == before.loan
    with pytest.raises(RefusedError, match=counted.voucher.number):
        reverse_voucher(ledger, counted.voucher.number, "salah KSM", day, clock)


def test_a_settlement_taken_back_restores_the_contract(ledger):
    """From the day of the reversal the loan is exactly what it would have been."""
    before = picture(ledger, date(2023, 6, 30))
    settled = settle(ledger, NUMBER, _APRIL, NOW, decision="7/BA/2023")
    reverse_voucher(ledger, settled.voucher.number, "salah pinjaman", date(2023, 5, 2), NOW)
    assert picture(ledger, date(2023, 6, 30)) == before
    assert [version.kind for version in _versions(ledger)] == [
        AgreementKind.CONTRACT,
        AgreementKind.SETTLED,
        AgreementKind.RESTORED,
    ]
    assert settle(ledger, NUMBER, date(2023, 5, 20), NOW).allocation.principal == Rupiah(1_100_000)


def test_a_loan_is_settled_once(ledger):
    """There is nothing left to pay off, to reschedule or to write off."""
    settle(ledger, NUMBER, _APRIL, NOW)
    for again in (
        lambda: settle(ledger, NUMBER, _APRIL, NOW),
        lambda: reschedule(ledger, NUMBER, 5, _APRIL, NOW, decision="1"),
        lambda: write_off(ledger, NUMBER, _APRIL, NOW, decision="1"),
    ):
        with pytest.raises(RefusedError, match="tidak punya saldo pokok"):
            again()


def test_a_loan_is_not_settled_behind_a_later_receipt(ledger):
    """The receipt of May would have paid a loan that was no longer there."""
    receive(ledger, NUMBER, Rupiah(50_000), date(2023, 5, 2), NOW)
    with pytest.raises(RefusedError, match="punya catatan sesudah 20-04-2023"):
        settle(ledger, NUMBER, _APRIL, NOW)


def _end_at(ledger, on: date, *, written_off: bool) -> str:
    ended = write_off(ledger, NUMBER, on, NOW, decision="2") if written_off else settle(ledger, NUMBER, on, NOW)
    return ended.voucher.number


@pytest.mark.parametrize("written_off", [False, True])
@pytest.mark.parametrize("ended_on", [date(2023, 2, 10), _APRIL])
@pytest.mark.parametrize("back_on", [None, _APRIL, date(2023, 5, 2), NOW.date()])
def test_a_receipt_that_an_end_of_the_loan_counted_is_taken_back_after_that(ledger, ended_on, back_on, written_off):
    """On whatever day: first the settlement or the write-off, which is named, then the receipt."""
    end = _end_at(ledger, ended_on, written_off=written_off)
    with pytest.raises(RefusedError, match="termasuk BKM-2023-0001") as refusal:
        reverse_voucher(ledger, "BKM-2023-0001", "salah", back_on, NOW, insist=[].append)
    what = "hapus buku" if written_off else "pelunasan"
    again = "hapus-buku P-0001 --ba 2" if written_off else "lunasi P-0001 --ke 11010"
    assert refusal.value.hint == (
        f'Batalkan dulu {end} ({what}): danabergulir batal {end} --alasan "...". Ulangi perintah ini. Sesudah itu '
        f"catat lagi: danabergulir pinjaman {again} --tanggal {ended_on.isoformat()}"
    )
    reverse_voucher(ledger, end, "salah", back_on, NOW)
    reverse_voucher(ledger, "BKM-2023-0001", "salah", back_on, NOW)
    after = picture(ledger, _YEAR_END if back_on != NOW.date() else NOW.date())
    assert (after.control, after.loan.position.due.principal) == (
        1_200_000,
        Rupiah(1_100_000 + 100_000 * (back_on == NOW.date())),
    )


def test_a_receipt_of_after_the_taken_back_end_is_taken_back(ledger):
    """What the loan received once it ran again was never counted."""
    end = _end_at(ledger, _APRIL, written_off=True)
    reverse_voucher(ledger, end, "salah", date(2023, 5, 2), NOW)
    got = receive(ledger, NUMBER, Rupiah(118_000), date(2023, 5, 20), NOW)
    reverse_voucher(ledger, got.voucher.number, "salah", None, NOW)
    assert picture(ledger, _YEAR_END).control == 1_100_000


def test_a_receipt_that_a_new_schedule_counted_asks_for_another_schedule(ledger):
    """No voucher made that schedule: who insists is told to agree anew, and what is left is spread over that."""
    reschedule(ledger, NUMBER, 10, _APRIL, NOW, decision="8")
    may = date(2023, 5, 2)
    for day in (None, _APRIL):
        with pytest.raises(RefusedError, match="sudah dijadwal ulang pada 20-04-2023") as refusal:
            reverse_voucher(ledger, "BKM-2023-0001", "salah", day, NOW)
        assert refusal.value.hint == (
            'Bila uang itu tidak ada atau salah dicatat: danabergulir batal BKM-2023-0001 --alasan "..." '
            "--tanggal 2023-04-20 --tetap. Lalu catat yang benar: danabergulir terima P-0001 JUMLAH --tanggal "
            "2023-04-20, dan sepakati jadwal baru: danabergulir pinjaman jadwal-ulang P-0001 --tenor 10 --tanggal "
            "2023-04-20 --ba NOMOR"
        )
    done = reverse_voucher(ledger, "BKM-2023-0001", "salah", may, NOW, insist=[].append)
    assert "Sepakati jadwal baru" in done.warnings[0]
    again = reschedule(ledger, NUMBER, 10, may, NOW, decision="9")
    assert again.outstanding == Rupiah(1_200_000)
    assert picture(ledger, may).loan.position.arrears == NIL


def test_a_new_schedule_spreads_what_is_left(ledger):
    """1,100,000 over ten rows from May on, with 36,000 of overdue jasa in them; the loan is late no more."""
    new = reschedule(ledger, NUMBER, 10, _APRIL, NOW, decision="8/BA/2023")
    assert (new.outstanding, new.overdue, new.warnings) == (Rupiah(1_100_000), Rupiah(36_000), ())
    assert [(line.principal.value, line.jasa.value) for line in new.agreement.lines[:2]] == [
        (100_000, 18_000),
        (110_000, 16_500 + 3_600),
    ]
    assert new.agreement.lines[1].due_on == date(2023, 5, 20)
    now = picture(ledger, _APRIL).loan
    assert (now.position.arrears, now.missed_before, now.collectability.name) == (NIL, 2, "Dalam Perhatian Khusus")
    assert _versions(ledger)[-1] == new.agreement


def test_a_new_schedule_is_rounded_by_the_policy_of_its_day(ledger):
    """1,100,000 over seven rows is 157,142.86: up to 158,000 where the board has come to round up to Rp1,000."""
    by_thousands = replace(DEFAULT_POLICY, rounding=replace(DEFAULT_POLICY.rounding, step=1_000))
    set_policy(ledger, by_thousands, _APRIL, NOW)
    new = reschedule(ledger, NUMBER, 7, _APRIL, NOW, decision="8/BA/2023", overdue_jasa=OverdueJasa.WAIVED)
    assert [line.principal.value for line in new.agreement.lines[1:]] == [158_000] * 6 + [152_000]
    assert {line.jasa.value for line in new.agreement.lines[1:]} == {17_000}


def test_debts_may_be_paid_off_in_parts_without_jasa(ledger):
    """No jasa any more, neither new nor old."""
    new = reschedule(
        ledger,
        NUMBER,
        11,
        _APRIL,
        NOW,
        decision="8/BA/2023",
        jasa_percent=Fraction(0),
        overdue_jasa=OverdueJasa.WAIVED,
    )
    assert {line.jasa for line in new.agreement.lines[1:]} == {NIL}
    receive(ledger, NUMBER, Rupiah(1_100_000), date(2023, 5, 1), NOW)
    assert picture(ledger, date(2023, 5, 1)).loan.state is LoanState.PAID_OFF


@pytest.mark.parametrize("day", [date(2023, 7, 9), date(2023, 7, 10), date(2023, 7, 11)])
def test_a_new_schedule_remembers_what_the_lists_say_of_its_day(tmp_path, day):
    """Nothing paid: the instalment of 10 July counts on the 10th too, and the class of that day is kept."""
    path = lend(tmp_path / "upk.db")
    before = picture(path, day).loan
    reschedule(path, NUMBER, 12, day, NOW, decision="8/BA/2023")
    after = picture(path, day).loan
    assert after.missed_before == before.position.missed_count == (5 if day < date(2023, 7, 10) else 6)
    assert after.collectability == before.collectability


def test_receipts_after_a_new_schedule_are_laid_over_it(ledger):
    """Jasa kept apart comes first, then the new first row."""
    reschedule(ledger, NUMBER, 10, _APRIL, NOW, decision="8/BA/2023", overdue_jasa=OverdueJasa.APART)
    got = receive(ledger, NUMBER, Rupiah(36_000), date(2023, 4, 25), NOW)
    assert got.allocation.jasa == Rupiah(36_000)
    got = receive(ledger, NUMBER, Rupiah(126_500), date(2023, 5, 20), NOW)
    assert (got.allocation.principal, got.allocation.jasa) == (Rupiah(110_000), Rupiah(16_500))
    assert got.position.arrears == NIL


def test_a_second_new_schedule_remembers_the_worse_past(ledger):
    """Two missed at the first rescheduling, none at the second a week later: two are remembered."""
    reschedule(ledger, NUMBER, 10, _APRIL, NOW, decision="8/BA/2023")
    again = reschedule(ledger, NUMBER, 5, date(2023, 4, 27), NOW, decision="9/BA/2023")
    assert (again.agreement.version, again.agreement.missed_before) == (3, 2)


@pytest.mark.parametrize("term", [0, 601])
def test_an_impossible_term_is_refused(ledger, term):
    """No instalment at all, or eleven years of weeks and more."""
    with pytest.raises(UsageError, match=f"{term} kali tidak mungkin"):
        reschedule(ledger, NUMBER, term, _APRIL, NOW, decision="8")


def test_a_new_schedule_may_begin_with_grace_on_an_agreed_day(ledger):
    """Three instalments of jasa alone from 5 June on, then the pokok in four; the anchor is the day agreed."""
    new = reschedule(ledger, NUMBER, 7, _APRIL, NOW, grace=3, first_due_on=date(2023, 6, 5), decision="07/BA").agreement
    past, *lines = new.lines
    assert (past.number, past.principal) == (0, Rupiah(100_000))
    assert [line.principal.value for line in lines] == [0, 0, 0, 275_000, 275_000, 275_000, 275_000]
    assert all(line.jasa for line in lines)
    assert [lines[0].due_on, lines[-1].due_on] == [date(2023, 6, 5), date(2023, 12, 5)]
    assert picture(ledger, date(2023, 6, 4)).loan.position.days_late == 0


@pytest.mark.parametrize(
    ("grace", "first_due_on"), [(3, None), (4, None), (-1, None), (0, _APRIL), (0, date(2023, 4, 1))]
)
def test_impossible_grace_and_first_days_are_refused(ledger, grace, first_due_on):
    """Some instalment has to carry pokok, and the first falls due after the agreement."""
    with pytest.raises(UsageError):
        reschedule(ledger, NUMBER, 3, _APRIL, NOW, grace=grace, first_due_on=first_due_on)
    assert len(_versions(ledger)) == 1


def test_a_term_longer_than_the_policys_is_a_warning(ledger):
    """The board may decide it; the treasurer is told."""
    new = reschedule(ledger, NUMBER, 24, _APRIL, NOW, decision="8")
    assert new.warnings == ("jangka waktu 24 lebih panjang daripada syaratnya, paling lama 12",)


def test_too_little_is_not_spread_over_too_many(ledger):
    """1,100,000 in steps of 1,900 is gone before the six hundredth instalment."""
    with pytest.raises(RefusedError, match="habis sebelum angsuran ke-600"):
        reschedule(ledger, NUMBER, 600, _APRIL, NOW, decision="8")


def test_a_write_off_asks_for_the_boards_decision(ledger):
    """Money given up without the number of the minutes is not given up."""
    with pytest.raises(UsageError, match="berita acara"):
        write_off(ledger, NUMBER, _APRIL, NOW, decision=" ")


def test_a_new_schedule_without_minutes_is_pointed_out(ledger):
    """It is recorded, and the treasurer is told what the auditor will ask for."""
    assert NO_MINUTES in reschedule(ledger, NUMBER, 10, _APRIL, NOW).warnings


@pytest.mark.parametrize(("reserve", "cost"), [(0, 1_100_000), (400_000, 700_000), (2_000_000, 0)])
def test_a_write_off_uses_the_reserve_first(ledger, reserve, cost):
    """What the reserve cannot bear becomes cost; the receivable is gone either way."""
    if reserve:
        _reserve(ledger, reserve)
    before = picture(ledger, _APRIL).accounts
    gone = write_off(ledger, NUMBER, _APRIL, NOW, decision="9/BA/2023")
    assert (gone.from_reserve.value, gone.cost.value) == (1_100_000 - cost, cost)
    after = picture(ledger, _APRIL).accounts
    assert after["11030"] == 0
    assert after["12010"] - before["12010"] == 1_100_000 - cost
    assert after["51080"] - before["51080"] == cost


def test_a_loan_written_off_is_late_no_more_and_stays_owed(ledger):
    """It leaves arrears and balance, keeps its decision, and cannot be paid as before."""
    write_off(ledger, NUMBER, _APRIL, NOW, decision="9/BA/2023", note="ketua pindah")
    book = picture(ledger, _YEAR_END).loan
    assert (book.state, book.outstanding, book.position.arrears) == (LoanState.WRITTEN_OFF, NIL, NIL)
    assert (book.written_off, book.recovered) == (Rupiah(1_100_000), NIL)
    assert (book.write_off.decision, book.write_off.starts_on) == ("9/BA/2023", _APRIL)
    with pytest.raises(RefusedError, match="sudah dihapus buku"):
        settle(ledger, NUMBER, date(2023, 5, 1), NOW)


def test_money_after_a_write_off_goes_back_into_the_reserve(ledger):
    """A recovery is debited to the cash box and credited to the reserve, up to what was written off."""
    _reserve(ledger, 400_000)
    write_off(ledger, NUMBER, _APRIL, NOW, decision="9/BA/2023")
    got = receive(ledger, NUMBER, Rupiah(250_000), date(2023, 6, 1), NOW)
    assert (got.voucher.posting.event, got.allocation.recovery) == (Event.RECOVERY, Rupiah(250_000))
    book = picture(ledger, _YEAR_END)
    assert (book.loan.recovered, book.accounts["12010"], book.control) == (Rupiah(250_000), -250_000, 0)
    with pytest.raises(RefusedError, match=r"lebih besar .* Rp850\.000"):
        receive(ledger, NUMBER, Rupiah(850_001), date(2023, 6, 2), NOW)
    receive(ledger, NUMBER, Rupiah(850_000), date(2023, 6, 2), NOW)
    with pytest.raises(RefusedError, match="lebih besar"):
        receive(ledger, NUMBER, Rupiah(1), date(2023, 6, 3), NOW)


def test_a_board_may_take_money_after_a_write_off_as_income(ledger):
    """By its policy of the day: what came back before went to the reserve, what comes back after is income."""
    _reserve(ledger, 400_000)
    write_off(ledger, NUMBER, _APRIL, NOW, decision="9/BA/2023")
    receive(ledger, NUMBER, Rupiah(250_000), date(2023, 6, 1), NOW)
    before = picture(ledger, _YEAR_END)
    changed = replace(DEFAULT_POLICY, write_off=WriteOffRules(RecoveredTo.INCOME))
    set_policy(ledger, changed, date(2023, 7, 1), NOW)

    got = receive(ledger, NUMBER, Rupiah(100_000), date(2023, 7, 1), NOW)
    after = picture(ledger, _YEAR_END)
    moved = {code: net - before.accounts[code] for code, net in after.accounts.items() if net != before.accounts[code]}
    assert moved == {"11010": 100_000, "41030": -100_000}
    assert (after.loan.recovered, after.loan.written_off) == (Rupiah(350_000), Rupiah(1_100_000))

    reverse_voucher(ledger, got.voucher.number, "keliru", date(2023, 7, 2), NOW)
    assert picture(ledger, _YEAR_END).accounts == before.accounts
    assert picture(ledger, _YEAR_END).loan.recovered == Rupiah(250_000)


def test_a_receipt_is_not_slipped_in_before_the_write_off(ledger):
    """What was written off was written off without it."""
    write_off(ledger, NUMBER, _APRIL, NOW, decision="9/BA/2023")
    with pytest.raises(RefusedError, match="tidak dapat disisipkan"):
        receive(ledger, NUMBER, Rupiah(1_000), date(2023, 4, 19), NOW)


def test_a_write_off_is_taken_back_only_before_money_came_back(ledger):
    """First the recovery, then the write-off; then everything is as it was."""
    _reserve(ledger, 400_000)
    before = picture(ledger, _YEAR_END)
    gone = write_off(ledger, NUMBER, _APRIL, NOW, decision="9/BA/2023")
    got = receive(ledger, NUMBER, Rupiah(250_000), date(2023, 6, 1), NOW)
    with pytest.raises(RefusedError, match="sudah dibayar lagi"):
        reverse_voucher(ledger, gone.voucher.number, "keliru", date(2023, 6, 2), NOW)
    reverse_voucher(ledger, got.voucher.number, "keliru", date(2023, 6, 2), NOW)
    reverse_voucher(ledger, gone.voucher.number, "keliru", date(2023, 6, 2), NOW)
    assert picture(ledger, _YEAR_END) == before


def test_a_loan_written_off_is_not_taken_back_to_before_it_was_lent(tmp_path):
    """Without any receipt the disbursement still cannot be reversed."""
    path = lend(tmp_path / "upk.db")
    write_off(path, NUMBER, _APRIL, NOW, decision="9/BA/2023")
    with pytest.raises(RefusedError, match="pencairannya tidak dapat dibatalkan"):
        reverse_voucher(path, "BKK-2023-0001", "keliru", date(2023, 6, 2), NOW)


def test_denda_is_waived_by_decision_up_to_what_is_owed(tmp_path):
    """Ten days at 500: 3,000 let go leaves 2,000, and no more than that may be let go."""
    path, day = lend(tmp_path / "upk.db", _DENDA), date(2023, 2, 20)
    waived = waive_penalty(path, NUMBER, Rupiah(3_000), day, NOW, reason="banjir", decision="3/BA")
    assert (waived.card.accrued, waived.card.waived, waived.card.owed) == (Rupiah(5_000), Rupiah(3_000), Rupiah(2_000))
    assert list_penalties(path, day) == (waived,)
    with store.reading(path) as connection:
        assert proposals.penalty_waivers(connection, NUMBER, day) == ((day, Rupiah(3_000)),)
    with pytest.raises(RefusedError, match=r"hanya Rp2\.000"):
        waive_penalty(path, NUMBER, Rupiah(2_001), day, NOW, reason="banjir", decision="3/BA")


@pytest.mark.parametrize(
    "end",
    [
        lambda path: write_off(path, NUMBER, _APRIL, NOW, decision="9/BA"),
        lambda path: reverse_voucher(path, "BKK-2023-0001", "keliru", _APRIL, NOW),
    ],
    ids=["written off", "disbursement taken back"],
)
def test_a_loan_off_the_books_bears_no_denda(tmp_path, end):
    """What had arisen is no longer asked for, and nothing more arises."""
    path = lend(tmp_path / "upk.db", _DENDA)
    end(path)
    assert list_penalties(path, _YEAR_END) == ()
    assert list_penalties(path, date(2023, 2, 20))[0].card.owed == Rupiah(5_000)
    with pytest.raises(RefusedError, match="hanya Rp0"):
        waive_penalty(path, NUMBER, Rupiah(1), _YEAR_END, NOW, reason="banjir", decision="3/BA")


@pytest.mark.parametrize(("reason", "decision"), [("", "3/BA"), ("banjir", " ")])
def test_letting_denda_go_needs_a_reason_and_a_decision(tmp_path, reason, decision):
    """A waiver is an act of the board."""
    path = lend(tmp_path / "upk.db", _DENDA)
    with pytest.raises(UsageError, match="belum diisi"):
        waive_penalty(path, NUMBER, Rupiah(1), date(2023, 2, 20), NOW, reason=reason, decision=decision)


_ACTS = {
    "settle": lambda path, day: settle(path, NUMBER, day, NOW).voucher,
    "write off": lambda path, day: write_off(path, NUMBER, day, NOW, decision="1").voucher,
    "receive": lambda path, day: receive(path, NUMBER, Rupiah(137_000), day, NOW).voucher,
}


@settings(max_examples=10)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(_ACTS)), st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=3),
    st.booleans(),
)
def test_whatever_is_done_and_taken_back_leaves_the_loan_as_it_was(tmp_path_factory, acts, rescheduled):
    """Do and reverse, again and again: cards and control account agree after each, and the end is the beginning."""
    path = lend(tmp_path_factory.mktemp("buku") / "upk.db", _DENDA)
    if rescheduled:
        reschedule(path, NUMBER, 8, date(2023, 3, 1), NOW, decision="1")
    before, day = picture(path, _YEAR_END), date(2023, 3, 1)
    for act, until, pause in acts:
        day += timedelta(until)
        voucher = _ACTS[act](path, day)
        done = picture(path, day)
        assert done.control == done.loan.outstanding.value
        day += timedelta(pause)
        reverse_voucher(path, voucher.number, "keliru", day, NOW)
    after = picture(path, _YEAR_END)
    assert after == before
    assert sum(after.accounts.values()) == 0
