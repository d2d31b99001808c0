"""What a book still lacks: each thing with how it stands, and the command that fills it in."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.dates import Month, format_form
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.assets import depreciated_to
from danabergulir.domain.groups import KSM, Member, RwHead, is_present
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.book import LoanBook
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, sanctions, savings
from danabergulir.ledger.read.accounts import balance, untold_receivable
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.text import first_few

FILLED, MISSING, LOOK = "lengkap", "belum", "periksa"


class Filled(Struct, frozen=True):
    """One part of a book: whether it is filled in, what is said of it, and the command for what is missing."""

    part: str
    state: str
    said: str
    command: str = ""


class Completeness(Struct, frozen=True):
    """Every part of a book, and figures to be held against the report on paper of ``compared_on``, label and rupiah."""

    compared_on: date
    parts: tuple[Filled, ...]
    controls: tuple[tuple[str, Rupiah], ...]

    @property
    def next_command(self) -> str:
        """Return the command for the first part that is not filled in; empty when all are."""
        return next((item.command for item in self.parts if item.state == MISSING), "")


class _Book(Struct, frozen=True):
    connection: store.Connection
    as_of: date
    opened_on: date
    chart: Chart
    profile: Profile
    groups: Sequence[KSM]
    members: Sequence[Member]
    heads: dict[str, RwHead]
    loans: Sequence[LoanBook]


def completeness(path: Path, as_of: date, compared_on: date | None = None) -> Completeness:
    """Return what the book lacks on a day, and its figures on another, where it is None that of the opening.

    Arrears for which letters may have gone out before are told as of the day of the figures, beside which they stand.
    """
    with store.reading(path) as connection:
        book = _book(connection, as_of, loan_books_of(connection, as_of))
        day = compared_on or book.opened_on
        then = replace(book, as_of=day, loans=loan_books_of(connection, day))
        return Completeness(day, (*_parts(book), *_letters(then)), tuple(_controls(then)))


def lacking_parts(connection: store.Connection, as_of: date, loans: Sequence[LoanBook]) -> list[Filled]:
    """Return the parts that are not filled in on a day, each with its command, whether or not a book began with nil."""
    book = _book(connection, as_of, loans)
    return [item for look in _BY_AND_BY for item in look(book) if item.state == MISSING]


def lacking_opening(connection: store.Connection, as_of: date, loans: Sequence[LoanBook]) -> list[Filled]:
    """Return what the opening balances lack that a day shows: none where a fund began with nothing."""
    book = _book(connection, as_of, loans)
    lacking = [item for item in _opening(book) if item.state == MISSING]
    return lacking if untold_receivable(connection, book.chart) is not None or _sum(book, Role.OPENING) else []


def _book(connection: store.Connection, as_of: date, loans: Sequence[LoanBook]) -> _Book:
    return _Book(
        connection=connection,
        as_of=as_of,
        opened_on=registers.opened_on(connection),
        chart=registers.chart(connection, as_of),
        profile=registers.profile(connection, as_of),
        groups=list(registers.all_ksm(connection, as_of).values()),
        members=[member for member in registers.members(connection, as_of) if is_present(member, as_of)],
        heads=registers.rw_heads(connection, as_of),
        loans=loans,
    )


def _parts(book: _Book) -> Iterator[Filled]:
    for look in (_opening, *_BY_AND_BY):
        yield from look(book)


_NAMED: Final = 4


def _lacking(part: str, lacking: Sequence[str], whole: str, words: str, command: str) -> Filled:
    """Return a part that some things lack: ``words`` say what, and these are named."""
    if not lacking:
        return Filled(part, FILLED, whole)
    return Filled(part, MISSING, f"{words}: {first_few(lacking, _NAMED)}", command)


def _opening(book: _Book) -> Iterator[Filled]:
    untold = untold_receivable(book.connection, book.chart)
    day = format_form(book.opened_on)
    if untold is None:
        yield Filled("Saldo awal", MISSING, f"saldo akun per {day} belum masuk", "impor saldo-awal FILE")
    else:
        yield Filled("Saldo awal", FILLED, f"saldo akun per {day} sudah masuk")
    running = [loan for loan in book.loans if loan.is_open]
    if untold:
        yield Filled(
            "Pinjaman",
            MISSING,
            f"{format_rupiah(untold)} dari saldo awal pinjaman belum dirinci per pinjaman",
            "impor pinjaman FILE",
        )
    else:
        yield Filled("Pinjaman", FILLED if running else LOOK, f"{len(running)} pinjaman berjalan")


def _groups(book: _Book) -> Iterator[Filled]:
    groups = book.groups
    if not groups:
        yield Filled("KSM", MISSING, "belum ada KSM", "impor ksm FILE")
        return
    yield Filled("KSM", FILLED, f"{len(groups)} KSM")
    without = [ksm.code for ksm in groups if not ksm.rw or not ksm.rw[0].isdigit()]
    yield _lacking("RW KSM", without, "semua ada", "tanpa RW", f"ksm ubah {without[0] if without else ''} --rw NOMOR")
    for part, fact, option in (("Ketua KSM", "chair", "--ketua NAMA"), ("Telepon KSM", "phone", "--telepon NOMOR")):
        lacking = [ksm.code for ksm in groups if not getattr(ksm, fact)]
        words = f"{len(lacking)} dari {len(groups)} KSM belum ada"
        yield _lacking(part, lacking, "semua ada", words, f"ksm ubah {lacking[0] if lacking else ''} {option}")
    places = sorted({ksm.rw for ksm in groups if ksm.rw[:1].isdigit()} - set(book.heads))
    words = f"{len(places)} RW belum ada ketuanya"
    yield _lacking("Ketua RW", places, "semua ada", words, f"rw tambah {places[0] if places else ''} --ketua NAMA")


def _members(book: _Book) -> Iterator[Filled]:
    if not book.groups:
        return
    known = {member.ksm for member in book.members}
    without = [ksm.code for ksm in book.groups if ksm.code not in known]
    words = f"{len(without)} dari {len(book.groups)} KSM belum punya daftar anggota"
    yield _lacking("Anggota", without, f"{len(book.members)} anggota", words, "impor anggota FILE")
    untold = [f"{member.ksm} nomor {member.number}" for member in book.members if member.poor is None]
    first = next((member for member in book.members if member.poor is None), None)
    command = f"anggota ubah {first.ksm} {first.number} --miskin ya" if first else ""
    if book.members:
        words = f"{len(untold)} dari {len(book.members)} anggota belum dicatat miskin atau tidak"
        yield _lacking("Daftar miskin (PS-2)", untold, "semua tercatat", words, command)


def _savings(book: _Book) -> Iterator[Filled]:
    accounts = book.chart.all_with(Role.SAVINGS)
    untold = total([savings.card_balances(book.connection, item.code, book.as_of).get("", NIL) for item in accounts])
    if untold:
        said = f"{format_rupiah(untold)} belum dirinci per KSM"
        yield Filled("Tabungan", MISSING, said, "impor tabungan FILE")
    elif _sum(book, Role.SAVINGS):
        yield Filled("Tabungan", FILLED, "semua dirinci per KSM")


_SIGNING: Final = ("Manajer UPK", "Koordinator BKM", "Lurah")
"""The posts whose names the letters need."""


def _profile(book: _Book) -> Iterator[Filled]:
    held = [post.split()[0].casefold() for post, name in book.profile.officers.items() if name]
    without = [post for post in _SIGNING if post.split()[0].casefold() not in held]
    command = f'profil ubah --petugas "{without[0] if without else ""}=NAMA"'
    yield _lacking("Pengurus", without, ", ".join(book.profile.officers), "belum ada nama", command)
    if book.profile.signers:
        yield Filled("Tanda tangan laporan", FILLED, ", ".join(book.profile.signers))
    else:
        command = 'profil ubah --tanda-tangan "Koordinator BKM" --tanda-tangan "Manajer UPK"'
        yield Filled("Tanda tangan laporan", MISSING, "belum dipilih siapa yang menandatangani", command)
    if not book.profile.address:
        yield Filled("Alamat kantor", MISSING, "belum ada di kop surat", "profil ubah --alamat ALAMAT")


def _inventory(book: _Book) -> Iterator[Filled]:
    held = [asset for asset in registers.assets(book.connection, book.as_of) if asset.is_held(book.as_of)]
    booked = _sum(book, Role.INVENTORY)
    listed = total([asset.cost for asset in held])
    if booked != listed:
        said = f"di neraca {format_rupiah(booked)}, di daftar {format_rupiah(listed)}"
        yield Filled("Inventaris", LOOK if held else MISSING, said, "aset daftar" if held else "impor inventaris FILE")
        return
    written_down = total([depreciated_to(asset, Month.of(book.as_of)) for asset in held])
    if held:
        yield Filled("Inventaris", FILLED, f"{len(held)} barang, sudah disusutkan {format_rupiah(written_down)}")


_BY_AND_BY: Final = (_savings, _inventory, _profile, _groups, _members)
"""What is filled in while the work goes on."""


def _letters(book: _Book) -> Iterator[Filled]:
    """Yield the letters from before the book: only who was behind at its opening can have had one."""
    if sanctions.all_sanctions(book.connection):
        return
    then = loan_books_of(book.connection, book.opened_on)
    late = sum(bool(loan.is_open and loan.position.missed_count) for loan in then)
    if late:
        day = format_form(book.opened_on)
        said = f"{late} pinjaman menunggak per {day}, belum ada surat tercatat. Kalau sudah pernah dikirim, catat"
        yield Filled("Surat teguran lama", LOOK, said, "impor sanksi FILE")


def _sum(book: _Book, role: Role) -> Rupiah:
    return total([balance(book.connection, item.code, book.as_of) for item in book.chart.all_with(role)])


_ROLES: Final = (Role.CASH, Role.BANK, Role.SAVINGS_BANK, Role.RECEIVABLE, Role.RESERVE, Role.SAVINGS)


def _controls(book: _Book) -> Iterator[tuple[str, Rupiah]]:
    """Yield the figures that stand on every last report: money, what is lent and late, savings, and the capital."""
    for role in _ROLES:
        for account in book.chart.all_with(role):
            amount = balance(book.connection, account.code, book.as_of)
            if amount:
                yield f"{account.code} {account.name}", amount if amount > NIL else -amount
    open_loans = [loan for loan in book.loans if loan.is_open]
    yield f"Saldo pokok {len(open_loans)} pinjaman", total([loan.outstanding for loan in open_loans])
    yield "Tunggakan pokok", total([loan.position.arrears_principal for loan in open_loans])
    yield "Tunggakan jasa", total([loan.position.arrears_jasa for loan in open_loans])
