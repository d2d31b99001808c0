"""What the figures of who was reached are made of: the KSM of an RW one by one, and what the register says of them."""

from collections.abc import Callable
from fractions import Fraction

from danabergulir.dates import format_form
from danabergulir.domain.reached import GroupReached, PlaceReached
from danabergulir.money import Rupiah
from danabergulir.reports.origins.figure import Figure, Relation, added, counted, sum_of

_RULE = "Menurut daftar anggota; anggota yang sudah keluar tidak dihitung."


def _each(place: PlaceReached, words: str, of: Callable[[GroupReached], int], rule: str = _RULE) -> Figure:
    parts = [Figure(_named(group), of(group), rule=rule) for group in place.groups]
    return added(words, parts, rule=rule)


def _named(group: GroupReached) -> str:
    return f"{group.ksm.code} {group.ksm.name}"


def groups(place: PlaceReached) -> Figure:
    """Return how many KSM have borrowed."""
    return counted("KSM yang pernah meminjam", [_first(group) for group in place.groups])


def _first(group: GroupReached) -> Figure:
    rule = f"Pinjaman pertama cair {format_form(group.first_lent_on)}."
    return Figure(_named(group), group.loans, rule=rule, dated_on=group.first_lent_on)


def members(place: PlaceReached) -> Figure:
    """Return how many members they have."""
    rule = f"{_RULE} KSM tanpa daftar anggota: jumlah menurut KSM."
    return _each(place, "Anggota", lambda group: group.size, rule)


def women(place: PlaceReached) -> Figure:
    """Return how many of the members are known to be women."""
    rule = f"{_RULE} KSM tanpa daftar anggota: jumlah menurut KSM."
    return _each(place, "Perempuan", lambda group: group.women, rule)


def poor(place: PlaceReached) -> Figure:
    """Return how many of the members are known to be poor."""
    return _each(place, "Miskin (PS-2)", lambda group: group.poor)


def untold(place: PlaceReached) -> Figure:
    """Return of how many members it is not written down whether they are women or poor."""
    rule = "Anggota yang jenis kelamin atau miskin-tidaknya belum dicatat."
    return _each(place, "Belum tercatat", lambda group: group.untold, rule)


def first_timers(place: PlaceReached) -> Figure:
    """Return how many KSM borrowed for the first time."""
    rule = f"Pinjaman pertamanya cair sejak {format_form(place.since)}."
    return counted("Peminjam baru", [_first(group) for group in place.first_timers], rule=rule)


def repeaters(place: PlaceReached) -> Figure:
    """Return how many KSM borrowed again."""
    return counted("Pinjam lagi", [_first(group) for group in place.repeaters], rule="Lebih dari satu pinjaman.")


def share_of_women(place: PlaceReached, value: Fraction) -> Figure:
    """Return which part of the members is known to be women, in percent."""
    return _share("Perempuan (%)", value, women(place), members(place))


def share_of_poor(place: PlaceReached, value: Fraction) -> Figure:
    """Return which part of the members is known to be poor, in percent."""
    return _share("Miskin (%)", value, poor(place), members(place))


def _share(words: str, value: Fraction, part: Figure, whole: Figure) -> Figure:
    rule = "Yang belum tercatat tidak dihitung sebagai perempuan atau miskin, jadi persen ini paling sedikit."
    formula = f"{part.words} : {whole.words}"
    return Figure(words, value, Relation.QUOTIENT, lambda _: (part, whole), formula=formula, rule=rule)


def turnover_then(place: PlaceReached) -> Figure:
    """Return the turnover of members at the first loan."""
    return _turnover(place, "Omset saat pinjaman pertama", lambda then, _: then)


def turnover_now(place: PlaceReached) -> Figure:
    """Return the turnover of the same members now."""
    return _turnover(place, "Omset sekarang", lambda _, now: now)


def _turnover(place: PlaceReached, words: str, which: Callable[[Rupiah, Rupiah], Rupiah]) -> Figure:
    parts = []
    for group in place.groups:
        known = [Figure(f"Anggota no. {member.number}", which(then, now)) for member, then, now in group.turnovers]
        if known:
            parts.append(sum_of(_named(group), known))
    return sum_of(words, parts, rule="Hanya anggota yang omsetnya tercatat saat pinjaman pertama dan sekarang.")


def saved(place: PlaceReached) -> Figure:
    """Return what they have saved."""
    parts = [
        Figure(_named(group), group.saved, rule="Saldo kartu tabungan; diurai pada register-tabungan.")
        for group in place.groups
        if group.saved != Rupiah(0)
    ]
    return sum_of("Tabungan", parts)
