"""The inventory: what each thing has lost in worth by the end of a month, and what a close of a month books of it.

Choices where the sources are silent:

* a thing loses the same in every month of its life, from the month after it was bought until the month before it is
  gone; what it has lost by a month is rounded down to the rupiah, and all of it by the end;
* where the old books wrote off less than the straight line, the first close makes up for it; where they wrote off
  more, nothing is booked until the line has come as far;
* a close, that of a year too, books the difference between what the things known by the month's end have lost since the
  opening and what earlier closes have booked, on the last day of the month; opening it again leaves that as it is.
"""

from calendar import monthrange
from datetime import date, timedelta

from model import facts as f

COST, WRITTEN_OFF = "51070", "12021"


def last_day(month):
    """The last day of a month that is written as 2025-01."""
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def months_between(start, end):
    """How many months the month of a day lies after that of another."""
    return (end.year - start.year) * 12 + end.month - start.month


def known(facts, day):
    """The things in the register on a day: number -> (thing, the day on which it is gone or None)."""
    things = {fact.number: fact for fact in facts if isinstance(fact, f.Asset) and fact.date <= day}
    gone = {fact.number: fact.date for fact in facts if isinstance(fact, f.AssetGone) and fact.date <= day}
    return {number: (thing, gone.get(number)) for number, thing in things.items()}


def lost(thing, gone, day):
    """What a thing has lost in worth by the end of the month of a day, before the opening included."""
    if not thing.life:
        return thing.before
    last = months_between(thing.bought, day) if gone is None or gone > day else months_between(thing.bought, gone) - 1
    return max(thing.before, thing.cost * max(0, min(thing.life, last)) // thing.life)


def depreciations(facts):
    """What every close books: id of the close -> entries."""
    booked, entries = 0, {}
    for place, fact in enumerate(facts):
        if not isinstance(fact, (f.MonthClose, f.YearClose)):
            continue
        end = last_day(fact.month if isinstance(fact, f.MonthClose) else f"{fact.year}-12")
        things = known(facts[:place], end).values()
        due = sum(lost(thing, gone, end) - thing.before for thing, gone in things) - booked
        if due:
            debit, credit = (COST, WRITTEN_OFF) if due > 0 else (WRITTEN_OFF, COST)
            entries[fact.id] = (f.Entry(f"{fact.id}/susut", end, debit, credit, abs(due)),)
            booked += due
    return entries


def inventory(fund, day):
    """`inventaris` (U-5): number -> row, of the things held at the end of the month."""
    before = day.replace(day=1) - timedelta(days=1)
    rows = {}
    for number, (thing, gone) in known(fund.facts, day).items():
        if gone is None and thing.bought <= day:
            now, then = lost(thing, None, day), lost(thing, None, before)
            rows[number] = {
                "tanggal_beli": thing.bought,
                "jumlah": thing.quantity,
                "harga": thing.cost,
                "umur_bulan": thing.life,
                "penyusutan_bulan_ini": now - (then if thing.bought <= before else 0),
                "penyusutan_sd_bulan_ini": now,
                "nilai_buku": thing.cost - now,
            }
    return rows
