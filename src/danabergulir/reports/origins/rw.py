"""What the figures of an RW are made of: its loans, one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from danabergulir.domain.answering import Visit
from danabergulir.domain.dunning.due import late_loans
from danabergulir.domain.dunning.sanctions import Cause
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.terms import LoanEntry
from danabergulir.reports.origins import loans as origins
from danabergulir.reports.origins import register
from danabergulir.reports.origins.figure import Figure, Relation, Source, at_least_nil, counted, sum_of

PERCENT_FORMULA = "pokok jatuh tempo yang sudah dibayar : pokok yang sudah jatuh tempo"


def borrowers(loans: Sequence[LoanBook]) -> Figure:
    """Return how many KSM have a balance."""
    return origins.groups([book for book in loans if book.is_open], "KSM yang masih bersaldo")


def disbursed(lent: Sequence[LoanBook], settled: Sequence[LoanEntry]) -> Figure:
    """Return the principal that went out."""
    parts = [
        *origins.each(lent, origins.principal),
        *(register.lent(entry).named(register.named(entry)) for entry in settled),
    ]
    return sum_of("Disalurkan", parts, formula="jumlah pokok pinjaman yang dicairkan")


def outstanding(loans: Sequence[LoanBook]) -> Figure:
    """Return the principal that is owed."""
    with_balance = [book for book in loans if book.outstanding]
    return sum_of("Saldo pokok", origins.each(with_balance, origins.outstanding))


def arrears(lent: Sequence[LoanBook]) -> Figure:
    """Return the principal that is behind."""
    late = [book for book in lent if book.position.arrears_principal]
    return sum_of("Tunggakan pokok", origins.each(late, lambda book: origins.arrears(book, origins.PRINCIPAL)))


def came_back(book: LoanBook) -> Figure:
    """Return the principal that the KSM has paid back, after a write-off too."""
    repaid = origins.paid(book, origins.PRINCIPAL)
    return sum_of("Pokok kembali", [repaid, origins.recovered(book)]) if book.recovered else repaid


def repaid(loans: Sequence[LoanBook], settled: Sequence[LoanEntry]) -> Figure:
    """Return all principal that came back."""
    some = [book for book in loans if book.paid.principal or book.recovered]
    return sum_of("Pokok kembali", [*origins.each(some, came_back), *_all_of(settled)])


def _all_of(settled: Sequence[LoanEntry]) -> list[Figure]:
    """Return what came back of settled loans, of which all has fallen due."""
    return [register.repaid(entry) for entry in settled if entry.repaid]


def fell_due(book: LoanBook) -> Figure:
    """Return the principal due by now: of a loan that is settled or written off all of it."""
    if book.is_open and not book.written_off:
        return origins.due(book, origins.PRINCIPAL)
    parts = [origins.paid(book, origins.PRINCIPAL)]
    if book.outstanding:
        parts.append(at_least_nil("Saldo pokok", origins.outstanding(book)))
    if book.written_off:
        parts.append(origins.written_off(book))
    return sum_of("Pokok jatuh tempo", parts, rule="Pinjaman lunas atau hapus buku dihitung seluruhnya.")


def due(lent: Sequence[LoanBook], settled: Sequence[LoanEntry]) -> Figure:
    """Return all principal due by now."""
    return sum_of("Pokok yang sudah jatuh tempo", [*origins.each(lent, fell_due), *_all_of(settled)])


def due_repaid(lent: Sequence[LoanBook], settled: Sequence[LoanEntry]) -> Figure:
    """Return how much of what is due was paid; what is paid ahead does not count."""
    parts = [*origins.each(lent, _due_repaid), *_all_of(settled)]
    return sum_of("Pokok jatuh tempo yang sudah dibayar", parts)


def _due_repaid(book: LoanBook) -> Figure:
    parts = (came_back(book), fell_due(book))
    smaller = min(parts, key=lambda part: part.value.value)  # type: ignore[union-attr]  # both are rupiah
    return Figure("Jatuh tempo yang sudah dibayar", smaller.value, Relation.LEAST, lambda _: parts)


def percent(lent: Sequence[LoanBook], settled: Sequence[LoanEntry], value: Fraction) -> Figure:
    """Return the share that came back of what is due."""
    return Figure(
        "Kembali (%)",
        value,
        Relation.QUOTIENT,
        lambda _: (due_repaid(lent, settled), due(lent, settled)),
        formula=PERCENT_FORMULA,
        rule="Yang dibayar sebelum jatuh tempo belum ikut; pinjaman hapus buku ikut seluruhnya.",
    )


def rank(value: int, share: Figure, lent: Sequence[LoanBook]) -> Figure:
    """Return the place of an RW among the others, which its share and its arrears decide."""
    return Figure(
        "Peringkat",
        value,
        made_of=lambda _: (share, arrears(lent)),
        formula="urutan menurut persen kembali, lalu tunggakan pokok, lalu nomor RW",
        rule="Peringkat 1 = persen kembali tertinggi. Bila sama, tunggakan pokok yang lebih kecil, lalu nomor RW.",
    )


def lost(loans: Sequence[LoanBook]) -> Figure:
    """Return what was written off and has not come back."""
    some = [book for book in loans if book.written_off or book.recovered]
    return sum_of("Hapus buku yang belum kembali", origins.each(some, still_lost))


def still_lost(book: LoanBook) -> Figure:
    """Return what of a write-off has not come back."""
    return sum_of(
        "Belum kembali",
        [origins.written_off(book), origins.recovered(book).less()],
        formula="yang dihapus buku - yang sudah kembali",
    )


def late_by(loans: Sequence[LoanBook], causes: Mapping[str, Cause | None], cause: Cause | None) -> Figure:
    """Return how many KSM are late for a cause; a KSM with several late loans is one, with the cause of the worst."""
    worst: dict[str, LoanBook] = {}
    for book in late_loans(loans):
        worst.setdefault(book.ksm.code, book)
    some = [book for book in worst.values() if causes.get(book.loan.number) is cause]
    parts = [Figure(f"{book.ksm.code} {book.ksm.name}", 1, made_of=_late(book)) for book in some]
    words = f"KSM menunggak, sebab {cause.value}" if cause else "KSM menunggak, sebab belum dicatat"
    return counted(words, parts, rule="Sebab = yang terakhir dicatat untuk KSM itu.")


def visited(visits: Sequence[Visit]) -> Figure:
    """Return how many visits there were."""
    parts = [
        Figure(f"{visit.ksm.code} {visit.ksm.name}", 1, rule=visit.text, dated_on=visit.dated_on) for visit in visits
    ]
    return counted("Kunjungan", parts, rule="Kunjungan pembinaan, dan yang dicatat pada sanksi.")


def _late(book: LoanBook) -> Callable[[Source], Iterable[Figure]]:
    return lambda _: (origins.all_arrears(book).named(f"{origins.named(book)}: jumlah tunggakan"),)
