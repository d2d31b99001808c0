"""`pembayar-baik`: the loans of the KSM that paid every instalment of the year on its day or before.

Choices where the sources are silent:

* what was taken back by the day of the report was not paid; a refund takes from what was paid last;
* a KSM is named when all its loans paid in time and at least one instalment fell due in the year; instalments that a
  settled loan no longer asks count as neither;
* what was behind when the year began is old arrears, whenever it was paid;
* a KSM with a loan that was ever rescheduled or written off by the day is not named.
"""

from collections import defaultdict
from datetime import date, timedelta

from model import facts as f
from model.allocation import PARTS, open_rows
from model.loans import OWED_PARTS


def paid_by(loan, day, valid):
    """What of the loan was paid by the end of a day, by part, as one knows it now."""
    paid = dict.fromkeys(PARTS, 0) | dict(loan.fact.paid)
    for when, source, parts in loan.receipts:
        if when <= day and source in valid:
            for part in PARTS:
                paid[part] += parts.get(part, 0)
    return paid


def standing_receipts(fund, day):
    """The receipts that are not taken back by a day."""
    gone = {fact.victim for fact in fund.facts if isinstance(fact, f.Reversal) and fact.date <= day}
    return {fact.id for fact in fund.facts if fact.id not in gone and not isinstance(fact, f.Reversal)}


def good_payers(fund, day):
    """Loan number -> row."""
    january, valid = date(day.year, 1, 1), standing_receipts(fund, day)
    groups = defaultdict(list)
    for number, loan in fund.state(day).loans.items():
        groups[loan.fact.group].append((number, loan))
    rows = {}
    for loans in groups.values():
        if any(loan.version or loan.written_off for _, loan in loans):
            continue
        counts = {number: punctual(loan, january, day, valid) for number, loan in loans}
        if any(due is None for due in counts.values()):
            continue
        for number, loan in loans:
            if counts[number]:
                before = paid_by(loan, january - timedelta(days=1), valid)
                now = paid_by(loan, day, valid)
                rows[number] = {
                    "jatuh_tempo": counts[number], "tepat_waktu": counts[number], "saldo_pokok": loan.balance,
                    "pokok": now["pokok"] - before["pokok"], "jasa": now["jasa"] - before["jasa"],
                }  # fmt: skip
    return rows


def punctual(loan, january, day, valid):
    """How many instalments of the year were paid in time, or None when one was not or something old is behind."""
    ended = loan.ended[1] if loan.ended else None
    last = min(day, ended) if ended else day
    count = 0
    for row in loan.dated_rows(day):
        if row.due > last or (loan.fact.imported and row.due <= loan.fact.imported and row.due >= january):
            continue
        looked_at = row.due if row.due >= january else january - timedelta(days=1)
        unpaid = next(left for one, left in open_rows(loan.dated_rows(day), paid_by(loan, looked_at, valid))
                      if one.number == row.number)  # fmt: skip
        if any(unpaid[part] for part in OWED_PARTS):
            return None
        count += row.due >= january
    return count
