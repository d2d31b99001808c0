"""Why a KSM owes what it owes on a loan."""

from collections.abc import Iterator
from datetime import date

from danabergulir.dates import format_form, format_long
from danabergulir.domain.dunning.due import reached_by
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.penalty import PenaltyCase
from danabergulir.domain.policy.choices import PenaltyWay
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, sanctions
from danabergulir.ledger.read.loans import penalty_case
from danabergulir.money import NIL, format_rupiah, shortest_percent
from danabergulir.operations.explaining.figures import Unfold
from danabergulir.operations.loans.disbursement import card_of, find_loan
from danabergulir.reports.model.explained import Reason
from danabergulir.reports.origins import debts as origins
from danabergulir.reports.origins.figure import Figure, in_rupiah
from danabergulir.reports.origins.loans import outstanding


def why_owed(connection: store.Connection, words: str, as_of: date, unfolding: Unfold) -> Reason:
    """Return why a KSM owes what it owes on the loan that ``words`` name. Raises ``NotFoundError``."""
    card = card_of(connection, find_loan(connection, words, as_of), as_of)
    book, loan = card.book, card.book.loan
    case = penalty_case(connection, registers.chart(connection, as_of), loan, as_of)
    now, coming = origins.to_pay_now(book, origins.denda(case, book)), origins.coming(book)
    figures = [outstanding(book), now, *([coming.named(f"Berikutnya: {coming.words}")] if coming else [])]
    terms = loan.terms
    return Reason(
        kind="pinjaman",
        key=loan.number,
        title="MENGAPA SAYA BERUTANG SEBANYAK INI?",
        as_of=as_of,
        facts={
            "KSM": f"{loan.ksm.name} ({loan.ksm.code}), RW {loan.ksm.rw}",
            "Pinjaman": f"{loan.number}, cair {format_form(terms.disbursed_on)}",
            "Besar pinjaman": format_rupiah(terms.principal),
            "Jasa": f"{shortest_percent(terms.jasa_rate.in_percent)} % sebulan, {terms.method}",
            "Jangka waktu": f"{terms.term} kali, {terms.frequency}",
        },
        sentences=tuple(_sentences(connection, book, case, now, coming)),
        figures=tuple(unfolding(figure) for figure in figures),
    )


def _sentences(
    connection: store.Connection, book: LoanBook, case: PenaltyCase, now: Figure, coming: Figure | None
) -> Iterator[str]:
    number, amount = book.loan.number, in_rupiah(now)
    yield f"Pokok yang masih dipinjam {format_rupiah(book.outstanding)}: yang dicairkan dikurangi yang sudah dibayar."
    if amount > NIL:
        yield f"Yang harus dibayar sekarang {format_rupiah(amount)}: angsuran yang sudah lewat jatuh temponya."
        since = book.position.late_since
        if since:
            yield f"Menunggak {book.position.missed_count} kali, sejak {format_long(since)}."
        yield f"Tunggakan habis bila {format_rupiah(amount)} dibayar."
    else:
        yield "Tidak ada tunggakan. Terima kasih."
    if coming and coming.value:
        yield f"Angsuran berikutnya {format_rupiah(in_rupiah(coming))}. Bila sudah dibayar, tidak ditagih lagi."
    if book.is_open and case.rules.way is not PenaltyWay.NONE:
        yield "Terlambat membayar dikenai denda menurut kebijakan yang berlaku saat pinjaman cair."
    order = registers.policy(connection, book.as_of).allocation.order
    yield f"Setoran dibagi dengan urutan: {', '.join(part.value for part in order)}; angsuran tertua lebih dulu."
    file = sanctions.sanction_files(connection, registers.chart(connection, book.as_of), book.as_of, number).get(number)
    running = file.running(book.as_of) if file else None
    if running:
        sanction = running.sanction
        yield (
            f"Sedang berjalan: {sanction.name} ({sanction.number}) tanggal {format_long(sanction.dated_on)}, "
            f"tanggapan paling lambat {format_long(sanction.answer_by)}. "
            f"Sebabnya: danabergulir jelaskan {sanction.number}"
        )
    else:
        reached = reached_by(book, registers.policy(connection, book.as_of))
        if reached:
            yield f"Tunggakan ini sudah mencapai {reached.name}."
