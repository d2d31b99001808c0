"""The sheet for the notice board: what the fund does with its money, for everybody who walks by.

It names groups that pay on time. Who is late shows only as a count per RW, unless the board decided by its minutes that
they are named (``[papan]`` of the policy); nothing on it is about a person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.dates import format_long
from danabergulir.domain.answering import DAYS_TO_ANSWER
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import late_loans
from danabergulir.domain.fund.history import MonthEnd
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.book import LoanBook, group_count
from danabergulir.domain.loans.terms import LENT, LoanEntry
from danabergulir.domain.reached import GroupReached, share_of_poor, share_of_women
from danabergulir.domain.witness.codes import code_of
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_count, format_percent, format_rupiah, total
from danabergulir.reports.model.frame import day_line, tied_to
from danabergulir.reports.model.paper import Paper, Words, letterhead
from danabergulir.reports.model.sheet import Cell
from danabergulir.reports.month.portfolio import rw_standing
from danabergulir.reports.papers.charts import length, share

MOST_RANKED: Final = 10
"""How many RW fit the sheet in letters that can be read from two metres."""


MOST_NAMED: Final = 24
"""How many late groups are named where the board wants it."""


def notice_board(books: Books, months: Sequence[MonthEnd], witness: str = "") -> Paper:
    """Return the sheet of a month; ``months`` are those looked back on, the month of the books last.

    ``witness`` says by which head and code the page for everybody is known.
    """
    standing = rw_standing(books).section
    keys = [column.key for column in standing.columns]
    by_rw = [dict(zip(keys, row.cells, strict=True)) for row in standing.data]
    return Paper(
        form="papan",
        file_name=f"papan-informasi-{books.month}",
        title="PAPAN INFORMASI DANA BERGULIR",
        letterhead=letterhead(books.profile),
        as_of=books.as_of,
        words={
            "month": books.month.long_name,
            "day": day_line(books.as_of, is_over=books.is_over),
            "fund": _fund(books),
            "lent": _lent(books),
            "repaid": _repaid(books, months),
            "late": _late(months[-1]),
            "punctual": _punctual(books),
            "ranking": _ranking(by_rw, _Groups.of(books.owing_loans)),
            "reached": _reached(books),
            "named": _named(books),
            "complaints": _complaints(books),
            "note": _note(books),
            "witness": witness,
        },
        footer=tied_to(books.head),
        code=code_of(books.head),
    )


class _Groups(Struct, frozen=True):
    """The groups that owe, by how they pay: a group is late when any of its loans is."""

    punctual: tuple[KSM, ...]
    late: tuple[KSM, ...]

    @classmethod
    def of(cls, loans: Sequence[LoanBook]) -> "_Groups":
        behind = {book.loan.ksm.code for book in late_loans(loans)}
        groups = sorted({book.loan.ksm.code: book.loan.ksm for book in loans}.values(), key=_by_name)
        return cls(
            tuple(group for group in groups if group.code not in behind),
            tuple(group for group in groups if group.code in behind),
        )


def _by_name(group: KSM) -> tuple[str, str]:
    return group.name.casefold(), group.code


def _fund(books: Books) -> Mapping[str, Words]:
    """Return the money of the fund: what the groups have borrowed and what lies in cash and bank."""
    lent = total([book.outstanding for book in books.open_loans])
    at_hand = Rupiah(sum(item.net for item in books.figures if item.account.holds_money))
    whole = lent + at_hand
    return {
        "whole": format_rupiah(whole),
        "lent": format_rupiah(lent),
        "at-hand": format_rupiah(at_hand),
        "lent-share": _percent(share(lent, whole), places=0),
        "length": length(lent.value, whole.value),
        "borrowers": f"{group_count(books.open_loans)} KSM sedang meminjam",
    }


def _percent(percent: Fraction | None, places: int = 2) -> str:
    return "-" if percent is None else f"{format_percent(percent, places)} %"


def _lent(books: Books) -> Mapping[str, Words]:
    since = _since(books)
    year = [entry for entry in books.register if entry.state in LENT and entry.disbursed_on >= since]
    month = [entry for entry in year if entry.disbursed_on >= books.month.first_on]
    return {
        "month": format_rupiah(_principal(month)),
        "month-words": f"kepada {group_count(month)} KSM bulan ini",
        "year": f"{_stretch(books)}:\n{format_rupiah(_principal(year))}",
    }


def _since(books: Books) -> date:
    """Return the day since which both is known what was lent in the year and what came back."""
    return max(books.month.year_first_on, books.opened_on)


def _stretch(books: Books) -> str:
    since = _since(books)
    return f"Tahun {since.year}" if since == books.month.year_first_on else f"Sejak {format_long(since)}"


def _principal(loans: Iterable[LoanEntry]) -> Rupiah:
    return total([entry.principal for entry in loans])


def _repaid(books: Books, months: Sequence[MonthEnd]) -> Mapping[str, Words]:
    year = total([end.repaid for end in months if end.month.year == books.month.year])
    return {
        "month": format_rupiah(months[-1].repaid),
        "month-words": "pokok kembali bulan ini",
        "year": f"{_stretch(books)}:\n{format_rupiah(year)}",
    }


def _late(now: MonthEnd) -> Mapping[str, Words]:
    return {
        "share": _percent(share(now.arrears, now.outstanding)),
        "words": "dari saldo pinjaman",
        "amount": f"Tunggakan pokok:\n{format_rupiah(now.arrears)}",
    }


def _punctual(books: Books) -> Mapping[str, Words]:
    """Return how many groups are on time: in all, by name, and by RW where the names do not fit."""
    groups = _Groups.of(books.owing_loans)
    punctual, count = len(groups.punctual), len(groups.punctual) + len(groups.late)
    if not count:
        return {"count": "Belum ada KSM yang meminjam", "words": "", "length": 0, "names": (), "counts": ()}
    of_rw = Counter(group.rw for group in groups.punctual)
    return {
        "count": f"{format_count(punctual)} dari {format_count(count)} KSM",
        "words": f"tidak punya tunggakan per {format_long(books.as_of)}",
        "length": length(punctual, count),
        "names": [group.name for group in groups.punctual],
        "counts": [f"RW {rw}: {of_rw[rw]}" for rw in sorted(of_rw)],
    }


def _ranking(by_rw: Sequence[Mapping[str, Cell]], groups: _Groups) -> Mapping[str, Words]:
    """Return the RW that have a rank, the best first, with how many groups are on time and how many late."""
    ranked = sorted((line for line in by_rw if line["peringkat"]), key=_rank)
    return {
        "rows": [_rw_line(line, groups) for line in ranked[:MOST_RANKED]],
        "rest": f"Dan {len(ranked) - MOST_RANKED} RW lain." if len(ranked) > MOST_RANKED else "",
    }


def _rank(line: Mapping[str, Cell]) -> int:
    rank = line["peringkat"]
    assert isinstance(rank, int)
    return rank


def _rw_line(line: Mapping[str, Cell], groups: _Groups) -> Mapping[str, Words]:
    percent, rw = line["persen_kembali"], line["rw"]
    assert isinstance(percent, Fraction)
    return {
        "rank": str(line["peringkat"]),
        "rw": f"RW {rw}",
        "percent": _percent(percent),
        "length": length(percent.__floor__(), 100),
        "punctual": str(sum(group.rw == rw for group in groups.punctual)),
        "late": str(sum(group.rw == rw for group in groups.late)),
    }


def _reached(books: Books) -> str:
    """Return whom the loans have reached so far, in numbers; empty while nobody has borrowed."""
    women, poor = share_of_women(books.reached), share_of_poor(books.reached)
    if women is None or poor is None:
        return ""
    members, untold = (sum(of(group) for group in books.reached) for of in (_size, _untold))
    unknown = f" Belum tercatat: {format_count(untold)} anggota." if untold else ""
    return (
        f"Terjangkau: {format_count(len(books.reached))} KSM, {format_count(members)} anggota; "
        f"perempuan {format_percent(women)} %, miskin {format_percent(poor)} %.{unknown}"
    )


def _size(group: GroupReached) -> int:
    return group.size


def _untold(group: GroupReached) -> int:
    return group.untold


def _named(books: Books) -> str:
    """Return the groups that are late by name, where the board decided that by its minutes; else nothing."""
    rules, late = books.policy.board, _Groups.of(books.owing_loans).late
    if not rules.names_late or not late:
        return ""
    names = ", ".join(f"{group.name} (RW {group.rw})" for group in late[:MOST_NAMED])
    rest = f", dan {len(late) - MOST_NAMED} KSM lain" if len(late) > MOST_NAMED else ""
    return f"Menunggak, ditulis menurut keputusan BKM {rules.minutes}: {names}{rest}."


def _complaints(books: Books) -> str:
    """Return how to complain, and how many complaints of the month were answered; never who made them."""
    place = f", {books.profile.address}" if books.profile.address else ""
    ways = f"Ada keluhan atau pertanyaan? Sampaikan kepada UPK {books.profile.upk}{place}, BKM, atau kelurahan."
    made = [item for item in books.answered_for.complaints if item.dated_on >= books.month.first_on]
    told = f" Bulan ini {len(made)} aduan, {sum(bool(item.answers) for item in made)} sudah dijawab." if made else ""
    return f"{ways} Aduan dicatat, diberi nomor, dan dijawab paling lama {DAYS_TO_ANSWER} hari.{told}"


def _note(books: Books) -> str:
    words = "Kembali = pokok yang sudah dibayar dibanding pokok yang sudah jatuh tempo."
    if books.opened_on <= books.month.year_first_on:
        return words
    return f"{words} Disalurkan dan kembali tahun ini dihitung sejak buku dibuka, {format_long(books.opened_on)}."
