"""The sanctions that the month's arrears call for, by the ladder in force."""

from typing import Final

from danabergulir.dates import days_after
from danabergulir.domain.arrears import definition
from danabergulir.domain.books import Books, LoanBook
from danabergulir.domain.policy import Block, Policy, SanctionLevel
from danabergulir.domain.sanctions import grounds, level_due, reached_level
from danabergulir.money import shortest_percent
from danabergulir.reports.frame import framed
from danabergulir.reports.loan_table import KSM_CODE, KSM_NAME, LOAN, RW, count, rupiah
from danabergulir.reports.portfolio import late_loans
from danabergulir.reports.sheet import Cell, Column, Kind, Report, Section, rows

PROPOSED: Final = "diusulkan"

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
)


def proposals(books: Books) -> tuple[tuple[LoanBook, SanctionLevel], ...]:
    """Return the loans that have reached a level of the ladder, and that level; the highest level and worst first."""
    found = []
    for book in late_loans(books.loans):
        level = reached_level(book.position, book.matures_on, books.as_of, books.policy.ladder)
        if level:
            found.append((book, level))
    return tuple(sorted(found, key=lambda item: -item[1].number))


def sanction_list(books: Books) -> Report:
    """Return the sanction to propose for every loan that has reached a level, as if none were running yet."""
    lines = [_line(book, reached, books) for book, reached in proposals(books)]
    return framed(
        books,
        name="sanksi",
        title="USULAN SANKSI",
        section=Section(_COLUMNS, rows(lines), empty_note="Tidak ada pinjaman yang perlu diberi sanksi."),
        notes=(*_ladder_notes(books.policy), definition(books.policy.arrears)),
    )


def _line(book: LoanBook, reached: SanctionLevel, books: Books) -> tuple[Cell, ...]:
    stand, due = book.position, level_due(reached, books.policy)
    return (
        book.loan.number,
        book.loan.ksm.name,
        book.loan.ksm.rw,
        due.number,
        due.name,
        grounds(stand, book.matures_on, books.as_of, due),
        stand.missed_count,
        stand.arrears,
        PROPOSED,
        books.as_of,
        days_after(books.as_of, due.answer_days),
        reached.number,
        stand.arrears_principal,
        stand.arrears_jasa,
        stand.days_late,
        _block_words(due),
        ", ".join(due.copies_to),
        book.loan.ksm.code,
    )


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
    return ("Tangga sanksi yang berlaku:", *(_level_words(level) for level in policy.ladder), climbing)


def _level_words(level: SanctionLevel) -> str:
    met = f"menunggak {level.missed_from} kali ke atas"
    if level.days_from:
        met += f" dan {level.days_from} hari ke atas"
    if level.past_maturity_days:
        met += f", atau lewat {level.past_maturity_days} hari dari jatuh tempo terakhir"
    return (
        f"{level.number}. {level.name}: {met}. Tanggapan {level.answer_days} hari. "
        f"Pinjaman baru ditahan: {_block_words(level)}."
    )
