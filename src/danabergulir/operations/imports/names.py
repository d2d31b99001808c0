"""Whom a cell names: a KSM by its code or its exact name, and the loan that a KSM is paying off on a day."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from danabergulir.dates import days_after, format_form
from danabergulir.domain.groups import KSM, spellings
from danabergulir.domain.loans.terms import Loan
from danabergulir.errors import NotFoundError, perhaps
from danabergulir.frozen import Struct, field
from danabergulir.ledger.read import loans, registers
from danabergulir.money import NIL
from danabergulir.operations.csv_table import CsvLine
from danabergulir.operations.desk import Desk
from danabergulir.text import quoted


def folded(text: str) -> str:
    """Return text without what makes no difference: case, and how many blanks stand where."""
    return " ".join(text.split()).casefold()


_MOST_NEAR: Final = 20
"""Names of one file that are answered with near ones: each costs a look at all that is known."""


class KsmNames:
    """The KSM of a ledger by what a cell may call them."""

    def __init__(self, known: Iterable[KSM]) -> None:
        self._known = tuple(known)
        self._answered = 0
        self._by_code: dict[str, KSM] = {}
        self._by_name: defaultdict[str, list[KSM]] = defaultdict(list)
        for ksm in self._known:
            self._by_code[folded(ksm.code)] = ksm
            self._by_name[folded(ksm.name)].append(ksm)

    def find(self, word: str) -> KSM:
        """Return the KSM with that code or exactly that name. Raises ``NotFoundError``, also where several fit."""
        found = self.known(word)
        if found is None:
            raise NotFoundError(f"KSM tidak ada: {quoted(word)}", f"{self.near(word)}Impor KSM dulu.")
        return found

    def known(self, word: str) -> KSM | None:
        """Return the KSM with that code or exactly that name, if there is one. Raises ``NotFoundError`` for several."""
        found = self._by_code.get(folded(word))
        if found is not None:
            return found
        named = self._by_name.get(folded(word), [])
        if len(named) == 1:
            return named[0]
        if named:
            codes = ", ".join(ksm.code for ksm in named)
            raise NotFoundError(f"ada {len(named)} KSM bernama {quoted(word)}: {codes}", "Tulis kodenya.")
        return None

    def near(self, word: str, others: Callable[[], Iterable[tuple[str, str]]] = tuple) -> str:
        """Return which KSM, or which of ``others``, a word nearly names, in a sentence; nothing where none does."""
        self._answered += 1
        if self._answered > _MOST_NEAR:
            return ""
        return perhaps(word, [*others(), *spellings(self._known)])


def named_ksm(line: CsvLine, groups: KsmNames, subject: str = "") -> KSM | None:
    """Return the KSM that a line names, or None when a fault was noted."""
    try:
        return groups.find(line.text("ksm"))
    except NotFoundError as error:
        line.faults.error(line.number, error.message, error.hint, subject=subject)
        return None


class LoanNames(Struct):
    """The loans of a ledger by what a cell may call them; each is looked up once."""

    desk: Desk
    _by_number: dict[str, Loan | None] = field(default_factory=dict)
    _by_ksm: dict[tuple[str, date], Loan] = field(default_factory=dict)
    _groups: KsmNames | None = None

    def find(self, word: str, day: date) -> Loan:
        """Return the loan with that number, or the only one that the KSM of that code or name has running on a day.

        Raises ``NotFoundError``.
        """
        number = word.upper()
        if number not in self._by_number:
            self._by_number[number] = registers.loan_or_none(self.desk.connection, word, self.desk.now.date())
        loan = self._by_number[number]
        return loan or self._of_ksm(word, day)

    def _of_ksm(self, word: str, day: date) -> Loan:
        if self._groups is None:
            self._groups = KsmNames(registers.all_ksm(self.desk.connection, self.desk.now.date()).values())
        ksm = self._groups.known(word)
        if ksm is None:
            near = self._groups.near(word, lambda: registers.numbers(self.desk.connection))
            raise NotFoundError(
                f"tidak ada pinjaman nomor {quoted(word)}", f"{near}Lihat daftarnya: danabergulir pinjaman daftar"
            )
        if (ksm.code, day) not in self._by_ksm:
            self._by_ksm[ksm.code, day] = self._running(ksm, day)
        return self._by_ksm[ksm.code, day]

    def _running(self, ksm: KSM, day: date) -> Loan:
        """Return the loan with a balance at the end of a day or of the day before, for its last receipt ends it."""
        days = max(days_after(day, -1), self.desk.opened_on), day
        found = [
            loan
            for loan in registers.loans(self.desk.connection, day, ksm.code)
            if any(
                loans.loan_figures(self.desk.connection, self.desk.chart, when, loan.number).outstanding > NIL
                for when in days
            )
        ]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = ", ".join(loan.number for loan in found)
            raise NotFoundError(
                f"KSM {ksm.code} punya beberapa pinjaman berjalan: {numbers}", "Tulis nomor pinjamannya."
            )
        raise NotFoundError(
            f"KSM {ksm.code} tidak punya pinjaman berjalan pada {format_form(day)}", "Tulis nomor pinjamannya."
        )
