"""Cards on paper: the loan card and the savings card of a KSM (U-7B), and the plan of instalments it takes home."""

from collections.abc import Sequence
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import Agreement, Instalment
from danabergulir.domain.witness.codes import code_of
from danabergulir.money import Rupiah, format_rupiah
from danabergulir.reports.model.frame import band_of, tied_to
from danabergulir.reports.model.moved_days import moved_column, moved_notes
from danabergulir.reports.model.paper import Paper, file_stem, letterhead
from danabergulir.reports.model.sheet import Column, Report, Section
from danabergulir.reports.model.table import rows_with_total
from danabergulir.reports.shown.endings import version_notes
from danabergulir.reports.shown.schedule import BALANCE, DUE, NUMBER, planned, with_savings

_BY_HAND: Final = (Column("tanggal_bayar", "Tanggal Bayar"), Column("paraf", "Paraf"))


def card_paper(card: Report, whose: str, profile: Profile, head: str) -> Paper:
    """Return a card as it is printed: the band of the forms, its facts in two columns, its tables and its notes.

    ``whose`` is what the file is named after: the number of a loan, the code of a KSM. ``head`` is that of the chain.
    """
    return Paper(
        form="kartu",
        file_name=file_stem(card.name, whose),
        title=card.title,
        letterhead=letterhead(profile),
        as_of=card.as_of,
        words={
            "band": tuple(band_of(profile).items()),
            "code": card.form_code,
            "whose": card.date_line,
            "facts": tuple(card.head.items()),
            "tables": (card.section, *card.more),
            "notes": card.notes,
        },
        footer=tied_to(head),
        code=code_of(head),
    )


def schedule_table(
    lines: Sequence[Instalment], savings: Sequence[Rupiah] = (), *, more: Sequence[Column] = ()
) -> Section:
    """Return a schedule with what is left of the principal after each line, and its sums.

    Titipan has a column where there is any, and so have the compulsory ``savings`` of each line; ``more`` are columns
    left empty, to be filled by hand.
    """
    parts = [part for part in with_savings(savings) if part.key != "titipan" or any(line.titipan for line in lines)]
    moved = moved_column(lines)
    columns = (NUMBER, DUE, *parts, BALANCE, *moved, *more)
    table = rows_with_total(columns, planned(lines, savings), label_under=DUE.key, apart={BALANCE.key})
    return Section(columns, table, notes=moved_notes(moved))


def instalment_plan(book: LoanBook, agreement: Agreement) -> Report:
    """Return the schedule in force as the KSM takes it home, with room to write down each payment."""
    loan, terms = book.loan, book.loan.terms
    at = next((at for at, line in enumerate(agreement.lines) if line.number), 0)
    first, savings = agreement.lines[at], book.saving.agreed(agreement.lines)
    return Report(
        name="jadwal-angsuran",
        title="JADWAL ANGSURAN",
        period=f"{book.as_of:%Y-%m}",
        as_of=book.as_of,
        section=schedule_table(agreement.lines, savings, more=_BY_HAND),
        date_line=f"{loan.ksm.name} ({loan.ksm.code})",
        head={
            "No. Pinjaman": loan.number,
            "Besar Pinjaman": format_rupiah(terms.principal),
            "Tanggal Cair": format_form(terms.disbursed_on),
            "Jangka Waktu": f"{terms.term} kali, {terms.frequency}",
            "Besar Angsuran": format_rupiah(first.amount + savings[at]),
            "Angsuran Terakhir": format_rupiah(agreement.lines[-1].amount + savings[-1]),
        },
        notes=version_notes(agreement),
    )
