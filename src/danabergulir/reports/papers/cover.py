"""The cover of the month's paper: the summary with grades, three charts, who is late, and what follows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from danabergulir.dates import MONTH_NAMES, Month, months_through
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import late_groups
from danabergulir.domain.fund.history import MONTHS_LOOKED_BACK, MonthEnd
from danabergulir.domain.fund.reserve import balance, by_class, groups_by_class
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.money import format_percent, format_rupiah, total
from danabergulir.reports.model.frame import day_line
from danabergulir.reports.model.paper import TOLD, Paper, Words, in_a_sentence, letterhead, officer, signers
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.month.sanctions import proposals
from danabergulir.reports.month.summary import facts, graded
from danabergulir.reports.papers.charts import Axis, length, share

MOST_NAMED: Final = 8
"""How many late KSM the cover names at most; the form prints as many as fit."""
SIGNING: Final = ("Koordinator BKM/LKM", "Pengawas", "Manajer UPK", "Pembuku")
"""The posts that sign where the profile names none, the first one by way of approval."""

_SUMMARY: Final = "ringkasan"  # all that this report says stands on the cover
_COLUMNS: Final = (("Uang",), ("Pinjaman", "Bulan depan"), ("Tunggakan", "Cadangan risiko pinjaman"))
LOW_IS_GOOD: Final = frozenset({"LAR", "PAR"})
_LABELLED_EVERY: Final = 3  # months: more names than that run into each other


def cover(
    books: Books,
    months: Sequence[MonthEnd],
    reports: Sequence[Report],
    before: Sequence[Indicator] = (),
    *,
    earlier: str = "Bulan lalu",
) -> Paper:
    """Return the cover of ``reports``, the month's set.

    ``months`` are those looked back on, the month of the books last; ``before`` are the indicators of the month before,
    empty where there was none, ``earlier`` what they are called.
    """
    return Paper(
        form="sampul",
        file_name=f"sampul-{books.month}",
        title="LAPORAN BULANAN UPK",
        letterhead=letterhead(books.profile),
        as_of=books.as_of,
        words={
            "month": books.month.long_name,
            "day": day_line(books.as_of, is_over=books.is_over),
            TOLD: next((item.title for item in reports if item.name == _SUMMARY), ""),
            "tiles": _tiles(books, before, earlier),
            "columns": _fact_columns(books),
            "balances": balances_chart(books.month, months),
            "classes": _classes(books),
            "money": money_chart(books.month, months),
            "late": _late(books),
            "contents": [
                {
                    "code": item.form_code,
                    "title": item.title,
                    "short": in_a_sentence(item.title.partition(" / ")[0]),
                }
                for item in reports
            ],
            "place": f"{books.profile.kelurahan}, tanggal ....................",
            "signers": _signers(books.profile),
        },
        footer=next((item.footer for item in reports), ""),
        code=next((item.code for item in reports), ""),
    )


def _tiles(books: Books, before: Sequence[Indicator], words_before: str) -> list[Mapping[str, Words]]:
    """Return the five indicators: value, grade, what it says, how it stood, and the command that unfolds it."""
    earlier = {item.name: item for item in before}
    return [
        {
            "name": item.name,
            "value": "-" if item.percent is None else f"{format_percent(item.percent)} %",
            "grade": item.category.capitalize(),
            "meaning": f"{words[0].upper()}{words[1:]}",
            "before": _compared(item, earlier.get(item.name), words_before),
            "origin": f"jelaskan {books.month} kinerja {item.name}",
        }
        for item, words in graded(books)
    ]


def _compared(now: Indicator, before: Indicator | None, words: str) -> str:
    if now.percent is None or before is None or before.percent is None:
        return ""
    shown, printed = format_percent(before.percent), format_percent(now.percent)
    if shown == printed:
        return f"{words} {shown} %, tetap"
    better = (now.percent < before.percent) == (now.name in LOW_IS_GOOD)
    return f"{words} {shown} %, {'membaik' if better else 'memburuk'}"


def _fact_columns(books: Books) -> list[list[Mapping[str, Words]]]:
    """Return what the summary says in three columns; the late loans and the indicators stand elsewhere."""
    said = facts(books, named=0)
    return [[{"title": title, "lines": said[title]} for title in column] for column in _COLUMNS]


def balances_chart(month: Month, months: Sequence[MonthEnd]) -> Mapping[str, Words]:
    """Return the chart of what is outstanding and late at the end of each of twelve months up to ``month``."""
    axis = Axis.over(end.outstanding for end in months)
    now = months[-1]
    late = share(now.arrears, now.outstanding)
    of_balance = "" if late is None else f" ({format_percent(late)} %)"
    return {
        "marks": axis.marks,
        "months": _slots(
            month, {end.month: (axis.length(end.outstanding), axis.length(end.arrears)) for end in months}
        ),
        "legend": [
            f"Saldo pinjaman {format_rupiah(now.outstanding)}",
            f"Tunggakan pokok {format_rupiah(now.arrears)}{of_balance}",
        ],
    }


def money_chart(month: Month, months: Sequence[MonthEnd]) -> Mapping[str, Words]:
    """Return the chart of the money that came in and went out in each of twelve months, the last being ``month``."""
    axis = Axis.over(amount for end in months for amount in (end.received, end.spent))
    now = months[-1]
    return {
        "marks": axis.marks,
        "months": _slots(month, {end.month: (axis.length(end.received), axis.length(end.spent)) for end in months}),
        "legend": [f"Uang masuk {format_rupiah(now.received)}", f"Uang keluar {format_rupiah(now.spent)}"],
    }


def _slots(month: Month, lengths: Mapping[Month, tuple[int, int]]) -> list[Mapping[str, Words]]:
    """Return a place for each of the twelve months; those from before the ledger was opened are empty."""
    places = tuple(months_through(month.shifted(1 - MONTHS_LOOKED_BACK), month))
    return [
        {
            "label": "" if ahead % _LABELLED_EVERY else f"{MONTH_NAMES[place.number - 1][:3]} {place.year % 100:02d}",
            "lengths": lengths.get(place, ()),
        }
        for ahead, place in zip(reversed(range(MONTHS_LOOKED_BACK)), places, strict=True)
    ]


def _classes(books: Books) -> list[Mapping[str, Words]]:
    """Return the balance of each class with its share of all balances."""
    whole, groups = balance(books.open_loans), groups_by_class(books.open_loans)
    lines: list[Mapping[str, Words]] = []
    for item, loans in by_class(books.open_loans, books.policy.classes):
        part = balance(loans)
        of_all = share(part, whole)
        lines.append(
            {
                "name": item.name,
                "count": f"{groups[item.number]} KSM",
                "amount": format_rupiah(part),
                "share": "-" if of_all is None else f"{format_percent(of_all)} %",
                "length": length(part.value, whole.value),
            }
        )
    return lines


def _late(books: Books) -> Mapping[str, Words]:
    """Return the worst KSM with the sanction proposed for each, and what to say of those that do not fit."""
    late = late_groups(books.loans)
    proposed = {book.loan.number: level for book, level in proposals(books)}
    named = late[:MOST_NAMED]
    return {
        "rows": [_late_line(number, group, proposed) for number, group in enumerate(named, start=1)],
        "rest": [_unnamed(len(late) - shown) for shown in range(len(named) + 1)],
        "sanctions": _proposed_words(books),
    }


def _late_line(number: int, group: Sequence[LoanBook], proposed: Mapping[str, SanctionLevel]) -> list[Words]:
    worst, stand = group[0], group[0].position
    levels = [proposed[book.loan.number] for book in group if book.loan.number in proposed]
    return [
        str(number),
        worst.loan.ksm.name,
        worst.loan.ksm.rw,
        f"{stand.missed_count} kali",
        stand.days_words,
        format_rupiah(total([book.position.arrears for book in group])),
        max(levels, key=lambda level: level.number).name if levels else "-",
    ]


def _unnamed(count: int) -> str:
    return f"Dan {count} KSM lain: lihat DAFTAR TUNGGAKAN." if count else ""


def _proposed_words(books: Books) -> str:
    """Return how many KSM a letter of each level is due for, the highest level first; each counts by its highest."""
    highest: dict[str, int] = {}
    for book, level in proposals(books):
        highest[book.loan.ksm.code] = max(level.number, highest.get(book.loan.ksm.code, 0))
    counts = Counter(highest.values())
    parts = (f"{count} KSM tingkat {number}" for number, count in sorted(counts.items(), reverse=True))
    return f"Sanksi yang diusulkan: {', '.join(parts)}." if counts else "Tidak ada sanksi yang diusulkan."


def _signers(profile: Profile) -> list[tuple[str, str]]:
    chosen = signers(profile)
    if chosen:
        return list(chosen)
    return [(post if at else f"Mengetahui,\n{post}", officer(profile, post)) for at, post in enumerate(SIGNING)]
