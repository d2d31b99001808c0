"""What the figures of a class of loans are made of: its loans, its percentage and the rounding of its reserve."""

from collections.abc import Sequence
from fractions import Fraction

from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.collectability import definition
from danabergulir.domain.policy.lateness import CollectabilityClass
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah
from danabergulir.reports.origins import loans as origins
from danabergulir.reports.origins.figure import Figure, Relation, rounding, sum_of


def number(rating: CollectabilityClass) -> Figure:
    """Return the number of a class, as the policy lists them."""
    return Figure("Kelas", rating.number, rule="Nomor kelas menurut kebijakan.", keys=(_key(rating, "kelas"),))


def _key(rating: CollectabilityClass, name: str) -> str:
    return f"kolektibilitas[{rating.number}].{name}"


def class_of(book: LoanBook) -> Figure:
    """Return by what a loan is in its class: how often it was missed."""
    return origins.rated_missed_count(book).named(f"{origins.named(book)}: kelas {book.collectability.name}")


def groups(borrowed: Sequence[LoanBook], rating: CollectabilityClass) -> Figure:
    """Return how many KSM are in a class, each by its worst loan."""
    worst: dict[str, LoanBook] = {}
    for book in borrowed:
        known = worst.get(book.ksm.code)
        if known is None or book.collectability.number > known.collectability.number:
            worst[book.ksm.code] = book
    some = [book for book in worst.values() if book.collectability == rating]
    found = origins.groups(some, f"KSM dalam kelas {rating.name}", class_of)
    return replace(
        found,
        formula="banyaknya KSM; yang punya beberapa pinjaman dihitung menurut yang terburuk",
        rule=_limits(some[:1]),
        keys=(_key(rating, "dari"),),
    )


def _limits(some: Sequence[LoanBook]) -> str:
    return "".join(definition(book.policy.classes, {book.loan.terms.frequency}) for book in some)


def balance(loans: Sequence[LoanBook], rating: CollectabilityClass) -> Figure:
    """Return the principal of the loans in a class."""
    words = f"Saldo pokok kelas {rating.name}"
    return sum_of(words, origins.each(loans, in_class), formula="jumlah saldo pokok pinjaman dalam kelas itu")


def in_class(book: LoanBook) -> Figure:
    """Return the balance of a loan, with the reason for its class."""
    found = origins.outstanding(book)
    missed = book.rated_missed_count
    rule = f"Masuk kelas {book.collectability.name}: menunggak {missed} kali."
    return replace(
        found,
        rule=rule,
        keys=(_key(book.collectability, "dari"), *origins.ARREARS_KEYS),
    )


def percent(rating: CollectabilityClass) -> Figure:
    """Return the share of the balance that a class sets aside."""
    words, rule = f"Persen cadangan risiko kelas {rating.name}", "Persen cadangan risiko menurut kebijakan."
    return Figure(words, rating.reserve_percent, rule=rule, keys=(_key(rating, "cadangan_persen"),))


def reserve(loans: Sequence[LoanBook], rating: CollectabilityClass, value: Rupiah) -> Figure:
    """Return the reserve of a class: its balance times its percentage, to the nearest rupiah."""
    owed, share = balance(loans, rating), percent(rating)
    assert isinstance(owed.value, Rupiah)
    exact = Fraction(owed.value.value) * rating.reserve_percent / 100
    return Figure(
        f"Cadangan risiko kelas {rating.name}",
        value,
        Relation.PRODUCT,
        lambda _: (owed, share, *rounding(exact, value.value)),
        formula="saldo pokok x persen cadangan risiko, dibulatkan ke rupiah terdekat",
    )


def needed(classes: Sequence[tuple[CollectabilityClass, Sequence[LoanBook], Rupiah]]) -> Figure:
    """Return the reserve that all classes ask for."""
    return sum_of(
        "Cadangan risiko yang diperlukan", [reserve(loans, rating, value) for rating, loans, value in classes]
    )


def under(book: LoanBook, rating: CollectabilityClass) -> Figure:
    """Return what stands of a loan in the column of a class: its balance, or nil where it is in another one."""
    if book.collectability == rating:
        return in_class(book)
    return Figure("Tidak dalam kelas ini", NIL, rule=f"Pinjaman ini masuk kelas {book.collectability.name}.")


def missed(book: LoanBook, policy: Policy) -> Figure:
    """Return how often a loan was missed, as it is marked on one side of the limit of risk."""
    found = origins.missed_count(book)
    keys = (*found.keys, "risiko.batas")
    rule = f"{found.rule} Batas risiko {policy.risk.missed_from} kali."
    return replace(found, rule=rule, keys=keys)


def regular(book: LoanBook) -> Figure:
    """Return the principal of a regular instalment: of the first that has any."""
    line = next(line for line in book.schedule if line.principal)
    words = "Satu angsuran pokok"
    return Figure(words, line.principal, Relation.SUM, lambda _: origins.schedule_rows([line], origins.PRINCIPAL))


def should_be_left(book: LoanBook) -> Figure:
    """Return what would be owed if all that is due had been paid."""
    parts = [origins.principal(book), origins.due(book, origins.PRINCIPAL).less()]
    return sum_of("Saldo seharusnya", parts, formula="pokok pinjaman - pokok yang sudah jatuh tempo")
