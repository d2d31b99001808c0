"""What later vouchers bring below nil, held against a plain count of every day."""

from datetime import date
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.limits import Limit
from danabergulir.ledger.file import seals, store
from danabergulir.ledger.read import limits
from danabergulir.ledger.write import Writer
from ledger.small_ledger import RECORDED_AT
from reports.small_books import CHART, move, posting

_KEPT = {
    "11010": (Limit.MONEY, 1),
    "11021": (Limit.MONEY, 1),
    "21040": (Limit.EARMARKED, -1),
    "21010": (Limit.ACCOUNT, -1),
}
"""Accounts that cannot be below nil, each with the sign of what is entered on its debit side."""
_DAYS = [date(2023, month, day) for month in (1, 2) for day in (3, 4, 5)]
_moves = st.lists(
    st.tuples(
        st.sampled_from(_DAYS),
        st.permutations([*_KEPT, "31010"]).map(lambda codes: tuple(codes[:2])),
        st.integers(1, 9),
    ),
    max_size=8,
)


def _told(before, after):
    """Yield limit, account, first day, day above, balance and least of each stretch that ``after`` makes worse."""
    days = sorted({day for day, _, _ in (*before, *after)})
    for code, (limit, sign) in _KEPT.items():

        def by_day(moves, code=code, sign=sign):
            on = [
                sum(
                    sign * amount * ((debit == code) - (credit == code))
                    for at, (debit, credit), amount in moves
                    if at == day
                )
                for day in days
            ]
            return list(accumulate(on))

        moved = {day for day, sides, _ in (*before, *after) if code in sides}
        worse = [
            (day, balance)
            for day, balance, change in zip(days, by_day([*before, *after]), by_day(after), strict=True)
            if day in moved and balance < 0 and change < 0
        ]
        stretch = []
        for day, balance in worse:
            following = min((other for other in moved if other > day), default=None)
            stretch.append((day, balance, following))
            if following not in [other for other, _ in worse]:
                least = min(item[1] for item in stretch)
                yield limit, code, stretch[0][0], following, stretch[0][1], least
                stretch = []


@given(_moves, _moves)
def test_days_below_nil_by_later_vouchers_are_those_of_a_plain_count(before, after):
    """All that came before their first day is one sum, and changes nothing that is told."""
    with store.imagined() as connection:
        seals.begin(connection)
        writer = Writer(connection, RECORDED_AT)
        for day, (debit, credit), amount in (*before, *after):
            writer.record(posting(day, move(debit, credit, amount)))
        writer.flush()
        dips = limits.dips(connection, CHART, after=len(before), of=(Limit.MONEY, Limit.EARMARKED, Limit.ACCOUNT))

    found = [(dip.limit, dip.subject, dip.first_on, dip.above_from, dip.balance.value, dip.least.value) for dip in dips]
    assert sorted(found) == sorted(_told(before, after))
