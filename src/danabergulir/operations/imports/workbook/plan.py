"""What is to be recorded of a workbook: the rows of every import, each with the row of the workbook it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Final

from danabergulir.domain.accounts import Chart
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.schedule import Instalment, build_schedule
from danabergulir.domain.loans.terms import Loan, LoanTerms
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct, field, replace
from danabergulir.money import Rate, Rupiah, parse_percent, shortest_percent
from danabergulir.operations.imports.values import read_frequency
from danabergulir.operations.imports.workbook.around.accounts import account_balances, entry_rows
from danabergulir.operations.imports.workbook.around.as_of import of_the_day, without_recaps
from danabergulir.operations.imports.workbook.around.counterparts import Beside, money_rows, recorded_once
from danabergulir.operations.imports.workbook.around.lists import asset_rows, head_rows, officer_rows
from danabergulir.operations.imports.workbook.around.planned import PlannedRow
from danabergulir.operations.imports.workbook.around.profile import Fact
from danabergulir.operations.imports.workbook.around.reversals import without_reversals
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.cells import shown
from danabergulir.operations.imports.workbook.fields import PARTS
from danabergulir.operations.imports.workbook.headings import ListKind, folded
from danabergulir.operations.imports.workbook.loans import (
    IN_STEP,
    LoanFound,
    Loans,
    ask_of_doubles,
    numbered,
)
from danabergulir.operations.imports.workbook.names import GROUP_FACTS, GroupFound, Groups
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.states import newest_states
from danabergulir.operations.loans.simulation import LONGEST_TERM
from danabergulir.text import first_few, quoted


class Ledger(Struct, frozen=True):
    """What a ledger already knows that a workbook is read beside; ``heads`` are the RW whose head is known."""

    opened_on: date
    groups: tuple[KSM, ...]
    chart: Chart
    loans: tuple[Loan, ...]
    numbers: frozenset[str]
    policy: Policy
    heads: frozenset[str] = frozenset()
    officers: Mapping[str, str] = field(default_factory=dict)


class Plan(Struct, frozen=True):
    """The rows of each import in the order in which they are recorded, and what is said of what is left out."""

    tables: Mapping[str, tuple[PlannedRow, ...]]
    notes: tuple[str, ...] = ()


def make_plan(
    listed: Iterable[Listed], ledger: Ledger, asker: Asker, officers: Mapping[str, Fact]
) -> tuple[list[Listed], Plan]:
    """Return the sheets as they are used, and what is to be recorded of them; what only a person knows is asked."""
    used = one_balance(newest_states(without_recaps(list(listed)), ledger.opened_on))
    used = of_the_day(used, ledger.opened_on, asker)
    of = {content: list(_records(used, content)) for content in ListKind}
    groups = Groups(ledger.groups, asker)
    loans = Loans(groups, asker)
    for item in sorted(used, key=lambda listed: listed.content is not ListKind.GROUPS):  # a register names them best
        for record in item.records:
            if record.content in {ListKind.GROUPS, ListKind.LOANS}:
                groups.add(record)
    loans.take(used, ledger.opened_on)
    members = _each_once((record, group) for record in of[ListKind.MEMBERS] if (group := groups.add(record)))
    savings = [
        (record, group)
        for record in of[ListKind.SAVINGS]
        if (record.amount("jumlah") or 0) > 0 and (group := groups.add(record))
    ]
    standing, reversed_ = without_reversals(of[ListKind.RECEIPTS], asker)
    receipts = [_completed(record, asker) for record in standing]
    later = loans.pay([record for record in receipts if record is not None], ledger.opened_on)
    running = loans.settle(has_receipts=bool(receipts), due_by=partial(_due_by, ledger))
    recorded = _recorded_before(loans.found, ledger)
    ask_of_doubles((loan for loan in running if loan.number not in recorded), asker)
    numbered(loans.found, ledger.numbers)
    new = [group for group in groups.with_codes().values() if group.is_new]
    _ask_rw(new, asker)
    balances = account_balances(of[ListKind.BALANCES], ledger.chart, asker)
    _forget_past(used, ledger.opened_on, asker)
    entries, before = entry_rows(of[ListKind.ENTRIES], ledger.opened_on, ledger.chart, asker)
    beside = Beside(ledger.opened_on.isoformat(), ledger.chart, list(groups.by_key.values()))
    moved = money_rows([*of[ListKind.CASH_BOOK], *of[ListKind.BANK]], beside, asker)
    received = [_receipt_row(record, loan) for record, loan in later]
    codes = {loan.number: loan.group.code for loan in loans.found}
    received, twice = recorded_once(received, moved.rows, codes)
    tables = {
        "saldo-awal": balances,
        "pengurus": officer_rows(officers, ledger.officers, used[0].sheet) if used else [],
        "ksm": [_group_row(group) for group in new],
        "rw": head_rows(of[ListKind.HEADS], ledger.heads),
        "anggota": [_member_row(record, group) for record, group in members],
        "pinjaman": [_loan_row(loan, ledger, asker) for loan in running if loan.number not in recorded],
        "tabungan": [_saving_row(record, group) for record, group in savings],
        "sanksi": list(_sanctions(of[ListKind.SANCTIONS], groups, running, asker)),
        "inventaris": asset_rows(of[ListKind.ASSETS], asker),
        "transaksi": [*received, *entries],
    }
    notes = []
    if loans.paid_off:
        names = first_few([loan.group.name for loan in loans.paid_off], _NAMED)
        notes.append(f"{len(loans.paid_off)} pinjaman sudah lunas sebelum saldo awal, tidak dibawa: {names}")
    notes += [f"{post}: {fact.value} ({fact.where})" for post, fact in officers.items() if post not in ledger.officers]
    if recorded:
        notes.append(f"{len(recorded)} pinjaman sudah ada di buku; tidak dicatat lagi")
    notes += _in_opening("angsuran", [receipt for loan in loans.found for receipt in loan.receipts])
    notes += _in_opening("baris kas bertanggal", before)
    notes += _in_opening("mutasi", moved.before)
    notes += _left_out("mutasi", moved.declined, "tidak dicatat, menurut jawaban")
    notes += [*twice, *reversed_]
    return used, Plan({name: tuple(rows) for name, rows in tables.items() if rows}, tuple(notes))


_NAMED: Final = 5
"""How many rows that are left out are named one by one."""


def _in_opening(what: str, records: Iterable[Record]) -> Iterator[str]:
    """Return what is told of the rows of each sheet that are in the opening balances already."""
    return _left_out(f"{what} sampai saldo awal", records, "sudah termasuk saldo awal, tidak dicatat lagi")


def _left_out(what: str, records: Iterable[Record], why: str) -> Iterator[str]:
    """Yield what is told of the rows of each sheet that are not recorded."""
    rows: dict[str, list[str]] = {}
    for record in records:
        rows.setdefault(record.sheet.name, []).append(str(record.row + 1))
    for name, found in rows.items():
        yield f"{len(found)} {what} di lembar {quoted(name)}, baris {first_few(found, _NAMED)}; {why}"


def _forget_past(listed: Iterable[Listed], opened_on: date, asker: Asker) -> None:
    """Ask nothing about a list of cash of which every row is in the opening balances already."""
    for item in listed:
        days = [record.get("tanggal") for record in item.records]
        if item.content is ListKind.ENTRIES and all(day and day <= opened_on.isoformat() for day in days):
            for key in [key for key in asker.questions if key[0] == item.sheet.name]:
                del asker.questions[key]


def one_balance(listed: list[Listed]) -> list[Listed]:
    """Return the sheets with the balances of accounts taken from one alone, the one that lists most of them."""
    balances = [item for item in listed if item.content is ListKind.BALANCES]
    if len(balances) < 2:  # noqa: PLR2004 - nothing to choose from
        return listed
    kept = max(balances, key=lambda item: len(item.records))
    note = f"saldo akun diambil dari lembar {quoted(kept.sheet.name)}"
    return [
        replace(item, records=(), content=ListKind.NOTHING, note=note)
        if item.content is ListKind.BALANCES and item is not kept
        else item
        for item in listed
    ]


def _records(listed: Iterable[Listed], content: ListKind) -> Iterator[Record]:
    return (record for item in listed for record in item.records if record.content is content)


def _recorded_before(found: Iterable[LoanFound], ledger: Ledger) -> set[str]:
    """Return the numbers of the loans that the ledger has already, and let each be known by it.

    A loan without a number is known by its KSM, its day and its principal.
    """
    by_facts = {
        (loan.ksm.code, loan.terms.disbursed_on.isoformat(), str(loan.terms.principal.value)): loan.number
        for loan in ledger.loans
    }
    recorded = set()
    for loan in found:
        facts = loan.group.code, loan.record.get("tanggal_cair"), loan.record.get("pokok")
        number = by_facts.get(facts, "")
        if number and loan.number in {"", number.upper()}:
            loan.number = number
            recorded.add(number)
    return recorded


def _completed(record: Record, asker: Asker) -> Record | None:
    """Return a receipt whose parts are told: what is missing of the sum is jasa, or pokok where jasa stands there."""
    whole = record.amount("jumlah")
    parts = {name: record.amount(name) for name in PARTS}
    told = sum(part or 0 for part in parts.values())
    if whole is None or whole == told:
        return record if told else None
    if not told:
        return record
    if whole > told and parts["jasa"] is None and "jasa" not in record.columns:
        return replace(record, values={**record.values, "jasa": str(whole - told)})
    if whole > told and parts["pokok"] is None and "pokok" not in record.columns:
        return replace(record, values={**record.values, "pokok": str(whole - told)})
    answer = asker.check(record, "jumlah", f"padahal bagian-bagiannya {shown(told)}", (str(told),))
    return None if answer is None else replace(record, values={**record.values, "jumlah": str(told)})


def _ask_rw(groups: Iterable[GroupFound], asker: Asker) -> None:
    without = [group for group in groups if not group.facts.get("rw")]
    if not without:
        return
    why = f"RW tidak tertulis untuk {len(without)} KSM; tulis satu RW untuk semuanya, atau ? bila belum diketahui"
    answer = asker.constant("rw", why, (), lambda word: bool(word.strip()))
    for group in without:
        group.facts["rw"] = answer or ""


def _group_row(group: GroupFound) -> PlannedRow:
    assert group.first is not None, group
    facts = {fact: group.facts.get(fact, "") for fact in GROUP_FACTS}
    return PlannedRow({"kode": group.code, "nama": group.name, **facts}, group.first, {"nama": "ksm"})


def _each_once(members: Iterable[tuple[Record, GroupFound]]) -> list[tuple[Record, GroupFound]]:
    """Return the members without those who stand there again, with their next loan say, and nothing new about them."""
    found: list[tuple[Record, GroupFound]] = []
    known: dict[tuple[str, str], Record] = {}
    for record, group in members:
        first = known.setdefault((group.key, folded(record.get("anggota"))), record)
        if first is record or any(record.get(name) not in {"", first.get(name)} for name in _OF_MEMBERS):
            found.append((record, group))
    return found


_OF_MEMBERS: Final = ("jenis_kelamin", "miskin", "nik", "usaha", "omset")


def _member_row(record: Record, group: GroupFound) -> PlannedRow:
    facts = {name: record.get(name) for name in _OF_MEMBERS}
    return PlannedRow({"ksm": group.code, "nama": record.get("anggota"), **facts}, record, {"nama": "anggota"})


def _loan_row(loan: LoanFound, ledger: Ledger, asker: Asker) -> PlannedRow:
    record = loan.record
    if not record.get("tanggal_cair") and not asker.is_asked(record, "tanggal_cair"):
        asker.check(record, "tanggal_cair", f"tanggal cair pinjaman KSM {quoted(loan.group.name)} belum diisi")
    tenor = record.get("tenor")
    if not tenor and not asker.is_asked(record, "tenor"):
        if "tenor" in record.columns:
            asker.check(record, "tenor", f"jangka waktu pinjaman KSM {quoted(loan.group.name)} belum diisi")
        else:
            why = "jangka waktu pinjaman tidak tertulis; tulis banyaknya angsuran untuk semua pinjaman"
            tenor = asker.constant("tenor", why, (), str.isdigit) or ""
    lending, frequency = ledger.policy.lending, record.get("frekuensi")
    usual = lending.shortest_term, lending.longest_term
    unusual = tenor.isdigit() and not frequency and not usual[0] <= int(tenor) <= usual[1]
    if unusual and record.get("tenor") and "tenor" not in record.origin("tenor").answered:
        why = f"menurut kebijakan jangka waktu {usual[0]} sampai {usual[1]} bulan"
        asker.check(record, "tenor", why, (tenor,))
    percent = record.get("jasa_persen") or shortest_percent(ledger.policy.lending.jasa_percent)
    jasa_paid = loan.jasa_paid
    if jasa_paid is None and asker.peta.constants.get("jasa_terbayar") == IN_STEP:
        jasa_paid = _jasa_in_step(loan, tenor, percent, ledger.policy)
    cells = {
        "nomor": loan.number,
        "ksm": loan.group.code,
        "tanggal_cair": record.get("tanggal_cair"),
        "pokok": record.get("pokok"),
        "tenor": tenor,
        "jasa_persen": percent,
        "frekuensi": frequency,
        "titipan_persen": record.get("titipan_persen"),
        "angsuran_pertama": record.get("angsuran_pertama"),
        "pokok_terbayar": str(loan.principal_paid or 0),
        "jasa_terbayar": str(jasa_paid or 0),
        "titipan_terbayar": str(loan.titipan_paid),
        "keterangan": record.get("keterangan"),
    }
    return PlannedRow(cells, record, {"ksm": "ksm"})


def _jasa_in_step(loan: LoanFound, tenor: str, percent: str, policy: Policy) -> int:
    """Return the jasa of the instalments whose pokok was paid, in rupiah."""
    due = paid = 0
    for line in _schedule(loan, tenor, percent, policy):
        due += line.principal.value
        if due > (loan.principal_paid or 0):
            break
        paid += line.jasa.value
    return paid


def _schedule(loan: LoanFound, tenor: str, percent: str, policy: Policy) -> tuple[Instalment, ...]:
    """Return the schedule of a loan by the policy; empty where its terms are not told."""
    disbursed_on = loan.record.get("tanggal_cair")
    if not (tenor.isdigit() and 1 <= int(tenor) <= LONGEST_TERM and disbursed_on and loan.principal):
        return ()
    lending, rounding, first = policy.lending, policy.rounding, loan.record.get("angsuran_pertama")
    terms = LoanTerms(
        Rupiah(loan.principal),
        int(tenor),
        Rate.percent(parse_percent(percent)),
        date.fromisoformat(disbursed_on),
        rounding.rounding,
        method=lending.method,
        frequency=read_frequency(loan.record.get("frekuensi") or lending.frequency),
        rounded_part=rounding.part,
        first_due_on=date.fromisoformat(first) if first else None,
    )
    return build_schedule(terms)


def _due_by(ledger: Ledger, loan: LoanFound) -> tuple[int, int] | None:
    """Return the principal and the jasa of a loan that are due by the opening; None where its terms are not told."""
    percent = loan.record.get("jasa_persen") or shortest_percent(ledger.policy.lending.jasa_percent)
    lines = _schedule(loan, loan.record.get("tenor"), percent, ledger.policy)
    due = [line for line in lines if line.due_on <= ledger.opened_on]
    return (sum(line.principal.value for line in due), sum(line.jasa.value for line in due)) if lines else None


def _saving_row(record: Record, group: GroupFound) -> PlannedRow:
    return PlannedRow(
        {"ksm": group.code, "jumlah": record.get("jumlah"), "keterangan": record.get("keterangan")}, record
    )


def _receipt_row(record: Record, loan: LoanFound) -> PlannedRow:
    parts = {name: record.get(name) if record.get(name) != "0" else "" for name in PARTS}
    whole = record.get("jumlah") or str(sum(int(part or 0) for part in parts.values()))
    cells = {"tanggal": record.get("tanggal"), "jenis": "terima", "jumlah": whole, "pinjaman": loan.number, **parts}
    more = {name: record.get(name) for name in ("keterangan", "bukti_luar")}
    return PlannedRow({**cells, **more}, record, {"pinjaman": "ksm"})


_NOT_SENT: Final = frozenset({"diusulkan", "dicabut"})


def _sanctions(
    records: Iterable[Record], groups: Groups, running: Iterable[LoanFound], asker: Asker
) -> Iterator[PlannedRow]:
    loans = list(running)
    for record in records:
        if folded(record.get("status")) in _NOT_SENT:
            continue
        number = record.get("nomor_pinjaman").upper()
        if not number:
            group = groups.find(record)
            own = [loan for loan in loans if loan.group is group]
            if group is not None and len(own) != 1:
                asker.check(record, "ksm", "KSM ini tidak punya tepat satu pinjaman berjalan; isi kolom nomor pinjaman")
            number = own[0].number if len(own) == 1 else ""
        if number:
            names = ("tingkat", "tanggal", "nomor", "batas_tanggapan", "keterangan")
            yield PlannedRow({"pinjaman": number, **{name: record.get(name) for name in names}}, record)
