"""The sanctions of a month: those that the arrears call for by the ladder in force, those running, those that ended."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import Month, days_after, format_form
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import SanctionLine, due_lines, letter_lines
from danabergulir.domain.dunning.sanctions import UNFOUNDED, SanctionState, grounds
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.policy.choices import Block
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.rules import Policy
from danabergulir.money import NIL, format_rupiah, shortest_percent
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Section
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, LOAN, RW, count, rupiah, sanction_table
from danabergulir.reports.month.sanction_effect import effect_section

PROPOSED: Final = SanctionState.PROPOSED.value

_COLUMNS: Final = (
    LOAN,
    KSM_NAME,
    RW,
    count("tingkat", "Tingkat"),
    Column("tindakan", "Tindakan"),
    Column("dasar", "Dasar"),
    count("kali_menunggak", "Kali Menunggak"),
    rupiah("tunggakan", "Jumlah Tunggakan"),
    Column("status", "Status"),
    Column("tanggal", "Tanggal", Kind.DATE),
    Column("batas_tanggapan", "Batas Tanggapan", Kind.DATE),
    count("tingkat_tercapai", "Tingkat Tercapai"),
    rupiah("tunggakan_pokok", "Tunggakan Pokok"),
    rupiah("tunggakan_jasa", "Tunggakan Jasa"),
    count("hari_menunggak", "Hari Menunggak"),
    Column("blokir", "Pinjaman Baru Ditahan"),
    Column("tembusan", "Tembusan"),
    KSM_CODE,
    Column("nomor", "Nomor"),
    Column("nomor_surat", "Nomor Surat"),
    Column("tanggal_status", "Status Sejak", Kind.DATE),
    rupiah("tunggakan_surat", "Tunggakan pada Surat"),
    rupiah("diterima_sejak_surat", "Diterima Sejak Surat"),
    Column("catatan", "Catatan"),
)


_BRIEF: Final = ("pinjaman", "ksm", "nomor", "rw", "tingkat", "status", "batas_tanggapan", "tunggakan", "catatan")


def proposals(books: Books) -> tuple[tuple[LoanBook, SanctionLevel], ...]:
    """Return the loans that a letter is due for, and the level of that letter; the worst first."""
    due = due_lines(books.loans, books.sanction_files, books.policy, books.as_of)
    return tuple((line.book, line.level) for line in due if line.level)


def sanction_list(books: Books) -> Report:
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
    effect = effect_section([line.standing for line in letters if line.standing and not line.standing.unfounded], as_of)
    return framed(
        books,
        name="sanksi",
        title="DAFTAR SANKSI",
        section=sanction_section((*due, *running, *ended), as_of),
        notes=(*_ladder_notes(policy), definition(policy.arrears)),
        more=(effect,) if letters else (),
    )


def sanction_section(lines: Sequence[SanctionLine], as_of: date, *, brief: bool = False) -> Section:
    """Return sanctions as a table; arrears are those of the day, beside what the letter said.

    ``brief`` keeps the columns that a treasurer acts on and that fit a screen.
    """
    cells = (_cells(line, as_of) for line in lines)
    return sanction_table(_COLUMNS, cells, "Tidak ada pinjaman yang perlu diberi sanksi.", _BRIEF if brief else ())


def _cells(line: SanctionLine, as_of: date) -> tuple[Cell, ...]:
    stand, loan, standing, level = line.book.position, line.book.loan, line.standing, line.level
    sanction = standing.sanction if standing else None
    if sanction is None:
        assert level is not None
        name, why = level.name, grounds(stand, line.book.matures_on, as_of, level)
        dated_on, answer_by, copies = as_of, days_after(as_of, level.answer_days), level.copies_to
    else:
        name, why = sanction.name, f"menunggak {sanction.missed_count} kali, {sanction.days_late} hari"
        dated_on, answer_by, copies = sanction.dated_on, sanction.answer_by, sanction.recipients[1:]
    return (
        loan.number,
        loan.ksm.name,
        loan.ksm.rw,
        line.number,
        name,
        why,
        stand.missed_count,
        stand.arrears,
        line.state.value,
        dated_on,
        answer_by,
        line.reached.number if line.reached else None,
        stand.arrears_principal,
        stand.arrears_jasa,
        stand.days_late,
        _block_words(level) if level else "",
        ", ".join(copies),
        loan.ksm.code,
        sanction.number if sanction else "",
        sanction.letter if sanction else "",
        standing.since if standing else None,
        sanction.arrears if sanction else None,
        standing.recovered if standing else None,
        "; ".join(_remarks(line, as_of)),
    )


def _remarks(line: SanctionLine, as_of: date) -> Iterator[str]:
    """Yield what a treasurer must know at a glance: the days are over, the newest promise, the cause."""
    file, standing = line.file, line.standing
    if standing and standing.to_withdraw:
        yield f"{UNFOUNDED}; cabut suratnya: danabergulir sanksi cabut {standing.sanction.number} --alasan TEKS"
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


def _block_words(level: SanctionLevel) -> str:
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
    return ("Tangga sanksi yang berlaku:", *(level_words(level) for level in policy.ladder), climbing)


def level_words(level: SanctionLevel) -> str:
    """Return a level of the ladder as a line: its number and name, when it is reached, and what it holds back."""
    met = f"menunggak {level.missed_from} kali ke atas"
    if level.days_from:
        met += f" dan {level.days_from} hari ke atas"
    if level.past_maturity_days:
        met += f", atau lewat {level.past_maturity_days} hari dari jatuh tempo terakhir"
    return (
        f"{level.number}. {level.name}: {met}. Tanggapan {level.answer_days} hari. "
        f"Pinjaman baru ditahan: {_block_words(level)}."
    )
