"""The registers as tables: KSM, members, accounts, and the versions of the policy."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.domain.accounts import Account
from danabergulir.domain.books import Profile
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.letterhead import logo_kind
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.eligibility import Membership
from danabergulir.money import format_count, total
from danabergulir.reports.model.paper import signers
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, rows
from danabergulir.reports.model.table import LOAN, RT, RW, count, rows_with_total, rupiah


def profile_facts(profile: Profile) -> tuple[tuple[str, Cell], ...]:
    """Return who the UPK is and who signs, label and value."""
    return (
        ("Nama UPK", profile.upk),
        ("Nama BKM", profile.board),
        ("Kelurahan", profile.kelurahan),
        ("Kecamatan", profile.kecamatan),
        ("Kota", profile.city),
        ("Provinsi", profile.province),
        ("Alamat", profile.address),
        *profile.officers.items(),
        *_letterhead_facts(profile),
    )


def _letterhead_facts(profile: Profile) -> Iterator[tuple[str, Cell]]:
    if profile.signers:
        yield "Tanda Tangan", ", ".join(f"{post} ({name or 'nama belum diisi'})" for post, name in signers(profile))
    if profile.logo:
        yield "Logo", f"{logo_kind(profile.logo)}, {format_count(-(-len(profile.logo) // 1000))} kB"
    if profile.colour:
        yield "Warna", profile.colour


def template_section(purposes: Mapping[str, str], changed: Collection[str], own: Path) -> Section:
    """Return the templates of paper: what each is for, and whether the UPK has one of its own in the folder ``own``."""
    columns = Column("templat", "Templat", identifies=True), Column("untuk", "Untuk"), Column("dipakai", "Dipakai")
    lines = [(name, text, "sendiri" if name in changed else "bawaan") for name, text in purposes.items()]
    return Section(columns, rows(lines), notes=(f"Folder templat sendiri: {own}",))


_KSM: Final = (
    Column("kode", "Kode", identifies=True),
    Column("nama", "Nama KSM", identifies=True),
    RW,
    RT,
    Column("ketua", "Ketua"),
    count("jumlah_anggota", "Anggota"),
    count("jumlah_perempuan", "Perempuan"),
    Column("pinjaman", "Pinjaman Berjalan"),
    rupiah("saldo_pokok", "Saldo Pokok"),
)


def ksm_section(groups: Iterable[tuple[KSM, Membership, Sequence[LoanBook]]]) -> Section:
    """Return the KSM with their members counted, the numbers of their loans with a balance, and what these owe."""
    lines = [
        (
            *(ksm.code, ksm.name, ksm.rw, ksm.rt, ksm.chair),
            *(counted.members, counted.women),
            " ".join(book.loan.number for book in loans if book.owes),
            total([book.outstanding for book in loans]),
        )
        for ksm, counted, loans in groups
    ]
    return Section(_KSM, rows(lines), empty_note="Belum ada KSM.")


def ksm_facts(ksm: KSM, counted: Membership) -> tuple[tuple[str, Cell], ...]:
    """Return what the register knows of one KSM, label and value."""
    return (
        ("Kode", ksm.code),
        ("Nama KSM", ksm.name),
        ("RW", ksm.rw),
        ("RT", ksm.rt),
        ("Ketua", ksm.chair),
        ("Telepon", ksm.phone),
        ("Alamat", ksm.address),
        ("Tanggal bentuk", ksm.formed_on),
        ("Jumlah anggota", counted.members),
        ("Perempuan", counted.women),
    )


_KSM_LOANS: Final = (
    LOAN,
    Column("tanggal_cair", "Tanggal Cair", Kind.DATE),
    count("tenor", "Jangka Waktu"),
    rupiah("pokok", "Pokok"),
    rupiah("saldo_pokok", "Saldo Pokok"),
    rupiah("tunggakan_pokok", "Tunggakan Pokok"),
    rupiah("tunggakan_jasa", "Tunggakan Jasa"),
    count("kali_menunggak", "Kali Menunggak"),
    Column("keadaan", "Keadaan"),
)


def ksm_loans_section(loans: Sequence[LoanBook]) -> Section:
    """Return the loans of one KSM with their arrears, as the policy in force counts them."""
    lines = [
        (
            book.loan.number,
            book.loan.terms.disbursed_on,
            book.loan.terms.term,
            book.loan.terms.principal,
            book.outstanding,
            book.position.arrears_principal,
            book.position.arrears_jasa,
            book.position.missed_count,
            book.state.value,
        )
        for book in loans
    ]
    return Section(
        _KSM_LOANS,
        rows_with_total(_KSM_LOANS, lines, label_under="pinjaman"),
        title="Pinjaman",
        notes=tuple(dict.fromkeys(definition(book.policy.arrears) for book in loans)),
        empty_note="Belum ada pinjaman.",
    )


_MEMBERS: Final = (
    Column("ksm", "KSM", identifies=True),
    Column("nomor", "No.", Kind.COUNT, identifies=True),
    Column("nama", "Nama", identifies=True),
    Column("jenis_kelamin", "L/P"),
    Column("miskin", "Miskin"),
    Column("nik", "NIK"),
    Column("usaha", "Usaha"),
    rupiah("omset", "Omset"),
    Column("keluar", "Keluar", Kind.DATE),
)


def members_section(members: Iterable[Member], title: str = "") -> Section:
    """Return the members; of a NIK only the last four digits show."""
    lines = [
        (
            member.ksm,
            member.number,
            member.name,
            member.gender,
            "" if member.poor is None else _yes_no(yes=member.poor),
            masked_nik(member.nik),
            member.business,
            member.turnover,
            member.left_on,
        )
        for member in members
    ]
    return Section(_MEMBERS, rows(lines), title=title, empty_note="Belum ada anggota.")


def masked_nik(nik: str) -> str:
    """Return a NIK with all but its last four digits as stars."""
    return "*" * len(nik[:-4]) + nik[-4:]


_ACCOUNTS: Final = (
    Column("kode", "Kode", identifies=True),
    Column("nama", "Nama Akun"),
    Column("golongan", "Golongan"),
    Column("lawan", "Lawan"),
    Column("peran", "Peran"),
)


def accounts_section(accounts: Iterable[Account]) -> Section:
    """Return the chart in the columns of a chart file, so that the CSV of one book can start another."""
    lines = [
        (
            account.code,
            account.name,
            account.account_class.value,
            _yes_no(yes=account.contra),
            " ".join(sorted(account.roles)),
        )
        for account in accounts
    ]
    return Section(_ACCOUNTS, rows(lines))


_POLICIES: Final = (
    Column("mulai", "Berlaku Mulai", Kind.DATE),
    Column("dicatat", "Dicatat Pada", Kind.DATE),
)


def policy_history_section(versions: Iterable[tuple[date, str]]) -> Section:
    """Return the versions of the policy: from which day each is in force, and on which it was recorded."""
    return Section(_POLICIES, rows((start, date.fromisoformat(moment[:10])) for start, moment in versions))


def _yes_no(*, yes: bool) -> str:
    return "ya" if yes else "tidak"
