"""Whether a package goes on where an earlier one of the same UPK ended: its chain, its entries, its balances."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from danabergulir.dates import days_after
from danabergulir.domain.city.packages import ChainEnd, MonthPackage
from danabergulir.errors import Finding
from danabergulir.money import Rupiah, format_rupiah

TWIN: Final = "id-kembar"
"""The check that finds two UPK with one id."""

WRITTEN_ANEW: Final = "kota-ganti"
"""The check that finds a package to take the place of one whose book it does not go on from."""

_ASK: Final = "Tanyakan kepada UPK apa yang diubah. Bila benar, minta paket baru untuk bulan itu, lalu ulangi --ganti."
_SHOWN: Final = 3


def not_following(earlier: MonthPackage, later: MonthPackage) -> list[Finding]:
    """Return why ``later`` does not go on where ``earlier`` ended; a gap of months between them proves less.

    Both are of one id, and the first ends before the other does. What only ought to be looked at is a ``peringatan``.
    """
    adjacent = later.first <= days_after(earlier.last, 1)
    found = [*_rewound(earlier, later), *_entries(earlier, later)]
    if adjacent and later.first > earlier.last:
        found += [*_vouchers(earlier, later), *_balances(earlier, later)]
    proved = not any(item.severity == "galat" for item in found) and _is_linked(earlier, later)
    if not proved and earlier.sender.place != later.sender.place:
        return [twin(earlier, later)]
    return found


def twin(one: MonthPackage, other: MonthPackage) -> Finding:
    """Return that ``other`` has the id of a UPK that is another one."""
    return Finding(
        TWIN,
        f"id_upk {other.sender.id}",
        f"id ini sudah dipakai {one.sender.upk}, Kelurahan {one.sender.kelurahan}",
        "Salah satu bukunya disalin dari yang lain. Minta salah satu UPK membuat buku baru, lalu kirim paketnya lagi.",
    )


def other_package(one: MonthPackage, other: MonthPackage) -> Finding:
    """Return that ``other`` is for a month of which the city has a package of the same UPK already."""
    if one.sender.place != other.sender.place:
        return twin(one, other)
    return Finding(
        "kota-ganda",
        f"bulan {other.month}",
        "paket lain dari UPK ini untuk bulan ini sudah diambil, dan isinya berbeda",
        "Bila paket ini yang benar, ambil sebagai gantinya: ulangi perintah ini dengan --ganti",
    )


def written_anew(replaced: MonthPackage, package: MonthPackage) -> Finding | None:
    """Return that a package is not of the book as it was when the one was made whose place it takes; None where it is.

    A book only grows: whoever puts a month right adds to it. Nothing is said where the packages have no entry in common
    that could tell.
    """
    known = replaced.entries
    if known is None or package.entries is None:
        return None
    told = _entry_head(package, known)
    if told is None and package.entries.number < known.number:
        message = f"rantai catatan mundur: berakhir di {package.entries.number}, yang diganti di {known.number}"
    elif told in (None, known.digest):
        return None
    else:
        message = f"catatan {known.number} berbeda dengan paket yang diganti: bukunya ditulis ulang sesudah diserahkan"
    hint = "Tanyakan kepada UPK mengapa catatan lama berubah. Simpan paket yang lama sebagai bukti."
    return Finding(WRITTEN_ANEW, f"bulan {package.month}", message, hint, severity="peringatan")


def overlapping(one: MonthPackage, other: MonthPackage) -> Finding | None:
    """Return that ``other`` tells of days that ``one``, of another month, tells of already; None where it does not."""
    if one.last < other.first or other.last < one.first:
        return None
    message = f"masanya bertindih dengan paket {one.month} ({one.first} sampai {one.last})"
    within = one.first <= other.first and other.last <= one.last
    hint = "Masa ini sudah ada di data kota, jadi paketnya tidak perlu diserahkan lagi." if within else _export(other)
    return Finding("kota-masa", f"{other.first} sampai {other.last}", message, hint)


def _export(package: MonthPackage) -> str:
    days = f"--dari {package.month.first_on} --sampai {package.month.last_on}"
    return f"Minta UPK menjalankan: danabergulir ekspor audit {days} --ke FOLDER"


def not_a_month(package: MonthPackage) -> Finding | None:
    """Return that a package does not end with a month; None where it does."""
    month = package.month
    if package.last == month.last_on:
        return None
    return Finding(
        "kota-masa",
        f"{package.first} sampai {package.last}",
        "masa paket tidak berakhir pada akhir bulan",
        _export(package),
    )


def dated_ahead(package: MonthPackage, received_on: date) -> Finding | None:
    """Return that a package tells of days that had not been when it was handed in; None where it does not."""
    if package.last <= received_on:
        return None
    return Finding(
        "kota-masa",
        f"{package.first} sampai {package.last}",
        f"masa paket belum selesai pada tanggal diterima, {received_on}",
        "Tunggu sampai bulan itu selesai, atau tulis tanggal terima yang benar: --tanggal TANGGAL",
    )


def _rewound(earlier: MonthPackage, later: MonthPackage) -> Iterator[Finding]:
    for name, one, other in (
        ("bukti", earlier.head, later.head),
        ("catatan", earlier.entries, later.entries),
    ):
        if one is not None and other is not None and other.number < one.number:
            message = f"rantai {name} mundur: berakhir di urutan {other.number}, paket {earlier.month} di {one.number}"
            yield _broken("kota-mundur", later, message)
            return


def _vouchers(earlier: MonthPackage, later: MonthPackage) -> Iterator[Finding]:
    """Yield that the chain of vouchers before a month is not the one that the month before ended with."""
    same = later.before == earlier.head
    # An old package names no head before it: then only a link right behind the known one can be compared.
    if not same and (later.layout > 1 or later.before.number == earlier.head.number):
        message = f"rantai bukti tidak menyambung ke paket {earlier.month}: bulan itu diubah sesudah diserahkan"
        yield _broken("kota-rantai", later, message)


def _entries(earlier: MonthPackage, later: MonthPackage) -> Iterator[Finding]:
    """Yield where two packages tell the same entries differently, and the entries that no package holds."""
    known = earlier.entries
    if known is None or later.entries_before is None:
        return
    told = _entry_head(later, known)
    if told not in (None, known.digest):
        yield _broken("kota-rantai", later, f"catatan {known.number} berbeda dengan paket {earlier.month}")
    elif told is None and later.entries_before.number > known.number and later.first <= days_after(earlier.last, 1):
        missing = f"catatan {known.number + 1} sampai {later.entries_before.number} tidak ada di kedua paket"
        hint = f"Dicatat sesudah paket {earlier.month} diserahkan. Minta paket bulan itu sekali lagi, lalu --ganti."
        yield Finding("kota-rantai", f"bulan {later.month}", missing, hint, severity="peringatan")


def _entry_head(package: MonthPackage, known: ChainEnd) -> str | None:
    """Return the head that a package tells of an entry; None where it does not reach back to it."""
    before = package.entries_before
    if before is not None and before.number == known.number and known.number:
        return before.digest
    return package.entry_heads.get(known.number)


def _is_linked(earlier: MonthPackage, later: MonthPackage) -> bool:
    """Return whether a digest in one package proves that it is of the same book as the other."""
    if earlier.entries is not None and _entry_head(later, earlier.entries) == earlier.entries.digest:
        return True
    return later.before == earlier.head and later.before.number > 0


def _balances(earlier: MonthPackage, later: MonthPackage) -> Iterator[Finding]:
    codes = sorted({*earlier.closing, *later.opening})
    differing = [code for code in codes if earlier.closing.get(code, 0) != later.opening.get(code, 0)]
    for code in differing[:_SHOWN]:
        closing, opening = (Rupiah(side.get(code, 0)) for side in (earlier.closing, later.opening))
        message = (
            f"akun {code}: saldo awal {format_rupiah(opening)}, saldo akhir paket {earlier.month} "
            f"{format_rupiah(closing)}"
        )
        yield _broken("kota-saldo", later, message)
    if len(differing) > _SHOWN:
        yield _broken("kota-saldo", later, f"dan {len(differing) - _SHOWN} akun lagi tidak menyambung")


def _broken(check: str, later: MonthPackage, message: str) -> Finding:
    return Finding(check, f"bulan {later.month}", message, _ASK)
