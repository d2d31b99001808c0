"""The minutes of the yearly citizens' meeting: what the books say is filled in, what it decides is left open."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from danabergulir.domain.dunning.due import late_groups
from danabergulir.domain.fund.measures import year_figures
from danabergulir.domain.fund.year import YearBooks
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.witness.codes import code_of
from danabergulir.money import NIL, Rupiah, format_number, format_percent, format_rupiah, total
from danabergulir.reports.model.frame import tied_to
from danabergulir.reports.model.paper import (
    SIGNED_BY_HAND,
    Paper,
    Words,
    board_named,
    letterhead,
    officer,
    upk_named,
    village_named,
)
from danabergulir.reports.month.good_payers import good_payers
from danabergulir.reports.year.result import UNDIVIDED, share_of, since_opened
from danabergulir.reports.year.summary import YearFact, facts

MOST_NAMED: Final = 12
"""How many late KSM have a line for what the meeting decides; of the others there is the list."""

_READ_OUT: Final = (
    ("Uang", ("Uang masuk setahun", "Uang keluar setahun", "Pendapatan setahun", "Biaya setahun", "Laba setahun")),
    (
        "Pinjaman",
        ("Saldo pinjaman", "KSM yang masih meminjam", "Disalurkan setahun", "Pokok kembali setahun"),
    ),
    ("Tunggakan", ("KSM yang menunggak", "Tunggakan pokok", "Tunggakan jasa")),
)
_SIGNERS: Final = (
    ("Pemimpin rapat", ""),
    ("Notulis", ""),
    ("Wakil warga", ""),
    ("Manajer UPK", "Manajer UPK"),
    ("Pengawas", "Pengawas"),
    ("Koordinator BKM/LKM", "Koordinator"),
)
"""Who signs, and the post by which the name is found; the meeting names the others."""
_OPEN_PARTS: Final = 5  # lines for a split that is still to be agreed
_PRESENT: Final = 30  # lines of the attendance list, as many as fit a page


def meeting_minutes(year: YearBooks) -> Paper:
    """Return the minutes of the meeting on a year, ready to be filled in with a pen."""
    profile = year.books.profile
    return Paper(
        form="berita-acara-rwt",
        file_name=f"berita-acara-rwt-{year.year}",
        title=f"BERITA ACARA REMBUG WARGA TAHUNAN {year.year}",
        letterhead=letterhead(profile),
        as_of=year.books.as_of,
        words={
            "year": str(year.year),
            "before": str(year.year.before),
            "upk": upk_named(profile),
            "board": board_named(profile),
            "village": village_named(profile),
            "state": list(_state(year)),
            "figures": [[fact.words, fact.now, fact.before or "-"] for fact in _figures(year)],
            **_split(year),
            **_late(year),
            "punctual": _punctual(year),
            "present": _PRESENT,
            "place": f"{profile.kelurahan}, ..............................",
            "signers": [[post, officer(profile, held) if held else SIGNED_BY_HAND] for post, held in _SIGNERS],
        },
        footer=tied_to(year.books.head),
        code=code_of(year.books.head),
    )


def _state(year: YearBooks) -> Iterator[str]:
    """Yield what has to be said of figures that may still change, or that are of a part of a year."""
    if not year.is_over:
        yield f"Tahun {year.year} belum berakhir; angka di bawah ini masih dapat berubah."
    elif year.result is None:
        yield f"Tahun {year.year} belum ditutup; angka di bawah ini masih dapat berubah."
    yield from since_opened(year)


def _figures(year: YearBooks) -> Iterator[YearFact]:
    said = facts(year, named=0)
    for heading, wanted in _READ_OUT:
        yield from (fact for fact in said[heading] if fact.words in wanted)
    yield from said["Kinerja"]


def _split(year: YearBooks) -> Mapping[str, Words]:
    """Return the profit and its parts: those agreed, or empty lines where the year is not closed."""
    figures = year_figures(year.books)
    profit = year.result.profit if year.result else figures.income - figures.cost
    word, amount = ("Laba", profit) if profit >= NIL else ("Rugi", -profit)
    told: dict[str, Words] = {
        "profit": f"{word} tahun {year.year}: {format_rupiah(amount)}",
        "agreed": bool(year.result),
    }
    if year.result is None:
        return {**told, "parts": [["", "", ""]] * _OPEN_PARTS}
    lines = [(part.name, part.amount) for part in year.result.parts] + [(UNDIVIDED, year.result.undivided)]
    shares = [(name, share_of(year.result, amount), amount) for name, amount in lines]
    return {
        **told,
        "parts": [
            [name, "" if share is None else f"{format_percent(share)} %", format_number(amount.value)]
            for name, share, amount in shares
        ],
    }


def _late(year: YearBooks) -> Mapping[str, Words]:
    groups = late_groups(year.books.loans)
    rest = len(groups) - MOST_NAMED
    return {
        "late": [_late_line(number, group, year) for number, group in enumerate(groups[:MOST_NAMED], start=1)],
        "rest": f"Dan {rest} KSM lain: lihat DAFTAR TUNGGAKAN PER RW." if rest > 0 else "",
    }


def _late_line(number: int, group: Sequence[LoanBook], year: YearBooks) -> list[Words]:
    worst = group[0]
    file = year.books.sanction_files.get(worst.loan.number)
    cause = file.cause(year.books.as_of) if file else None
    owed: Rupiah = total([book.position.arrears for book in group])
    return [
        str(number),
        worst.ksm.name,
        worst.ksm.rw,
        format_rupiah(owed),
        f"{worst.position.missed_count} kali",
        cause.value.replace("-", " ") if cause else "",
    ]


def _punctual(year: YearBooks) -> list[Words]:
    """Return the KSM that paid on time, each once."""
    section = good_payers(year.books).section
    at = [column.key for column in section.columns].index("ksm")
    return list(dict.fromkeys(str(row.cells[at]) for row in section.data))
