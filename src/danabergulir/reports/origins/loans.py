"""What the figures of one loan are made of: vouchers on it, and rows of its schedule."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.journal import Component
from danabergulir.domain.loans.arrears import definition, unpaid_instalments
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import LoanEntry
from danabergulir.domain.policy.choices import MissedComponent, MissedRule
from danabergulir.money import NIL, Rupiah, total
from danabergulir.reports.origins.figure import (
    OF_PRINCIPAL,
    Figure,
    Relation,
    Source,
    at_least_nil,
    counted,
    entry,
    rounding,
    sum_of,
)

ARREARS_KEYS: Final = ("tunggakan.hitung", "tunggakan.komponen")
_WORDS: Final = {Component.PRINCIPAL: "pokok", Component.JASA: "jasa", Component.TITIPAN: "titipan"}
_FIELDS: Final = {Component.PRINCIPAL: "principal", Component.JASA: "jasa", Component.TITIPAN: "titipan"}
PRINCIPAL, JASA, TITIPAN = Component.PRINCIPAL, Component.JASA, Component.TITIPAN


def named(book: LoanBook) -> str:
    """Return a loan as a part of a sum is named."""
    return f"{book.loan.number} {book.ksm.name}"


def each(books: Iterable[LoanBook], figure: Callable[[LoanBook], Figure]) -> list[Figure]:
    """Return a figure of each loan, named by the loan."""
    return [figure(book).named(named(book)) for book in books]


def booked(
    number: str, components: Collection[str], sign: int = 1, first: date = date.min, last: date = date.max
) -> Callable[[Source], Iterable[Figure]]:
    """Return what finds the vouchers on a loan that moved these components on these days."""

    def parts(source: Source) -> Iterable[Figure]:
        for item in source.of_loan(number):
            if item.component in components and first <= item.dated_on <= last:
                yield entry(item.dated_on, item.number, item.memo, sign * item.received)

    return parts


def counted_since(
    number: str, components: Collection[str], first: date, last: date = date.max
) -> Callable[[Source], Iterable[Figure]]:
    """Return what finds the vouchers on a loan that count on these days; what was taken back has never been."""

    def parts(source: Source) -> Iterable[Figure]:
        for item in source.of_loan(number):
            if item.component in components and first <= item.counted_on <= last:
                yield entry(item.dated_on, item.number, item.memo, item.received)

    return parts


def principal(book: LoanBook) -> Figure:
    """Return the loan as it was agreed, with the voucher by which it was paid out where this ledger has it."""
    return agreed_principal(book.entry, book.loan.decision)


def agreed_principal(entry: LoanEntry, minutes: str = "") -> Figure:
    """Return the principal of a loan, which is what went out of one that was paid out."""
    on, by = format_form(entry.disbursed_on), f", berita acara {minutes}" if minutes else ""
    return Figure(
        "Pokok pinjaman",
        entry.principal,
        made_of=booked(entry.number, {Component.DISBURSEMENT}, -1),
        rule=f"Pokok menurut perjanjian pinjaman {entry.number} tanggal {on}{by}.",
        dated_on=entry.disbursed_on,
    )


def agreed(words: str, value: int | Fraction, entry: LoanEntry) -> Figure:
    """Return a number that the agreement says."""
    rule = f"Menurut perjanjian pinjaman {entry.number} tanggal {format_form(entry.disbursed_on)}."
    return Figure(words, value, rule=rule, dated_on=entry.disbursed_on)


def term(book: LoanBook) -> Figure:
    """Return in how many instalments the loan is repaid."""
    return agreed("Jangka waktu (angsuran)", book.loan.terms.term, book.entry)


def outstanding(book: LoanBook) -> Figure:
    """Return the principal on the books: what was lent less what was repaid or written off."""
    return balance(book.loan.number, book.outstanding, book.as_of)


def balance(number: str, value: Rupiah, last: date = date.max) -> Figure:
    """Return the principal of a loan on the books, up to a day."""
    return Figure(
        "Saldo pokok",
        value,
        Relation.SUM,
        booked(number, OF_PRINCIPAL, -1, last=last),
        formula="pokok yang dicairkan - pokok yang dibayar - pokok yang dihapus buku",
    )


def _before_opening(source: Source, number: str, part: Component) -> list[Figure]:
    amount = getattr(source.paid_before(number), _FIELDS[part])
    return [Figure("Dibayar sebelum buku ini dibuka, menurut saldo awal", amount)] if amount else []


def repaid(number: str, value: Rupiah, part: Component = Component.PRINCIPAL, last: date = date.max) -> Figure:
    """Return what was paid of a part of a loan, up to a day."""
    return Figure(
        f"{_WORDS[part].capitalize()} yang sudah dibayar",
        value,
        Relation.SUM,
        lambda source: (*_before_opening(source, number, part), *booked(number, {part}, last=last)(source)),
        formula=f"jumlah setoran {_WORDS[part]}, dikurangi yang dibatalkan",
    )


def paid(book: LoanBook, part: Component) -> Figure:
    """Return what was paid of pokok, jasa or titipan by the day of the report."""
    return repaid(book.loan.number, getattr(book.paid, _FIELDS[part]), part, book.as_of)


def _month_first(book: LoanBook) -> date:
    return book.as_of.replace(day=1)


def paid_before(book: LoanBook, part: Component) -> Figure:
    """Return what was paid of a part by the end of last month."""
    last = date.fromordinal(_month_first(book).toordinal() - 1)
    found = repaid(book.loan.number, getattr(book.paid_before_month, _FIELDS[part]), part, last)
    return found.named(f"{found.words} sampai {format_form(last)}")


def paid_in_month(book: LoanBook, part: Component) -> Figure:
    """Return what was paid of a part in the month."""
    first = _month_first(book)
    return Figure(
        f"{_WORDS[part].capitalize()} yang dibayar bulan ini",
        getattr(book.paid, _FIELDS[part]) - getattr(book.paid_before_month, _FIELDS[part]),
        Relation.SUM,
        booked(book.loan.number, {part}, first=first, last=book.as_of),
        formula=f"jumlah setoran {_WORDS[part]} dari {format_form(first)} sampai {format_form(book.as_of)}",
    )


def paid_since(book: LoanBook, part: Component, amount: Rupiah, since: date) -> Figure:
    """Return ``amount``: what was paid of a part after a day."""
    first = date.fromordinal(since.toordinal() + 1)
    words = f"{_WORDS[part].capitalize()} yang dibayar sejak {format_form(first)}"
    return Figure(words, amount, Relation.SUM, counted_since(book.loan.number, {part}, first, book.as_of))


def written_off(book: LoanBook) -> Figure:
    """Return the principal that was written off."""
    parts = booked(book.loan.number, {Component.WRITE_OFF}, last=book.as_of)
    return Figure("Pokok yang dihapus buku", book.written_off, Relation.SUM, parts)


def recovered(book: LoanBook) -> Figure:
    """Return what came back of a loan written off."""
    words = "Yang kembali sesudah hapus buku"
    parts = booked(book.loan.number, {Component.RECOVERY}, last=book.as_of)
    return Figure(words, book.recovered, Relation.SUM, parts)


def row_name(line: Instalment) -> str:
    """Return a row of a schedule as a part is named; its day stands beside."""
    if not line.number:
        return "Sudah dibayar sebelum jadwal ini"
    moved = f" (semula {format_form(line.shifted_from)}, hari libur)" if line.shifted_from else ""
    return f"Angsuran ke-{line.number}, jatuh tempo{moved}"


def schedule_rows(lines: Iterable[Instalment], part: Component) -> list[Figure]:
    """Return what the rows of a schedule ask for of a part; rows that ask for nothing are left out."""
    name = _FIELDS[part]
    return [Figure(row_name(line), getattr(line, name), dated_on=line.due_on) for line in lines if getattr(line, name)]


def due(book: LoanBook, part: Component) -> Figure:
    """Return what should have been paid of a part by the day of the report."""
    return Figure(
        f"{_WORDS[part].capitalize()} yang sudah jatuh tempo",
        getattr(book.position.due, _FIELDS[part]),
        Relation.SUM,
        lambda _: schedule_rows((line for line in book.schedule if line.due_on <= book.as_of), part),
        formula=f"jumlah {_WORDS[part]} angsuran yang jatuh tempo sampai {format_form(book.as_of)}",
    )


def arrears(book: LoanBook, part: Component) -> Figure:
    """Return what is behind of a part, never below nil."""
    word = _WORDS[part]
    difference = sum_of("Jatuh tempo dikurangi yang dibayar", [due(book, part), paid(book, part).less()])
    return at_least_nil(
        f"Tunggakan {word}",
        difference,
        formula=f"{word} yang jatuh tempo - {word} yang dibayar; tidak pernah di bawah nol",
        rule="Setoran menutup angsuran tertua lebih dulu.",
    )


def all_arrears(book: LoanBook) -> Figure:
    """Return all that is behind: pokok, jasa and titipan."""
    parts = [arrears(book, part) for part in _WORDS if part is not TITIPAN or book.position.arrears_titipan]
    return sum_of("Jumlah tunggakan", parts, formula="tunggakan pokok + tunggakan jasa + tunggakan titipan")


def _missed_lines(book: LoanBook) -> list[Instalment]:
    """Return what is left of the instalments that are due and unfinished, as the arrears count them."""
    lines = [line for line in book.schedule if line.due_on <= book.as_of]
    jasa_too = book.policy.arrears.component is MissedComponent.PRINCIPAL_OR_JASA
    return [left for left in still_owed(lines, book.paid) if left.principal or (jasa_too and left.jasa)]


def missed_count(book: LoanBook) -> Figure:
    """Return how many instalments are missed, by the policy's reading."""
    rules, value = book.policy.arrears, book.position.missed_count
    words, formula, rule = "Kali menunggak", "", definition(rules)
    late = [
        Figure(
            f"{row_name(line)}, belum lunas",
            line.principal + (line.jasa if rules.component is MissedComponent.PRINCIPAL_OR_JASA else NIL),
            dated_on=line.due_on,
        )
        for line in _missed_lines(book)
    ]
    if rules.missed is MissedRule.UNFINISHED:
        return Figure(
            words,
            value,
            Relation.COUNT,
            lambda _: late,
            "banyaknya angsuran yang jatuh tempo dan belum lunas",
            rule,
            keys=ARREARS_KEYS,
        )
    if rules.missed is MissedRule.MONTHS:
        oldest = late[:1]
        if oldest and oldest[0].dated_on:
            formula = f"bulan penuh dari {format_form(oldest[0].dated_on)} sampai {format_form(book.as_of)}"
        return Figure(words, value, Relation.RULE, lambda _: oldest, formula, rule, keys=ARREARS_KEYS)
    regular = next((line for line in book.schedule if line.principal and line.number), None)
    if regular is None:
        return Figure(words, value, rule=rule, keys=ARREARS_KEYS)
    behind, one = arrears(book, PRINCIPAL), schedule_rows([regular], PRINCIPAL)[0]
    exact = Fraction(book.position.arrears_principal.value, regular.principal.value)
    return Figure(
        words,
        value,
        Relation.QUOTIENT,
        lambda _: (behind, one, *rounding(exact, value)),
        "tunggakan pokok : satu angsuran pokok",
        rule,
        keys=ARREARS_KEYS,
    )


def rated_missed_count(book: LoanBook) -> Figure:
    """Return the missed count that class and risk go by: for a while that of before a rescheduling."""
    if not book.keeps_old_class:
        return missed_count(book)
    proving = book.policy.rescheduling.proving
    return Figure(
        "Kali menunggak menurut kelas lama",
        book.rated_missed_count,
        rule=f"Kali menunggak sebelum dijadwal ulang, berlaku sampai {proving} angsuran jadwal baru lunas.",
        keys=("jadwal_ulang.angsuran_pembuktian",),
    )


def days_late(book: LoanBook) -> Figure:
    """Return for how many days a loan is late: since the oldest instalment not fully paid."""
    since, formula = book.position.late_since, "tidak ada angsuran yang menunggak"
    if since:
        formula = f"hari dari {format_form(since)} sampai {format_form(book.as_of)}"
    oldest = [line for line in _missed_lines(book) if line.due_on == since][:1]
    parts = [Figure(f"{row_name(line)}, belum lunas", line.principal, dated_on=line.due_on) for line in oldest]
    return Figure(
        "Hari menunggak",
        book.position.days_late,
        Relation.RULE,
        lambda _: parts,
        formula=formula,
        rule="Dihitung dari jatuh tempo tertua yang belum lunas.",
        keys=("tunggakan.komponen",),
    )


def savings_behind(book: LoanBook, first: date = date.min, last: date | None = None) -> Figure:
    """Return the compulsory savings missing of the instalments due on these days."""
    until = last or book.as_of
    unpaid = book.saving.unpaid(book.schedule)
    parts = [
        Figure(row_name(line), amount, dated_on=line.due_on)
        for line, amount in zip(book.schedule, unpaid, strict=True)
        if amount and first <= line.due_on <= until
    ]
    return Figure(
        "Tabungan wajib yang belum dibayar",
        total([part.value for part in parts if isinstance(part.value, Rupiah)]),
        Relation.SUM,
        lambda _: parts,
        rule="Tabungan wajib menyertai tiap angsuran pokok; setoran tabungan menutup angsuran tertua lebih dulu.",
        keys=("tabungan.persen_dari_angsuran",),
    )


def unpaid(book: LoanBook, number: int, due_on: date, part: Component) -> Figure:
    """Return what is unpaid of one instalment: what it asks for less what is left for it of all that was paid."""
    asked = next(line for line in book.schedule if line.number == number and line.due_on == due_on)
    left = next((of for line, of in unpaid_instalments(book.schedule, book.paid) if line is asked), None)
    amount = getattr(left, _FIELDS[part]) if left else NIL
    whole: Rupiah = getattr(asked, _FIELDS[part])
    until = [line for line in book.schedule if (line.due_on, line.number) <= (due_on, number)]
    earlier = total([getattr(line, _FIELDS[part]) for line in until]) - whole
    difference = sum_of(
        "Seluruh tagihan sampai angsuran ini dikurangi yang dibayar",
        [
            Figure("Tagihan sampai angsuran ini", earlier + whole, Relation.SUM, lambda _: schedule_rows(until, part)),
            paid(book, part).less(),
        ],
    )
    still = at_least_nil("Belum dibayar sampai angsuran ini", difference)
    row = Figure(row_name(asked), whole, dated_on=asked.due_on)
    return Figure(
        f"{_WORDS[part].capitalize()} angsuran yang belum dibayar",
        amount,
        Relation.LEAST,
        lambda _: (row, still),
        formula=f"yang lebih kecil dari {_WORDS[part]} angsuran ini dan yang belum dibayar sampai angsuran ini",
        rule="Setoran menutup angsuran tertua lebih dulu.",
    )


def groups(books: Sequence[LoanBook], words: str, figure: Callable[[LoanBook], Figure] = outstanding) -> Figure:
    """Return how many KSM these loans were made to, each with its figures; one with several loans counts once."""
    by_ksm: dict[str, list[LoanBook]] = {}
    for book in books:
        by_ksm.setdefault(book.ksm.code, []).append(book)
    parts = [
        Figure(f"{some[0].ksm.code} {some[0].ksm.name}", 1, Relation.RULE, _each_of(some, figure))
        for some in by_ksm.values()
    ]
    return counted(words, parts, formula="banyaknya KSM; yang punya beberapa pinjaman dihitung satu")


def _each_of(books: Sequence[LoanBook], figure: Callable[[LoanBook], Figure]) -> Callable[[Source], list[Figure]]:
    return lambda _: each(books, figure)
