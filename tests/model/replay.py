"""The facts that are in force, taken one after another on their days: what each posts, and how loans and savings stand.

Choices where the sources are silent:

* compulsory savings at disbursement are withheld from what is paid out;
* savings go to and come from the account of role `bank_tabungan`, or `kas` where there is none;
* savings used for instalments pay principal, jasa and titipan, neither savings nor fees;
* a recovery goes to `cadangan`, or to `pendapatan_denda` where the policy says `pendapatan`;
* what a fact asks beyond the possible (over-payment, a loan that does not exist) is noted in `faults` and the money is
  booked to principal, so that the fault shows as a negative balance instead of vanishing.
"""

from collections import defaultdict
from fractions import Fraction

from model.books import Books
from model.loans import LoanState
from model.schedules import round_to


class Replay:
    """The facts that are in force, taken one after another."""

    def __init__(self, chart, policies):
        """Start with nothing."""
        self.books = Books(chart, [])
        self.policies = policies
        self.groups, self.loans = {}, {}
        self.savings = defaultdict(int)
        self.saved, self.withdrawn = defaultdict(int), defaultdict(int)
        self.balances = defaultdict(int)
        self.lines, self.faults = {}, []

    def policy_at(self, day):
        """The policy in force on a day."""
        return self.policies(day)

    def code(self, role, fallback=None):
        """The first account with a role, or with the fallback role."""
        found = self.books.with_role(role) or (self.books.with_role(fallback) if fallback else [])
        return found[0]

    def take(self, day, fact):
        """Let one fact take effect on its day."""
        name = "on_" + "".join("_" + char.lower() if char.isupper() else char for char in type(fact).__name__)
        handler = getattr(self, name.replace("on__", "on_"), None)
        lines = handler(day, fact) if handler else None
        self.lines[fact.id] = tuple((code, amount) for code, amount in (lines or ()) if amount)
        for code, amount in self.lines[fact.id]:
            self.balances[code] += amount

    def on_opening(self, _day, fact):
        """Opening balances."""
        return list(fact.balances.items())

    def on_opening_saving(self, _day, fact):
        """Savings there were at the opening."""
        self._save(fact.group, fact.amount)

    def on_group(self, _day, fact):
        """A version of a group."""
        self.groups[fact.code] = fact

    def on_loan(self, day, fact):
        """A disbursement, or a loan brought in at the opening."""
        state = self.loans[fact.number] = LoanState(fact, self.policy_at)
        if fact.imported:
            return []
        percent = Fraction(self.policy_at(day).saving_at_disbursement)
        withheld = round_to(fact.principal * percent / 100, 1, "terdekat")
        self._save(fact.group, withheld)
        return [
            (self.code("piutang"), state.balance),
            (fact.source or self.code("kas"), withheld - fact.principal),
            (self.code("tabungan"), -withheld),
        ]

    def _save(self, group, amount):
        self.savings[group] += amount
        self.saved[group] += amount

    def _loan(self, day, fact):
        state = self.loans.get(fact.loan)
        if state is None:
            self.faults.append((day, fact.id, "pinjaman belum ada"))
            return None
        state.run_to(day)
        return state

    def _repay(self, day, fact, parts, debit, order):
        state = self._loan(day, fact)
        if state is None:
            return [(debit, fact.amount), (self.code("piutang"), -fact.amount)]
        if state.ended and state.ended[0] == "hapus buku":
            state.recovered += fact.amount
            if state.recovered > state.written_off:
                self.faults.append((day, fact.id, "pemulihan melebihi yang dihapus"))
            role = "pendapatan_denda" if self.policy_at(day).recover_to == "pendapatan" else "cadangan"
            return [(debit, fact.amount), (self.code(role), -fact.amount)]
        split = parts is None
        if split:
            parts, left = state.split(fact.amount, day, order)
            if left:
                self.faults.append((day, fact.id, f"lebih bayar {left}"))
                parts["pokok"] += left
        else:
            room = state.room_by_part(day)
            self.faults += [
                (day, fact.id, f"{part} melebihi yang masih dapat diminta")
                for part in ("pokok", "jasa", "titipan")
                if parts.get(part, 0) > room[part]
            ]
        state.take(day, fact.id, parts, split=split)
        self._save(state.fact.group, parts.get("tabungan", 0))
        return [(debit, fact.amount), *self._credit(parts)]

    def _credit(self, parts):
        roles = {
            "pokok": "piutang",
            "jasa": "pendapatan_jasa",
            "titipan": "titipan",
            "denda": "pendapatan_denda",
            "tabungan": "tabungan",
        }
        return [(self.code(role), -parts[part]) for part, role in roles.items() if parts.get(part, 0)]

    def on_receipt(self, day, fact):
        """A repayment, or a recovery after a write-off."""
        return self._repay(day, fact, fact.parts, fact.into or self.code("kas"), self.policy_at(day).order)

    def on_refund(self, day, fact):
        """What came in too much paid back."""
        state = self._loan(day, fact)
        if state is None:
            return [(fact.out_of, -fact.amount), (self.code("piutang"), fact.amount)]
        parts, left = state.give_back(fact.amount, day, self.policy_at(day).order)
        if left:
            self.faults.append((day, fact.id, f"lebih kembali {left}"))
            parts["pokok"] += left
        state.take(day, fact.id, {part: -amount for part, amount in parts.items()})
        return [(fact.out_of, -fact.amount), *((code, -amount) for code, amount in self._credit(parts))]

    def on_savings_use(self, day, fact):
        """Savings used for instalments."""
        order = [part for part in self.policy_at(day).order if part not in ("tabungan", "denda")]
        state = self.loans.get(fact.loan)
        if (
            state
            and not state.ended
            and fact.amount > sum(state.owed(day)[part] for part in ("pokok", "jasa", "titipan"))
        ):
            self.faults.append((day, fact.id, "tabungan dipakai melebihi tunggakan"))
        lines = self._repay(day, fact, None, self.code("tabungan"), order)
        if state:
            self.savings[state.fact.group] -= fact.amount
            self.withdrawn[state.fact.group] += fact.amount
        moved = [(self.code("bank"), fact.amount), (self.code("bank_tabungan", "kas"), -fact.amount)]
        return lines + (moved if fact.moved else [])

    def on_taken_back(self, day, fact):
        """A receipt, the use of savings or a disbursement taken back after its day: the contrary, part by part."""
        state, lines = self._loan(day, fact), self.lines.get(fact.victim, ())
        if state is None:
            return []
        if fact.victim == state.fact.id:
            if state.balance != state.fact.principal or any(state.paid.values()) or state.fees_paid or state.ended:
                self.faults.append((day, fact.id, "pinjaman sudah dibayar"))
            del self.loans[fact.loan]
            return [(code, -amount) for code, amount in lines]
        booked = [parts for _, source, parts in state.receipts if source == fact.victim]
        if booked:
            state.take(day, fact.id, {part: -amount for part, amount in booked[0].items()})
            self._save(state.fact.group, -booked[0].get("tabungan", 0))
        else:
            state.recovered -= sum(amount for _, amount in lines if amount > 0)
        used = sum(amount for code, amount in lines if code == self.code("tabungan") and amount > 0)
        self.savings[state.fact.group] += used
        self.withdrawn[state.fact.group] -= used
        return [(code, -amount) for code, amount in lines]

    def on_savings_deposit(self, _day, fact):
        """Savings brought in."""
        self._save(fact.group, fact.amount)
        return [
            (fact.into or self.code("bank_tabungan", "kas"), fact.amount),
            (self.code("tabungan"), -fact.amount),
        ]

    def on_savings_withdrawal(self, _day, fact):
        """Savings paid back."""
        self.savings[fact.group] -= fact.amount
        self.withdrawn[fact.group] += fact.amount
        return [
            (self.code("tabungan"), fact.amount),
            (fact.out_of or self.code("bank_tabungan", "kas"), -fact.amount),
        ]

    def on_fee_waiver(self, day, fact):
        """Late fees let go: no more than there are, whatever was decided; none of a loan that was taken back."""
        state = self.loans.get(fact.loan)
        if state:
            state.run_to(day)
            state.fees_waived += min(fact.amount, state.fee_owed())

    def on_settlement(self, day, fact):
        """A loan paid off early."""
        state = self._loan(day, fact)
        if state is None:
            return []
        parts = state.settle(fact)
        return [(fact.into or self.code("kas"), sum(parts.values())), *self._credit(parts)]

    def on_reschedule(self, day, fact):
        """A new schedule; nothing is posted."""
        state = self._loan(day, fact)
        if state:
            state.reschedule(fact)

    def on_write_off(self, day, fact):
        """A loan written off against the reserve, the rest against cost."""
        state = self._loan(day, fact)
        if state is None:
            return []
        lost = state.write_off(fact)
        there = max(0, -self.balances[self.code("cadangan")]) if fact.from_reserve is None else fact.from_reserve
        covered = min(lost, there)
        return [
            (self.code("cadangan"), covered),
            (self.code("biaya_cadangan"), lost - covered),
            (self.code("piutang"), -lost),
        ]

    def on_entry(self, _day, fact):
        """Any other voucher."""
        return [(fact.debit, fact.amount), (fact.credit, -fact.amount)]

    def on_reserve_adjustment(self, _day, fact):
        """The reserve raised or released."""
        return [(self.code("biaya_cadangan"), fact.amount), (self.code("cadangan"), -fact.amount)]
