"""Whole small books drawn at random: who records what on which day, and whether the rules let it in.

A book is drawn against the model alone: amounts are picked by what a loan owes then, and every step carries the
model's verdict. `KINDS` names everything that may be drawn; a test may ask for fewer.
"""

from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from model import facts as f
from model.beginnings import GROUPS, OPENED_ON, POLICIES, opening, policy_of
from model.books import month_end
from model.drawn_acts import RarerActs
from model.fund import CONTRACT_CHANGES, Fund
from model.rules import forbidden, locked_to

KINDS = frozenset(
    {
        "pinjaman", "terima", "ketik", "kas", "cadangan", "tabungan", "pakai", "tutup bulan", "tutup tahun", "lunasi",
        "jadwal ulang", "hapus buku", "batal", "impor", "mundur", "dua pinjaman", "denda", "kebijakan", "ksm",
        "terlarang", "frekuensi", "hari sama", "kembalikan", "barang", "surat", "cabut", "buka",
    }
)  # fmt: skip
_WEIGHTS = {
    "pinjaman": 4, "terima": 9, "ketik": 2, "kas": 2, "batal": 4, "impor": 3, "kembalikan": 4, "surat": 2,
    "tutup bulan": 3, "tutup tahun": 2, "buka": 2, "hapus buku": 2, "lunasi": 2, "tabungan": 2, "pakai": 2,
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One act of recording: what, on which day of the calendar, and why the rules forbid it, if they do."""

    today: date
    facts: tuple
    forbidden: str = ""

    def __repr__(self):
        """The step as one can read it in a report of a failure."""
        against = f"  -- {self.forbidden}" if self.forbidden else ""
        return f"{self.today}: {' + '.join(map(told, self.facts))}{against}"


def told(fact):
    """A fact in few words: what differs from what is usual."""
    words = []
    for one in fields(fact):
        value = getattr(fact, one.name)
        usual = one.default if one.default_factory is MISSING else one.default_factory()
        if one.name == "policy":
            value = next(name for name in POLICIES if policy_of(name) == value)
        if one.name != "id" and value != usual:
            words.append(str(value) if one.name == "date" else f"{one.name}={value}")
    return f"{type(fact).__name__} {fact.id}({', '.join(words)})"


@dataclass(frozen=True)
class Book:
    """A beginning, the steps in the order of recording, and the days to compare at."""

    opening: str
    policy: str
    steps: tuple
    days: tuple

    def facts(self):
        """Everything that the rules let in, in the order of recording."""
        first = [*opening(self.opening), f.PolicyVersion("kebijakan", OPENED_ON, policy_of(self.policy))]
        return [*first, *(fact for step in self.steps if not step.forbidden for fact in step.facts)]

    def __repr__(self):
        """The book as one can read it in a report of a failure."""
        lines = [f"Book({self.opening!r}, {self.policy!r}, compared at {', '.join(map(str, self.days))}"]
        lines += [f"  {step}" for step in self.steps]
        return "\n".join(lines) + ")"


class Drawing(RarerActs):
    """A book while it is drawn."""

    def __init__(self, draw, kinds, start, policy):
        """Begin with an opening and a policy."""
        self.draw, self.kinds = draw, kinds
        self.facts = [*opening(start), f.PolicyVersion("kebijakan", OPENED_ON, policy_of(policy))]
        self.today, self.fund = OPENED_ON + timedelta(days=5), None
        self.count, self.numbers = 0, 2 if start == "berjalan" else 0
        self.steps = []
        self.refresh()

    def refresh(self):
        """Look at the fund anew after something was let in."""
        self.fund = Fund(self.facts)

    def name(self):
        """A name for the next fact."""
        self.count += 1
        return f"f{self.count}"

    def day(self):
        """The day of a fact that is recorded today."""
        if "mundur" not in self.kinds:
            return self.today
        back = self.draw(st.sampled_from([0, 0, 0, 1, 10, 35, 70]))
        return max(self.today - timedelta(days=back), OPENED_ON + timedelta(days=1))

    def loans(self, day, *, running=True):
        """The loans that one may think of on a day."""
        known = {
            number: loan for number, loan in self.fund.state(day).loans.items()
            if not (loan.ended and loan.terms.saving_percent)
        }  # fmt: skip
        wanted = [number for number, loan in known.items() if loan.balance > 0 and not loan.ended]
        return wanted if running and wanted else list(known)

    def loan(self, day, *, running=True):
        """One of the loans, or None."""
        known = self.loans(day, running=running)
        return self.draw(st.sampled_from(sorted(known))) if known else None

    def step(self, *facts):
        """Add a step with the verdict of the rules; what is forbidden only where that may be drawn."""
        reason = forbidden(self.fund, facts, self.today)
        if reason and "terlarang" not in self.kinds:
            return
        self.steps.append(Step(self.today, facts, reason))
        if not reason:
            self.facts += facts
            self.refresh()
            self.numbers += sum(isinstance(fact, f.Loan) for fact in facts)

    # What may happen ---------------------------------------------------------------------------------------------

    def pinjaman(self):
        """A loan is paid out."""
        day = self.day()
        group = self.draw(st.sampled_from(GROUPS)).code
        borrowing = {loan.fact.group for loan in self.fund.state(self.today).loans.values() if loan.balance > 0}
        if "dua pinjaman" not in self.kinds and group in borrowing:
            return
        principal = self.draw(st.integers(5, 80)) * 100_000 + self.draw(st.sampled_from([0, 0, 50_000, 1_234]))
        more = {}
        if "frekuensi" in self.kinds:
            more = {
                "method": self.draw(st.sampled_from(["flat", "flat", "menurun", "anuitas"])),
                "frequency": self.draw(st.sampled_from(["bulanan", "bulanan", "mingguan", "dua-mingguan"])),
                "grace": self.draw(st.sampled_from([0, 0, 0, 2])),
            }
        self.step(
            f.Loan(
                self.name(), day, f"P-{self.numbers + 1:04}", group, principal, self.draw(st.integers(3, 12)),
                rate=self.draw(st.sampled_from([Fraction(3, 2), Fraction(3, 2), Fraction(1), Fraction(7, 4)])),
                deposit_rate=self.draw(st.sampled_from([Fraction(0), Fraction(0), Fraction(1, 20)])),
                source=self.draw(st.sampled_from(["11021", "11021", None])), **more,
            )
        )  # fmt: skip

    def amount(self, number, day):
        """What a group brings: an instalment, several, a part, all, or too much."""
        loan = self.fund.state(day).loans[number]
        owed = [sum(unpaid.values()) for _, unpaid in loan.open_rows(day)]
        owed = [amount for amount in owed if amount]
        shape = self.draw(st.sampled_from(["satu", "satu", "satu", "beberapa", "sebagian", "semua", "lebih"]))
        part = self.draw(st.integers(1, 900)) * 1_000 + self.draw(st.sampled_from([0, 0, 0, 1, 500]))
        if loan.ended and loan.ended[0] == "hapus buku":
            return part
        if not owed or shape == "sebagian":
            return part
        if shape == "satu":
            return owed[0]
        if shape == "beberapa":
            return sum(owed[: self.draw(st.integers(2, 4))])
        return loan.room(day) + (part if shape == "lebih" and "terlarang" in self.kinds else 0)

    def taken(self, number, day):
        """Whether the day already has a fact of the loan."""
        return "hari sama" not in self.kinds and any(
            getattr(fact, "loan", getattr(fact, "number", None)) == number and fact.date == day for fact in self.facts
        )

    def receipt(self, parts=None):
        """A receipt on one of the loans."""
        day = self.day()
        number = self.loan(day, running="hapus buku" not in self.kinds or self.draw(st.integers(0, 3)) > 0)
        if number is None or self.taken(number, day):
            return None
        if any(isinstance(fact, f.Refund) and fact.loan == number and fact.date == day for fact in self.facts):
            return None
        amount = max(1, sum(parts.values()) if parts else self.amount(number, day))
        into = self.draw(st.sampled_from([None, None, "11021"]))
        return f.Receipt(self.name(), day, number, amount, parts, into)

    def terima(self):
        """A repayment that the policy splits."""
        fact = self.receipt()
        if fact:
            self.step(fact)

    def typed(self):
        """A receipt whose parts are typed."""
        parts = {
            "pokok": self.draw(st.integers(0, 30)) * 25_000,
            "jasa": self.draw(st.integers(0, 10)) * 9_000,
        }
        parts = {part: amount for part, amount in parts.items() if amount}
        return self.receipt(parts) if parts else None

    def ketik(self):
        """A repayment whose parts are typed."""
        fact = self.typed()
        if fact:
            self.step(fact)

    def entry(self):
        """Any other voucher."""
        amount = self.draw(st.integers(1, 40)) * 25_000
        debit, credit = self.draw(
            st.sampled_from(
                [("51010", "11010"), ("51030", "11010"), ("51050", "11021"), ("11021", "41020"), ("11010", "31010"),
                 ("11021", "11010"), ("11010", "11021"), ("12020", "11021"), ("11010", "21010")]
            )
        )  # fmt: skip
        return f.Entry(self.name(), self.day(), debit, credit, amount)

    def kas(self):
        """Money in, out, or from one place to another."""
        self.step(self.entry())

    def cadangan(self):
        """The reserve is put right."""
        day = self.day()
        lacks = self.fund.reserve_shortage(day)
        if lacks:
            self.step(f.ReserveAdjustment(self.name(), day, lacks))

    def tabungan(self):
        """Savings come in or go out."""
        group = self.draw(st.sampled_from(GROUPS)).code
        amount = self.draw(st.integers(1, 30)) * 10_000
        kind = self.draw(st.sampled_from([f.SavingsDeposit, f.SavingsDeposit, f.SavingsWithdrawal]))
        self.step(kind(self.name(), self.day(), group, amount))

    def changing(self, day):
        """A loan whose contract may change on a day: nothing was let go after it."""
        number = self.loan(day)
        later = [
            fact
            for fact in self.facts
            if isinstance(fact, f.FeeWaiver) and (fact.loan, fact.date > day) == (number, True)
        ]
        return None if number is None or later or self.taken(number, day) else number

    def lunasi(self):
        """A loan is settled."""
        day = self.day()
        number = self.changing(day)
        if number:
            how = self.draw(st.sampled_from([None, None, "semua", "tidak"]))
            self.step(f.Settlement(self.name(), day, number, self.draw(st.sampled_from([None, "11021"])), how))

    def jadwal_ulang(self):
        """What is left of a loan is agreed afresh."""
        day = self.day()
        number = self.changing(day)
        if number:
            self.step(
                f.Reschedule(
                    self.name(), day, number, self.draw(st.integers(3, 12)),
                    rate=self.draw(st.sampled_from([None, Fraction(1)])),
                    jasa_arrears=self.draw(st.sampled_from(["gabung", "pisah", "hapus"])),
                    grace=self.draw(st.sampled_from([0, 0, 1])),
                )
            )  # fmt: skip

    def hapus_buku(self):
        """A loan is written off against what the reserve holds on that day and still holds at the end."""
        day = self.day()
        number = self.changing(day)
        if number:
            booked = min(-self.fund.books.balance("12010", when) for when in (day, date.max))
            self.step(f.WriteOff(self.name(), day, number, max(0, booked)))

    def built_upon(self, victim):
        """Whether a change of contract counted what would be taken back: the program has that taken back first."""
        loan = victim.number if isinstance(victim, f.Loan) else getattr(victim, "loan", None)
        return isinstance(victim, (f.Receipt, f.Refund, f.SavingsUse, f.Loan)) and any(
            isinstance(fact, CONTRACT_CHANGES) and fact.loan == loan and fact.date >= victim.date for fact in self.facts
        )

    def bears_fees(self, victim):
        """Whether late fees hang on it that the sources leave open: those of the time until it is taken back.

        The program lets none run after a loan was ended, and charges what is charged once on what is unpaid in the end.
        """
        if not isinstance(victim, (f.Settlement, f.WriteOff, f.Receipt, f.SavingsUse)):
            return False
        loan = next(fact for fact in self.facts if isinstance(fact, f.Loan) and fact.number == victim.loan)
        fee = self.fund.policy_at(loan.date).fee
        ended = isinstance(victim, (f.Settlement, f.WriteOff))
        return fee.way == "per_angsuran" or (ended and fee.way != "tidak")

    def batal(self):
        """Something is taken back, on its own day or later."""
        victims = [
            fact for fact in self.facts
            if fact.id.startswith("f")
            and isinstance(fact, (f.Receipt, f.Refund, f.Entry, f.Loan, f.SavingsDeposit, f.SavingsWithdrawal,
                                  f.SavingsUse, f.Settlement, f.WriteOff, f.ReserveAdjustment))
        ]  # fmt: skip
        if victims:
            victim = self.draw(st.sampled_from(victims))
            if self.built_upon(victim) or self.written_about(victim):
                return
            own = self.bears_fees(victim) or (self.draw(st.booleans()) and "mundur" in self.kinds)
            self.step(f.Reversal(self.name(), victim.date if own else self.today, victim.id))

    def impor(self):
        """A sheet of receipts and entries, whatever the order of its rows."""
        kinds = st.sampled_from([self.receipt, self.receipt, self.typed, self.entry, self.entry])
        rows = [self.draw(kinds)() for _ in range(self.draw(st.integers(1, 4)))]
        rows = [row for row in rows if row]
        busy = [(row.loan, row.date) for row in rows if isinstance(row, f.Receipt)]
        if rows and ("hari sama" in self.kinds or len(busy) == len(set(busy))):
            self.step(*rows)

    def denda(self):
        """Late fees are let go."""
        day = self.day()
        number = self.loan(day)
        owed = self.fund.state(day).loans[number].fee_owed() if number else 0
        if owed:
            self.step(f.FeeWaiver(self.name(), day, number, self.draw(st.integers(1, owed))))

    def kebijakan(self):
        """Another policy comes into force tomorrow; one that asks for savings is followed by one that asks as much."""
        saving = self.fund.policy_at(self.today).saving_percent
        alike = [name for name in sorted(POLICIES) if policy_of(name).saving_percent == saving]
        when = self.today + timedelta(days=1)
        self.step(f.PolicyVersion(self.name(), when, policy_of(self.draw(st.sampled_from(alike)))))

    def ksm(self):
        """A group moves to another RW."""
        group = self.draw(st.sampled_from(GROUPS))
        rw, rt = self.draw(st.sampled_from(["02", "2", "04", "004"])), self.draw(st.sampled_from(["001", "1"]))
        self.step(f.Group(self.name(), self.today, group.code, group.name, rw, rt))

    def tutup_bulan(self):
        """The next month is closed, or the newest that can be."""
        locked = locked_to(self.facts)
        if locked == date.min and self.draw(st.integers(0, 3)):
            return
        month = self.today.replace(day=1) - timedelta(days=1) if locked == date.min else locked + timedelta(days=1)
        self.step(f.MonthClose(self.name(), self.today, f"{month.year}-{month.month:02}"))

    def tutup_tahun(self):
        """The next year is closed, with or without a split."""
        if locked_to(self.facts) >= OPENED_ON and self.draw(st.booleans()):
            self.tutup_bulan()
            return
        closed = [
            fact.year for fact in self.facts
            if isinstance(fact, f.YearClose) and fact.id not in self.fund.reversed_on
        ]  # fmt: skip
        year = max(closed, default=OPENED_ON.year) + 1
        if self.today.year <= year and self.draw(st.integers(0, 5)):
            self.tutup_bulan()
            return
        split = self.draw(
            st.sampled_from(
                [(), (("UPL", 10, "21050"), ("UPS", 30, "21040"), ("Modal", 60, "31020")), (("UPS", 33, "21040"),)]
            )
        )
        self.step(f.YearClose(self.name(), self.day(), year, split))


_MODIFIERS = {"mundur", "dua pinjaman", "terlarang", "frekuensi", "hari sama"}


@st.composite
def books(draw, kinds=KINDS, least=6, most=30):
    """Any small book made of these kinds of facts."""
    start = draw(st.sampled_from(["baru", "berjalan"]))
    policy = draw(st.sampled_from(sorted(POLICIES)))
    drawing = Drawing(draw, kinds, start, policy)
    acts = [kind for kind in sorted(kinds - _MODIFIERS) for _ in range(_WEIGHTS.get(kind, 1))]
    for _ in range(draw(st.integers(least, most))):
        drawing.today += timedelta(days=draw(st.sampled_from([0, 0, 1, 3, 9, 17, 30, 45, 60])))
        getattr(drawing, draw(st.sampled_from(acts)).replace(" ", "_"))()
    last = drawing.today
    ends = st.integers(1, (last - OPENED_ON).days + 120).map(lambda n: month_end(OPENED_ON + timedelta(days=n)))
    days = {*draw(st.lists(ends, min_size=2, max_size=2)), month_end(last)}
    return Book(start, policy, tuple(drawing.steps), tuple(sorted(days)))
