"""The loans of a workbook: one from all the sheets that tell of it, with what was paid on it by the opening day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from typing import Final

from danabergulir.dates import Month, months_through
from danabergulir.frozen import Struct, field, replace
from danabergulir.operations.imports.workbook.asking import Asker, Record, place_beside
from danabergulir.operations.imports.workbook.cells import shown
from danabergulir.operations.imports.workbook.headings import folded
from danabergulir.operations.imports.workbook.names import GroupFound, Groups
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.states import agreed, in_order_of_states, is_of_another_month
from danabergulir.text import quoted

IN_STEP, NOTHING = "sejalan", "nol"
"""How much jasa was paid where the workbook says nothing: as many instalments as of pokok, or none."""
_PAID_OFF: Final = frozenset({"lunas", "sudah lunas", "selesai", "l", "ya", "v"})


class LoanFound(Struct):
    """One loan: its row, its KSM, and what was paid on it by the opening day (rupiah; None is not said)."""

    record: Record
    group: GroupFound
    number: str = ""
    principal_paid: int | None = None
    jasa_paid: int | None = None
    titipan_paid: int = 0
    receipts: list[Record] = field(default_factory=list)
    others: list[Record] = field(default_factory=list)
    """Rows of other sheets that tell of its state on the same day."""

    @property
    def principal(self) -> int:
        """Return the principal, in rupiah."""
        return self.record.amount("pokok") or 0


DueBy = Callable[[LoanFound], tuple[int, int] | None]
"""What of a loan is due by the opening, principal and jasa in rupiah."""


class Loans:
    """The loans found so far, by number and by KSM."""

    def __init__(self, groups: Groups, asker: Asker) -> None:
        self._groups, self._asker = groups, asker
        self.found: list[LoanFound] = []
        self.paid_off: list[LoanFound] = []
        self._other_months: set[str] = set()
        self._months: set[str] = set()
        """Those by the opening of which the workbook lists receipts, as ``2025-12``."""
        self._last_month = ""
        self._of: defaultdict[str, list[LoanFound]] = defaultdict(list)  # by the key of the KSM

    def take(self, listed: Sequence[Listed], opened_on: date) -> None:
        """Take in the loans of all sheets, those of another month than the opening last."""
        self._other_months = {item.sheet.name for item in listed if is_of_another_month(item, opened_on)}
        for record in in_order_of_states(listed, opened_on):
            self.add(record)

    def add(self, record: Record) -> None:
        """Take in a row: a new loan, or more about one that another sheet has named."""
        group = self._groups.add(record)
        if group is None:
            return
        own = self._of[group.key]
        known = next((loan for loan in own if _is_same(loan, record)), None)
        if known is None:
            own.append(LoanFound(record, group, record.get("nomor").upper()))
            self.found.append(own[-1])
            return
        more = {name: value for name, value in record.values.items() if not known.record.get(name)}
        later_state = record.sheet.name in self._other_months
        more |= agreed(known.record, record, self._asker, later_state=later_state)
        if not later_state:
            known.others.append(record)
        origins = {**known.record.origins, **{name: record for name in more if more[name]}}
        known.record = replace(known.record, values={**known.record.values, **more}, origins=origins)

    def pay(self, receipts: Iterable[Record], opened_on: date) -> list[tuple[Record, LoanFound]]:
        """Lay each receipt on its loan; return those after the opening day with the loan they belong to."""
        later = []
        self._last_month = opened_on.isoformat()[:7]
        numbers = {loan.record.get("nomor").upper(): loan for loan in reversed(self.found)}
        for record in sorted(receipts, key=lambda item: item.get("tanggal")):
            loan = numbers.get(record.get("nomor").upper() or "-") or self._loan_of(record)
            if loan is None:
                continue
            if record.get("tanggal") <= opened_on.isoformat():
                loan.receipts.append(record)
                self._months.add(record.get("tanggal")[:7])
            else:
                later.append((record, loan))
        return later

    def _loan_of(self, record: Record) -> LoanFound | None:
        """Return the loan of the KSM that a receipt is for: the oldest one paid out by its day and not yet repaid."""
        group = self._groups.find(record)
        if group is None:
            if not record.get("ksm"):
                self._asker.check(record, "ksm", "KSM belum diisi")
            return None
        own = [loan for loan in self._of[group.key] if not _is_paid_off(loan.record)]
        begun = [loan for loan in own if loan.record.get("tanggal_cair") <= record.get("tanggal")] or own
        unpaid = [loan for loan in begun if _sum(loan.receipts, "pokok") < loan.principal] or begun
        days = {loan.record.get("tanggal_cair") for loan in unpaid}
        if unpaid and len(days) == len(unpaid):
            return min(unpaid, key=lambda loan: loan.record.get("tanggal_cair"))
        self._asker.check(record, "ksm", "tidak jelas pinjaman mana yang diangsur; isi kolom nomor pinjaman")
        return None

    def settle(self, *, has_receipts: bool, due_by: DueBy | None = None) -> list[LoanFound]:
        """Return the loans that still run, with what was paid on each; what cannot be told is asked.

        ``due_by`` returns the principal and the jasa of a loan that are due by the opening, where it can be told: less
        its arrears, that was paid.
        """
        running, untold, jasa_untold = [], [], []
        for loan in self.found:
            self._settle_principal(loan)
        by_arrears = self._settle_by_arrears(due_by) if due_by is not None and not has_receipts else []
        for loan in self.found:
            if _is_paid_off(loan.record) or loan.principal_paid == loan.principal:
                if not self._asker.is_asked(loan.record, "saldo"):  # else nobody has said yet whether it is
                    self.paid_off.append(loan)
                continue
            running.append(loan)
            asked = loan in by_arrears or any(
                self._asker.is_asked(loan.record, name) for name in ("saldo", "pokok_terbayar")
            )
            if loan.principal_paid is None and not (has_receipts or asked):
                untold.append(loan)
            if loan.jasa_paid is None:
                loan.jasa_paid = _jasa_paid(loan.record, loan.receipts)
            loan.titipan_paid = _sum(loan.receipts, "titipan") or loan.record.amount("titipan_terbayar") or 0
            if loan.jasa_paid is None and (loan.principal_paid or 0) > 0:
                jasa_untold.append(loan)
        if untold:
            why = f"{len(untold)} pinjaman tidak punya kolom REALISASI atau SALDO; jawab ya bila memang belum diangsur"
            self._asker.constant("tanpa_angsuran", why, ("ya",), lambda word: word == "ya")
        if jasa_untold:
            why = (
                f"jasa yang sudah dibayar tidak tertulis untuk {len(jasa_untold)} pinjaman; "
                f"jawab {IN_STEP} (sebanyak angsuran pokoknya) atau {NOTHING}"
            )
            self._asker.constant("jasa_terbayar", why, (IN_STEP, NOTHING), lambda word: word in {IN_STEP, NOTHING})
        return running

    def _settle_by_arrears(self, due_by: DueBy) -> list[LoanFound]:
        """Settle the loans of which only the arrears are told, once somebody says that the rest was paid.

        Those are returned about which that is still open.
        """
        found = [
            (loan, due)
            for loan in self.found
            if loan.principal_paid is None
            and "tunggakan_pokok" in loan.record.values
            and not _is_paid_off(loan.record)
            and (due := due_by(loan))
        ]
        if not found:
            return []
        first = found[0][0].record
        cell = f"lembar {quoted(first.sheet.name)} sel {first.cell('tunggakan_pokok')}"
        why = (
            f"{len(found)} pinjaman tidak punya kolom REALISASI atau SALDO, hanya tunggakan (mulai {cell}); "
            "jawab ya bila semua yang sudah jatuh tempo sudah dibayar, kecuali tunggakan itu"
        )
        answer = self._asker.constant("dari_tunggakan", why, ("ya", "tidak"), lambda word: word in {"ya", "tidak"})
        if answer != "ya":
            return [loan for loan, _ in found] if answer is None else []
        for loan, due in found:
            paid = []
            for part, amount in zip(("pokok", "jasa"), due, strict=True):
                name = f"tunggakan_{part}"
                late = loan.record.amount(name) or 0
                if late > amount:
                    why = f"lebih besar daripada {part} yang sudah jatuh tempo, {shown(amount)}"
                    late = int(self._asker.check(loan.record, name, why, (str(amount),)) or amount)
                paid.append(max(amount - late, 0))
            loan.principal_paid = paid[0]
            if "tunggakan_jasa" in loan.record.values:
                loan.jasa_paid = paid[1]
        return []

    def _settle_principal(self, loan: LoanFound) -> None:
        record = loan.record
        paid = record.amount("pokok_terbayar")
        if paid is None and {"pokok_lalu", "pokok_bulan_ini"} & record.values.keys():
            paid = (record.amount("pokok_lalu") or 0) + (record.amount("pokok_bulan_ini") or 0)
        if paid is not None and loan.receipts:
            paid = self._beside_receipts(loan, paid)
        if paid is None and "pokok_terbayar" in record.values and not (loan.receipts or record.get("saldo")):
            paid = 0
        if paid is None and loan.receipts:
            paid = _sum(loan.receipts, "pokok")
        left = record.amount("saldo")
        if paid is None and left is not None:
            paid = loan.principal - left
        if left is not None and left > loan.principal:
            above = f"lebih besar daripada pokok {shown(loan.principal)} di {place_beside(record, record, 'pokok')}"
            self._asker.check(record, "saldo", above)
            paid = None
        elif left is not None and paid is not None and loan.principal - paid != left:
            if "saldo" in record.origin("saldo").answered:
                paid = loan.principal - left
            else:
                expected = loan.principal - paid
                why = f"padahal pokok dikurangi yang terbayar {shown(expected)}"
                self._asker.check(record, "saldo", why, (str(left), str(expected)))
        loan.principal_paid = paid

    def _beside_receipts(self, loan: LoanFound, paid: int) -> int:
        """Return what was paid by the opening; asked where the receipts are more, or fewer and no month is missing."""
        record = loan.record
        listed, began = _sum(loan.receipts, "pokok"), record.get("tanggal_cair")[:7]
        name = next((name for name in ("pokok_terbayar", "pokok_lalu") if name in record.columns), "pokok")
        if listed == paid or "pokok_terbayar" in record.origin("pokok_terbayar").answered:
            return paid
        months = {*self._months, began}
        whole = began and all(month in months for month in _months_through(began, self._last_month))
        if listed > paid or whole:
            where = place_beside(loan.receipts[0], record, "pokok")
            why = f"padahal {len(loan.receipts)} angsuran mulai {where} berjumlah {shown(listed)}"
            return int(self._asker.check(record, name, why, (str(paid), str(listed))) or paid)
        return paid


def _months_through(first: str, last: str) -> Iterator[str]:
    """Yield the months from one to another, as ``2025-12``."""
    return (str(month) for month in months_through(Month.parse(first), Month.parse(last)))


def _is_paid_off(record: Record) -> bool:
    return folded(record.get("status")) in _PAID_OFF


def _is_same(loan: LoanFound, record: Record) -> bool:
    """Return whether a row of another sheet tells of a loan of its KSM that was found before."""
    if loan.record.sheet.name == record.sheet.name:
        return False
    numbers = {loan.record.get("nomor").upper(), record.get("nomor").upper()} - {""}
    if len(numbers) == 1 and loan.record.get("nomor") and record.get("nomor"):
        return True
    days = {loan.record.get("tanggal_cair"), record.get("tanggal_cair")} - {""}
    return len(numbers) < 2 and len(days) < 2 and loan.record.get("pokok") == record.get("pokok")  # noqa: PLR2004 - both


def _jasa_paid(record: Record, receipts: list[Record]) -> int | None:
    paid = record.amount("jasa_terbayar")
    if paid is None and {"jasa_lalu", "jasa_bulan_ini"} & record.values.keys():
        paid = (record.amount("jasa_lalu") or 0) + (record.amount("jasa_bulan_ini") or 0)
    if paid is None and receipts:
        paid = _sum(receipts, "jasa")
    if paid is None and "jasa_terbayar" in record.values:
        paid = 0
    return paid


def _sum(records: Iterable[Record], name: str) -> int:
    return sum(record.amount(name) or 0 for record in records)


def numbered(loans: Iterable[LoanFound], taken: Iterable[str]) -> None:
    """Give each loan without a number the next ``P-0001`` in the order of the days they were paid out."""
    known = {*taken, *(loan.number for loan in loans if loan.number)}
    free = (number for serial in count(1) if (number := f"P-{serial:04d}") not in known)
    for loan in sorted(loans, key=lambda item: item.record.get("tanggal_cair")):
        loan.number = loan.number or next(free)


def ask_of_doubles(loans: Iterable[LoanFound], asker: Asker) -> None:
    """Ask about every loan that stands on its sheet before: by its number, or by its KSM, day and principal.

    Nothing is left out unasked: who empties the cell of the principal says that it is one loan, who writes the
    principal again that there are two.
    """
    numbers: dict[str, Record] = {}
    facts: dict[tuple[str, str, str], Record] = {}
    for loan in loans:
        record, number = loan.record, loan.record.get("nomor").upper()
        if number:
            first = numbers.setdefault(number, record)
            if first is not record:
                asker.check(record, "nomor", f"nomor ini sudah dipakai di {place_beside(first, record, 'nomor')}")
            continue
        first = facts.setdefault((loan.group.key, record.get("tanggal_cair"), record.get("pokok")), record)
        if first is not record and "pokok" not in record.answered:
            same = "KSM, tanggal cair dan pokoknya sama dengan"
            why = f"{same} {place_beside(first, record, 'pokok')}; tulis kosong bila satu pinjaman"
            asker.check(record, "pokok", why, (record.get("pokok"), ""))
