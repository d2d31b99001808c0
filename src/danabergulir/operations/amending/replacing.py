"""What records the right voucher in the place of a wrong one, event by event."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from danabergulir.domain.journal import Component, Event, Posting, Split, Voucher, VoucherKind
from danabergulir.domain.loans.eligibility import broken
from danabergulir.domain.loans.layout import Receipt
from danabergulir.domain.loans.outcomes import Disbursed
from danabergulir.domain.loans.terms import Loan, LoanTerms
from danabergulir.domain.meeting import off_its_line
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.read import proposals, registers, vouchers
from danabergulir.ledger.read.answering.tridaya import paid_for
from danabergulir.money import Rupiah, format_count
from danabergulir.operations import cash, savings
from danabergulir.operations.amending.act import Act
from danabergulir.operations.answering import activities
from danabergulir.operations.desk import Desk
from danabergulir.operations.loans.disbursement import PERMIT_HINT, find_loan, pay_out
from danabergulir.operations.loans.layout import LoanLife, life_of, refusals
from danabergulir.operations.loans.proposals import assess, next_number, refuse, with_set_aside
from danabergulir.operations.loans.receipts import Typed, receive
from danabergulir.operations.loans.recorded_anew import received

Done = tuple[Voucher, tuple[str, ...], tuple[str, ...]]
"""The right voucher, which other receipts are split anew, and warnings."""


def stays_on_loan(act: Act) -> bool:
    """Return whether the right receipt is on the loan of the wrong one."""
    if act.posting.event not in (Event.REPAYMENT, Event.RECOVERY):
        return False
    return act.right.loan is None or _loan_number(act) == act.posting.loan


def _loan_number(act: Act) -> str:
    words = act.right.loan or act.posting.loan
    assert words is not None, act.wrong
    return find_loan(act.desk.connection, words, act.dated_on, act.now.date()).number


def by_hand(act: Act) -> str:
    """Return the command that records the right receipt by itself, whatever its day; empty for another voucher."""
    if act.posting.event is not Event.REPAYMENT:
        return ""
    into = act.desk.money_account(act.right.into) if act.right.into else act.other("debit")
    return received(_loan_number(act), act.amount, into, act.right.typed)


def coming_number(act: Act) -> str:
    """Return the number that the right voucher is going to have, so that the reversal can name it."""
    kind = act.posting.kind
    if act.posting.event in (Event.CASH_IN, Event.CASH_OUT, Event.ENTRY):
        accounts = _two_sides(act)
        kind = cash.two_account_posting(
            act.desk.chart, act.posting.event, accounts, act.amount, act.memo(), act.dated_on
        ).kind
    is_next_but_one = kind is VoucherKind.TRANSFER and act.back_on.year == act.dated_on.year
    return vouchers.next_number(act.desk.connection, kind, act.dated_on.year, after=int(is_next_but_one))


def prepared(act: Act) -> Callable[[], Done]:
    """Return what records the right voucher; what it takes from the wrong one is read before that is taken back."""
    known = RECORDED_BY.get(act.posting.event)
    if known is None:
        return lambda: (act.wrong, (), ())
    return known[0](act)


def _receipt(act: Act) -> Callable[[], Done]:
    assert act.posting.loan is not None, act.wrong
    number, typed = _loan_number(act), parts_to_keep(act)
    memo = act.receipt_memo(number)

    def record() -> Done:
        got = receive(
            act.desk,
            number,
            act.amount,
            act.dated_on,
            act.now,
            typed=typed,
            into=act.right.into or act.other("debit"),
            memo=memo,
            external_ref=act.posting.external_ref,
            since=act.back_on if number == act.posting.loan else None,
            by_hand=bool(act.right.typed),
        )
        return got.voucher, got.corrected, got.warnings

    return record


def parts_to_keep(act: Act) -> Typed:
    """Return the parts of the right receipt as typed; none where the rules split it on its own day.

    One whose day is closed keeps the parts of that day: split on the later day on which it now stands, the jasa of all
    the months between would be taken out of its pokok.

    Raises ``UsageError`` for another amount of parts that were typed: nobody knows which of them was wrong.
    """
    if act.right.typed or act.posting.event is Event.RECOVERY:
        return act.right.typed
    assert act.posting.loan is not None, act.wrong
    life = life_of(act.desk, registers.loan_numbered(act.desk.connection, act.posting.loan, act.now.date()))
    split = act.posting.split
    if split is Split.RULE or (split is None and life.was_split_by_rule(act.wrong)):
        return _parts_of_day(act.wrong, _right_life(act), act.amount, {act.wrong.number}) if act.is_closed else {}
    parts = life.as_it_counts(act.wrong).parts
    typed = {part: parts[part] for part in Component if parts.get(part)}
    former = _replaced(act)
    gone = {act.wrong.number, *(item.number for item in former)}
    if former and _were_of_day(act, former, life, typed):
        return _parts_of_day(former[-1], _right_life(act), act.amount, gone)
    if act.amount != act.posting.amount:
        was = ", ".join(f"{part} {format_count(amount.value)}" for part, amount in typed.items())
        raise UsageError(
            f"bagian bukti {act.wrong.number} sudah ditulis tetap ({was}), jadi pembagian jumlah yang baru tidak "
            "diketahui",
            "Tulis juga bagian yang benar: "
            + " ".join(f"--{part} {format_count(amount.value)}" for part, amount in typed.items()),
        )
    return typed


def _parts_of_day(origin: Voucher, life: LoanLife, amount: Rupiah, gone: Collection[str]) -> Typed:
    """Return the parts that a receipt of ``amount`` would have had on the closed day of a wrong one, its ``origin``.

    It comes in the turn of that one, without those ``gone``. None where the rules split it on the day on which it now
    stands: on a loan that was not paid out by then, or is written off by now. Raises ``RefusedError`` for more than
    was owed.
    """
    day = origin.posting.dated_on
    if day < life.loan.terms.disbursed_on or life.written_off:
        return {}
    layout = life.layout_without(gone, day, life.agreed_on(day).lines)
    with refusals(life, day, layout):
        return dict(layout.add(Receipt(day, amount, Split.RULE, sequence=origin.sequence)).parts())


def _right_life(act: Act) -> LoanLife:
    """Return all that is recorded of the right loan."""
    return life_of(act.desk, registers.loan_numbered(act.desk.connection, _loan_number(act), act.now.date()))


def _replaced(act: Act) -> list[Voucher]:
    """Return the vouchers in whose place the wrong one stands, one after the other, the oldest last."""
    found: list[Voucher] = []
    newest = act.wrong
    while (number := vouchers.replaced_by(act.desk.connection, newest)) is not None:
        newest = vouchers.find(act.desk.connection, number)
        found.append(newest)
    return found


def _were_of_day(act: Act, former: list[Voucher], life: LoanLife, typed: Typed) -> bool:
    """Return whether nobody typed these parts: they are those of the closed day of what was put right before."""
    origin = former[-1]
    if origin.posting.split is not Split.RULE or origin.posting.dated_on == act.posting.dated_on:
        return False
    gone = {item.number for item in former}
    by_then = tuple(item for item in life.vouchers if item.sequence < act.wrong.sequence)
    try:
        rule = _parts_of_day(origin, replace(life, vouchers=by_then), act.posting.amount, gone)
    except RefusedError:
        return False
    return {part: amount for part, amount in rule.items() if amount} == typed


def _disbursement(act: Act) -> Callable[[], Done]:
    assert act.posting.loan is not None, act.wrong
    former = registers.loan_numbered(act.desk.connection, act.posting.loan, act.now.date())
    terms = replace(former.terms, principal=act.amount, disbursed_on=act.dated_on)

    def record() -> Done:
        account = act.desk.money_account(act.right.out_of or act.other("credit"))
        done = _disburse_again(
            act.desk,
            former,
            act.right.ksm or former.ksm.code,
            terms,
            account,
            wrong=act.wrong,
            permit=act.permit,
        )
        return done.voucher, (), done.warnings

    return record


def _disburse_again(
    desk: Desk,
    former: Loan,
    words: str,
    terms: LoanTerms,
    from_account: str,
    *,
    wrong: Voucher,
    permit: str = "",
) -> Disbursed:
    """Pay out on these terms, under the next number, a loan whose disbursement was just taken back.

    ``words`` name the KSM; ``wrong`` is the voucher that was taken back. Decision, permit and, where
    KSM and principal are the same, member shares are those of the ``former`` loan. Raises ``RefusedError`` when a
    lending rule forbids it that no minutes set aside.
    """
    dated_on = terms.disbursed_on
    desk.check_date(dated_on)
    ksm = registers.find_ksm(desk.connection, words, dated_on)
    is_shared = (ksm.code, terms.principal) == (former.ksm.code, former.terms.principal)
    shares = proposals.loan_shares(desk.connection, former.number) if is_shared else ()
    checks = assess(
        desk.connection, ksm, terms, dated_on, desk.now.date(), shares=tuple(amount for _, amount in shares)
    )
    against, minutes = broken(checks), permit or former.override
    if not minutes:
        refuse(against, PERMIT_HINT, ksm, dated_on)
    loan = Loan(
        next_number(desk.connection),
        ksm,
        terms,
        decision=former.decision,
        override=minutes if against else "",
        remark=with_set_aside("", against) if against else former.remark,
    )
    paid_out = pay_out(desk, loan, checks, from_account, wrong.posting.external_ref, replaces=wrong.number)
    desk.writer.add_shares(loan.number, shares)
    return paid_out


def _saved(act: Act) -> Callable[[], Done]:
    event, code = act.posting.event, act.posting.transfers[0].ksm
    assert code is not None, act.wrong
    now_of = (
        code if act.right.ksm is None else registers.find_ksm(act.desk.connection, act.right.ksm, act.dated_on).code
    )
    # which line of a sheet another KSM has there is not known
    memo = act.memo(savings.usual_memo(event, code), savings.usual_memo(event, now_of), off_its_line)
    own = act.posting.external_ref

    def record() -> Done:
        if event is Event.SAVINGS_IN:
            into = act.right.into or act.other("debit")
            done = savings.save(
                act.desk, now_of, act.amount, act.dated_on, act.now, into=into, memo=memo, external_ref=own
            )
        else:
            out_of = act.right.out_of or act.other("credit")
            done = savings.withdraw(
                act.desk, now_of, act.amount, act.dated_on, act.now, out_of=out_of, memo=memo, external_ref=own
            )
        return done.voucher, (), done.warnings

    return record


def _two_sides(act: Act) -> tuple[str, str]:
    """Return the accounts of the right entry, debit and credit; those of money have to hold money."""
    right, desk, debit, credit = act.right, act.desk, act.other("debit"), act.other("credit")
    match act.posting.event:
        case Event.CASH_IN:
            return desk.money_account(right.into) if right.into else debit, right.account or credit
        case Event.CASH_OUT:
            return right.account or debit, desk.money_account(right.out_of) if right.out_of else credit
        case _:
            return right.into or debit, right.out_of or credit


def _entry(act: Act) -> Callable[[], Done]:
    posting = cash.two_account_posting(
        act.desk.chart,
        act.posting.event,
        _two_sides(act),
        act.amount,
        act.memo(),
        act.dated_on,
        party=act.posting.party,
        external_ref=act.posting.external_ref,
    )
    told = cash.unfit(posting, act.desk.chart, insisted=act.insisted)
    paid = paid_for(act.desk.connection, act.wrong.sequence)
    if paid is not None:
        return lambda: _paid_again(act, posting, *paid)
    if act.permit:
        raise UsageError(
            f"bukti {act.wrong.number} ({act.posting.event}) tidak mempunyai --izin-ba",
            "Izin hanya untuk pencairan dan pembayaran kegiatan. Ulangi tanpa --izin-ba.",
        )

    def record() -> Done:
        voucher, below = cash.entered(act.desk, posting)
        return voucher, (), (*act.desk.on_opening_day(act.dated_on), *told, *below)

    return record


def _paid_again(act: Act, posting: Posting, number: str, minutes: str) -> Done:
    """Record a payment for an activity by the rules of ``kegiatan bayar``.

    The ``minutes`` of the wrong one let the right one go too far as well where it is no more than that one.
    """
    desk, before, is_more = act.desk, vouchers.newest(act.desk.connection), act.amount > act.posting.amount
    activity = activities.activity_paid(desk, number, posting.transfers[0].debit)
    permit = act.permit or ("" if is_more else minutes)
    if is_more or act.dated_on != act.posting.dated_on:
        activities.refuse_payment(desk, activity, act.amount, act.dated_on, permit)
    voucher, below = cash.entered(desk, posting)
    activities.note_payment(desk, voucher, activity, before, permit)
    return voucher, (), (*desk.on_opening_day(act.dated_on), *below)


RECORDED_BY: Final[Mapping[Event, tuple[Callable[[Act], Callable[[], Done]], tuple[str, ...]]]] = {
    Event.REPAYMENT: (_receipt, ("amount", "dated_on", "loan", "into", "memo", "typed")),
    Event.RECOVERY: (_receipt, ("amount", "dated_on", "into", "memo")),
    Event.DISBURSEMENT: (_disbursement, ("amount", "dated_on", "ksm", "out_of")),
    Event.SAVINGS_IN: (_saved, ("amount", "dated_on", "ksm", "into", "memo")),
    Event.SAVINGS_OUT: (_saved, ("amount", "dated_on", "ksm", "out_of", "memo")),
    Event.CASH_IN: (_entry, ("amount", "dated_on", "into", "account", "memo")),
    Event.CASH_OUT: (_entry, ("amount", "dated_on", "out_of", "account", "memo")),
    Event.DEPOSIT: (_entry, ("amount", "dated_on", "memo")),
    Event.WITHDRAWAL: (_entry, ("amount", "dated_on", "memo")),
    Event.ENTRY: (_entry, ("amount", "dated_on", "into", "out_of", "memo")),
}
"""What records the right voucher of an event, and which of its facts can be put right."""
