"""A year in the life of a fund, drawn at random: whatever is recorded in whatever order, the books stay sound.

Every step does one thing a treasurer may do, on a real ledger file; the calendar moves on between the steps. After
each of them everything that must always hold is looked at. A step that is refused must leave the file as it was.

``FAULTS=full pytest tests/properties`` draws longer lives and many more of them.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from danabergulir.dates import END_OF_TIME, Month
from danabergulir.domain.accounts import Role
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.books import Books
from danabergulir.domain.closing import ClosingKind, Share
from danabergulir.domain.journal import FIRST_LINK, Component, voucher_digest
from danabergulir.domain.limits import Limit
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.rescheduling import OverdueJasa
from danabergulir.domain.loans.schedule import still_owed
from danabergulir.domain.policy.choices import SettlementJasa
from danabergulir.errors import NotFoundError, RefusedError, UnsoundBooksError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import limits, loan_moves, registers, vouchers
from danabergulir.ledger.read.agreements import versions_of
from danabergulir.ledger.read.sql import rows
from danabergulir.money import NIL, Rupiah, total
from danabergulir.operations import assets, cash, closing, reserving
from danabergulir.operations.loans import disbursement, endings, penalties, proposals, receipts
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.month import monthly_books, monthly_set
from danabergulir.operations.policy.in_force import set_policy
from danabergulir.operations.savings import save, use_for_arrears, withdraw
from danabergulir.reports.model.paper import MonthSet
from properties.small_fund import KSM, OPENED_ON, POLICIES, start_fund
from thorough import THOROUGH

WIB = timezone(timedelta(hours=7))

_BY_VOUCHER = f"""
    SELECT number, component, sum({loan_moves.RECEIVED}) FROM transfer JOIN voucher ON sequence = voucher
    WHERE transfer.loan IS NOT NULL GROUP BY number, component
"""
groups = st.sampled_from(KSM)
positions = st.integers(0, 9)
"""Which loan, proposal or voucher of those there are, counted round."""
gaps = st.integers(0, 15)
"""Days that pass before a step."""
delays = st.sampled_from([0, 0, 0, 1, 4, 20, 45])
"""Days that a slip of paper lay about before it was recorded."""
principals = st.integers(1, 40).map(lambda hundreds: Rupiah(hundreds * 100_000))
terms = st.integers(3, 12)
amounts = st.integers(1, 900_000).map(Rupiah)
moneys = st.sampled_from([None, "11010", "11021"])
MINUTES = "07/BA/2026"
_FIELDS = Books.__struct_fields__


class Standing(NamedTuple):
    """Every balance, what every loan owes, and what every KSM has saved."""

    balances: dict[str, int]
    loans: tuple[object, ...]
    savings: dict[str, Rupiah]


def _standing(books: Books) -> Standing:
    return Standing(
        {code: item.net for code, item in books.by_code.items() if item.net},
        tuple((book.loan.number, book.state, book.paid, book.outstanding, book.position) for book in books.loans),
        {card.ksm: card.balance for card in books.savings if card.balance},
    )


class FundLife(RuleBasedStateMachine):
    """One fund with four KSM, from January on, in the hands of a treasurer who does anything in any order."""

    done: ClassVar[Counter[str]] = Counter()

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = start_fund(Path(self.folder.name))
        self.today = date(2026, 1, 5)
        self.touched_from = date.max
        self.remembered: dict[Month, Books] = {}
        self.closed: dict[Month, MonthSet] = {}
        self.recorded: list[str] = []

    def teardown(self):
        try:
            for month, printed in self.closed.items():
                assert monthly_set(self.path, month) == printed, f"{month} was closed, and its papers have changed"
        finally:
            self.folder.cleanup()

    # -- what the steps share --------------------------------------------------------------------------------------

    @property
    def now(self):
        """Return eight o'clock of the day that the calendar has come to."""
        return datetime(self.today.year, self.today.month, self.today.day, 8, tzinfo=WIB)

    def pass_days(self, days: int) -> None:
        """Let days go by."""
        self.today += timedelta(days)

    def step(self, act: Callable[..., object], *words: object, dated_on: date | None = None, **more: object) -> object:
        """Do one thing, or return None where it is refused and the file is just as it was."""
        before = self.path.read_bytes()
        self.touched_from = min(self.touched_from, dated_on or self.today)
        try:
            result = act(self.path, *words, **more)
        except (NotFoundError, RefusedError, UnsoundBooksError, UsageError):
            assert self.path.read_bytes() == before
            return None
        self.done[act.__name__] += 1
        return result

    def loan(self, position: int, *, running: bool = True) -> LoanBook | None:
        """Return one of the loans; of the running ones where there are any."""
        known = disbursement.list_loans(self.path, self.today)
        open_ones = [book for book in known if book.is_open] if running else []
        known = open_ones or known
        return known[position % len(known)] if known else None

    def note(self, *made: object) -> None:
        """Remember the numbers of vouchers that were recorded."""
        self.recorded += [voucher.number for voucher in made if voucher is not None]

    # -- what a treasurer does -------------------------------------------------------------------------------------

    @initialize(policy=st.sampled_from(POLICIES))
    def open_office(self, policy):
        """Put one of the policies in force from the start."""
        set_policy(self.path, policy, OPENED_ON, self.now)

    @rule(ksm=groups, principal=principals, term=terms, equal=st.booleans(), days=gaps)
    def propose(self, ksm, principal, term, equal, days):
        """A KSM asks for a loan."""
        self.pass_days(days)
        asked = proposals.SharesAsked(equal=equal)
        self.step(proposals.propose, ksm, Wish(principal, term), self.today, self.now, shares=asked)

    @rule(which=positions, approved=st.sampled_from([True, True, True, False]), override=st.booleans(), days=gaps)
    def decide(self, which, approved, override, days):
        """The board decides on a proposal, and what it grants is paid out some day."""
        self.pass_days(days)
        waiting = proposals.list_proposals(self.path, self.today, state="diajukan")
        if waiting:
            number = waiting[which % len(waiting)].number
            act, more = proposals.decide, {"approved": approved, "minutes": MINUTES, "override": override}
            self.step(act, number, self.today, self.now, **more)

    @rule(which=positions, permit=st.sampled_from(["", MINUTES]), money=moneys, days=gaps)
    def pay_out_proposal(self, which, permit, money, days):
        """A proposal is paid out."""
        self.pass_days(days)
        granted = proposals.list_proposals(self.path, self.today, state="diputuskan")
        if granted:
            number = granted[which % len(granted)].number
            act, more = disbursement.disburse_proposal, {"permit": permit, "from_account": money}
            lent = self.step(act, number, self.today, self.now, **more)
            self.note(lent and lent.voucher)

    @rule(ksm=groups, principal=principals, term=terms, permit=st.sampled_from(["", MINUTES]), late=delays, days=gaps)
    def lend(self, ksm, principal, term, permit, late, days):
        """A loan is paid out at once, perhaps written down days later."""
        self.pass_days(days)
        day = self.today - timedelta(late)
        lent = self.step(disbursement.disburse, ksm, Wish(principal, term), day, self.now, permit=permit, dated_on=day)
        self.note(lent and lent.voucher)

    def receipt(self, book: LoanBook, shape: str, part: Rupiah) -> Rupiah:
        """Return how much a KSM brings: one instalment, a part of it, several, all, or more than all."""
        owed = [line.amount for line in still_owed(book.schedule, book.paid) if line.amount]
        match shape:
            case "exact":
                return owed[0] if owed else part
            case "several":
                return total(owed[:3]) if owed else part
            case "all":
                return max(total(owed), Rupiah(1))
            case "too much":
                return total(owed) + part
            case _:
                return part

    @rule(
        which=positions,
        shape=st.sampled_from(["exact", "exact", "several", "part", "all", "too much"]),
        part=amounts,
        late=delays,
        money=moneys,
        days=gaps,
    )
    def receive(self, which, shape, part, late, money, days):
        """A KSM brings money, into the cash box or the bank, today or on a day before other receipts."""
        self.pass_days(days)
        book = self.loan(which)
        if book is not None:
            amount, day = self.receipt(book, shape, part), self.today - timedelta(late)
            got = self.step(receipts.receive, book.loan.number, amount, day, self.now, into=money, dated_on=day)
            self.note(got and got.voucher)

    @rule(which=positions, principal=amounts, jasa=amounts, saved=amounts, days=gaps)
    def receive_by_hand(self, which, principal, jasa, saved, days):
        """The slip says what the money is for."""
        self.pass_days(days)
        book = self.loan(which)
        if book is not None:
            typed = {Component.PRINCIPAL: principal, Component.JASA: jasa, Component.SAVINGS: saved}
            amount = total(list(typed.values()))
            got = self.step(receipts.receive, book.loan.number, amount, self.today, self.now, typed=typed)
            self.note(got and got.voucher)

    @rule(
        which=positions, shape=st.sampled_from(["exact", "part", "all"]), part=amounts, late=delays, same=st.booleans()
    )
    def receive_and_take_back(self, which, shape, part, late, same):
        """A receipt taken back leaves every figure of today as it was; on the same day that of every day, and denda."""
        book = self.loan(which)
        if book is None:
            return
        month, day = Month.of(self.today), self.today - timedelta(late)
        before, denda = _standing(monthly_books(self.path, month)), penalties.list_penalties(self.path, self.today)
        amount = self.receipt(book, shape, part)
        got = self.step(receipts.receive, book.loan.number, amount, day, self.now, dated_on=day)
        if got is None:
            return
        back_on = day if same else self.today
        assert receipts.reverse_voucher(self.path, got.voucher.number, "salah", back_on, self.now)
        assert _standing(monthly_books(self.path, month)) == before
        if same:
            assert penalties.list_penalties(self.path, self.today) == denda

    @precondition(lambda self: self.recorded)
    @rule(which=st.integers(0, 30), days=gaps)
    def take_back(self, which, days):
        """Some voucher was a mistake, later ones notwithstanding."""
        self.pass_days(days)
        number = self.recorded[-1 - which % len(self.recorded)]
        back = self.step(receipts.reverse_voucher, number, "salah catat", self.today, self.now)
        self.note(back and back.voucher)

    @rule(which=positions, jasa=st.none() | st.sampled_from(SettlementJasa), late=delays, days=gaps)
    def settle(self, which, jasa, late, days):
        """A KSM pays off its loan before the time; what was shown is what is taken."""
        self.pass_days(days)
        book, day = self.loan(which), self.today - timedelta(late)
        if book is not None:
            words, more = (book.loan.number, day, self.now), {"jasa": jasa, "dated_on": day, "decision": MINUTES}
            shown = self.step(endings.settle, *words, **more, trial=True)
            settled = self.step(endings.settle, *words, **more)
            assert (shown and shown.allocation) == (settled and settled.allocation)
            self.note(settled and settled.voucher)

    @rule(
        which=positions, term=terms, choice=st.sampled_from(OverdueJasa), jasa=st.sampled_from([None, 0, 1]), days=gaps
    )
    def reschedule(self, which, term, choice, jasa, days):
        """A loan gets a new schedule."""
        self.pass_days(days)
        book = self.loan(which)
        if book is not None:
            more = {"decision": MINUTES, "jasa_percent": jasa, "overdue_jasa": choice}
            self.step(endings.reschedule, book.loan.number, term, self.today, self.now, **more)

    @rule(which=positions, days=gaps)
    def write_off(self, which, days):
        """The board gives a loan up."""
        self.pass_days(days)
        book = self.loan(which)
        if book is not None:
            gone = self.step(endings.write_off, book.loan.number, self.today, self.now, decision=MINUTES)
            self.note(gone and gone.voucher)

    @rule(which=positions, part=amounts, late=delays, days=gaps)
    def recover(self, which, part, late, days):
        """Money comes in on a loan that was written off."""
        self.pass_days(days)
        lost = disbursement.list_loans(self.path, self.today, state="hapus buku")
        if lost:
            day = self.today - timedelta(late)
            number = lost[which % len(lost)].loan.number
            got = self.step(receipts.receive, number, part, day, self.now, dated_on=day)
            if got is not None:
                assert got.allocation.recovery == part
                self.done["recover"] += 1
                self.note(got.voucher)

    @rule(which=positions, amount=amounts, days=gaps)
    def waive_penalty(self, which, amount, days):
        """The board lets denda go."""
        self.pass_days(days)
        late = [item for item in penalties.list_penalties(self.path, self.today) if item.card.owed > NIL]
        if late:
            item = late[which % len(late)]
            words = (item.loan.number, min(amount, item.card.owed), self.today, self.now)
            self.step(penalties.waive_penalty, *words, reason="musibah", decision=MINUTES)

    @rule(ksm=groups, amount=amounts, late=delays, days=gaps)
    def save(self, ksm, amount, late, days):
        """A KSM saves."""
        self.pass_days(days)
        day = self.today - timedelta(late)
        saved = self.step(save, ksm, amount, day, self.now, dated_on=day)
        self.note(saved and saved.voucher)

    @rule(ksm=groups, amount=amounts, late=delays, days=gaps)
    def withdraw(self, ksm, amount, late, days):
        """A KSM wants its savings back."""
        self.pass_days(days)
        day = self.today - timedelta(late)
        saved = self.step(withdraw, ksm, amount, day, self.now, dated_on=day)
        self.note(saved and saved.voucher)

    @rule(which=positions, share=st.integers(1, 4), move=st.booleans(), days=gaps)
    def use_savings(self, which, share, move, days):
        """Arrears are paid from savings, as the group's meeting decided."""
        self.pass_days(days)
        book = self.loan(which)
        if book is not None:
            card = total([card.balance for card in self.books().savings if card.ksm == book.loan.ksm.code])
            amount = Rupiah(max(min(card, book.position.arrears).value // share, 1))
            words = (book.loan.ksm.code, amount, MINUTES, self.today, self.now)
            used = self.step(use_for_arrears, *words, move_money=move)
            self.note(used and used.voucher, used and used.moved)

    def books(self, month: Month | None = None) -> Books:
        """Return the books of a month, else of the running one, with what the inventory then held."""
        books = monthly_books(self.path, month or Month.of(self.today))
        return replace(books, assets=tuple(asset for asset in books.assets if asset.is_held(books.as_of)))

    @rule(days=gaps)
    def adjust_reserve(self, days):
        """The reserve is brought to what the classes ask for; done twice, the second does nothing."""
        self.pass_days(days)
        adjusted = self.step(reserving.adjust_reserve, self.today, self.now)
        if adjusted is not None:
            self.note(adjusted.voucher)
            assert reserving.reserve_at(self.path, self.today).missing == NIL

    @rule(cost=amounts, life=st.sampled_from([0, 12, 48]), bought=delays, days=gaps)
    def buy_asset(self, cost, life, bought, days):
        """Something for the office is bought and registered."""
        self.pass_days(days)
        asset = FixedAsset("", "Meja", self.today - timedelta(bought), cost, life)
        self.step(assets.add_asset, asset, self.today, self.now, dated_on=asset.bought_on)
        paid = self.step(cash.cash_out, "12020", cost, "Beli meja", self.today, self.now)
        self.note(paid and paid.voucher)

    @rule(which=positions, days=gaps)
    def retire_asset(self, which, days):
        """Something is broken or gone."""
        self.pass_days(days)
        held = assets.list_assets(self.path, self.today)
        if held:
            self.step(assets.retire_asset, held[which % len(held)].number, self.today, self.now)

    @rule(
        act=st.sampled_from([cash.cash_in, cash.cash_out]),
        account=st.sampled_from(["31010", "41020", "51010", "51030"]),
        amount=amounts,
        late=delays,
        days=gaps,
    )
    def move_cash(self, act, account, amount, late, days):
        """Money comes in or goes out for something else."""
        self.pass_days(days)
        day = self.today - timedelta(late)
        booked = self.step(act, account, amount, "lain-lain", day, self.now, dated_on=day)
        self.note(booked and booked.voucher)

    @rule(act=st.sampled_from([cash.deposit, cash.withdraw]), amount=amounts, days=gaps)
    def carry_money(self, act, amount, days):
        """Cash is taken to the bank, or fetched from it."""
        self.pass_days(days)
        booked = self.step(act, amount, "", self.today, self.now)
        self.note(booked and booked.voucher)

    @rule(policy=st.sampled_from(POLICIES), days=gaps)
    def change_policy(self, policy, days):
        """The board puts another policy in force."""
        self.pass_days(days)
        self.step(set_policy, policy, self.today, self.now)

    def next_open_month(self) -> Month:
        """Return the month whose turn it is to be closed."""
        with store.reading(self.path) as connection:
            locked_to = closing.closings.locked_to(connection)
        return Month(2026, 1) if locked_to is None else Month.of(locked_to).shifted(1)

    @rule(ahead=st.sampled_from([0, 0, 0, 1, -1]), reserve=st.booleans(), days=gaps)
    def close_month(self, ahead, reserve, days):
        """A month is closed, and nothing more is dated into it."""
        self.pass_days(days)
        month = self.next_open_month().shifted(ahead)
        closed = self.step(closing.close_month, month, self.now, adjust_reserve=reserve, dated_on=month.last_on)
        if closed is not None:
            self.note(closed.end.depreciation, closed.end.adjustment)
            self.refused_in(month)
            self.closed[month] = monthly_set(self.path, month)

    def refused_in(self, month: Month) -> None:
        """Assert that a voucher dated in a closed month is refused."""
        with pytest.raises(RefusedError, match="sudah ditutup"):
            cash.cash_in(self.path, "41020", Rupiah(1), "terlambat", month.last_on, self.now)

    @precondition(lambda self: self.today > date(2026, 12, 31))
    @rule(shared=st.booleans(), days=gaps)
    def close_year(self, shared, days):
        """The year is closed; its profit is divided or kept."""
        self.pass_days(days)
        shares = [Share("UPL", 10, "21050"), Share("UPS", 30, "21040"), Share("Modal", 60, "31010")] if shared else []
        december = Month(2026, 12)
        dated_on = self.today if december in self.closed else december.last_on
        closed = self.step(closing.close_year, 2026, shares, self.now, insist=True, dated_on=dated_on)
        if closed is not None:
            assert closed.undivided == (NIL if shares else closed.profit)
            self.closed.setdefault(december, monthly_set(self.path, december))

    @rule(days=gaps)
    def reopen(self, days):
        """The newest close is opened again."""
        self.pass_days(days)
        in_force = [past.closing for past in closing.list_closings(self.path) if past.reopened_on is None]
        if in_force:
            newest = in_force[-1]
            words = (newest.kind, newest.period, "ada bukti tertinggal", self.now)
            months = [item.period for item in in_force[:-1] if item.kind is ClosingKind.MONTH]
            with store.reading(self.path) as connection:
                entries = closing.closings.year_close_vouchers(connection, 0)
                days = [vouchers.find(connection, number).posting.dated_on for number in entries]
            is_year = newest.kind is ClosingKind.YEAR
            if self.step(closing.reopen, *words, dated_on=min(days, default=None) if is_year else None):
                self.closed = {month: printed for month, printed in self.closed.items() if str(month) in months}

    # -- what always holds -----------------------------------------------------------------------------------------

    @invariant()
    def the_books_are_sound(self):
        """Accounts add up to nil, cards to their control accounts, and nobody owes or has saved less than nothing."""
        books = self.books()
        assert sum(item.net for item in books.figures) == 0
        assert sum(item.net for item in books.figures_with(Role.OPENING)) == 0
        owed = total([book.outstanding for book in books.loans])
        assert sum(item.net for item in books.figures_with(Role.RECEIVABLE)) == owed.value
        saved = total([card.balance for card in books.savings])
        assert -sum(item.net for item in books.figures_with(Role.SAVINGS)) == saved.value
        assert all(card.balance >= NIL for card in books.savings), books.savings
        for book in books.loans:
            stand = book.position
            assert book.outstanding >= NIL, book.loan.number
            assert min(stand.arrears_principal, stand.arrears_jasa, stand.arrears_titipan) >= NIL
            assert not book.is_open or stand.arrears_principal <= book.outstanding, book.loan.number
            assert min(book.written_off, book.recovered, book.written_off - book.recovered) >= NIL
        self.schedules_add_up(books)

    def schedules_add_up(self, books: Books) -> None:
        """Assert that the lines of every schedule in force are the principal, less what was written off."""
        with store.reading(self.path) as connection:
            for book in books.loans:
                lines = versions_of(connection, book.loan.number, END_OF_TIME)[-1].lines
                repaid = total([line.principal for line in lines])
                assert repaid + book.written_off == book.loan.terms.principal, book.loan.number

    @invariant()
    def no_day_ends_below_nil(self):
        """No loan, no savings card, no cash box, no bank and nothing held for others, on any day so far.

        A close writes down what the register holds, its purchase in the books or taken back, and says so.
        """
        with store.reading(self.path) as connection:
            found = limits.dips(connection, registers.chart(connection, self.today))
        assert all(dip.limit is Limit.BOOK_VALUE and self.done["close_month"] for dip in found), found

    @invariant()
    def a_voucher_says_of_its_loan_what_the_journal_sums(self):
        """A voucher alone, without a chart, reads its parts as the statements do; lent money stands below nil there."""
        with store.reading(self.path) as connection:
            own = loan_moves.own(registers.chart(connection, self.today))
            summed = {
                (number, component): amount * (-1 if component in {"pencairan", "saldo_awal"} else 1)
                for number, component, amount in rows(connection, _BY_VOUCHER, own=own)
            }
            known = vouchers.dated_between(connection, date.min, END_OF_TIME)
        told = {
            (item.number, component.value): amount.value
            for item in known
            if item.posting.loan
            for component, amount in item.posting.parts.items()
        }
        assert told == {key: amount for key, amount in summed.items() if key in told}
        assert {number for number, _ in summed} - {number for number, _ in told} <= {"BSA-2025-0001", "BSA-2025-0002"}

    @invariant()
    def what_is_dated_later_changes_no_earlier_report(self):
        """The books of a month that ended before anything was touched are the same, but for the newest head."""
        kept = {month: books for month, books in self.remembered.items() if month.last_on < self.touched_from}
        for month in {min(kept, default=None), max(kept, default=None)} - {None}:
            again = self.books(month)
            changed = [name for name in _FIELDS if getattr(again, name) != getattr(kept[month], name)]
            assert set(changed) <= {"head"}  # an open month carries the newest head of the chain
        over = Month.of(self.today).shifted(-1)
        if over not in kept and over.last_on >= OPENED_ON:
            kept[over] = self.books(over)
        self.remembered, self.touched_from = kept, date.max

    @invariant()
    def the_chain_can_be_worked_out_again(self):
        """Every voucher's digest follows from its content and the one before it."""
        with store.reading(self.path) as connection:
            opening = [vouchers.find(connection, number) for number in ("BSA-2025-0001", "BSA-2025-0002")]
            later = vouchers.dated_between(connection, OPENED_ON, END_OF_TIME)
        previous = FIRST_LINK
        for voucher in sorted(opening + later, key=lambda item: item.sequence):
            assert voucher_digest(voucher.number, voucher.recorded_at, voucher.posting, previous) == voucher.digest
            previous = voucher.digest


def test_whatever_is_recorded_in_whatever_order_the_books_stay_sound():
    """Long random lives of a fund, each held to everything that must always hold, step by step."""
    run_state_machine_as_test(
        FundLife,
        settings=settings(
            max_examples=60 if THOROUGH else 6, stateful_step_count=120 if THOROUGH else 60, deadline=None
        ),
    )


_EVERYTHING = {
    *("propose", "decide", "disburse_proposal", "disburse", "receive", "reverse_voucher", "settle", "reschedule"),
    *("write_off", "recover", "waive_penalty", "save", "withdraw", "use_for_arrears", "adjust_reserve", "add_asset"),
    *("retire_asset", "cash_in", "cash_out", "deposit", "set_policy", "close_month", "close_year", "reopen"),
}


def _ordinary_life(fund: FundLife) -> Iterator[None]:
    """Do everything once in an order that the rules allow."""
    some = Rupiah(200_000)
    yield fund.open_office(POLICIES[1])
    yield fund.propose("MELATI", Rupiah(2_000_000), 10, equal=True, days=1)
    yield fund.decide(0, approved=True, override=False, days=3)
    yield fund.pay_out_proposal(0, permit="", money="11021", days=1)
    yield fund.lend("DAHLIA", Rupiah(2_000_000), 10, permit="", late=1, days=1)
    yield fund.save("DAHLIA", some, late=0, days=0)
    yield fund.receive(0, "exact", some, late=0, money=None, days=10)
    yield fund.receive_by_hand(0, some, Rupiah(10_000), Rupiah(5_000), days=2)
    yield fund.receive_and_take_back(1, "exact", some, late=4, same=True)
    yield fund.take_back(1, days=1)
    yield fund.buy_asset(Rupiah(2_400_000), 24, bought=0, days=0)
    yield fund.close_month(0, reserve=True, days=20)
    yield fund.reopen(days=1)
    yield fund.waive_penalty(0, Rupiah(1_000), days=40)
    yield fund.use_savings(2, 1, move=True, days=0)
    yield fund.adjust_reserve(days=0)
    yield fund.settle(0, None, late=0, days=3)
    yield fund.withdraw("MAWAR", Rupiah(1_000), late=0, days=2)
    yield fund.reschedule(0, 12, OverdueJasa.APART, None, days=5)
    yield fund.write_off(1, days=10)
    yield fund.recover(0, Rupiah(50_000), late=0, days=5)
    for act in (cash.cash_in, cash.cash_out):
        yield fund.move_cash(act, "41020", some, late=0, days=1)
    for carry in (cash.deposit, cash.withdraw):
        yield fund.carry_money(carry, some, days=1)
    yield fund.retire_asset(0, days=1)
    yield fund.change_policy(POLICIES[2], days=1)
    for _ in range(12):
        yield fund.close_month(0, reserve=False, days=31)
    yield fund.close_year(shared=False, days=1)


def test_an_ordinary_year_does_everything_once():
    """Each thing a treasurer may do is recorded at least once in a year that the rules allow, soundly step by step."""
    fund = FundLife()
    FundLife.done.clear()
    try:
        for _ in _ordinary_life(fund):
            for check in (fund.the_books_are_sound, fund.what_is_dated_later_changes_no_earlier_report):
                check()
        fund.the_chain_can_be_worked_out_again()
    finally:
        fund.teardown()
    assert set(FundLife.done) >= _EVERYTHING
