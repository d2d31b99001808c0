"""What was before the opening day, beside balances and loans: savings by KSM, and letters already sent."""

from collections import defaultdict
from datetime import date, datetime
from functools import partial
from typing import Final

from danabergulir.dates import DayOrder, days_after, format_form, parse_date
from danabergulir.domain.accounts import Role
from danabergulir.domain.dunning.due import sanction_for
from danabergulir.domain.dunning.sanctions import Sanction
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Component, Event, Posting, Transfer, VoucherKind, reference_key
from danabergulir.domain.loans.arrears import position
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import NotFoundError
from danabergulir.frozen import Struct, field, replace
from danabergulir.ledger.read import registers, sanctions, savings
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, Rupiah, format_difference, format_rupiah, parse_rupiah, total
from danabergulir.operations.csv_table import CsvLine, Faults, Table, read_lines
from danabergulir.operations.desk import Book, Desk
from danabergulir.operations.groups import near_members
from danabergulir.operations.imports.day_order import refuse_two_readings, two_readings
from danabergulir.operations.imports.names import KsmNames, LoanNames, folded, named_ksm
from danabergulir.operations.imports.once import Imported, dated_totals, importing_once
from danabergulir.operations.imports.values import read_count, read_text
from danabergulir.text import quoted


def import_savings(path: Book, file: Table, now: datetime, *, trial: bool = False) -> Imported:
    """Tell the savings of the opening balances apart by KSM; together they must be the account of the savings.

    A KSM may stand in several rows, one for each member. Raises ``FaultyDataError``.
    """
    faults = Faults("tabungan")
    with importing_once(path, file, "tabungan", now, trial=trial) as desk:
        groups = KsmNames(registers.all_ksm(desk.connection, now.date()).values())
        amounts: defaultdict[str, list[Rupiah]] = defaultdict(list)
        remarks: defaultdict[str, list[str]] = defaultdict(list)
        count = 0
        for line in read_lines(file, ("ksm", "jumlah"), ("anggota", "keterangan"), faults):
            count += 1
            if not line.require("ksm", "jumlah"):
                continue
            ksm = named_ksm(line, groups)
            if ksm is None:
                continue
            amount = line.read("jumlah", parse_rupiah, NIL)
            amounts[ksm.code].append(amount)
            member, remark = line.read("anggota", read_text, ""), line.read("keterangan", read_text, "")
            if member:
                _check_member(desk, line, ksm, member)
                remarks[ksm.code].append(f"{member} {format_rupiah(amount)}")
            if remark:
                remarks[ksm.code].append(remark)
        faults.raise_if_any()
        saved = {code: total(parts) for code, parts in amounts.items()}
        account, between = (desk.chart.with_role(role).code for role in (Role.SAVINGS, Role.OPENING))
        untold = savings.card_balances(desk.connection, account, desk.opened_on).get("", NIL)
        whole = total(list(saved.values()))
        if whole != untold:
            faults.error(
                None,
                f"jumlah tabungan {format_rupiah(whole)}, padahal saldo awal akun {account} yang belum dirinci "
                f"{format_rupiah(untold)}: {format_difference(whole - untold)}",
                "Impor saldo awal dulu, lalu periksa jumlah tiap KSM.",
            )
        faults.raise_if_any()
        for code, amount in saved.items():
            memo = "; ".join([f"Saldo awal tabungan KSM {code}", *remarks[code]])[:200]
            transfers = (
                Transfer(account, between, amount, Component.OPENING),
                Transfer(between, account, amount, Component.OPENING, ksm=code),
            )
            desk.record(Posting(VoucherKind.OPENING, Event.OPENING, desk.opened_on, memo, transfers))
    totals = (("KSM dengan tabungan", len(saved)), ("Jumlah tabungan", whole))
    return Imported(count, totals, tuple(faults.findings))


def _check_member(desk: Desk, line: CsvLine, ksm: KSM, member: str) -> None:
    """Note when a KSM has no member of that name or number."""
    known = registers.members(desk.connection, desk.now.date(), ksm.code)
    if not any(folded(member) in {folded(item.name), str(item.number)} for item in known):
        near = near_members(known, member) if line.faults.few else ""
        line.faults.error(line.number, f"anggota itu tidak ada dalam KSM {ksm.code}", f"{near}Impor anggota dulu.")


_SANCTION_REQUIRED: Final = ("pinjaman", "tingkat", "tanggal")
_SANCTION_OPTIONAL: Final = ("nomor", "batas_tanggapan", "keterangan")
SANCTION_COLUMNS: Final = (*_SANCTION_REQUIRED, *_SANCTION_OPTIONAL)


class _Letters(Struct):
    """What a list of letters is judged by, and the letters taken so far."""

    desk: Desk
    policy: Policy
    names: LoanNames
    books: dict[str, LoanBook]
    numbers: set[str]
    known: dict[tuple[str, int, date], str]
    letters: list[Sanction] = field(default_factory=list)
    skip: bool = False
    order: DayOrder = DayOrder.DAY_FIRST
    skipped: int = 0


def import_sanctions(
    path: Book,
    file: Table,
    now: datetime,
    *,
    trial: bool = False,
    skip: bool = False,
    order: DayOrder | None = None,
) -> Imported:
    """Take over letters sent before the opening day, so that each loan climbs the ladder from where it stands.

    The arrears of a letter are those of its own day that were still unpaid at the opening. A loan gets one letter of a
    level on a day: with ``skip`` those in the books already are left out. ``order`` says how dates are read where day
    and month may be exchanged. Raises ``FaultyDataError``.
    """
    if order is None:
        refuse_two_readings(two_readings(file, SANCTION_COLUMNS, "tanggal", now.date()))
    faults = Faults("sanksi")
    with importing_once(path, file, "sanksi", now, trial=trial, again=skip) as desk:
        known = sanctions.all_sanctions(desk.connection)
        batch = _Letters(
            desk,
            desk.policy(desk.opened_on),
            LoanNames(desk),
            {book.loan.number: book for book in loan_books_of(desk.connection, now.date())},
            {reference_key(item.letter) for item in known},
            {_letter_key(item): item.letter or item.number for item in known},
            skip=skip,
            order=order or DayOrder.DAY_FIRST,
        )
        for line in read_lines(file, _SANCTION_REQUIRED, _SANCTION_OPTIONAL, faults):
            letter = _letter(line, batch)
            if letter is not None:
                batch.numbers.add(reference_key(letter.letter))
                batch.known[_letter_key(letter)] = f"baris {line.number}"
                batch.letters.append(letter)
        faults.raise_if_any()
        ordered = sorted(batch.letters, key=lambda item: (item.dated_on, item.level))
        for place, item in enumerate(ordered, len(known) + 1):
            number = f"S-{place:04d}"  # on the paper too, where it had none of its own
            desk.writer.issue(replace(item, number=number, letter=item.letter or number))
    levels: defaultdict[str, int] = defaultdict(int)
    for item in ordered:
        levels[item.name] += 1
    days = dated_totals(item.dated_on for item in ordered)
    return Imported(len(ordered), (*levels.items(), *days), tuple(faults.findings), batch.skipped)


def _letter_key(letter: Sanction) -> tuple[str, int, date]:
    return letter.loan, letter.level, letter.dated_on


def _level(line: CsvLine, batch: _Letters) -> SanctionLevel | None:
    """Return the level of the ladder that a line names, or None when a fault was noted."""
    number = line.read("tingkat", read_count, 0)
    level = next((item for item in batch.policy.ladder if item.number == number), None)
    if level is None:
        known = ", ".join(str(item.number) for item in batch.policy.ladder)
        line.faults.error(
            line.number, f"tingkat {line.text('tingkat')[:20]} tidak ada dalam tangga sanksi", f"Pilih: {known}."
        )
    return level


def _is_known(line: CsvLine, loan: Loan, level: SanctionLevel, sent_on: date, batch: _Letters) -> bool:
    """Return whether a letter is in the books or above already; unless such lines are left out that is noted."""
    known = batch.known.get((loan.number, level.number, sent_on))
    if known is not None and batch.skip:
        batch.skipped += 1
    elif known is not None:
        told = f"{level.name} pinjaman {loan.number} tanggal {format_form(sent_on)} sudah ada: {known}"
        line.faults.error(line.number, told, "Hapus baris ini, atau lewati dengan --lewati-yang-sama.")
    return known is not None


def _letter(line: CsvLine, batch: _Letters) -> Sanction | None:
    """Return the letter of a line, or None when a fault was noted."""
    faults, before = line.faults, line.faults.errors
    if not line.require("pinjaman", "tingkat", "tanggal"):
        return None
    opened_on, book = batch.desk.opened_on, None
    try:
        book = batch.books[batch.names.find(line.text("pinjaman"), opened_on).number]
    except NotFoundError as error:
        faults.error(line.number, error.message, error.hint)
    level = _level(line, batch)
    sent_on = line.read("tanggal", partial(parse_date, order=batch.order), opened_on)
    if book is not None and level is not None and _is_known(line, book.loan, level, sent_on, batch):
        return None
    if sent_on > opened_on:
        faults.error(
            line.number,
            f"tanggal surat {format_form(sent_on)} sesudah saldo awal {format_form(opened_on)}",
            "Surat sesudah saldo awal dicatat dengan: danabergulir sanksi terbitkan",
        )
    letter_no = line.read("nomor", read_text, "")
    if reference_key(letter_no) and reference_key(letter_no) in batch.numbers:
        faults.error(line.number, f"nomor surat {quoted(letter_no)} sudah ada")
    if book is not None and sent_on <= book.loan.terms.disbursed_on:
        faults.error(
            line.number, f"tanggal surat {format_form(sent_on)} tidak sesudah pinjaman {book.loan.number} cair"
        )
    answer_by = line.read(
        "batas_tanggapan",
        partial(parse_date, order=batch.order),
        days_after(sent_on, level.answer_days if level else 1),
    )
    if answer_by <= sent_on:
        faults.error(line.number, f"batas_tanggapan: {format_form(answer_by)} tidak sesudah tanggal surat")
    if book is None or level is None or faults.errors > before:
        return None
    loan = book.loan
    stand = position(book.schedule, loan.paid_before, sent_on, batch.policy.arrears)
    return sanction_for(loan, level, stand, sent_on, answer_by, letter=letter_no)
