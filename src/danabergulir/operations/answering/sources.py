"""Where the capital came from, written down beside the accounts of the capital. It books nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from re import fullmatch
from typing import Any

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.accounts import Account, AccountClass, Chart, Role
from danabergulir.domain.tridaya import FundSource
from danabergulir.errors import NotFoundError, RefusedError, perhaps
from danabergulir.frozen import Struct, replace
from danabergulir.ledger import answers
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.accounts import balance
from danabergulir.ledger.read.answering.tridaya import sources
from danabergulir.money import Rupiah
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.versions import Changed, check_version
from danabergulir.text import quoted


class Sourced(Struct, frozen=True):
    """An account of the capital: what the book holds on it, and where it came from as far as that is written down."""

    account: Account
    booked: Rupiah
    sources: tuple[FundSource, ...]
    warnings: tuple[str, ...] = ()


def add_source(book: Book, source: FundSource, dated_on: date, now: datetime) -> Sourced:
    """Write down a source under the next number. Raises ``NotFoundError``, and ``RefusedError`` for no such account."""
    with recording(book, now) as desk:
        desk.check_date(dated_on, of_voucher=False)
        known = sources(desk.connection, END_OF_TIME)
        numbers = (fullmatch(r"D-(\d{3,})", item.number) for item in known)
        number = f"D-{1 + max((int(match[1]) for match in numbers if match), default=0):03d}"
        new = replace(source, number=number, account=_capital(desk.chart, source.account).code)
        again = tuple(
            f"{old.number} {old.programme} sudah dicatat, tanggal dan jumlahnya sama; bila ini sumber itu: "
            f"danabergulir sumber-dana ubah {number} --jumlah 0"
            for old in known
            if _told(old) == _told(new)
        )
        _add(desk, new, dated_on)
        return replace(_sourced(desk, new), warnings=again)


def change_source(
    path: Path, number: str, dated_on: date, now: datetime, changes: Mapping[str, Any]
) -> Changed[Sourced]:
    """Put changed facts about a source in force. Raises ``NotFoundError`` and ``RefusedError``."""
    with recording(path, now) as desk:
        old = _find(desk, number)
        days = registers.version_days(desk.connection, "sumber-dana", number=old.number)
        check_version(desk, dated_on, days[-1], f"keterangan {old.number} yang sekarang")
        new = replace(old, **changes)
        new = replace(new, account=_capital(desk.chart, new.account).code)
        if new != old:
            _add(desk, new, dated_on)
        return Changed(_sourced(desk, new), new != old)


def list_sources(path: Path, as_of: date) -> list[Sourced]:
    """Return every account of the capital that has a balance or a source, with its sources, as of a day."""
    with store.reading(path) as connection:
        known = sources(connection, as_of)
        found = [
            Sourced(
                account,
                -balance(connection, account.code, as_of),
                tuple(item for item in known if item.account == account.code),
            )
            for account in registers.chart(connection, as_of).accounts
            if account.account_class is AccountClass.EQUITY
        ]
    return [item for item in found if item.sources or (item.booked and Role.CAPITAL in item.account.roles)]


def _add(desk: Desk, source: FundSource, dated_on: date) -> None:
    if source.received_on > desk.now.date():
        raise RefusedError(
            f"tanggal diterima {format_form(source.received_on)} belum tiba",
            "Periksa --diterima, atau jam komputer ini.",
        )
    answers.add_source(desk.writer, source, dated_on)


def _told(source: FundSource) -> tuple[object, ...]:
    """Return what makes two sources look like one."""
    return source.account, source.kind, source.programme.casefold(), source.received_on, source.amount


def _capital(chart: Chart, words: str) -> Account:
    account = chart.find(words)
    if account.account_class is not AccountClass.EQUITY:
        raise RefusedError(
            f"akun {account.code} {account.name} bukan akun modal",
            "Sumber dana dicatat pada akun modal: danabergulir akun daftar",
        )
    return account


def _find(desk: Desk, number: str) -> FundSource:
    known = sources(desk.connection, END_OF_TIME)
    for source in known:
        if source.number.casefold() == number.strip().casefold():
            return source
    spelt = [(words, f"{item.number} {item.programme}") for item in known for words in (item.number, item.programme)]
    near = perhaps(number, spelt)
    raise NotFoundError(
        f"tidak ada sumber dana nomor {quoted(number)}", f"{near}Lihat nomornya: danabergulir sumber-dana daftar"
    )


def _sourced(desk: Desk, source: FundSource) -> Sourced:
    booked = -balance(desk.connection, source.account, END_OF_TIME)
    return Sourced(desk.chart[source.account], booked, (source,))
