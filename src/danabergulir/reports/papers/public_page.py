"""The page for everybody, and the slip of one KSM: finished words, and the data by which a receipt is found.

The page names nobody and no group, and no amount of anybody: the figures are those of the fund. The slip lists the
receipts of one KSM by number and code, each with what proves it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from danabergulir.dates import Month, format_long
from danabergulir.domain.books import Books
from danabergulir.domain.fund.history import MonthEnd
from danabergulir.domain.groups import KSM
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.witness.public import Fate, Witnessed, WitnessedReceipt, code_of_page
from danabergulir.frozen import Struct
from danabergulir.money import format_count, format_percent
from danabergulir.reports.model.frame import day_line, head_shown
from danabergulir.reports.model.paper import Paper, Words, ksm_named, letterhead
from danabergulir.reports.month.summary import graded
from danabergulir.reports.papers.cover import balances_chart, money_chart

_FATES: Final = {Fate.STANDS: "ada", Fate.REVERSED: "dibatalkan", Fate.CORRECTED: "pembagiannya dibetulkan"}
_ROOT_LETTERS: Final = 16


class ProvedReceipt(Struct, frozen=True):
    """A receipt on the slip of its KSM: what stands in the row, and the text that proves it."""

    number: str
    day: str
    code: str
    fate: str
    proof: str


class PublicPage(Struct, frozen=True):
    """One page: what it is called, what it shows, and the ``data`` it vouches for, with the ``code`` of that.

    ``board`` holds the words of the notice board and ``graphs`` charts by their titles; both are empty on a slip.
    ``receipts`` are those of the KSM on its slip.
    """

    title: str
    upk: str
    place: Sequence[str]
    colour: str
    month: str
    day: str
    range: str
    data: str
    code: str
    head: str
    root: str
    size: str
    months: tuple[tuple[str, str, str], ...]
    board: Mapping[str, Words]
    tiles: tuple[tuple[str, str, str, str], ...] = ()
    graphs: tuple[tuple[str, Mapping[str, Words]], ...] = ()
    receipts: tuple[ProvedReceipt, ...] = ()

    @property
    def is_slip(self) -> bool:
        """Return whether it is the slip of one KSM."""
        return not self.board


def public_page(books: Books, months: Sequence[MonthEnd], board: Paper, witnessed: Witnessed) -> PublicPage:
    """Return the page of a month: what the notice board says but for the names, indicators, graphs and the data."""
    tiles = tuple(
        (
            item.name,
            "-" if item.percent is None else f"{format_percent(item.percent)} %",
            item.category.capitalize(),
            f"{words[0].upper()}{words[1:]}",
        )
        for item, words in graded(books)
    )
    graphs = (
        ("Saldo pinjaman dan tunggakan", balances_chart(books.month, months)),
        ("Uang masuk dan uang keluar", money_chart(books.month, months)),
    )
    return _page(
        "Papan Informasi Dana Bergulir",
        books.profile,
        books.month.long_name,
        day_line(books.as_of, is_over=books.is_over),
        witnessed,
        board=board.words,
        tiles=tiles,
        graphs=graphs,
    )


def ksm_slip(
    profile: Profile,
    month: Month,
    ksm: KSM,
    witnessed: Witnessed,
    proofs: Sequence[tuple[WitnessedReceipt, str]],
    *,
    is_over: bool,
) -> PublicPage:
    """Return the slip of a KSM for a month that ``is_over`` or not: its receipts, each with what proves it."""
    return _page(
        f"Bukti Setoran {ksm_named(ksm)}",
        profile,
        month.long_name,
        day_line(witnessed.last_on, is_over=is_over),
        witnessed,
        receipts=tuple(
            ProvedReceipt(item.number, format_long(item.dated_on), item.code, _FATES[item.fate], proof)
            for item, proof in proofs
        ),
    )


def _page(
    title: str,
    profile: Profile,
    month: str,
    day: str,
    witnessed: Witnessed,
    *,
    board: Mapping[str, Words] | None = None,
    tiles: tuple[tuple[str, str, str, str], ...] = (),
    graphs: tuple[tuple[str, Mapping[str, Words]], ...] = (),
    receipts: tuple[ProvedReceipt, ...] = (),
) -> PublicPage:
    head = letterhead(profile)
    return PublicPage(
        title=title,
        upk=head.upk,
        place=head.place,
        colour=head.colour,
        month=month,
        day=day,
        range=f"{format_long(witnessed.first_on)} sampai {format_long(witnessed.last_on)}",
        data=witnessed.data,
        code=code_of_page(witnessed.data),
        head=head_shown(witnessed.head),
        root=witnessed.root.hex()[:_ROOT_LETTERS],
        size=format_count(witnessed.size),
        months=tuple((item.month, item.head, format_count(item.receipts)) for item in witnessed.months),
        board=board or {},
        tiles=tiles,
        graphs=graphs,
        receipts=receipts,
    )
