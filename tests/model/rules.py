"""What the rules forbid: whether a fact may be recorded today, after the facts that are in the book.

The rules are those of DOMAIN and of the interface: no day that is closed or has not come, nothing that changes what a
contract was built on, no balance below nil at the end of any day, and no more than is owed.
"""

from calendar import monthrange
from datetime import date

from model import facts as f
from model.books import month_end
from model.fund import CONTRACT_CHANGES, Fund

OF_LOANS = (f.Receipt, f.Refund, f.SavingsUse, *CONTRACT_CHANGES)


def locked_to(facts):
    """The last day that is closed, or the day before there was anything."""
    days = [date.min]
    opened = {fact.victim for fact in facts if isinstance(fact, f.Reopening)}
    for fact in facts:
        if fact.id in opened:
            continue
        if isinstance(fact, f.MonthClose):
            year, month = map(int, fact.month.split("-"))
            days.append(date(year, month, monthrange(year, month)[1]))
        if isinstance(fact, f.YearClose):
            days.append(date(fact.year, 12, 31))
    return max(days)


def opened_on(facts):
    """The opening day."""
    return next(fact.date for fact in facts if isinstance(fact, f.Opening))


def forbidden(fund, new, today):
    """Why the facts `new`, recorded together today, may not follow those of the fund; nothing when they may."""
    locked, first = locked_to(fund.facts), opened_on(fund.facts)
    for fact in new:
        if not isinstance(fact, (f.MonthClose, f.PolicyVersion, f.Reopening)):
            reason = _of_day(fact.date, today, locked, first)
            if reason:
                return reason
        reason = _of_itself(fund, fact, today, locked)
        if reason:
            return reason
    return _of_figures(fund, new)


def _of_day(day, today, locked, first):
    if day > today:
        return "hari: belum tiba"
    if day < first:
        return "hari: sebelum saldo awal"
    if day <= locked:
        return "hari: sudah ditutup"
    return ""


def _of_itself(fund, fact, today, locked):
    """What is forbidden by the kind of the fact and what there is already."""
    judges = {
        f.MonthClose: _of_month, f.YearClose: _of_year, f.Reversal: _of_reversal, f.SavingsUse: _of_savings_use,
        f.FeeWaiver: _of_waiver, f.Receipt: _of_receipt, f.Refund: _of_refund,
        **dict.fromkeys(CONTRACT_CHANGES, _of_contract),
    }  # fmt: skip
    judge = judges.get(type(fact))
    return judge(fund, fact, today, locked) if judge else ""


def _of_contract(fund, fact, _today, _locked):
    if any(
        isinstance(one, OF_LOANS) and one.loan == fact.loan and _shown_on(fund, one) > fact.date for one in fund.facts
        if fund.reversed_on.get(one.id) != one.date  # taken back on its own day it is as if it had never been
    ):  # fmt: skip
        return "kontrak: ada catatan sesudahnya"
    loan = fund.state(fact.date).loans.get(fact.loan)
    return "kontrak: tidak ada saldo" if loan is None or loan.balance <= 0 else ""


def _of_savings_use(fund, fact, _today, _locked):
    loan = fund.state(fact.date).loans.get(fact.loan)
    owed = loan.owed(fact.date) if loan else {}
    behind = sum(owed.get(part, 0) for part in ("pokok", "jasa", "titipan"))
    return "tabungan: melebihi tunggakan" if fact.amount > behind else ""


def _of_receipt(fund, fact, _today, _locked):
    loan = fund.state(fact.date).loans.get(fact.loan)
    if loan is None:
        return "lebih: pinjaman belum ada"
    ends = [one for one in fund.facts if isinstance(one, f.WriteOff) and one.loan == fact.loan and one.date > fact.date]
    if any(fund.reversed_on.get(one.id) is None for one in ends):
        return "kontrak: dihapus buku sesudahnya"
    if fact.parts and loan.ended and loan.ended[0] == "hapus buku":
        return "lebih: pemulihan tidak dibagi"
    return ""


def _of_refund(fund, fact, _today, _locked):
    loan = fund.state(fact.date).loans.get(fact.loan)
    if loan is None or loan.ended:
        return "kembali: pinjaman sudah selesai"
    return "kembali: melebihi kelebihan" if fact.amount > sum(loan.paid_ahead(fact.date).values()) else ""


def _of_waiver(fund, fact, today, _locked):
    then, now = (fund.state(day).loans.get(fact.loan) for day in (fact.date, today))
    if then is None or now is None or then.ended or now.ended:
        return "denda: tidak terutang"
    # What was paid or let go after that day cannot be let go again.
    left = min(loan.fees.total() for loan in (then, now)) - now.fees_paid - now.fees_waived
    return "denda: melebihi yang terutang" if fact.amount > left else ""


def _shown_on(fund, fact):
    """The last day on which something about a fact was recorded: its reversal's, where it has one."""
    return max([fact.date, *(one.date for one in fund.facts if isinstance(one, f.Reversal) and one.victim == fact.id)])


def _of_month(fund, fact, today, locked):
    year, month = map(int, fact.month.split("-"))
    last = date(year, month, monthrange(year, month)[1])
    if last < opened_on(fund.facts) or last <= locked or last >= today:
        return "bulan: tidak dapat ditutup"
    if locked != date.min and last > month_end(date.fromordinal(locked.toordinal() + 1)):
        return "bulan: bukan gilirannya"
    return ""


def _of_year(fund, fact, today, locked):
    last = date(fact.year, 12, 31)
    income, cost = Fund([*fund.facts, fact]).books.income_and_cost(last)
    against = {
        "belum berakhir": last >= today or fact.date < last or fact.year < opened_on(fund.facts).year,
        "sudah ditutup": any(
            isinstance(one, f.YearClose) and one.year >= fact.year and one.id not in fund.reversed_on
            for one in fund.facts
        ),
        "bulan sebelumnya belum ditutup": date(fact.year, 1, 1) <= locked < date(fact.year, 11, 30),
        "hari tutup tahun lain": (fact.date.month, fact.date.day) == (12, 31) and fact.date > last,
        "tahun sebelumnya belum ditutup": fund.books.results(last)[0] != 0,
        "tidak ada laba": bool(fact.split) and income <= cost,
    }
    return next((f"tahun: {reason}" for reason, holds in against.items() if holds), "")


def _of_reversal(fund, fact, _today, _locked):
    victim = next(one for one in fund.facts if one.id == fact.victim)
    if any(isinstance(one, f.Reversal) and one.victim == fact.victim for one in fund.facts):
        return "batal: sudah dibatalkan"
    if isinstance(victim, f.WriteOff) and _recovered_since(fund, victim, fact.date):
        return "batal: sudah dipulihkan"
    if isinstance(victim, f.Reversal):
        return "batal: sendiri pembatalan"
    if fact.date < victim.date:
        return "batal: sebelum buktinya"
    if isinstance(victim, (f.Receipt, f.SavingsUse, f.Refund)) and _written_off_since(fund, victim):
        return "kontrak: dihapus buku sesudahnya"
    return "kembali: melebihi kelebihan" if _paid_back_of(fund, fact) else ""


def _recovered_since(fund, write_off, day):
    """Whether on any day from one on something had come back of what was written off, taken back later or not."""
    days = {day, date.max, *(when for when, _ in fund.ordered if when > day)}
    known = [fund.state(when).loans.get(write_off.loan) for when in days]
    return any(loan is not None and loan.recovered for loan in known)


def _written_off_since(fund, victim):
    """Whether a write-off that stands counted as paid what a receipt brought for pokok, jasa or titipan."""
    return any(
        isinstance(one, f.WriteOff) and one.loan == victim.loan and one.date >= victim.date
        and fund.reversed_on.get(one.id) is None
        for one in fund.facts
    )  # fmt: skip


def _of_figures(before, new):
    """What becomes of the figures: contracts that would not have been made so, and what cannot be."""
    after = Fund([*before.facts, *new])
    gone = {fact.victim for fact in new if isinstance(fact, f.Reversal)}
    old, now = before.contracts(), after.contracts()
    if any(now.get(name) != agreed for name, agreed in old.items() if name not in gone):
        return "kontrak: dibuat atas yang sudah ada"
    days = [fact.date for fact in new if not isinstance(fact, (f.MonthClose, f.YearClose, f.Reopening))]
    faults = after.faults(min(days)) if days else []
    # what was used out of savings and taken back later stands in nobody's way
    faults = [
        fault for fault in faults if not (fault[2].startswith("tabungan dipakai") and fault[1] in after.reversed_on)
    ]
    if not faults:
        return ""
    text = faults[0][2]
    if text.startswith("saldo pokok"):
        return f"pokok: {faults[0]}"
    if text.startswith("saldo"):
        return f"uang: {faults[0]}"
    if text.startswith("tabungan"):
        return f"tabungan: {faults[0]}"
    return f"lebih: {faults[0]}"


def _paid_back_of(fund, reversal):
    """Whether money that was paid back before a receipt is taken back was too much only because of that receipt."""
    victim = next(one for one in fund.facts if one.id == reversal.victim)
    if not isinstance(victim, (f.Receipt, f.SavingsUse)) or reversal.date <= victim.date:
        return False
    paid_back = {
        one.id for one in fund.facts
        if isinstance(one, f.Refund) and one.loan == victim.loan and victim.date <= one.date < reversal.date
    } - set(fund.reversed_on)  # fmt: skip
    without = Fund([one for one in fund.facts if one.id != victim.id]) if paid_back else fund
    return any(name in paid_back for _, name, _ in without.faults(victim.date))
