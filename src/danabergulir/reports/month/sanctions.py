"""The sanctions of a month: those that the arrears call for by the ladder in force, those running, those that ended."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import Month, days_after, format_form
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import SanctionLine, due_lines, letter_lines
from danabergulir.domain.dunning.sanctions import Sanction, SanctionState, grounds
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.arrears import LoanPosition, definition
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.choices import Block
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct
from danabergulir.money import NIL, format_rupiah, shortest_percent
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, LOAN, RW, count, kept, rupiah
from danabergulir.reports.month.sanction_effect import effect_section
from danabergulir.reports.origins import sanctions as rungs

PROPOSED: Final = SanctionState.PROPOSED.value


class _Shown(Struct, frozen=True):
    """A line of the list with what its letter says; of one that has not gone out, what it would say on the day."""

    line: SanctionLine
    name: str
    why: str
    dated_on: date
    answer_by: date
    copies: Sequence[str]
    remarks: Sequence[str]

    @classmethod
    def of(cls, line: SanctionLine, as_of: date) -> "_Shown":
        remarks = tuple(_remarks(line, as_of))
        if line.standing:
            sanction = line.standing.sanction
            return cls(
                line,
                sanction.name,
                f"menunggak {sanction.missed_count} kali, {sanction.days_late} hari",
                dated_on=sanction.dated_on,
                answer_by=sanction.answer_by,
                copies=sanction.recipients[1:],
                remarks=remarks,
            )
        level = line.level
        assert level is not None
        return cls(
            line,
            level.name,
            grounds(line.book.position, line.book.matures_on, as_of, level),
            dated_on=as_of,
            answer_by=days_after(as_of, level.answer_days),
            copies=level.copies_to,
            remarks=remarks,
        )

    @property
    def loan(self) -> Loan:
        return self.line.loan

    @property
    def ksm(self) -> KSM:
        return self.line.ksm

    @property
    def stand(self) -> LoanPosition:
        return self.line.book.position

    @property
    def sanction(self) -> Sanction | None:
        return self.line.standing.sanction if self.line.standing else None


_COLUMNS: Final = (
    LOAN,
    KSM_NAME,
    RW,
    count("tingkat", "Tingkat", of=lambda item: item.line.number, origin=lambda item: rungs.level(item.line)),
    Column("tindakan", "Tindakan", of=lambda item: item.name),
    Column("dasar", "Dasar", of=lambda item: item.why),
    count(
        "kali_menunggak",
        "Kali Menunggak",
        of=lambda item: item.stand.missed_count,
        origin=lambda item: origins.loans.missed_count(item.line.book),
    ),
    rupiah(
        "tunggakan",
        "Jumlah Tunggakan",
        of=lambda item: item.stand.arrears,
        origin=lambda item: origins.loans.all_arrears(item.line.book),
    ),
    Column("status", "Status", of=lambda item: item.line.state.value),
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda item: item.dated_on),
    Column("batas_tanggapan", "Batas Tanggapan", Kind.DATE, of=lambda item: item.answer_by),
    count(
        "tingkat_tercapai",
        "Tingkat Tercapai",
        of=lambda item: item.line.reached and item.line.reached.number,
        origin=lambda item: rungs.reached(item.line),
    ),
    rupiah(
        "tunggakan_pokok",
        "Tunggakan Pokok",
        of=lambda item: item.stand.arrears_principal,
        origin=lambda item: origins.loans.arrears(item.line.book, origins.loans.PRINCIPAL),
    ),
    rupiah(
        "tunggakan_jasa",
        "Tunggakan Jasa",
        of=lambda item: item.stand.arrears_jasa,
        origin=lambda item: origins.loans.arrears(item.line.book, origins.loans.JASA),
    ),
    count(
        "hari_menunggak",
        "Hari Menunggak",
        of=lambda item: item.stand.days_late,
        origin=lambda item: origins.loans.days_late(item.line.book),
    ),
    Column("blokir", "Pinjaman Baru Ditahan", of=lambda item: _block_words(item.line.level)),
    Column("tembusan", "Tembusan", of=lambda item: ", ".join(item.copies)),
    KSM_CODE,
    Column("nomor", "Nomor", of=lambda item: item.sanction.number if item.sanction else ""),
    Column("nomor_surat", "Nomor Surat", of=lambda item: item.sanction.letter if item.sanction else ""),
    Column(
        "tanggal_status", "Status Sejak", Kind.DATE, of=lambda item: item.line.standing and item.line.standing.since
    ),
    rupiah(
        "tunggakan_surat",
        "Tunggakan pada Surat",
        of=lambda item: item.sanction and item.sanction.arrears,
        origin=lambda item: origins.letters.arrears_on(item.line.standing),
    ),
    rupiah(
        "diterima_sejak_surat",
        "Diterima Sejak Surat",
        of=lambda item: item.line.standing and item.line.standing.recovered,
        origin=lambda item: origins.letters.received_since(item.line),
    ),
    Column("catatan", "Catatan", of=lambda item: "; ".join(item.remarks)),
)


_BRIEF: Final = ("pinjaman", "ksm", "nomor", "rw", "tingkat", "status", "batas_tanggapan", "tunggakan", "catatan")


def proposals(books: Books) -> tuple[tuple[LoanBook, SanctionLevel], ...]:
    """Return the loans that a letter is due for, and the level of that letter; the worst first."""
    due = due_lines(books.loans, books.sanction_files, books.policy, books.as_of)
    return tuple((line.book, line.level) for line in due if line.level)


def sanction_list(books: Books) -> Content:
    """Return the letters due, those running, and those that ended in the month with what was received since.

    The effect of all letters so far follows, level by level, once there are any.
    """
    files, policy, as_of = books.sanction_files, books.policy, books.as_of
    letters = letter_lines(books.loans, files, policy, as_of)
    running = [line for line in letters if line.standing and line.standing.is_running]
    ended = [
        line
        for line in letters
        if line.standing
        and not line.standing.is_running
        and (line.standing.to_withdraw or Month.of(line.standing.since) == books.month)
    ]
    due = due_lines(books.loans, files, policy, as_of)
    effect = effect_section([line for line in letters if line.standing and not line.standing.unfounded], as_of)
    return Content(
        sanction_section((*due, *running, *ended), as_of),
        notes=(*_ladder_notes(policy), definition(policy.arrears)),
        more=(effect,) if letters else (),
    )


def sanction_section(lines: Sequence[SanctionLine], as_of: date, *, brief: bool = False) -> Section:
    """Return sanctions as a table; arrears are those of the day, beside what the letter said.

    ``brief`` keeps the columns that a treasurer acts on and that fit a screen.
    """
    columns = kept(_COLUMNS, _BRIEF) if brief else _COLUMNS
    shown = rows_of(columns, (_Shown.of(line, as_of) for line in lines))
    return Section(columns, shown, empty_note="Tidak ada pinjaman yang perlu diberi sanksi.")


def _remarks(line: SanctionLine, as_of: date) -> Iterator[str]:
    """Yield what a treasurer must know at a glance: the days are over, the newest promise, the cause."""
    file, standing = line.file, line.standing
    if standing and standing.to_withdraw:
        withdraw = f"danabergulir sanksi cabut {standing.sanction.number} --alasan TEKS"
        yield f"{standing.unfounded}; cabut suratnya: {withdraw}"
    if file is None or (standing and not standing.is_running):
        return
    if standing and as_of > standing.sanction.answer_by:
        yield "batas tanggapan lewat"
    promise = file.promise(as_of)
    if promise:
        told = f"janji {format_form(promise.promised_on)} {format_rupiah(promise.amount)}"
        paid = f"baru dibayar {format_rupiah(promise.paid)}" if promise.paid > NIL else "belum dibayar"
        if promise.is_broken:
            yield f"{told} tidak ditepati, {paid}"
        elif promise.paid < promise.amount:
            yield told
    cause = file.cause(as_of)
    if cause:
        yield f"sebab: {cause.value}"


_BLOCK_WORDS: Final = {
    Block.NONE: "tidak",
    Block.KSM: "KSM ini",
    Block.RW: "semua KSM di RW ini",
    Block.KELURAHAN: "semua KSM di kelurahan",
}


def _block_words(level: SanctionLevel | None) -> str:
    if level is None:
        return ""
    words = _BLOCK_WORDS[level.block]
    if level.block is Block.NONE or not level.block_while_par_percent:
        return words
    return f"{words}, selama PAR {shortest_percent(level.block_while_par_percent)} % ke atas"


def _ladder_notes(policy: Policy) -> tuple[str, ...]:
    """Return the ladder in force, a line per level, and how it is climbed."""
    climbing = (
        "Sanksi boleh langsung ke tingkat yang tercapai."
        if policy.climbing.may_jump
        else "Sanksi naik satu tingkat demi satu tingkat, setelah batas tanggapan surat sebelumnya lewat."
    )
    return ("Tangga sanksi yang berlaku:", *(_level_words(level) for level in policy.ladder), climbing)


def _level_words(level: SanctionLevel) -> str:
    """Return a level of the ladder as a line: its number and name, when it is reached, and what it holds back."""
    met = rungs.asked_by(level)
    return (
        f"{level.number}. {level.name}: {met}. Tanggapan {level.answer_days} hari. "
        f"Pinjaman baru ditahan: {_block_words(level)}."
    )
