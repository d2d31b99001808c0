"""Starting from an existing book: opening balances, KSM, members, loans already running. All or nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from danabergulir.dates import DayOrder, format_form, parse_date
from danabergulir.domain.accounts import Account, AccountClass, Role
from danabergulir.domain.groups import KSM, more_women_than_members
from danabergulir.domain.journal import Component, Event, Posting, Transfer, VoucherKind
from danabergulir.domain.loans.plausibility import (
    JASA_HINT,
    TITIPAN_HINT,
    beyond_schedule,
    first_due_doubt,
    jasa_doubt,
    paid_doubts,
    parse_jasa,
    titipan_doubt,
)
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, LoanTerms, Paid
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import RefusedError
from danabergulir.ledger.read import proposals, registers
from danabergulir.ledger.read.accounts import balance, untold_receivable
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, Rate, Rupiah, format_difference, format_rupiah, parse_percent, parse_rupiah, total
from danabergulir.operations.csv_table import CsvLine, Faults, Table, read_lines
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.imports.day_order import refuse_two_readings, two_readings
from danabergulir.operations.imports.names import KsmNames, folded, named_ksm
from danabergulir.operations.imports.once import Imported, dated_totals
from danabergulir.operations.imports.values import (
    read_account_class,
    read_count,
    read_frequency,
    read_ksm_code,
    read_method,
    read_name,
    read_paid,
    read_phone,
    read_place,
    read_roles,
    read_text,
    read_yes_no,
)
from danabergulir.operations.loans.disbursement import running_together
from danabergulir.operations.loans.simulation import LONGEST_TERM
from danabergulir.text import quoted


def read_chart(path: Path) -> list[Account]:
    """Return the accounts of a chart file. Raises ``FaultyDataError`` with every fault by line."""
    faults = Faults("bagan-akun")
    accounts: dict[str, Account] = {}
    for line in read_lines(path, ("kode", "nama", "golongan"), ("lawan", "peran"), faults):
        if not line.require("kode", "nama", "golongan"):
            continue
        code = line.text("kode")
        if code in accounts:
            faults.error(line.number, f"kode {code} sudah ada pada baris sebelumnya")
        account_class = line.read("golongan", read_account_class, AccountClass.ASSET)
        roles = line.read("peran", read_roles, frozenset[Role]())
        accounts[code] = Account(
            line.read("kode", read_name, ""),
            line.read("nama", read_name, ""),
            account_class,
            line.read("lawan", read_yes_no, default=False),
            roles,
        )
    faults.raise_if_any()
    return list(accounts.values())


def import_opening_balances(path: Book, file: Table, now: datetime, *, trial: bool = False) -> Imported:
    """Record the opening balances, dated on the opening day.

    The row of the receivable is a control total: it stands in the books until the loans are imported, and the loans
    must add up to it. Raises ``FaultyDataError`` when debit and credit differ or a row cannot be used.
    """
    faults = Faults("saldo-awal")
    with recording(path, now, trial=trial, whole_file=True) as desk:
        receivable = desk.chart.with_role(Role.RECEIVABLE).code
        if untold_receivable(desk.connection, desk.chart) is not None:
            raise RefusedError("saldo awal sudah diimpor", "Perbedaan diperbaiki dengan: danabergulir jurnal")
        rows: dict[str, tuple[Rupiah, Rupiah]] = {}
        for line in read_lines(file, ("kode", "debit", "kredit"), (), faults):
            if not line.require("kode"):
                continue
            code = line.text("kode")
            if code not in desk.chart:
                near = desk.chart.near(code) if faults.few else ""
                faults.error(line.number, f"kode akun tidak ada dalam bagan akun: {quoted(code)}", near.strip())
            elif code in rows:
                faults.error(line.number, f"akun {code} sudah ada pada baris sebelumnya")
            elif code in desk.headings:
                faults.error(
                    line.number,
                    f"akun {code} hanya judul kelompok",
                    f"Isi akun di bawahnya, misalnya {desk.headings[code].code}.",
                )
            sides = line.read("debit", read_paid, NIL), line.read("kredit", read_paid, NIL)
            if all(sides):
                faults.error(line.number, f"akun {code}: isi debit atau kredit, jangan keduanya")
            rows[code] = sides
        debit, credit = (total([sides[side] for sides in rows.values()]) for side in (0, 1))
        if debit != credit and not faults.errors:  # faulty rows are enough to mend at first
            faults.error(
                None,
                f"saldo awal tidak seimbang: debit {format_rupiah(debit)}, kredit {format_rupiah(credit)}, "
                f"debit {format_difference(debit - credit)}",
            )
        loans = balance(desk.connection, receivable, desk.opened_on)
        control = rows.get(receivable, (NIL, NIL))[0]
        if loans and loans != control:
            faults.error(
                None,
                f"saldo awal akun {receivable} {format_rupiah(control)}, padahal pinjaman yang sudah diimpor "
                f"{format_rupiah(loans)}: {format_difference(control - loans)}",
            )
        faults.raise_if_any()
        opening = desk.chart.with_role(Role.OPENING).code
        booked = {code: sides for code, sides in rows.items() if not (loans and code == receivable)}
        _record_opening(
            desk,
            "Saldo awal",
            [
                Transfer(code, opening, sides[0], Component.OPENING)
                if sides[0]
                else Transfer(opening, code, sides[1], Component.OPENING)
                for code, sides in booked.items()
                if any(sides)
            ],
        )
    totals = (("Jumlah debit", debit), ("Jumlah kredit", credit), (f"Akun {receivable} (pinjaman)", control))
    return Imported(len(rows), totals, tuple(faults.findings))


def _record_opening(desk: Desk, memo: str, transfers: Sequence[Transfer]) -> None:
    if transfers:
        desk.record(Posting(VoucherKind.OPENING, Event.OPENING, desk.opened_on, memo, tuple(transfers)))


_KSM_OPTIONAL: Final = ("ketua", "telepon", "alamat", "tanggal_bentuk", "jumlah_anggota", "jumlah_perempuan")


def import_ksm(path: Book, file: Table, now: datetime, *, trial: bool = False) -> Imported:
    """Add KSM to the register as of the opening day, or the first open one. Raises ``FaultyDataError``."""
    faults = Faults("ksm")
    with recording(path, now, trial=trial, whole_file=True) as desk:
        standing = registers.all_ksm(desk.connection, now.date())
        known = {folded(code): 0 for code in standing}
        named = {_place_of(ksm): ksm.code for ksm in standing.values()}
        count = members = 0
        for line in read_lines(file, ("kode", "nama", "rw", "rt"), _KSM_OPTIONAL, faults):
            count += 1
            if not line.require("kode", "nama", "rw"):
                continue
            before, ksm = faults.errors, _ksm(line)
            if folded(ksm.code) in known:
                faults.error(line.number, f"kode KSM {ksm.code} sudah ada{_above(known[folded(ksm.code)])}")
            elif _place_of(ksm) in named:
                line.faults.warning(
                    line.number,
                    f"KSM {named[_place_of(ksm)]} di RW {ksm.rw} bernama sama dengan {ksm.code}; bila satu KSM, "
                    "pakai satu kode",
                )
            if more_women_than_members(ksm):
                faults.error(
                    line.number,
                    f"jumlah_perempuan {ksm.women_count} lebih banyak daripada jumlah_anggota {ksm.member_count}",
                )
            known.setdefault(folded(ksm.code), line.number)
            named.setdefault(_place_of(ksm), ksm.code)
            if faults.errors > before:
                continue
            members += ksm.member_count or 0
            desk.writer.add_ksm(ksm, desk.first_open_on)
        faults.raise_if_any()
    return Imported(count, (("Jumlah KSM", count), ("Jumlah anggota", members)), tuple(faults.findings))


def _place_of(ksm: KSM) -> tuple[str, str]:
    """Return the name and the RW of a KSM as they tell one from another."""
    return folded(ksm.name), ksm.rw


def _above(line: int) -> str:
    return f" pada baris {line}" if line else " di buku"


def _ksm(line: CsvLine) -> KSM:
    return KSM(
        code=line.read("kode", read_ksm_code, ""),
        name=line.read("nama", read_name, ""),
        rw=line.read("rw", read_place, ""),
        rt=line.read("rt", read_place, ""),
        chair=line.read("ketua", read_text, ""),
        phone=line.read("telepon", read_phone, ""),
        address=line.read("alamat", read_text, ""),
        formed_on=line.read("tanggal_bentuk", parse_date, None),
        member_count=line.read("jumlah_anggota", read_count, None),
        women_count=line.read("jumlah_perempuan", read_count, None),
    )


_LOAN_REQUIRED: Final = ("nomor", "ksm", "tanggal_cair", "pokok", "tenor", "jasa_persen")
_LOAN_OPTIONAL: Final = (
    "metode",
    "frekuensi",
    "titipan_persen",
    "angsuran_pertama",
    "pokok_terbayar",
    "jasa_terbayar",
    "titipan_terbayar",
    "keterangan",
)
LOAN_COLUMNS: Final = (*_LOAN_REQUIRED, *_LOAN_OPTIONAL)
_ReadDay = Callable[[str], date]


def import_loans(
    path: Book, file: Table, now: datetime, *, trial: bool = False, order: DayOrder | None = None
) -> Imported:
    """Take over loans already running at the opening day.

    What is still owed on them must add up to the control total of the opening balances, where these are in already.
    ``order`` says how dates are read where day and month may be exchanged. Raises ``FaultyDataError``. A loan listed
    twice counts once, with a warning.
    """
    if order is None:
        refuse_two_readings(two_readings(file, LOAN_COLUMNS, "tanggal_cair", now.date()))
    read_day = partial(parse_date, order=order or DayOrder.DAY_FIRST)
    faults = Faults("pinjaman")
    with recording(path, now, trial=trial, whole_file=True) as desk:
        desk.check_date(desk.opened_on)
        policy = desk.policy(desk.opened_on)
        groups = KsmNames(registers.all_ksm(desk.connection, now.date()).values())
        taken = dict.fromkeys(proposals.numbers_in_use(desk.connection), 0)
        loans: dict[str, Loan] = {}
        for line in read_lines(file, _LOAN_REQUIRED, _LOAN_OPTIONAL, faults):
            number = line.read("nomor", read_name, "").upper() if line.require(*_LOAN_REQUIRED) else ""
            if not number:  # noted, as is everything that is missing
                continue
            if number in loans:
                _doubt_second_row(line, loans[number], taken[number], groups, read_day)
                continue
            if number in taken:
                faults.error(line.number, f"nomor pinjaman {number} sudah dipakai di buku", subject=number)
                continue
            loan = _loan(line, number, named_ksm(line, groups, number), desk, policy, read_day)
            if loan is not None:
                loans[number], taken[number] = loan, line.number
                schedule = build_schedule(loan.terms)
                for doubt in paid_doubts(loan.terms, schedule, loan.paid_before):
                    faults.warning(line.number, f"pinjaman {number}, KSM {loan.ksm.code}: {doubt}", subject=number)
                desk.writer.add_loan(loan, schedule)
        owed = {number: (loan, loan.terms.principal - loan.paid_before.principal) for number, loan in loans.items()}
        faults.raise_if_any()  # without the faulty rows no total means anything
        _check_control(desk, total([amount for _, amount in owed.values()]), faults)
        faults.raise_if_any()
        _record_loans(desk, owed)
        together = running_together(loan_books_of(desk.connection, desk.opened_on))
        for ksm, number in {loan.ksm.code: number for number, loan in loans.items()}.items():
            if ksm in together:
                faults.warning(taken[number], together[ksm], subject=number)
    days = dated_totals(loan.terms.disbursed_on for loan in loans.values())
    return Imported(len(loans), (*_loan_totals(owed), *days), tuple(faults.findings))


def _doubt_second_row(line: CsvLine, first: Loan, first_line: int, groups: KsmNames, read_day: _ReadDay) -> None:
    """Warn when a loan stands in the file a second time with other terms; refuse when it is another loan."""
    number, terms = first.number, first.terms
    term = line.read("tenor", read_count, 0)
    same = (
        named_ksm(line, groups, number) == first.ksm
        and line.read("pokok", parse_rupiah, NIL) == terms.principal
        and line.read("tanggal_cair", read_day, None) == terms.disbursed_on
    )
    if not same:
        line.faults.error(line.number, f"nomor pinjaman {number} sudah dipakai pada baris {first_line}", subject=number)
        return
    other = "" if term == terms.term else f" dengan jangka waktu {terms.term} kali, di sini {term} kali"
    line.faults.warning(
        line.number,
        f"pinjaman {number}, KSM {first.ksm.code}: sudah ada pada baris {first_line}{other}; baris ini tidak dipakai",
        subject=number,
    )


def _loan(line: CsvLine, number: str, ksm: KSM | None, desk: Desk, policy: Policy, read_day: _ReadDay) -> Loan | None:
    """Return the loan of a line, or None when a fault was noted (one that names no KSM has been)."""
    faults, before = line.faults, line.faults.errors
    disbursed_on = line.read("tanggal_cair", read_day, desk.opened_on)
    if disbursed_on > desk.opened_on:
        faults.error(
            line.number,
            f"tanggal cair {format_form(disbursed_on)} sesudah saldo awal {format_form(desk.opened_on)}",
            "Pinjaman sesudah saldo awal dicatat dengan: danabergulir pinjaman cairkan",
            subject=number,
        )
    term = line.read("tenor", read_count, 1)
    if not 1 <= term <= LONGEST_TERM:
        faults.error(
            line.number, f"jangka waktu (tenor) {term} tidak mungkin", f"Isi 1 sampai {LONGEST_TERM}.", subject=number
        )
    principal = line.read("pokok", parse_rupiah, Rupiah(1))
    paid = Paid(*(line.read(f"{part}_terbayar", read_paid, NIL) for part in ("pokok", "jasa", "titipan")))
    if paid.principal > principal:
        faults.error(
            line.number,
            f"pokok_terbayar {format_rupiah(paid.principal)} lebih besar daripada pokok {format_rupiah(principal)}",
            subject=number,
        )
    first_due_on = line.read("angsuran_pertama", read_day, None)
    terms = LoanTerms(
        principal=principal,
        term=max(term, 1),
        jasa_rate=Rate.percent(line.read("jasa_persen", parse_jasa, policy.lending.jasa_percent)),
        disbursed_on=disbursed_on,
        rounding=policy.rounding.rounding,
        titipan_rate=Rate.percent(line.read("titipan_persen", parse_percent, policy.lending.titipan_percent)),
        method=line.read("metode", read_method, policy.lending.method),
        frequency=line.read("frekuensi", read_frequency, policy.lending.frequency),
        rounded_part=policy.rounding.part,
        first_due_on=first_due_on if first_due_on is not None and first_due_on > disbursed_on else None,
    )
    if 1 <= term <= LONGEST_TERM:
        _refuse_doubtful_cells(line, number, terms, paid)
    if ksm is None or faults.errors > before:
        return None
    doubt = first_due_doubt(terms, first_due_on)
    if doubt:
        faults.warning(line.number, f"pinjaman {number}, KSM {ksm.code}: {doubt}", subject=number)
    return Loan(number, ksm, terms, paid, remark=line.read("keterangan", read_text, ""))


def _refuse_doubtful_cells(line: CsvLine, number: str, terms: LoanTerms, paid: Paid) -> None:
    """Note every cell of a loan that cannot be meant: jasa that nobody asks, more paid than its schedule ever asks."""
    for column, doubt, hint in (
        ("jasa_persen", jasa_doubt(terms.jasa_rate.in_percent), JASA_HINT),
        ("titipan_persen", titipan_doubt(terms.titipan_rate.in_percent), TITIPAN_HINT),
    ):
        if doubt:
            line.faults.error(line.number, f"{column}: {doubt}", hint, subject=number)
    said = {Component.JASA: paid.jasa, Component.TITIPAN: paid.titipan}
    for part, asked in beyond_schedule(build_schedule(terms), NOTHING_PAID, said).items():
        line.faults.error(
            line.number,
            f"{part}_terbayar {format_rupiah(said[part])} lebih besar daripada seluruh {part} menurut jadwalnya, "
            f"{format_rupiah(asked)}",
            f"Periksa {part}_terbayar dan {part}_persen.",
            subject=number,
        )


def _check_control(desk: Desk, owed: Rupiah, faults: Faults) -> None:
    """Note when the loans do not add up to what the opening balances leave to be told apart."""
    expected = untold_receivable(desk.connection, desk.chart)
    if expected is not None and owed != expected:
        receivable = desk.chart.with_role(Role.RECEIVABLE).code
        faults.error(
            None,
            f"saldo pokok pinjaman yang diimpor {format_rupiah(owed)}, padahal saldo awal akun {receivable} "
            f"{format_rupiah(expected)}: {format_difference(owed - expected)}",
            "Periksa pokok dan pokok_terbayar tiap pinjaman, atau saldo awalnya.",
        )


def _record_loans(desk: Desk, owed: Mapping[str, tuple[Loan, Rupiah]]) -> None:
    """Book each loan on its own card, in the place of the control total where that stands in the books."""
    receivable, opening = desk.chart.with_role(Role.RECEIVABLE).code, desk.chart.with_role(Role.OPENING).code
    transfers = [
        Transfer(receivable, opening, amount, Component.OPENING, number, loan.ksm.code)
        for number, (loan, amount) in owed.items()
        if amount
    ]
    untold = untold_receivable(desk.connection, desk.chart)
    if untold:
        transfers.append(Transfer(opening, receivable, untold, Component.OPENING))
    _record_opening(desk, "Saldo awal pinjaman", transfers)


def _loan_totals(owed: Mapping[str, tuple[Loan, Rupiah]]) -> tuple[tuple[str, Rupiah | int], ...]:
    loans = [loan for loan, _ in owed.values()]
    return (
        ("Jumlah pinjaman", len(loans)),
        ("Pokok pinjaman", total([loan.terms.principal for loan in loans])),
        ("Pokok terbayar", total([loan.paid_before.principal for loan in loans])),
        ("Jasa terbayar", total([loan.paid_before.jasa for loan in loans])),
        ("Titipan terbayar", total([loan.paid_before.titipan for loan in loans])),
        ("Saldo pokok", total([amount for _, amount in owed.values()])),
    )
