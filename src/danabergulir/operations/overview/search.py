"""A word looked up in the whole book."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.terms import number_order
from danabergulir.domain.search import Found, Hit, Hits, folded
from danabergulir.errors import UsageError, perhaps
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.finding import search
from danabergulir.money import Rupiah, format_rupiah, parse_rupiah
from danabergulir.text import quoted

_NIK: Final = re.compile(r"\d{16}")


def look_up(path: Path, text: str, today: date) -> Hits:
    """Return all that a text is found in: any part of a name, number or memo, an amount, or a whole NIK.

    Raises ``UsageError`` for a text without letters and digits.
    """
    word = folded(text)
    if not word:
        told = (
            f"{quoted(text.strip())} tidak berisi huruf atau angka" if text.strip() else "kata yang dicari belum diisi"
        )
        raise UsageError(told, "Tulis misalnya: danabergulir cari mawar")
    amount = None
    with suppress(UsageError):
        amount = parse_rupiah(text)
    with store.reading(path) as connection:
        groups = registers.all_ksm(connection, today)
        found = (
            *_groups(groups, word),
            *_members(connection, groups, word, today),
            *_loans(connection, groups, word, amount),
            *_letters(connection, groups, word),
            *_vouchers(connection, word, amount),
        )
        near = ""
        if not found:
            spelt = (
                (name, f"{ksm.code} {ksm.name}") for ksm in groups.values() for name in (ksm.code, *ksm.name.split())
            )
            near = perhaps(text, spelt)
    return Hits(text.strip(), found, near)


def _groups(groups: Mapping[str, KSM], word: str) -> Iterator[Hit]:
    for ksm in groups.values():
        if any(word in folded(part) for part in (ksm.code, ksm.name, ksm.chair)):
            chair = f", ketua {ksm.chair}" if ksm.chair else ""
            yield Hit(Found.KSM, ksm.code, ksm.name, f"RW {ksm.rw} RT {ksm.rt}{chair}")


def _members(connection: store.Connection, groups: Mapping[str, KSM], word: str, today: date) -> Iterator[Hit]:
    is_nik = _NIK.fullmatch(word) is not None
    for member in registers.members(connection, today):
        by_nik = is_nik and folded(member.nik) == word
        if by_nik or word in folded(member.name):
            left = f", keluar {format_form(member.left_on)}" if member.left_on else ""
            known = ", NIK cocok" if by_nik else ""
            ksm = groups[member.ksm].name if member.ksm in groups else member.ksm
            yield Hit(Found.MEMBER, f"{member.ksm} {member.number}", member.name, f"{ksm}{known}{left}")


def _loans(connection: store.Connection, groups: Mapping[str, KSM], word: str, amount: Rupiah | None) -> Iterator[Hit]:
    for row in sorted(search.loans_by_words(connection), key=lambda row: number_order(row.number)):
        ksm = groups[row.ksm]
        if word in row.words or word in folded(ksm.name) or word in folded(ksm.code) or Rupiah(row.principal) == amount:
            told = f"pokok {format_rupiah(Rupiah(row.principal))}, cair {format_form(row.disbursed_on)}"
            yield Hit(Found.LOAN, row.number, ksm.name, told)


def _letters(connection: store.Connection, groups: Mapping[str, KSM], word: str) -> Iterator[Hit]:
    for row in search.letters_by_words(connection):
        ksm = groups[row.ksm]
        if word in row.words or word in folded(ksm.name):
            told = f"{row.name} {row.letter}, tanggal {format_form(row.dated_on)}, {row.loan}"
            yield Hit(Found.LETTER, row.number, ksm.name, told)


def _vouchers(connection: store.Connection, word: str, amount: Rupiah | None) -> Iterator[Hit]:
    for row in search.vouchers_with(connection, word, amount):
        own = f", bukti luar {row.external_ref}" if row.external_ref else ""
        told = f"{format_form(row.dated_on)}, {format_rupiah(Rupiah(row.amount))}, {row.memo}{own}"
        yield Hit(Found.VOUCHER, row.number, row.party, told)
