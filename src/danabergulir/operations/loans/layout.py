"""What a loan's receipts are laid over, read from the ledger, and the vouchers that put their parts right."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.journal import Component, Event, Posting, Split, Voucher, corrected
from danabergulir.domain.loans.allocation import Allocation, allocation_of
from danabergulir.domain.loans.layout import Debt, Layout, PaidBackError, Receipt, TooMuchError
from danabergulir.domain.loans.repaid import asked_for
from danabergulir.domain.loans.saving_plan import NO_SAVING, SavingPlan
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment, counting_change, still_agreed
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.errors import RefusedError
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.read import loans, owed, vouchers
from danabergulir.ledger.read.agreements import entered_before, versions_of
from danabergulir.money import Rupiah, format_rupiah
from danabergulir.operations.desk import Desk
from danabergulir.operations.loans.doubts import refuse_beyond
from danabergulir.operations.loans.paying_off import way_to_pay_off
from danabergulir.operations.loans.recorded_anew import taken_back_first

LAID_OUT: Final = (Event.REPAYMENT, Event.SAVINGS_USED, Event.REFUND)
"""The events by which money is split over what a loan owes, and taken from that again."""
_COUNTED: Final = (*LAID_OUT, Event.SETTLEMENT)
_DAYS_KEPT: Final = 4
"""Days of which the policy is kept while receipts are laid out: these come day by day, and a file has many loans."""


class LoanLife(Struct, frozen=True, dict=True):
    """All that the receipts of a loan follow from, as recorded: its debt, its vouchers, the agreement that holds.

    ``versions`` are all agreements, of any day, oldest first; ``entered_before`` has the sequence of the last voucher
    that was entered before each of them but the first.
    """

    loan: Loan
    versions: tuple[Agreement, ...]
    agreement: Agreement
    entered_before: Mapping[int, int]
    debt: Debt
    vouchers: tuple[Voucher, ...]
    written_off: Rupiah

    @cached_property
    def corrections(self) -> Mapping[str, Sequence[Posting]]:
        """Return the corrections of each voucher that has some, by its number."""
        found: dict[str, list[Posting]] = {}
        for voucher in self.vouchers:
            if voucher.posting.corrects:
                found.setdefault(voucher.posting.corrects, []).append(voucher.posting)
        return found

    @cached_property
    def reversals(self) -> Mapping[str, Voucher]:
        """Return what takes a voucher back, by the number of that voucher."""
        return {item.posting.reverses: item for item in self.vouchers if item.posting.reverses}

    @property
    def bears_denda(self) -> bool:
        """Return whether some rule asks for denda on the loan."""
        return self.debt.penalties.rules.way is not PenaltyWay.NONE

    @property
    def days(self) -> set[date]:
        """Return the days on which something happened to the loan that was not taken back on its own day."""
        on = {item.number: item.posting.dated_on for item in self.vouchers}
        undone = {number for number, back in self.reversals.items() if on[number] == back.posting.dated_on}
        return {
            item.posting.dated_on
            for item in self.vouchers
            if item.number not in undone and item.posting.reverses not in undone
        }

    def agreed_on(self, day: date) -> Agreement:
        """Return the agreement in force on a day, whatever was agreed after it, with the days off known by now."""
        return next((item for item in reversed(self.versions) if item.starts_on <= day), self.versions[0])

    def as_it_counts(self, voucher: Voucher) -> Posting:
        """Return what a voucher says with its corrections."""
        return corrected(voucher.posting, self.corrections.get(voucher.number, ()))

    def layout(self, since: date) -> Layout:
        """Return the receipts laid out as they are booked until ``since``, and by the rules from then on."""
        return Layout(self.debt, [self._receipt(item, since) for item in self.vouchers if self._came_in(item)], since)

    def layout_without(self, gone: Collection[str], day: date, asked: tuple[Instalment, ...]) -> Layout:
        """Return the receipts but those ``gone`` laid over ``asked``, the schedule of a day, for another one of it."""
        others = [item for item in self.vouchers if self._came_in(item) and item.number not in gone]
        return Layout(replace(self.debt, schedule=asked), [self._receipt(item, day) for item in others], day)

    @staticmethod
    def _came_in(voucher: Voucher) -> bool:
        return voucher.posting.event in _COUNTED

    def _receipt(self, voucher: Voucher, since: date) -> Receipt:
        posting, back = voucher.posting, self.reversals.get(voucher.number)
        return Receipt(
            posting.dated_on,
            posting.amount,
            Split.RULE if self._moves(voucher, since) else Split.TYPED,
            allocation_of(self.as_it_counts(voucher).parts),
            voucher.number,
            voucher.sequence,
            from_savings=posting.event is Event.SAVINGS_USED,
            paid_back=posting.event is Event.REFUND,
            reversed_on=None if back is None else back.posting.dated_on,
        )

    def _moves(self, voucher: Voucher, since: date) -> bool:
        """Return whether the rules may split a receipt anew: not once a change of the contract has built on it."""
        posting, changed = voucher.posting, self.agreement
        if posting.event not in LAID_OUT or posting.dated_on < since or posting.split is Split.TYPED:
            return False
        if changed.version > 1 and self._is_before(voucher, changed):
            return False
        return posting.split is Split.RULE or posting.event is Event.SAVINGS_USED or self.was_split_by_rule(voucher)

    def _is_before(self, voucher: Voucher, changed: Agreement) -> bool:
        """Return whether a voucher came before a change of the contract, on its own day by the order of entry."""
        entered = self.entered_before[changed.version]
        return (voucher.posting.dated_on, voucher.sequence) <= (changed.starts_on, entered)

    def was_split_by_rule(self, voucher: Voucher) -> bool:
        """Return whether an older program, which laid receipts out in the order of entry, split this one by the rules.

        Then its parts are those that the rules gave when it was recorded.
        """
        day = voucher.posting.dated_on
        known = [item for item in self.vouchers if item.sequence < voucher.sequence]
        signed = [
            Receipt(
                min(item.posting.dated_on, day),
                item.posting.amount,
                Split.TYPED,
                allocation_of(item.posting.parts),
                item.number,
                item.sequence,
            )
            for item in known
            if item.posting.event in (*_COUNTED, Event.REVERSAL, Event.CORRECTION)
        ]
        try:
            right = Layout(self.debt, signed, END_OF_TIME).add(Receipt(day, voucher.posting.amount, Split.RULE))
        except TooMuchError:
            return False
        return right == allocation_of(voucher.posting.parts)

    def refuse_unless_lent(self) -> None:
        """Raise ``RefusedError`` for a loan whose disbursement was taken back: nothing is owed on it."""
        for voucher in self.vouchers:
            if voucher.posting.event is Event.DISBURSEMENT and voucher.number in self.reversals:
                raise RefusedError(
                    f"pencairan pinjaman {self.loan.number} sudah dibatalkan oleh "
                    f"{self.reversals[voucher.number].number}; tidak ada yang terutang",
                    "Periksa nomor pinjamannya. Lihat: danabergulir pinjaman daftar",
                )

    def refuse_before_change(self, day: date, parts: Allocation) -> None:
        """Raise ``RefusedError`` for parts on a day before a change of the contract that counted what had been paid."""
        changed = self.agreement
        by = self._ended_by(changed)
        if changed.version == 1 or day >= changed.starts_on or not _counts(parts, by):
            return
        raise RefusedError(
            f"pinjaman {self.loan.number} {_CHANGED[changed.kind]} pada {format_form(changed.starts_on)} menurut "
            f"setoran sampai hari itu; tanggal {format_form(day)} tidak dapat disisipkan sebelumnya",
            self._taken_back_first(by)
            if by
            else f"Isi --tanggal {changed.starts_on.isoformat()} atau sesudahnya, dan sebut tanggal yang sebenarnya "
            "dalam keterangan.",
        )

    def refuse_counted(self, victim: Voucher, back_on: date, *, insisted: bool, instead: str = "") -> tuple[str, ...]:
        """Raise ``RefusedError`` for taking back what a change of the contract counted as paid, on whatever day.

        Such a change made by a voucher is taken back first. Any other is to be agreed anew after it: who has insisted
        on that is told so in the sentences returned. ``instead`` is the command that records the right receipt.
        """
        changed, number = counting_change(self.versions), self.loan.number
        if changed is None or not self._is_before(victim, changed):
            return ()
        by = self._ended_by(changed)
        if not _counts(allocation_of(victim.posting.parts), by):
            return ()
        day = max(changed.starts_on, back_on)
        times = sum(line.due_on > changed.starts_on for line in changed.lines)
        again = f"danabergulir pinjaman jadwal-ulang {number} --tenor {times} --tanggal {day.isoformat()}"
        if insisted and not by and day == back_on:
            told = (
                f"pinjaman {number} {_CHANGED[changed.kind]} pada {format_form(changed.starts_on)} menurut setoran "
                f"yang dibatalkan ini; dicatat karena --tetap. Sepakati jadwal baru: {again}"
            )
            return (told,)
        raise RefusedError(
            f"pinjaman {number} {_CHANGED[changed.kind]} pada {format_form(changed.starts_on)} menurut setoran sampai "
            f"hari itu, termasuk {victim.number}",
            self._taken_back_first(by)
            if by
            else f'Bila uang itu tidak ada atau salah dicatat: danabergulir batal {victim.number} --alasan "..." '
            f"--tanggal {day.isoformat()} --tetap. Lalu catat yang benar: "
            f"{instead or f'danabergulir terima {number} JUMLAH'} --tanggal {day.isoformat()}, dan sepakati jadwal "
            f"baru: {again} --ba NOMOR",
        )

    def _ended_by(self, changed: Agreement) -> Voucher | None:
        """Return the voucher by which a loan was settled or written off; None for any other change."""
        event = {AgreementKind.SETTLED: Event.SETTLEMENT, AgreementKind.WRITTEN_OFF: Event.WRITE_OFF}.get(changed.kind)
        by = [
            item
            for item in self.vouchers
            if item.posting.event is event
            and item.number not in self.reversals
            and item.posting.dated_on == changed.starts_on
        ]
        return by[-1] if by else None

    def _taken_back_first(self, by: Voucher) -> str:
        """Return how an end of the loan is taken back and recorded anew, with what was received since."""
        since = [
            item for item in self.vouchers if item.posting.event is Event.RECOVERY and item.number not in self.reversals
        ]
        return taken_back_first([by, *since], self.loan.number, self.agreement.decision)

    def too_much(self, error: TooMuchError, received_on: date, layout: Layout) -> RefusedError:
        """Return the refusal of a receipt by which more comes in than the loan owes."""
        number, receipt, most = self.loan.number, error.receipt, error.most
        if receipt.paid_back:
            return RefusedError(
                f"tanpa pengembalian {receipt.number} tanggal {format_form(receipt.dated_on)}, setoran pinjaman "
                f"{number} melebihi kewajibannya: saldo pokoknya tinggal {format_rupiah(most)}",
                f"Batalkan dulu setoran sesudahnya. Lihat: danabergulir pinjaman kartu {number}",
            )
        if receipt.number:
            what = f"tabungan {format_rupiah(receipt.amount)} pada bukti" if receipt.from_savings else "bukti"
            owed = "tunggakan" if receipt.from_savings else "kewajiban"
            return RefusedError(
                f"dengan catatan tanggal {format_form(received_on)} itu, {what} {receipt.number} tanggal "
                f"{format_form(receipt.dated_on)} melebihi {owed} pinjaman {number}, {format_rupiah(most)}",
                f'Batalkan dulu {receipt.number}: danabergulir batal {receipt.number} --alasan "..."',
            )
        what = f"setoran {format_rupiah(receipt.amount)} lebih besar daripada seluruh kewajiban pinjaman {number}"
        way = way_to_pay_off(self.loan, self.agreement, layout, most, received_on)
        later = self.fits_later(received_on)
        if later:
            what += f" pada {format_form(received_on)}"
        return RefusedError(f"{what}, {format_rupiah(most)}", later or way)

    def paid_back_too_much(self, entered_on: date, refund: str = "") -> RefusedError:
        """Return the refusal of an entry by which more was paid back than was too much; by the refund, where known."""
        refunds = [item.number for item in self.vouchers if item.posting.event is Event.REFUND]
        number = refund or [*refunds, *(number for number in refunds if number not in self.reversals)][-1]
        return RefusedError(
            f"dengan catatan tanggal {format_form(entered_on)} itu, uang yang sudah dikembalikan dari pinjaman "
            f"{self.loan.number} menjadi lebih banyak daripada kelebihan setorannya",
            f'Batalkan dulu {number}: danabergulir batal {number} --alasan "..."',
        )

    def refuse_uncovering(self, receipt: Voucher, back_on: date, *, replaced: bool) -> None:
        """Raise ``RefusedError`` where money was paid back that a receipt to be taken back later made too much.

        Of one that is ``replaced`` the receipt in its place says so.
        """
        since = receipt.posting.dated_on
        refunds = [item for item in self.vouchers if item.posting.event is Event.REFUND]
        standing = [item for item in refunds if item.number not in self.reversals]
        if replaced or receipt in refunds or not any(since <= item.posting.dated_on < back_on for item in standing):
            return
        others = [item for item in self.vouchers if receipt.number not in (item.number, item.posting.corrects)]
        try:
            replace(self, vouchers=tuple(others)).layout(since).finish()
        except PaidBackError as error:
            raise self.paid_back_too_much(back_on, error.refund) from None

    def fits_later(self, received_on: date) -> str:
        """Return from which day on a receipt fits that one taken back later leaves no room for; else nothing."""
        freed = min(
            (
                back.posting.dated_on
                for back in self.reversals.values()
                if back.posting.dated_on > received_on and self._taken_back(back).posting.dated_on <= received_on
            ),
            default=None,
        )
        if freed is None:
            return ""
        return (
            f"Setoran sebelumnya baru dibatalkan pada {format_form(freed)}. Isi --tanggal {freed.isoformat()} "
            "atau sesudahnya."
        )

    def _taken_back(self, back: Voucher) -> Voucher:
        return next(item for item in self.vouchers if item.number == back.posting.reverses)


_CHANGED: Final = {
    AgreementKind.SETTLED: "sudah dilunasi",
    AgreementKind.WRITTEN_OFF: "sudah dihapus buku",
    AgreementKind.RESCHEDULED: "sudah dijadwal ulang",
    AgreementKind.RESCHEDULED_WITHOUT: "sudah dijadwal ulang",
    AgreementKind.RESTORED: "baru berjalan lagi",
}


def _counts(parts: Allocation, ended_by: Voucher | None) -> bool:
    """Return whether parts matter to a change of the contract; denda only where that took denda itself."""
    if parts.principal or parts.jasa or parts.titipan:
        return True
    return ended_by is not None and Component.PENALTY in ended_by.posting.parts and bool(parts.penalty)


def life_of(desk: Desk, loan: Loan) -> LoanLife:
    """Return all that is recorded of a loan, of any date."""
    connection, number = desk.connection, loan.number
    figures = loans.loan_figures(connection, desk.chart, END_OF_TIME, number)
    versions = versions_of(connection, number, END_OF_TIME)
    agreement = still_agreed(versions)
    case = loans.penalty_case(connection, desk.chart, loan, END_OF_TIME)
    debt = Debt(
        schedule=agreement.lines,
        principal=figures.outstanding + figures.received.principal,
        paid_before=loan.paid_before,
        penalties=replace(case, payments=case.payments[:1], waived=()),
        policy=lru_cache(_DAYS_KEPT)(desk.policy),
        waived=case.waived,
        saving=_saving(desk, loan),
        repaid_on=desk.opened_on if loan.paid_before.principal == loan.terms.principal else None,
    )
    recorded = tuple(vouchers.of_loan(connection, number, END_OF_TIME))
    return LoanLife(
        loan=loan,
        versions=versions,
        agreement=agreement,
        entered_before=entered_before(connection, number),
        debt=debt,
        vouchers=recorded,
        written_off=figures.written_off - figures.recovered,
    )


def asked_on(desk: Desk, life: LoanLife, day: date) -> tuple[Instalment, ...]:
    """Return the schedule of a loan in force on a day, as far as it is asked for by what is recorded now."""
    return asked_for(life.agreed_on(day).lines, owed.repaid_since(desk.connection, desk.chart, life.loan, day))


def _saving(desk: Desk, loan: Loan) -> SavingPlan:
    """Return the compulsory savings that go with a loan, before any receipt."""
    plan = owed.saving_plans(desk.connection, desk.chart, [loan], END_OF_TIME).get(loan.number, NO_SAVING)
    before = loan.paid_before.principal
    return SavingPlan(tuple(replace(stretch, repaid_before=before) for stretch in plan.stretches))


def added(life: LoanLife, layout: Layout, receipt: Receipt) -> Allocation:
    """Return the parts of a receipt that is to be recorded, laid out with the others.

    Raises ``RefusedError`` for more than is owed on its day, and for a day before a change of the contract;
    ``UsageError`` for typed jasa or titipan that the schedule never asks.
    """
    counted = receipt.parts if receipt.split is Split.TYPED else Allocation(principal=receipt.amount)
    life.refuse_unless_lent()
    reach(life, layout, receipt, counted)
    if receipt.split is Split.TYPED:
        parts, paid = dict(receipt.parts.parts()), layout.spoken_for
        way = life.fits_later(receipt.dated_on)
        denda = layout.penalty_left(receipt.dated_on) if life.bears_denda else None
        refuse_beyond(life.loan.number, layout.schedule, paid, layout.outstanding, parts, penalty=denda, way=way)
    with refusals(life, receipt.dated_on, layout):
        return layout.add(receipt)


def reach(life: LoanLife, layout: Layout, receipt: Receipt, counted: Allocation) -> None:
    """Lay out all that comes before a receipt that is to be recorded, of whose parts ``counted`` may matter.

    Raises ``RefusedError`` for a day before a change of the contract that counted them, and where what comes before is
    more than is owed.
    """
    life.refuse_before_change(receipt.dated_on, counted)
    with refusals(life, receipt.dated_on, layout):
        layout.reach(receipt)


@contextmanager
def refusals(life: LoanLife, entered_on: date, layout: Layout) -> Iterator[None]:
    """Turn what does not fit a loan into the refusal of the entry of a day that it comes from."""
    try:
        yield
    except TooMuchError as error:
        raise life.too_much(error, entered_on, layout) from None
    except PaidBackError as error:
        raise life.paid_back_too_much(entered_on, error.refund) from None
