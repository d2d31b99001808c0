"""The registers as tables: KSM, members, accounts, and the versions of the policy."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.domain.accounts import Account
from danabergulir.domain.fund.policy_effect import PolicyChange
from danabergulir.domain.groups import Member, RwHead
from danabergulir.domain.letterhead import Profile, logo_kind
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.eligibility import Borrower
from danabergulir.domain.policy.file import WrittenRule
from danabergulir.frozen import Struct
from danabergulir.money import format_count, total
from danabergulir.reports.model.paper import signers
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, rows_of
from danabergulir.reports.model.table import LOAN, RT, RW, count, rows_with_total, rupiah
from danabergulir.text import MASKED


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
        yield "Tanda tangan", ", ".join(f"{post} ({name or 'nama belum diisi'})" for post, name in signers(profile))
    if profile.logo:
        yield "Logo", f"{logo_kind(profile.logo)}, {format_count(-(-len(profile.logo) // 1000))} kB"
    if profile.colour:
        yield "Warna", profile.colour


_PROFILE: Final = (
    Column("upk", "Nama UPK", identifies=True, of=lambda profile: profile.upk),
    Column("bkm", "Nama BKM", of=lambda profile: profile.board),
    Column("kelurahan", "Kelurahan", of=lambda profile: profile.kelurahan),
    Column("kecamatan", "Kecamatan", of=lambda profile: profile.kecamatan),
    Column("kota", "Kota", of=lambda profile: profile.city),
    Column("provinsi", "Provinsi", of=lambda profile: profile.province),
    Column("alamat", "Alamat", of=lambda profile: profile.address),
    Column("petugas", "Petugas", of=lambda profile: ", ".join(map("=".join, profile.officers.items()))),
    Column("tanda_tangan", "Tanda tangan", of=lambda profile: ", ".join(profile.signers)),
    Column("logo", "Logo", of=lambda profile: str(logo_kind(profile.logo)) if profile.logo else ""),
    Column("warna", "Warna", of=lambda profile: profile.colour),
)
_OFFICERS: Final = (
    Column("jabatan", "Jabatan", identifies=True, of=lambda officer: officer[0]),
    Column("nama", "Nama", of=lambda officer: officer[1]),
)


def profile_record(profile: Profile) -> Section:
    """Return who the UPK is and who signs, named as the options of ``profil ubah``."""
    return Section(_PROFILE, rows_of(_PROFILE, [profile]))


def officers_section(profile: Profile) -> Section:
    """Return who holds which post."""
    return Section(_OFFICERS, rows_of(_OFFICERS, profile.officers.items()))


_SETTINGS: Final = (
    Column("buku", "Buku", identifies=True, of=lambda told: told["buku"]),
    Column("dari", "Ditunjuk oleh", of=lambda told: told["dari"]),
    Column("cadangan", "Folder cadangan buku", of=lambda told: told["cadangan"]),
    Column("pemisah", "Pemisah CSV", of=lambda told: told["pemisah"]),
    Column("halaman", "Layar tiap halaman", of=lambda told: told["halaman"]),
    Column("file", "Pengaturan", of=lambda told: told["file"]),
)


def settings_record(told: Mapping[str, str]) -> Section:
    """Return which book is used and why, and how files and screens are written, named as the keys of the file."""
    return Section(_SETTINGS, rows_of(_SETTINGS, [told]))


class _Template(Struct, frozen=True):
    """A template of paper: what it is for, and whether the UPK has one of its own."""

    name: str
    purpose: str
    own: bool


_TEMPLATES: Final = (
    Column("templat", "Templat", identifies=True, of=lambda template: template.name),
    Column("untuk", "Untuk", of=lambda template: template.purpose),
    Column("dipakai", "Dipakai", of=lambda template: "sendiri" if template.own else "bawaan"),
)


def template_section(purposes: Mapping[str, str], changed: Collection[str], own: Path) -> Section:
    """Return the templates of paper: what each is for, and whether the UPK has one of its own in the folder ``own``."""
    templates = [_Template(name, text, name in changed) for name, text in purposes.items()]
    return Section(_TEMPLATES, rows_of(_TEMPLATES, templates), notes=(f"Folder templat sendiri: {own}",))


_KSM: Final = (
    Column("kode", "Kode", identifies=True, of=lambda group: group.ksm.code),
    Column("nama", "Nama KSM", identifies=True, of=lambda group: group.ksm.name),
    RW,
    RT,
    Column("ketua", "Ketua", of=lambda group: group.ksm.chair),
    count("jumlah_anggota", "Anggota", of=lambda group: group.counted.members),
    count("jumlah_perempuan", "Perempuan", of=lambda group: group.counted.women),
    Column(
        "pinjaman",
        "Pinjaman Berjalan",
        of=lambda group: " ".join(book.loan.number for book in group.loans if book.owes),
    ),
    rupiah("saldo_pokok", "Saldo Pokok", of=lambda group: total([book.outstanding for book in group.loans])),
)


def ksm_section(groups: Iterable[Borrower]) -> Section:
    """Return the KSM with their members counted, the numbers of their loans with a balance, and what these owe."""
    return Section(_KSM, rows_of(_KSM, groups), empty_note="Belum ada KSM.")


def ksm_facts(group: Borrower) -> tuple[tuple[str, Cell], ...]:
    """Return what the register knows of one KSM, label and value."""
    ksm = group.ksm
    return (
        ("Kode", ksm.code),
        ("Nama KSM", ksm.name),
        ("RW", ksm.rw),
        ("RT", ksm.rt),
        ("Ketua", ksm.chair),
        ("Telepon", ksm.phone),
        ("Alamat", ksm.address),
        ("Tanggal bentuk", ksm.formed_on),
        ("Jumlah anggota", group.counted.members),
        ("Perempuan", group.counted.women),
    )


_KSM_RECORD: Final = (
    *_KSM[:5],
    Column("telepon", "Telepon", of=lambda group: group.ksm.phone),
    Column("alamat", "Alamat", of=lambda group: group.ksm.address),
    Column("tanggal_bentuk", "Tanggal bentuk", Kind.DATE, of=lambda group: group.ksm.formed_on),
    *_KSM[5:7],
)


def ksm_record(group: Borrower) -> Section:
    """Return what the register knows of one KSM, in the columns of its import."""
    return Section(_KSM_RECORD, rows_of(_KSM_RECORD, [group]))


_KSM_LOANS: Final = (
    LOAN,
    Column("tanggal_cair", "Tanggal Cair", Kind.DATE, of=lambda book: book.loan.terms.disbursed_on),
    count("tenor", "Jangka Waktu", of=lambda book: book.loan.terms.term),
    rupiah("pokok", "Pokok", of=lambda book: book.loan.terms.principal),
    rupiah("saldo_pokok", "Saldo Pokok", of=lambda book: book.outstanding),
    rupiah("tunggakan_pokok", "Tunggakan Pokok", of=lambda book: book.position.arrears_principal),
    rupiah("tunggakan_jasa", "Tunggakan Jasa", of=lambda book: book.position.arrears_jasa),
    count("kali_menunggak", "Kali Menunggak", of=lambda book: book.position.missed_count),
    Column("keadaan", "Status", of=lambda book: book.state.value),
)


def ksm_loans_section(loans: Sequence[LoanBook]) -> Section:
    """Return the loans of one KSM with their arrears, as the policy in force counts them."""
    return Section(
        _KSM_LOANS,
        rows_with_total(_KSM_LOANS, loans, label_under="pinjaman"),
        title="Pinjaman",
        notes=tuple(dict.fromkeys(definition(book.policy.arrears) for book in loans)),
        empty_note="Belum ada pinjaman.",
    )


_RW_HEADS: Final = (
    Column("rw", "RW", identifies=True, of=lambda line: line[0]),
    Column("ketua", "Ketua RW", of=lambda line: line[2].name if line[2] else ""),
    Column("telepon", "Telepon", of=lambda line: line[2].phone if line[2] else ""),
    Column("alamat", "Alamat", of=lambda line: line[2].address if line[2] else ""),
    count("jumlah_ksm", "KSM", of=lambda line: line[1]),
)


def rw_heads_section(lines: Sequence[tuple[str, int, RwHead | None]]) -> Section:
    """Return each RW with its head and how many KSM it has; those without a head are named below."""
    without = ", ".join(rw for rw, _, head in lines if head is None)
    notes = (f"Ketua RW belum dicatat: {without}. Catat dengan: danabergulir rw tambah NOMOR --ketua NAMA",)
    return Section(_RW_HEADS, rows_of(_RW_HEADS, lines), notes=notes if without else (), empty_note="Belum ada RW.")


def _yes_no(*, yes: bool) -> str:
    return "ya" if yes else "tidak"


_MEMBERS: Final = (
    Column("ksm", "KSM", identifies=True, of=lambda member: member.ksm),
    Column("nomor", "No.", Kind.COUNT, identifies=True, of=lambda member: member.number),
    Column("nama", "Nama", identifies=True, of=lambda member: member.name),
    Column("jenis_kelamin", "L/P", of=lambda member: member.gender),
    Column("miskin", "Miskin", of=lambda member: "" if member.poor is None else _yes_no(yes=member.poor)),
    Column("nik", "NIK", of=lambda member: masked_nik(member.nik)),
    Column("usaha", "Usaha", of=lambda member: member.business),
    rupiah("omset", "Omset", of=lambda member: member.turnover),
    Column("keluar", "Keluar", Kind.DATE, of=lambda member: member.left_on),
)


def members_section(members: Iterable[Member], title: str = "") -> Section:
    """Return the members; of a NIK only the last four digits show."""
    return Section(_MEMBERS, rows_of(_MEMBERS, members), title=title, empty_note="Belum ada anggota.")


def masked_nik(nik: str) -> str:
    """Return a NIK with all but its last four digits as stars; that it is masked altogether is said in full."""
    return nik if nik == MASKED else "*" * len(nik[:-4]) + nik[-4:]


_ACCOUNTS: Final = (
    Column("kode", "Kode", identifies=True, of=lambda account: account.code),
    Column("nama", "Nama Akun", of=lambda account: account.name),
    Column("golongan", "Golongan", of=lambda account: account.account_class.value),
    Column("lawan", "Lawan", of=lambda account: _yes_no(yes=account.contra)),
    Column("peran", "Peran", of=lambda account: " ".join(sorted(account.roles))),
)


def accounts_section(accounts: Iterable[Account]) -> Section:
    """Return the chart in the columns of a chart file, so that the CSV of one book can start another."""
    return Section(_ACCOUNTS, rows_of(_ACCOUNTS, accounts))


_RULES: Final = (
    Column("kunci", "Kunci", identifies=True, of=lambda rule: rule.key),
    Column("nilai", "Nilai", of=lambda rule: rule.value),
    Column("bawaan", "Bawaan", of=lambda rule: rule.default),
    Column("arti", "Arti", of=lambda rule: rule.comment),
)


def policy_section(rules: Iterable[WrittenRule]) -> Section:
    """Return the rules of a policy, a line each, beside the default."""
    return Section(_RULES, rows_of(_RULES, rules))


_POLICIES: Final = (
    Column("mulai", "Berlaku Mulai", Kind.DATE, of=lambda version: version[0]),
    Column("dicatat", "Dicatat Pada", Kind.DATE, of=lambda version: date.fromisoformat(version[1][:10])),
)


_POLICY_CHANGES: Final = (
    Column("per", "Per", Kind.DATE, of=lambda change: change.day),
    Column("pinjaman", "No. Pinjaman", of=lambda change: change.loan),
    Column("ksm", "KSM", of=lambda change: change.ksm.name if change.ksm else ""),
    Column("angka", "Angka", of=lambda change: change.figure),
    Column("sebelum", "Sebelum", of=lambda change: change.before),
    Column("sesudah", "Sesudah", of=lambda change: change.after),
)


def policy_changes_section(changes: Iterable[PolicyChange]) -> Section:
    """Return the figures of past days that are other ones under a new policy, a line each."""
    return Section(
        _POLICY_CHANGES, rows_of(_POLICY_CHANGES, changes), empty_note="Tidak ada angka pinjaman yang berubah."
    )


def policy_history_section(versions: Iterable[tuple[date, str]]) -> Section:
    """Return the versions of the policy: from which day each is in force, and on which it was recorded."""
    return Section(_POLICIES, rows_of(_POLICIES, versions))
