"""Balances below nil at the end of a day, found by running daily sums of the journal."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Any, Final

from danabergulir.dates import END_OF_TIME, days_after
from danabergulir.domain.accounts import MONEY_ROLES, Chart, Role
from danabergulir.domain.journal import Component, Event
from danabergulir.domain.limits import (
    EARMARKED_ROLES,
    HELD,
    Dip,
    Limit,
    book_value_accounts,
    is_one_sided,
    is_told_below_nil,
)
from danabergulir.ledger.read.loan_moves import OF_PRINCIPAL, RECEIVED, own
from danabergulir.money import Rupiah

_MOVES: Final[Mapping[Limit, str]] = {
    Limit.PRINCIPAL: f"""
        SELECT loan AS subject, dated_on AS day, -{RECEIVED} AS amount, voucher
        FROM {{journal}} WHERE loan IS NOT NULL AND component IN {OF_PRINCIPAL}
    """,  # noqa: S608 - our own words
    # what is written off may come back, and never more than that
    Limit.WRITTEN_OFF: f"""
        SELECT loan AS subject, dated_on AS day, voucher,
               iif(component = '{Component.WRITE_OFF}', {RECEIVED}, -{RECEIVED}) AS amount
        FROM {{journal}} WHERE loan IS NOT NULL AND component IN ('{Component.WRITE_OFF}', '{Component.RECOVERY}')
    """,  # noqa: S608 - our own words
    Limit.SAVINGS: """
        SELECT ksm AS subject, dated_on AS day, amount, voucher FROM {journal}
        WHERE credit = :savings AND ksm IS NOT NULL
        UNION ALL
        SELECT ksm, dated_on, -amount, voucher FROM {journal} WHERE debit = :savings AND ksm IS NOT NULL
    """,
    Limit.MONEY: """
        SELECT debit AS subject, dated_on AS day, amount, voucher FROM {journal}
        WHERE debit IN (SELECT value FROM json_each(:money))
        UNION ALL
        SELECT credit, dated_on, -amount, voucher FROM {journal} WHERE credit IN (SELECT value FROM json_each(:money))
    """,
    Limit.EARMARKED: """
        SELECT credit AS subject, dated_on AS day, amount, voucher FROM {journal}
        WHERE credit IN (SELECT value FROM json_each(:earmarked)) AND credit <> :savings
        UNION ALL
        SELECT debit, dated_on, -amount, voucher FROM {journal}
        WHERE debit IN (SELECT value FROM json_each(:earmarked)) AND debit <> :savings
        UNION ALL
        SELECT credit, dated_on, amount, voucher FROM {cards} WHERE credit = :savings AND ksm IS NULL
        UNION ALL
        SELECT debit, dated_on, -amount, voucher FROM {cards} WHERE debit = :savings AND ksm IS NULL
    """,
    # each account with the side on which its balance stands
    Limit.ACCOUNT: """
        SELECT debit AS subject, dated_on AS day, iif(value, amount, -amount) AS amount, voucher
        FROM json_each(:sides) JOIN {journal} ON debit = key
        UNION ALL
        SELECT credit, dated_on, iif(value, -amount, amount), voucher
        FROM json_each(:sides) JOIN {journal} ON credit = key
    """,
    # all fixed assets together less what they are written down by, told by the account of the depreciation
    Limit.BOOK_VALUE: """
        SELECT :written_down AS subject, dated_on AS day, amount, voucher
        FROM json_each(:book_value) JOIN {journal} ON debit = value
        UNION ALL
        SELECT :written_down, dated_on, -amount, voucher FROM json_each(:book_value) JOIN {journal} ON credit = value
    """,
    # what closes a year is no income and no cost, nor is what takes that back
    Limit.RESULT: f"""
        SELECT subject, day, amount, voucher FROM (
            SELECT debit AS subject, dated_on AS day, iif(value, amount, -amount) AS amount, voucher
            FROM json_each(:results) JOIN {{journal}} ON debit = key
            UNION ALL
            SELECT credit, dated_on, iif(value, -amount, amount), voucher
            FROM json_each(:results) JOIN {{journal}} ON credit = key
        ) WHERE voucher NOT IN (
            SELECT closing.sequence FROM voucher AS closing WHERE closing.event = '{Event.YEAR_CLOSE}'
            UNION ALL
            SELECT back.sequence FROM voucher AS closing JOIN voucher AS back ON back.reverses = closing.number
            WHERE closing.event = '{Event.YEAR_CLOSE}'
        )
    """,  # noqa: S608 - our own words
}
"""What raises each balance, and what lowers it: subject, day, signed amount, voucher.

The ``journal`` may be its sums by account and day; ``cards`` are the transfers themselves, which name a KSM.
"""

_LOWERED: Final = """
    WITH fresh AS MATERIALIZED (SELECT * FROM transfer WHERE voucher > :after)
    SELECT DISTINCT subject FROM ({moves}) WHERE amount < 0
"""
"""Of the few new transfers first, whatever the planner thinks of it."""
_BY_ACCOUNT: Final = (Limit.MONEY, Limit.EARMARKED, Limit.ACCOUNT)
"""What asks the journal for nothing but account and day: an index has the sums in order, and few are left to run."""
_NARROWED: Final = "WHERE subject IN (SELECT value FROM json_each(:subjects))"
_SINCE: Final = """
    SELECT kept, subject, day, amount, voucher FROM ({moves}) WHERE subject = :subject AND day >= :since
    UNION ALL
    SELECT :kept, :subject, :since, (
        SELECT coalesce(sum(amount), 0) FROM ({before}) WHERE subject = :subject AND day < :since
    ), 0
"""
"""The moves of one account from a day on, all before it in one sum: a cash box has thousands, added by an index."""
_DOUBTFUL: Final = f"""
    WHERE subject IN (
        SELECT loan FROM (
            SELECT loan, component, debit, sum(amount) AS amount, min(dated_on) AS first_on, max(dated_on) AS last_on
            FROM transfer WHERE loan IS NOT NULL AND component IN {OF_PRINCIPAL} GROUP BY loan, component, debit
        ) GROUP BY loan
        HAVING sum({RECEIVED}) > 0
            OR max(last_on) FILTER (WHERE {RECEIVED} < 0) > min(first_on) FILTER (WHERE {RECEIVED} > 0)
    )
"""  # noqa: S608 - our own words
"""Loans whose principal may have been below nil: of the others all was lent first, and no more than that came back."""
_BELOW: Final = """
    WITH before AS NOT MATERIALIZED (
        SELECT debit, credit, dated_on, amount, NULL AS voucher FROM transfer
    ), by_day AS MATERIALIZED (
        SELECT debit, credit, dated_on, sum(amount) AS amount, NULL AS voucher FROM transfer
        GROUP BY debit, credit, dated_on
    ), daily AS (
        SELECT kept, subject, day, sum(amount) AS moved, sum({change}) AS changed FROM ({moves}) {narrowed}
        GROUP BY kept, subject, day
    ), running AS (
        SELECT kept, subject, day, sum(moved) OVER w AS balance, sum(changed) OVER w AS change,
               coalesce(lead(day) OVER w, {ends_on}) AS until
        FROM daily WINDOW w AS (PARTITION BY kept, subject, {stretch} ORDER BY day)
    )
    SELECT kept, subject, day, until, balance FROM running
    WHERE balance < 0 AND change < 0 AND day <= :last ORDER BY kept, subject, day
"""
"""``kept`` is the limit; those that ask for sums by account and day share them."""
_FOR_GOOD: Final = {"stretch": "NULL", "ends_on": "NULL"}
_BY_YEAR: Final = {"stretch": "substr(day, 1, 4)", "ends_on": "(substr(day, 1, 4) + 1) || '-01-01'"}
"""How long a balance goes on: a result begins each January from nil."""
_LOWERING: Final = """
    SELECT number FROM ({moves}) JOIN voucher ON sequence = voucher
    WHERE subject = :subject AND day = :day ORDER BY amount < 0 DESC, voucher DESC LIMIT 1
"""


def dips(
    connection: Connection,
    chart: Chart,
    *,
    after: int | None = None,
    last: date = END_OF_TIME,
    of: Collection[Limit] = HELD,
) -> tuple[Dip, ...]:
    """Return every stretch of days up to ``last`` on which a balance ``of`` these is below nil, the first days first.

    With ``after``, the sequence of a voucher, only the days that later vouchers brought below nil or made worse: what
    an old book has in it stands in nobody's way.
    """
    together = tuple(limit for limit in of if after is None and limit in _BY_ACCOUNT)
    apart = [(limit,) for limit in of if limit not in together]
    found = [dip for limits in (together, *apart) if limits for dip in _dips(connection, chart, limits, after, last)]
    # assets below nil by themselves say why they are with their depreciation
    told = {dip.first_on for dip in found if dip.subject in book_value_accounts(chart) and dip.limit is Limit.ACCOUNT}
    found = [dip for dip in found if dip.limit is not Limit.BOOK_VALUE or dip.first_on not in told]
    return tuple(sorted(found, key=lambda dip: (dip.first_on, dip.limit, dip.subject)))


_DECIDED: Final = """
    WITH asked AS (
        SELECT r.id, r.code, r.minutes, r.recorded_at, coalesce(
            (SELECT CAST(v.row_key AS INTEGER) FROM seal AS s JOIN seal AS v ON v.seq < s.seq
             WHERE s.table_name = 'review' AND s.row_key = CAST(r.id AS TEXT)
             AND s.seq > (SELECT max(sealed_to) FROM identity)
             AND +v.table_name = 'voucher' ORDER BY v.seq DESC LIMIT 1),
            (SELECT max(sequence) FROM voucher WHERE recorded_at <= r.recorded_at), 0
        ) AS upto FROM review AS r WHERE r.code IN (SELECT value FROM json_each(:codes))
    )
    SELECT code, upto, p.voucher IS NOT NULL FROM asked AS a LEFT JOIN activity_payment AS p
    ON p.voucher = upto AND p.override = a.minutes AND p.recorded_at = a.recorded_at ORDER BY id
"""
"""Which voucher was the newest when each decision was recorded, and whether it let that one payment go too far.

The chain has the order; the entries of an upgraded ledger stand table by table, and the moment has to tell.
"""
_KNOWN_BY_THEN: Final = """
    SELECT day, (SELECT count(*) FROM json_each(:bounds) WHERE value < known) AS later, sum(amount) FROM (
        SELECT day, amount, iif(amount > 0, coalesce(wrong.sequence, m.voucher), m.voucher) AS known
        FROM ({moves}) AS m JOIN voucher AS v ON v.sequence = m.voucher
        LEFT JOIN voucher AS wrong ON wrong.number = v.reverses
        WHERE subject = :subject AND day BETWEEN :first AND :last
    ) GROUP BY day, later ORDER BY day
"""
"""What moved a balance, by how many of the bounds came before it; what gives back a payment belongs to that one."""


def outgrown(connection: Connection, chart: Chart, dips: Iterable[Dip], last: date = END_OF_TIME) -> dict[str, Rupiah]:
    """Return the dips, by code, that are lower on some day than was decided, each with what was decided of that day.

    A decision about a dip covers what was recorded by then. One that lets a payment go too far covers what that payment
    lowered the balance by below nil, and nothing once it is taken back.
    """
    of_code = {dip.code: dip for dip in dips}
    decisions: dict[str, list[tuple[int, bool]]] = {}
    for code, upto, of_payment in connection.execute(_DECIDED, {"codes": json.dumps(list(of_code))}):
        decisions.setdefault(code, []).append((upto, bool(of_payment)))
    found = {}
    for code, given in decisions.items():
        beyond = _beyond(connection, chart, of_code[code], given, last)
        if beyond is not None:
            found[code] = Rupiah(beyond)
    return found


def _beyond(
    connection: Connection, chart: Chart, dip: Dip, decisions: Sequence[tuple[int, bool]], last: date
) -> int | None:
    """Return what the decisions let a balance be below nil on the day on which it is furthest beyond that, or None."""
    bounds = sorted({bound for upto, _ in decisions for bound in (upto - 1, upto)})
    asked = {
        **_accounts(chart),
        "bounds": json.dumps(bounds),
        "subject": dip.subject,
        "first": f"{dip.first_on.year}-01-01" if dip.limit is Limit.RESULT else "",
        "last": min(last, days_after(dip.above_from, -1) if dip.above_from else last).isoformat(),
    }
    moved = [0] * (len(bounds) + 1)
    worst: tuple[int, int] = (0, 0)
    query = _KNOWN_BY_THEN.format(moves=_moves(dip.limit, "transfer"))
    for day, on_day in groupby(connection.execute(query, asked), key=itemgetter(0)):
        for _, later, amount in on_day:
            moved[later] += amount
        if day < dip.first_on.isoformat():
            continue
        below = {bound: max(0, -total) for bound, total in zip(bounds, accumulate(moved), strict=False)}
        let = 0
        for upto, of_payment in decisions:
            let = let + below[upto] - below[upto - 1] if of_payment else below[upto]
        worst = max(worst, (-sum(moved) - let, let))
    return worst[1] if worst[0] > 0 else None


def lowers(connection: Connection, chart: Chart, dip: Dip, sequence: int) -> bool:
    """Return whether the voucher of that sequence lowers the balance that dips."""
    moves = _moves(dip.limit, "transfer")
    query = f"SELECT sum(amount) FROM ({moves}) WHERE subject = :subject AND voucher = :sequence"  # noqa: S608
    (moved,) = connection.execute(query, {**_accounts(chart), "subject": dip.subject, "sequence": sequence}).fetchone()
    return (moved or 0) < 0


def _moves(limit: Limit, journal: str, cards: str = "") -> str:
    return _MOVES[limit].format(journal=journal, cards=cards or journal)


def _dips(
    connection: Connection, chart: Chart, limits: Sequence[Limit], after: int | None, last: date
) -> Iterator[Dip]:
    """Yield what is below nil of limits of one kind: several that ask for sums by account and day, or one other."""
    (limit, *_) = limits
    bounds = {**_accounts(chart), "last": last.isoformat()}
    journal = "by_day" if after is None and limit in _BY_ACCOUNT else "transfer"
    asked = " UNION ALL ".join(
        f"SELECT '{one}' AS kept, subject, day, amount, voucher FROM ({_moves(one, journal, 'transfer')})"  # noqa: S608
        for one in limits
    )
    if after is None:
        narrowed = _DOUBTFUL if limit is Limit.PRINCIPAL else ""
        yield from _below(connection, limit, asked, bounds, change="amount", narrowed=narrowed)
        return
    bounds["after"] = after
    lowered = _LOWERED.format(moves=_moves(limit, "fresh"))
    subjects = [subject for (subject,) in connection.execute(lowered, bounds)]
    if not subjects:
        return
    change = "iif(voucher > :after, amount, 0)"
    if limit not in _BY_ACCOUNT:
        bounds["subjects"] = json.dumps(subjects)
        yield from _below(connection, limit, asked, bounds, change=change, narrowed=_NARROWED)
        return
    bounds |= {"kept": limit, "since": _first_day_after(connection, after)}
    since = _SINCE.format(moves=asked, before=_moves(limit, "before", "transfer"))
    for subject in sorted(subjects):
        yield from _below(connection, limit, since, {**bounds, "subject": subject}, change=change)


def _first_day_after(connection: Connection, sequence: int) -> str:
    """Return the first day of the vouchers after that sequence."""
    (day,) = connection.execute("SELECT min(dated_on) FROM voucher WHERE sequence > ?", (sequence,)).fetchone()
    assert isinstance(day, str), sequence
    return day


def _below(
    connection: Connection, limit: Limit, moves: str, bounds: dict[str, Any], *, change: str, narrowed: str = ""
) -> Iterator[Dip]:
    """Yield every stretch of days on which these moves leave a balance below nil."""
    lasts = _BY_YEAR if limit is Limit.RESULT else _FOR_GOOD
    query = _BELOW.format(change=change, moves=moves, narrowed=narrowed, **lasts)
    stretch: list[_Below] = []
    for row in connection.execute(query, bounds).fetchall():
        if stretch and (*stretch[-1][:2], stretch[-1][3]) != row[:3]:
            yield _dip(connection, stretch, bounds)
            stretch = []
        stretch.append(row)
    if stretch:
        yield _dip(connection, stretch, bounds)


_Below = tuple[str, str, str, str | None, int]  # limit, subject, day, the day on which it changes, balance


def _dip(connection: Connection, stretch: Sequence[_Below], bounds: dict[str, Any]) -> Dip:
    kept, subject, day, _, balance = stretch[0]
    until = stretch[-1][3]
    moves = _moves(Limit(kept), "transfer")
    found = connection.execute(_LOWERING.format(moves=moves), {**bounds, "subject": subject, "day": day})
    (voucher,) = found.fetchone()
    return Dip(
        Limit(kept),
        subject,
        first_on=date.fromisoformat(day),
        above_from=date.fromisoformat(until) if until else None,
        balance=Rupiah(balance),
        least=Rupiah(min(row[4] for row in stretch)),
        voucher=voucher,
    )


@lru_cache(maxsize=16)
def _accounts(chart: Chart) -> Mapping[str, Any]:
    """Return the codes of the accounts that the sums ask for."""
    savings, valued = chart.all_with(Role.SAVINGS), book_value_accounts(chart)
    return {
        "own": own(chart),
        "savings": savings[0].code if savings else "",
        "book_value": json.dumps(list(valued)),
        "written_down": next((code for code, is_depreciation in valued.items() if is_depreciation), ""),
        "money": json.dumps([account.code for account in chart.accounts if account.roles & MONEY_ROLES]),
        "sides": json.dumps({account.code: account.is_debit for account in chart.accounts if is_one_sided(account)}),
        "results": json.dumps({item.code: item.is_debit for item in chart.accounts if is_told_below_nil(item)}),
        "earmarked": json.dumps([item.code for role in EARMARKED_ROLES for item in chart.all_with(role)]),
    }
