"""Starting a ledger, and what belongs to the whole book: profile, policy, chart of accounts."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from danabergulir import __version__
from danabergulir.dates import format_form
from danabergulir.domain.accounts import (
    ADDED_LATER,
    URBAN_CHART,
    Account,
    AccountClass,
    Chart,
    Role,
    chart_findings,
    label,
    with_opening_account,
)
from danabergulir.domain.letterhead import LARGEST_LOGO, Profile, logo_kind
from danabergulir.domain.policy.rules import DEFAULT_POLICY, Policy
from danabergulir.errors import FaultyDataError, RefusedError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.accounts import has_postings
from danabergulir.operations.desk import Desk, desk_of, headings, recording
from danabergulir.operations.versions import Changed, check_earlier_start, check_version


def start_book(
    path: Path,
    profile: Profile,
    opened_on: date,
    now: datetime,
    *,
    policy: Policy = DEFAULT_POLICY,
    accounts: Iterable[Account] = URBAN_CHART,
) -> None:
    """Create the ledger with its profile, policy and chart; raises as ``starting``."""
    with starting(path, profile, opened_on, now, policy=policy, accounts=accounts):
        pass


@contextmanager
def starting(
    path: Path,
    profile: Profile,
    opened_on: date,
    now: datetime,
    *,
    policy: Policy = DEFAULT_POLICY,
    accounts: Iterable[Account] = URBAN_CHART,
) -> Iterator[Desk]:
    """Yield the desk of a new ledger, which appears under ``path`` only when the block ends well.

    ``opened_on`` is the date of the opening balances.

    Raises ``FaultyDataError`` for an unusable chart, ``RefusedError`` for a date that has not come, and
    ``LedgerUnusableError`` when a file already stands there.
    """
    chart = with_opening_account(accounts)
    findings = chart_findings(chart)
    if findings:
        raise FaultyDataError(
            "bagan akun belum dapat dipakai", "Perbaiki kolom peran pada bagan akun, lalu ulangi.", findings
        )
    if opened_on > now.date():
        raise RefusedError(
            f"tanggal saldo awal {format_form(opened_on)} belum tiba (hari ini {format_form(now.date())})",
            "Isi --tanggal dengan tanggal neraca terakhir buku lama.",
        )
    from danabergulir.ledger.write import Writer  # noqa: PLC0415 - the mapper, which looking at the book does not need

    with store.creating(path) as connection:
        writer = Writer(connection, now.isoformat(timespec="seconds"))
        writer.open_book(opened_on, f"danabergulir {__version__}")
        writer.set_profile(profile, opened_on)
        writer.set_policy(policy, opened_on)
        writer.add_accounts(chart, opened_on)
        yield desk_of(connection, now)


def opened_on(path: Path) -> date:
    """Return the date of the opening balances."""
    with store.reading(path) as connection:
        return registers.opened_on(connection)


def _refuse_chart(accounts: Iterable[Account]) -> None:
    for finding in chart_findings(accounts):
        raise RefusedError(finding.message, finding.hint)


def show_profile(path: Path, as_of: date) -> Profile:
    """Return who the UPK is."""
    with store.reading(path) as connection:
        return registers.profile(connection, as_of)


def change_profile(
    path: Path, dated_on: date, now: datetime, changes: Mapping[str, Any], officers: Mapping[str, str]
) -> Changed[Profile]:
    """Put changed facts of the profile in force from ``dated_on``; an officer with an empty name leaves the list."""
    with recording(path, now) as desk:
        check_version(desk, dated_on, registers.version_days(desk.connection, "profil")[-1], "profil yang sekarang")
        old = registers.profile(desk.connection, dated_on)
        signing = {post: name for post, name in {**old.officers, **officers}.items() if name}
        new = replace(old, **changes, officers=signing)
        if new != old:
            desk.writer.set_profile(new, dated_on)
        return Changed(new, new != old)


def read_logo(file: Path) -> bytes:
    """Return the picture in a file. Raises ``UsageError`` when it cannot be read, ``FaultyDataError`` for no logo."""
    try:
        with file.open("rb") as picture:
            content = picture.read(LARGEST_LOGO + 1)
    except FileNotFoundError:
        raise UsageError(f"file tidak ada: {file}", "Periksa nama dan foldernya.") from None
    except OSError:
        raise UsageError(f"file tidak dapat dibaca: {file}", "Periksa nama file dan izinnya.") from None
    logo_kind(content)
    return content


def show_policy(path: Path, as_of: date) -> Policy:
    """Return the policy in force on a day."""
    with store.reading(path) as connection:
        return registers.policy(connection, as_of)


def policy_history(path: Path) -> list[tuple[date, str]]:
    """Return every policy version: from which day, and when it was recorded."""
    with store.reading(path) as connection:
        return registers.policy_history(connection)


def show_chart(path: Path, as_of: date) -> Chart:
    """Return the chart of accounts on a day."""
    with store.reading(path) as connection:
        return registers.chart(connection, as_of)


def add_account(path: Path, account: Account, dated_on: date, now: datetime) -> list[str]:
    """Add an account, and return in words which idle accounts it makes a heading of.

    Raises ``RefusedError`` when the code is taken and for impossible roles.
    """
    with recording(path, now) as desk:
        desk.check_date(dated_on, of_voucher=False)
        if account.code in desk.chart:
            raise RefusedError(
                f"akun {account.code} sudah ada: {desk.chart[account.code].name}",
                "Pakai kode lain, atau ubah akun itu: danabergulir akun ubah",
            )
        accounts = (*desk.chart.accounts, account)
        _refuse_chart(accounts)
        before = desk.headings
        desk.writer.add_accounts([account], dated_on)
        return [
            f"akun {label(desk.chart[code])} kini judul kelompok di atas {account.code}, tidak dicatat langsung lagi"
            for code in headings(desk.connection, Chart(accounts))
            if code not in before and code != account.code
        ]


def begin_account(path: Path, code: str, since: date, now: datetime) -> Account:
    """Let an account exist since an earlier day than was written down, as it was first.

    Raises ``NotFoundError``, and ``RefusedError`` for a day that is none earlier.
    """
    with recording(path, now) as desk:
        known = desk.chart.find(code)
        days = registers.version_days(desk.connection, "akun", code=known.code)
        check_earlier_start(desk, since, days[0], f"akun {known.code} {known.name}")
        first = registers.chart(desk.connection, days[0]).find(known.code)
        desk.writer.add_accounts([first], since)
        return first


def change_account(
    path: Path,
    code: str,
    dated_on: date,
    now: datetime,
    *,
    name: str | None = None,
    account_class: AccountClass | None = None,
    contra: bool | None = None,
    roles: Collection[Role] | None = None,
) -> Changed[Account]:
    """Change an account. What it is for stays fixed once anything is booked on it, for old reports rest on it.

    Raises ``NotFoundError``, and ``RefusedError`` for that and for impossible roles.
    """
    with recording(path, now) as desk:
        old = desk.chart.find(code)
        days = registers.version_days(desk.connection, "akun", code=old.code)
        check_version(desk, dated_on, days[-1], f"akun {old.code} yang sekarang")
        new = replace(
            old,
            name=old.name if name is None else name,
            account_class=old.account_class if account_class is None else account_class,
            contra=old.contra if contra is None else contra,
            roles=old.roles if roles is None else frozenset(roles),
        )
        if new == old:
            return Changed(old, is_new=False)
        fixed = replace(new, name=old.name, roles=new.roles ^ (new.roles ^ old.roles) & ADDED_LATER)
        if fixed != old and has_postings(desk.connection, old.code):
            raise RefusedError(
                f"akun {old.code} sudah dipakai; golongan, lawan dan perannya tidak dapat diubah",
                "Ubah namanya saja, atau tambahkan akun baru.",
            )
        _refuse_chart([*(item for item in desk.chart.accounts if item.code != old.code), new])
        desk.writer.add_accounts([new], dated_on)
        return Changed(new, is_new=True)
