"""Whether a package is taken in: what holds of it by itself, and beside the other packages of its UPK."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from danabergulir.domain.city.continuity import dated_ahead, not_following, other_package, overlapping, written_anew
from danabergulir.domain.city.packages import (
    ChainEnd,
    Judged,
    MonthPackage,
    PackageOutcome,
    SendingUpk,
    place_of,
)
from danabergulir.domain.city.succession import book_of, successors
from danabergulir.errors import Finding
from danabergulir.operations.city.handed_in import Glance, HandedIn, fingerprint, glance, look_at
from danabergulir.operations.city.judgements import Judgement, judgement, under_one_id
from danabergulir.operations.city.lake import Lake
from danabergulir.operations.city.tables import TABLES

Tell = Callable[[str, int, int | None], None]

_KNOWN_COLUMNS: Final = ", ".join(TABLES["paket"])


def judged(
    lake: Lake, folders: Sequence[Path], received_on: date, *, instead: bool, tell: Tell
) -> tuple[list[Judgement], Mapping[str, str]]:
    """Return every package with what is to become of it; the packages of one UPK are in memory at a time.

    And the ids made of names, for packages without one, that the city has and that turn out to be another UPK's.
    """
    seen = [(glance(folder), folder) for folder in folders]
    had = list(_known_packages(lake, {item for item, _ in seen}))
    same = successors([*(item.book for item, _ in seen), *map(book_of, had)])
    known: dict[str, list[MonthPackage]] = {}
    for package in had:
        known.setdefault(same.get(package.sender.id, package.sender.id), []).append(package)
    queue = sorted((same.get(item.sender, item.sender), item.last, folder) for item, folder in seen)
    found: list[Judgement] = []
    for sender, group in groupby(queue, key=lambda item: item[0]):
        handed: list[HandedIn] = []
        for _, _, folder in group:
            tell("Memeriksa paket", len(found) + len(handed), len(folders))
            handed.append(look_at(folder, fingerprint(folder)))
        found += _one_upk(known.get(sender, []), handed, received_on, instead=instead)
    return under_one_id(found, had, same)


def _one_upk(
    known: Iterable[MonthPackage], handed: Iterable[HandedIn], received_on: date, *, instead: bool
) -> Iterator[Judgement]:
    """Yield what becomes of the packages of one id, the earliest first."""
    taken = {str(package.month): package for package in known}
    queue = list(handed)
    coming = {item.package.key for item in queue if item.package}
    for item in queue:
        package, findings = item.package, list(item.findings)
        if package is None or not item.is_sound:
            yield judgement(item, PackageOutcome.REFUSED, findings)
            continue
        month = str(package.month)
        before = taken.get(month)
        if before is not None and before.digest == package.digest:
            yield judgement(item, PackageOutcome.KNOWN, findings)
            continue
        ahead = dated_ahead(package, received_on)
        findings += [ahead] if ahead else []
        if before is not None and (not instead or before.sender.place != package.sender.place):
            findings.append(other_package(before, package))
        if before is not None and before.sender.place == package.sender.place:
            findings += filter(None, [written_anew(before, package)])
        others = [other for key, other in sorted(taken.items()) if key != month]
        findings += _against(package, others, coming if instead else ())
        if any(finding.severity == "galat" for finding in findings):
            yield judgement(item, PackageOutcome.REFUSED, findings)
            continue
        taken[month] = package
        yield judgement(item, PackageOutcome.REPLACED if before else PackageOutcome.TAKEN, findings)


def _against(
    package: MonthPackage, others: Sequence[MonthPackage], coming: Iterable[tuple[str, str]]
) -> Iterator[Finding]:
    """Yield what the packages of the months around one say against it; those that are ``coming`` again do not count."""
    overlap = next(filter(None, (overlapping(other, package) for other in others)), None)
    if overlap is not None:
        yield overlap
        return
    earlier = next((other for other in reversed(others) if other.last < package.last), None)
    later = next((other for other in others if other.last > package.last), None)
    if earlier is not None:
        yield from not_following(earlier, package)
    if later is not None and later.key not in coming:
        yield from not_following(package, later)


def _known_packages(lake: Lake, seen: Collection[Glance]) -> Iterator[MonthPackage]:
    """Yield what the city has of the UPK that were ``seen``, and of those of the same names.

    They come with the balances of the months beside theirs.
    """
    senders, places = {item.sender for item in seen}, {item.book.place for item in seen}
    months = {month for item in seen for month in item.months_beside}
    rows = lake.rows(f"SELECT bulan, {_KNOWN_COLUMNS} FROM paket ORDER BY id_upk, bulan")
    known = [(month, dict(zip(TABLES["paket"], row, strict=True))) for month, *row in rows]
    known = [
        (month, told)
        for month, told in known
        if told["id_upk"] in senders or place_of(told["upk"], told["kelurahan"], told["kecamatan"]) in places
    ]
    balances = _balances(lake, {told["id_upk"] for _, told in known}, months)
    for month, told in known:
        has_entries = told["catatan"] is not None
        opening, closing = balances.get((told["id_upk"], month), ({}, {}))
        yield MonthPackage(
            digest=told["sidik"],
            sender=SendingUpk(*(told[name] for name in _SENDER)),
            first=told["dari"],
            last=told["sampai"],
            opened_on=told["saldo_awal_buku"],
            layout=told["susunan"],
            program=told["program"],
            before=ChainEnd(told["urutan_sebelum"], told["kepala_sebelum"]),
            head=ChainEnd(told["urutan"], told["kepala"]),
            entries_before=ChainEnd(told["catatan_sebelum"], told["kepala_catatan_sebelum"]) if has_entries else None,
            entries=ChainEnd(told["catatan"], told["kepala_catatan"]) if has_entries else None,
            key_name=told["kunci_kota"],
            judged=Judged(told["batas_risiko"], (), told["hitung_biasa"]),
            opening=opening,
            closing=closing,
        )


_SENDER: Final = ("id_upk", "upk", "bkm", "kelurahan", "kecamatan", "kota", "provinsi")
_Sides = tuple[dict[str, int], dict[str, int]]


def _balances(lake: Lake, senders: Collection[str], months: Collection[str]) -> Mapping[tuple[str, str], _Sides]:
    """Return the opening and closing balances that the city has of these UPK and months, but for those of nil."""
    found: dict[tuple[str, str], _Sides] = {}
    statement = "SELECT id_upk, bulan, akun, saldo_awal, saldo_akhir FROM saldo WHERE list_contains($months, bulan)"
    for sender, month, code, opening, closing in lake.rows(statement, months=sorted(months)):
        if sender in senders:
            sides = found.setdefault((sender, month), ({}, {}))
            for side, amount in zip(sides, (opening, closing), strict=True):
                if amount:
                    side[code] = amount
    return found
