"""The minutes of a cash count: what the box held, what the book says, and who saw it."""

from collections.abc import Mapping, Sequence

from danabergulir.dates import format_form, format_long
from danabergulir.domain.accounts import label
from danabergulir.domain.cash_count import COINS, NOTES, CashCount, Pieces
from danabergulir.domain.letterhead import Profile
from danabergulir.money import Rupiah, difference_word, format_count, format_number, format_rupiah, terbilang
from danabergulir.reports.model.paper import Paper, letterhead, officer, upk_named


def cash_minutes(count: CashCount, pieces: Pieces, profile: Profile) -> Paper:
    """Return the minutes of a count; where no ``pieces`` were written down their lines are left for a pen.

    The book stands in it as it did when the box was counted, for that is what was signed.
    """
    count = count.as_counted
    day = count.dated_on
    return Paper(
        form="berita-acara-kas",
        file_name=f"kas-opname-{day.isoformat()}",
        title=f"BERITA ACARA KAS OPNAME {format_form(day)}",
        letterhead=letterhead(profile),
        as_of=day,
        words={
            "day": format_long(day),
            "account": label(count.account),
            "upk": upk_named(profile),
            "notes": _lines(NOTES, pieces.notes, blank=not pieces),
            "coins": _lines(COINS, pieces.coins, blank=not pieces),
            "counted": format_number(count.counted.value),
            "booked-amount": format_rupiah(count.booked),
            "counted-amount": format_rupiah(count.counted),
            "counted-in-words": terbilang(count.counted),
            "difference": format_rupiah(_without_sign(count.difference)),
            "difference-word": difference_word(count.difference),
            "difference-in-words": terbilang(_without_sign(count.difference)),
            "memo": count.memo,
            "place-and-date": f"{profile.kelurahan}, {format_long(day)}",
            "signers": [
                ["Pembuku/Kasir", officer(profile, "Kasir") or officer(profile, "Pembuku")],
                ["Manajer UPK", officer(profile, "Manajer UPK")],
                ["Pengawas", officer(profile, "Pengawas")],
            ],
        },
        footer=f"Kas opname {format_form(day)}",
    )


def _lines(values: Sequence[int], counted: Mapping[int, int], *, blank: bool) -> list[list[str]]:
    """Return value, pieces and amount of each kind of money."""
    if blank:
        return [[format_rupiah(Rupiah(value)), "", ""] for value in values]
    pieces = [(value, counted.get(value, 0)) for value in values]
    return [
        [format_rupiah(Rupiah(value)), format_count(number) if number else "-", format_number(value * number)]
        for value, number in pieces
    ]


def _without_sign(difference: Rupiah) -> Rupiah:
    return max(difference, -difference)
