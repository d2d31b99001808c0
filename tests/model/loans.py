"""One loan replayed day by day: its schedule versions, what was paid, what is owed, and where it stands.

Choices where the sources are silent:

* the receipts of a day without typed parts are laid as one sum, so that their order is of no weight; savings used are
  a sum of their own after them, for they pay neither fees nor savings;
* when principal reaches nil, coming jasa, titipan and savings are still open to receipts of that very day (so that the
  order within a day is of no weight) and are not asked from the next day on; where all of them were paid in advance
  they stay in the targets, as they fall due;
* a rescheduling keeps fees owed and savings that are behind, treats titipan behind as it treats jasa behind, and gives
  nothing for jasa and titipan paid in advance: what was paid stands for what was asked until then;
* with `pisah` the jasa behind is one row of the new schedule, number 0, due on the day of the rescheduling;
* after a rescheduling the targets are what was paid until then plus what the new schedule has asked since;
* the count of the former schedule on the day of a rescheduling holds for class, LAR and PAR until so many new
  instalments that ask for something are paid in full (principal, jasa, titipan), or all of them; a count in months
  says nothing about how often the loan is repaid, so its classes are those of monthly loans;
* a settlement by `tidak` asks for the jasa that is due, on the day itself too, where that is the policy; a decision
  lets it go; the running month ends on a due date, or, where instalments are
  weekly, on the day some months after the disbursement or the rescheduling; that day itself opens it: settled on the
  same day, a loan owes no jasa;
* savings that should have come with principal paid before the opening are not asked;
* after a settlement or write-off the targets equal what was paid;
* a due date moves by the policy that is in force on it, or on the day from which one looks while it lies ahead; what a
  rescheduling put apart, due on its day, does not move, and nothing that was due before the fund was opened;
* only what was paid of instalments to come is paid back, from the end, and nothing while something is behind; what was
  typed stays of the part it was typed for.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from model.allocation import PARTS, allocate, open_rows, still_asked
from model.late_fees import FeeMeter
from model.lateness import arrears, class_of, days_late, oldest_unpaid, scheduled, times_missed
from model.schedules import Row, Terms, add_months, saved_with, schedule, with_carried

OWED_PARTS = ("pokok", "jasa", "titipan")


def first_terms(fact, policy):
    """The terms of a loan, with what the fact leaves out taken from the policy."""
    return Terms(
        principal=fact.principal,
        term=fact.term,
        rate=Fraction(fact.rate),
        disbursed=fact.date,
        deposit_rate=Fraction(fact.deposit_rate),
        method=fact.method,
        frequency=fact.frequency,
        grace=fact.grace,
        first_due=fact.first_due,
        step=policy.step if fact.step is None else fact.step,
        direction=policy.direction if fact.direction is None else fact.direction,
        part=policy.part if fact.part is None else fact.part,
        saving_percent=policy.saving_percent if fact.saving_percent is None else Fraction(fact.saving_percent),
    )


@dataclass(frozen=True)
class Pool:
    """What came in on a day without parts: it is laid as one sum, savings used as one of their own."""

    day: date
    handed_over: bool
    paid: dict
    fee: int
    amount: int = 0
    parts: dict = field(default_factory=dict)


class LoanState:
    """A loan as it stands after the facts that were replayed so far."""

    def __init__(self, fact, policy_at):
        """Start a loan on the day of its disbursement."""
        self.fact, self.policy_at = fact, policy_at
        self.terms = first_terms(fact, policy_at(fact.date))
        self.rows = schedule(self.terms)
        self.version = 0
        self.paid = dict.fromkeys(PARTS, 0) | dict(fact.paid)  # on the rows in force
        self.before = dict.fromkeys(PARTS, 0)  # paid on earlier versions
        self.balance = fact.principal - self.paid["pokok"]
        self.nil_on = (fact.imported or fact.date) if self.balance == 0 else None
        self.ended = None  # (how, day): lunasi, hapus buku
        self.written_off = self.recovered = 0
        self.missed_before = 0
        self.pool = None
        self.fees = FeeMeter(metered_to=fact.imported or fact.date)
        self.fees_paid = self.fees_waived = 0
        self.receipts = []  # (day, fact id, parts)
        self.contracts = []  # (day, fact id, what was agreed), for comparing two sets of facts

    def run_to(self, day):
        """Meter the late fees of every day up to this one."""
        if self.ended is None:
            rows, rule = self.asked_rows(day), self.policy_at(self.fact.date).fee
            self.fees.run(day, rule, rows, self.paid, self.fact.principal, self.balance, self.version)

    def dated_rows(self, day):
        """The rows as one looks at them on a day: a due date on a day off has moved to the next day that is not."""
        return [replace(row, due=self._moved(row.due, day)) if row.number else row for row in self.rows]

    def _moved(self, due, seen_from):
        if self.fact.imported and due < self.fact.imported:
            return due
        policy = self.policy_at(min(due, seen_from))
        while policy.is_off(due):
            due += timedelta(days=1)
        return due

    def asked_rows(self, day):
        """The rows with what they no longer ask taken out, once principal is nil."""
        if self.ended:
            return []
        rows = self.dated_rows(day)
        if self.nil_on is None or day <= self.nil_on or self.all_paid():
            return rows
        return [row if row.due <= self.nil_on else Row(row.number, row.due, row.principal, 0) for row in rows]

    def all_paid(self):
        """Whether all jasa and titipan of the schedule are paid, in advance as it may be."""
        return all(self.paid[part] >= sum(row.asked(part) for row in self.rows) for part in ("jasa", "titipan"))

    def fee_owed(self):
        """Late fees charged, not paid and not waived."""
        return max(0, self.fees.total() - self.fees_paid - self.fees_waived)

    def split(self, amount, day, order):
        """The parts an automatic receipt of the day falls into, and what is too much."""
        saving = self.saved_with if "tabungan" in order else None
        if self.pool is None or (self.pool.day, self.pool.handed_over) != (day, "tabungan" in order):
            self.pool = Pool(day, "tabungan" in order, dict(self.paid), self.fee_owed())
        pool, rows = self.pool, self.asked_rows(day)
        whole, left = allocate(pool.amount + amount, day, rows, pool.paid, pool.fee, order, saving)
        parts = {part: whole[part] - pool.parts.get(part, 0) for part in whole}
        self.pool = replace(pool, amount=pool.amount + amount - left, parts=whole)
        return parts, left

    def _all_rows(self, rows):
        """The rows in force after one for the principal that was paid before them."""
        return [Row(0, self.terms.disbursed, self.before["pokok"], 0), *rows] if self.version else rows

    def saved_with(self, principal):
        """What should have been saved in all with so much principal of the rows in force, less what the opening had."""
        if not self.terms.saving_percent:
            return 0
        rows, opening = self._all_rows(self.rows), self.fact.paid.get("pokok", 0)
        repaid = max(self.before["pokok"] + principal, opening)
        percent = self.terms.saving_percent
        return saved_with(rows, repaid, percent) - saved_with(rows, opening, percent)

    def open_savings(self, day):
        """The rows with what is still to be saved with each, what came laid oldest first."""
        left, asked, repaid, result = self.paid["tabungan"], 0, -self.before["pokok"], []
        for row in self._all_rows(self.dated_rows(day)):
            repaid += row.principal
            together = self.saved_with(repaid)
            share, asked = together - asked, together
            result.append((row, max(0, share - left)))
            left = max(0, left - share)
        return result

    def savings_behind(self, day):
        """The savings that should have come with what is due by the day."""
        return sum(share for row, share in self.open_savings(day) if row.due <= day)

    def room(self, day):
        """The most an automatic receipt of the day can be."""
        if self.ended:
            return 0
        saved = max(0, self.saved_with(sum(row.principal for row in self.rows)) - self.paid["tabungan"])
        rows = [replace(row, saving=0) for row in self.asked_rows(day)]
        return still_asked(rows, self.paid, self.fee_owed()) + saved

    def room_by_part(self, day):
        """The most a typed receipt of the day can be, part by part."""
        opened = self.open_rows(day)
        return {part: sum(unpaid[part] for _, unpaid in opened) for part in PARTS} | {"pokok": self.balance}

    def paid_ahead(self, day):
        """What was paid of instalments that are not due yet, by part; nothing while something is behind."""
        if self.ended or any(self.owed(day)[part] for part in OWED_PARTS):
            return dict.fromkeys(OWED_PARTS, 0)
        due = {part: scheduled(self.asked_rows(day), part, day) for part in OWED_PARTS}
        return {part: self.paid[part] - due[part] for part in OWED_PARTS}

    def give_back(self, amount, day, order):
        """The parts of a refund: what was paid ahead goes back from its end, and what is too much for that."""
        given, left = dict.fromkeys(OWED_PARTS, 0), amount
        rows = self.asked_rows(day)
        turns = [(part, self.paid[part] - sum(row.asked(part) for row in rows)) for part in OWED_PARTS]
        for row, unpaid in reversed(self.open_rows(day)):
            if row.due > day:
                turns += [(part, row.asked(part) - unpaid[part]) for part in reversed(order) if part in OWED_PARTS]
        for part, covered in turns if any(self.paid_ahead(day).values()) else ():
            back = max(0, min(left, covered))
            given[part] += back
            left -= back
        return given, left

    def take(self, day, source, parts, *, split=False):
        """Book the parts of a receipt; what was typed, or settles, begins the day's sum anew."""
        if not split:
            self.pool = None
        for part in PARTS:
            self.paid[part] += parts.get(part, 0)
        self.fees_paid += parts.get("denda", 0)
        self.balance -= parts.get("pokok", 0)
        if self.balance > 0:
            self.nil_on = None
        elif self.nil_on is None:
            self.nil_on = day
        self.receipts.append((day, source, dict(parts)))

    def open_rows(self, day):
        """The rows with what is open of each."""
        return open_rows(self.asked_rows(day), self.paid)

    def owed(self, day):
        """Arrears of every part at the day."""
        if self.ended:
            return dict.fromkeys(PARTS, 0)
        return arrears(self.asked_rows(day), self.paid, day) | {"tabungan": self.savings_behind(day)}

    def target(self, part, day):
        """What should have been paid of a part by the day."""
        if self.ended:
            return self.before[part] + self.paid[part]
        return self.before[part] + scheduled(self.asked_rows(day), part, day)

    def real(self, part):
        """What was paid of a part, before the opening included."""
        return self.before[part] + self.paid[part]

    def missed(self, day):
        """Times missed in the reading of the policy of the day."""
        policy = self.policy_at(day)
        if self.ended:
            return 0
        rows = self.asked_rows(day)
        return times_missed(rows, self.paid, day, policy.count, policy.component, policy.count_rounding)

    def days(self, day):
        """Days late at the day."""
        policy = self.policy_at(day)
        return 0 if self.ended else days_late(self.asked_rows(day), self.paid, day, policy.component)

    def late_since(self, day):
        """The oldest missed due date, or None."""
        return (
            None if self.ended else oldest_unpaid(self.asked_rows(day), self.paid, day, self.policy_at(day).component)
        )

    def remembered(self):
        """The missed count of before a rescheduling, until so many new instalments are paid in full, or all of them."""
        asking = [
            unpaid for row, unpaid in open_rows(self.rows, self.paid)
            if row.number and any(row.asked(part) for part in OWED_PARTS)
        ]  # fmt: skip
        full = sum(not any(unpaid[part] for part in OWED_PARTS) for unpaid in asking)
        return lambda policy: self.missed_before if full < min(policy.proof_instalments, len(asking)) else 0

    def rated(self, day):
        """The missed count that class and portfolio at risk go by: not less than before a rescheduling, for a while."""
        return max(self.missed(day), self.remembered()(self.policy_at(day)))

    def loan_class(self, day):
        """The class at the day, not better than by the count of before a rescheduling while that holds."""
        policy, missed = self.policy_at(day), self.missed(day)
        often = "bulanan" if policy.count == "bulan_berjalan" else self.terms.frequency
        own = class_of(missed, self.days(day), policy.classes, often)
        if self.rated(day) == missed:
            return own
        return max(own, class_of(self.rated(day), None, policy.classes, often), key=lambda one: one.number)

    def status(self, day):
        """Lunas, hapus buku, berjalan; a loan that owes jasa after its principal is still running."""
        if self.ended:
            return {"lunasi": "lunas"}.get(self.ended[0], self.ended[0])
        owing = self.balance > 0 or any(self.owed(day)[part] for part in OWED_PARTS)
        return "berjalan" if owing else "lunas"

    def own_month_end(self, day):
        """The last day of the loan's own month that is running on a day."""
        start = self.terms.disbursed
        if day <= start:
            return day
        if self.terms.frequency == "bulanan":
            return next((row.due for row in self.dated_rows(day) if row.number and row.due >= day), day)
        months = 1
        while add_months(start, months) < day:
            months += 1
        return add_months(start, months)

    def settlement_parts(self, day, how, month, *, decided=False):
        """What a settlement on the day costs, by part; `how` is the policy's, or was decided."""
        dated = self.dated_rows(day)
        if how == "semua":
            rows = dated
        elif how == "tidak":
            rows = [] if decided else [row for row in dated if row.due <= day]
        elif month == "kalender":
            end = (date(day.year, day.month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            rows = [row for row in dated if row.due <= end]
        else:
            rows = [row for row in dated if row.due <= self.own_month_end(day)]
        if self.nil_on is not None:
            rows = [row for row in rows if row.due <= self.nil_on]
        asked = {part: sum(row.asked(part) for row in rows) for part in ("jasa", "titipan")}
        return {
            "denda": self.fee_owed(),
            "jasa": max(0, asked["jasa"] - self.paid["jasa"]),
            "titipan": max(0, asked["titipan"] - self.paid["titipan"]),
            "pokok": self.balance,
            "tabungan": 0,
        }

    def settle(self, fact):
        """Pay the loan off on the day of the fact; the parts that were paid."""
        policy = self.policy_at(fact.date)
        how, decided = fact.jasa or policy.settlement_jasa, fact.jasa is not None
        parts = self.settlement_parts(fact.date, how, policy.settlement_month, decided=decided)
        before = dict(self.paid)
        self.take(fact.date, fact.id, parts)
        self.contracts.append((fact.date, fact.id, parts | {"dulu": before}))
        self.ended = ("lunasi", fact.date)
        return parts

    def reschedule(self, fact):
        """Put a new schedule in the place of the one in force."""
        policy, day = self.policy_at(fact.date), fact.date
        self.pool = None
        self.missed_before = max(self.missed(day), self.remembered()(policy))
        behind = self.owed(day)
        ahead = {part: max(0, self.paid[part] - scheduled(self.rows, part, day)) for part in ("jasa", "titipan")}
        for part in OWED_PARTS:
            self.before[part] += self.paid[part] - ahead.get(part, 0)
        rate = Fraction(self.fact.rate if fact.rate is None else fact.rate)
        self.terms = Terms(
            principal=self.balance,
            term=fact.term,
            rate=Fraction(0) if fact.without_jasa else rate,
            disbursed=day,
            deposit_rate=Fraction(0) if fact.without_jasa else Fraction(self.fact.deposit_rate),
            method=self.terms.method,
            frequency=self.terms.frequency,
            grace=fact.grace,
            first_due=fact.first_due,
            step=policy.step,
            direction=policy.direction,
            part=policy.part,
            saving_percent=self.terms.saving_percent,
        )
        self.rows = schedule(self.terms)
        if fact.jasa_arrears == "gabung":
            self.rows = with_carried(self.rows, behind["jasa"], behind["titipan"], self.terms)
        elif fact.jasa_arrears == "pisah" and (behind["jasa"] or behind["titipan"]):
            self.rows = [Row(0, day, 0, behind["jasa"], behind["titipan"]), *self.rows]
        self.paid = dict.fromkeys(PARTS, 0) | ahead | {"tabungan": self.paid["tabungan"]}
        self.version += 1
        self.contracts.append(
            (day, fact.id, {"saldo": self.balance, "dulu": dict(self.before), "jadwal": tuple(self.rows),
                            "kali": self.missed_before})
        )  # fmt: skip

    def write_off(self, fact):
        """Take the loan off the books; the principal that was lost."""
        self.written_off, self.balance = self.balance, 0
        self.ended = ("hapus buku", fact.date)
        self.contracts.append((fact.date, fact.id, {"saldo": self.written_off, "dulu": dict(self.paid)}))
        return self.written_off
