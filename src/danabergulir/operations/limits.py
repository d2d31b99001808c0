"""What no recording may do: bring a balance below nil at the end of any day."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_long
from danabergulir.domain.accounts import Chart
from danabergulir.domain.entries import NOT_TOLD_APART
from danabergulir.domain.journal import Event
from danabergulir.domain.limits import Dip, Limit
from danabergulir.domain.tridaya import ROLE_OF
from danabergulir.errors import FaultyDataError, Finding, RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import limits, records, vouchers
from danabergulir.ledger.read.answering.tridaya import let_too_far

Tell = Callable[[str], None]
"""Who is told of money or of earmarked money below nil that a person insists on recording."""


def hold(
    connection: store.Connection,
    chart: Chart,
    after: int,
    *,
    insisted: bool,
    may_insist: bool = True,
    staying: int | None = None,
) -> tuple[str, ...]:
    """Look at every day that the vouchers after the sequence ``after`` change, and return what was insisted on.

    Raises ``RefusedError`` naming the first bad day of a card, whoever insists, or of an account; it names the option
    by which a person insists where the command has it. ``staying`` is the sequence of a voucher that no other day named
    would move: no later day is advised for what that one lowers.
    """
    let = let_too_far(connection, after)
    found = limits.dips(connection, chart, after=after)
    found = tuple(dip for dip in found if dip.limit is not Limit.EARMARKED or dip.subject not in let)
    if not may_insist:  # a close that writes down what the register says: its assets may never have been booked
        found = tuple(dip for dip in found if dip.limit is not Limit.BOOK_VALUE)
    hard = [dip for dip in found if dip.limit.is_hard]
    if hard or (found and not insisted):
        first = (hard or found)[0]
        last = [dip for dip in found if (dip.limit, dip.subject) == (first.limit, first.subject)][-1]
        act = vouchers.events_after(connection, after)
        takes_back = all(is_back for _, is_back in act)
        reopens = takes_back and Event.YEAR_CLOSE in dict(act)  # by a command that takes no day
        stands = staying is not None and limits.lowers(connection, chart, first, staying)
        way = first.way(None if reopens or stands else last.above_from, takes_back=takes_back)
        stays = hard or not may_insist
        raise RefusedError(
            first.refusal(chart), way if stays else f"{way.rstrip('.')}. Bila memang begitu, ulangi dengan --tetap."
        )
    return tuple(f"{dip.refusal(chart)}; dicatat karena --tetap" for dip in found)


def hold_whole(connection: store.Connection, chart: Chart, after: int) -> None:
    """Look at every day that an import changes, after the whole file. Raises ``FaultyDataError`` naming each."""
    found = limits.dips(connection, chart, after=after)
    if found:
        raise FaultyDataError(
            "ada saldo yang menjadi kurang dari nol pada akhir hari; tidak ada yang dicatat",
            "Periksa tanggal dan jumlah baris-barisnya, lalu ulangi perintah ini.",
            [_finding(dip, chart) for dip in found],
        )


def doubted(connection: store.Connection, chart: Chart, after: int) -> tuple[str, ...]:
    """Return what to say of income and cost that the vouchers after the sequence ``after`` bring below nil."""
    found = limits.dips(connection, chart, after=after, of=(Limit.RESULT,))
    return tuple(f"{dip.refusal(chart)}; periksa akun, sisi debit atau kredit, dan jumlahnya" for dip in found)


def never_booked(connection: store.Connection, chart: Chart, after: int) -> tuple[str, str] | None:
    """Return what is doubtful about a depreciation after that sequence, and the way out; None where nothing is.

    It writes down more than the assets stand for in the books: a purchase was never entered, or was taken back.
    """
    found = limits.dips(connection, chart, after=after, of=(Limit.BOOK_VALUE,))
    if not found:
        return None
    return (
        f"{found[0].refusal(chart)}: yang disusutkan lebih dari yang tercatat dibeli",
        "Catat pembelian yang terlewat, atau lepas yang tidak jadi dibeli: danabergulir aset lepas NOMOR",
    )


def fund_doubts(connection: store.Connection, chart: Chart, first: date, last: date) -> Iterator[tuple[str, str]]:
    """Yield what is doubtful about the funds for social and neighbourhood works on some days, and the way out.

    A fund is below nil by more than the board decided.
    """
    funds = {account.code for role in ROLE_OF.values() for account in chart.all_with(role)}
    below = [dip for dip in limits.dips(connection, chart, last=last, of=(Limit.EARMARKED,)) if dip.subject in funds]
    beyond = limits.outgrown(connection, chart, below, last)
    known = records.reviews(connection).keys() - beyond.keys()
    for dip in below:
        if dip.code not in known and (dip.above_from is None or dip.above_from > first):
            yield dip.story(chart), f"Lihat: danabergulir periksa --per {last.isoformat()}"


CARDS: Final = frozenset({"lebih-bayar", "tabungan-kurang"})
"""The checks of a day's books that find a card below nil."""


def decided(connection: store.Connection, chart: Chart, findings: Sequence[Finding], as_of: date) -> list[Finding]:
    """Return the findings about a day's books; a card below nil that was decided about is only worth a look."""
    if not any(finding.check in CARDS for finding in findings):
        return list(findings)
    dips = limits.dips(connection, chart)
    known = records.reviews(connection).keys() - limits.outgrown(connection, chart, dips).keys()
    stays = {
        (dip.limit, dip.subject)
        for dip in dips
        if dip.code in known and dip.first_on <= as_of and (dip.above_from is None or dip.above_from > as_of)
    }
    subjects = {
        *(f"pinjaman {subject}" for limit, subject in stays if limit is Limit.PRINCIPAL),
        *(f"tabungan {subject}" for limit, subject in stays if limit is Limit.SAVINGS),
        *(f"tabungan {NOT_TOLD_APART}" for limit, _ in stays if limit is Limit.EARMARKED),
    }
    return [
        replace(finding, severity="peringatan")
        if finding.check in CARDS and f"{finding.subject} ".startswith(tuple(f"{subject} " for subject in subjects))
        else finding
        for finding in findings
    ]


def _finding(dip: Dip, chart: Chart) -> Finding:
    enough = f"Cukup lagi mulai {format_long(dip.above_from)}" if dip.above_from else "Sesudah itu tidak cukup lagi"
    return Finding("batas", "", dip.refusal(chart), f"{enough}.")
