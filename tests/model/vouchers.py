"""The vouchers of a fund as the lists of a month show them: money in, money out, transfers, and what was taken back.

Choices where the sources are silent:

* a voucher is money in when a money account is only debited, money out when one is only credited, and a transfer when
  both or neither is; a reversal is always a transfer;
* the lists show what a receipt comes to after all that was laid out again, each account once, the money account left
  out of U-1 and U-2 only;
* what was taken back keeps its row as it stood then, marked as soon as the reversal's day has come; a receipt that was
  taken back on its own day is laid out by what came before it all the same, for the order of entry changes no list;
* `pembatalan` names what was taken back in the month, and what of the month was taken back by its end.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from model import facts as f
from model.fund import CONTRACT_CHANGES

MONEY = ("kas", "bank", "bank_tabungan")


@dataclass(frozen=True)
class Voucher:
    """One voucher: the net of each account, debit positive, and the day on which it is taken back."""

    day: date
    source: str
    lines: tuple
    party: str = ""
    back_on: date | None = None
    reverses: str | None = None

    def amount(self):
        """What the voucher moves."""
        return sum(amount for _, amount in self.lines if amount > 0)


def posted(fund):
    """The lines and the day of every voucher but reversals, as they came to stand: source -> (lines, day)."""
    reversals = {fact.id for fact in fund.facts if isinstance(fact, f.Reversal)}
    whole = {
        posting.source: (posting.lines, posting.date)
        for posting in fund.journal
        if posting.kind not in ("opening", "reversal") and posting.source not in reversals
    }
    for place, fact in enumerate(fund.facts):
        if isinstance(fact, (f.Reversal, f.Reopening)) and fact.victim not in whole:
            whole |= {
                posting.source: (posting.lines, posting.date)
                for posting in type(fund)(basis_of(fund, place), fund.chart).journal
                if posting.source.partition("/")[0] == fact.victim and posting.kind != "reversal"
            }
    return whole


def basis_of(fund, place):
    """The facts by which something is laid out that was taken back at once by the fact at a place.

    A receipt that the policy splits is laid out by all of its own day and before, whenever it was written down; what a
    change of the contract came after stays as it was written down, and so does anything else.
    """
    known, victim = fund.facts[:place], fund.facts[place].victim
    index = next(number for number, fact in enumerate(fund.facts) if fact.id == victim)
    fact, gone = fund.facts[index], {one.victim for one in fund.facts if isinstance(one, f.Reversal)}
    changed = any(
        isinstance(one, CONTRACT_CHANGES) and one.loan == fact.loan and one.id not in gone for one in fund.facts[place:]
    ) if isinstance(fact, f.Receipt) else True  # fmt: skip
    if changed or fact.parts:
        return known
    lent = {one.id for one in fund.facts if isinstance(one, f.Loan) and one.number == fact.loan}
    return [
        one
        for number, one in enumerate(fund.facts)
        if one.date < fact.date
        or (
            (one.date == fact.date and number != place)
            and not (number > index and isinstance(one, f.Receipt) and one.loan == fact.loan and not one.parts)
            and not (number > place and isinstance(one, f.Reversal) and one.victim in lent)  # there was a loan then
        )
    ]


@lru_cache(maxsize=8)
def vouchers(fund):
    """All vouchers of a fund but the opening, whatever became of them."""
    by_id = {fact.id: fact for fact in fund.facts}
    back = {fact.victim: fact for fact in fund.facts if isinstance(fact, (f.Reversal, f.Reopening))}
    result = []
    for source, (lines, day) in posted(fund).items():
        name = source.partition("/")[0]
        undone = None if source.endswith(("/susut", "/lagi")) else back.get(name)
        taken_back = (day if isinstance(undone, f.Reopening) else max(undone.date, day)) if undone else None
        party, net = party_of(fund, by_id[name]), defaultdict(int)
        for code, amount in lines:
            net[code] += amount
        netted = tuple((code, amount) for code, amount in net.items() if amount)
        result.append(Voucher(day, source, netted, party, taken_back))
        if undone:
            contrary = tuple((code, -amount) for code, amount in netted)
            result.append(Voucher(taken_back, undone.id, contrary, party, reverses=source))
    return result


def party_of(fund, fact):
    """The name of the KSM that a fact has to do with, or nothing."""
    loans = {one.number: one.group for one in fund.facts if isinstance(one, f.Loan)}
    code = getattr(fact, "group", None) or loans.get(getattr(fact, "loan", None))
    names = {one.code: one.name for one in fund.facts if isinstance(one, f.Group)}
    return names.get(code, "")


def of_month(fund, day):
    """The vouchers of the month up to a day."""
    return [one for one in vouchers(fund) if day.replace(day=1) <= one.day <= day]


def kind_of(fund, voucher):
    """In, out or transfer."""
    if voucher.reverses:
        return "pindah-buku"
    money = {code for role in MONEY for code in fund.books.with_role(role)}
    signs = {amount > 0 for code, amount in voucher.lines if code in money}
    return {frozenset({True}): "uang-masuk", frozenset({False}): "uang-keluar"}.get(frozenset(signs), "pindah-buku")


def listed(fund, day, name):
    """The rows of one of the three lists: (day, party, account, debit, credit, whether it is taken back by the day)."""
    money = {code for role in MONEY for code in fund.books.with_role(role)}
    rows = []
    for one in of_month(fund, day):
        if kind_of(fund, one) == name:
            marked = one.back_on is not None and one.back_on <= day
            rows += [
                (one.day, one.party, code, max(amount, 0), max(-amount, 0), marked)
                for code, amount in one.lines
                if name == "pindah-buku" or code not in money
            ]
    return rows


def reversals(fund, day):
    """`pembatalan` of the month to the day: (day, amount, party, day of the reversal)."""
    first = day.replace(day=1)
    return [
        (one.day, one.amount(), one.party, one.back_on)
        for one in vouchers(fund)
        if one.back_on and one.back_on <= day and (first <= one.day <= day or first <= one.back_on)
    ]
