"""A fund as a pure function of its dated facts: the replay, the journal, and the state at any day.

`Fund(facts, chart)` takes a plain list of `model.facts`; the place in the list is the order of recording. Facts count
by their days; within a day: registers and policy, disbursements, then the rest, cut into stretches by the changes of
contract of that loan in recorded order, typed receipts first in each stretch.

Choices where the sources are silent:

* a reversal dated on (or before) its victim's day takes it out entirely, as if it had never been recorded; one dated
  later takes it out from that day on, and reports of days before keep it; receipts in between stay split as of their
  own dates, on which the victim still counted, and what they paid moves up to the oldest instalments;
* compulsory savings at disbursement are withheld from what is paid out;
* savings go to and come from the account of role `bank_tabungan`, or `kas` where there is none;
* savings used for instalments pay principal, jasa and titipan, neither savings nor fees;
* a recovery goes to `cadangan`, or to `pendapatan_denda` where the policy says `pendapatan`;
* what a fact asks beyond the possible (over-payment, a loan that does not exist) is noted in `faults` and the money is
  booked to principal, so that the fault shows as a negative balance instead of vanishing;
* a reserve adjustment is a fact with its amount; `reserve_shortage` says what it would be.
"""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cached_property

from model import facts as f
from model.books import DEFAULT_CHART, Books, Posting
from model.lateness import reserve
from model.loans import LoanState
from model.policy import Policy
from model.schedules import round_to

CONTRACT_CHANGES = (f.Settlement, f.Reschedule, f.WriteOff)
LOAN_FACTS = (f.Receipt, f.SavingsUse, f.FeeWaiver, f.TakenBack, *CONTRACT_CHANGES)


def in_order(facts):
    """The facts by day, and within a day in the order in which they take effect."""
    ranks, of_loans, stretch = {}, defaultdict(list), defaultdict(int)
    for place, fact in enumerate(facts):
        day = fact.imported if isinstance(fact, f.Loan) and fact.imported else fact.date
        early = isinstance(fact, (f.Opening, f.OpeningSaving, f.Group, f.PolicyVersion))
        ranks[place] = (day, 0 if early else 1 if isinstance(fact, f.Loan) else 2, place)
        if isinstance(fact, LOAN_FACTS):
            key = (day, fact.loan)
            change = isinstance(fact, CONTRACT_CHANGES)
            typed = isinstance(fact, (f.FeeWaiver, f.TakenBack)) or getattr(fact, "parts", None) is not None
            turn = 3 if change else 0 if typed else 2 if isinstance(fact, f.SavingsUse) else 1
            of_loans[key].append((stretch[key], turn, place))
            stretch[key] += change
    for (day, _), members in of_loans.items():
        for free, (_, _, place) in zip(sorted(one[2] for one in members), sorted(members), strict=True):
            ranks[place] = (day, 2, free)
    return [(ranks[place][0], facts[place]) for place in sorted(ranks, key=ranks.get)]


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

    def on_savings_use(self, day, fact):
        """Savings used for instalments."""
        order = [part for part in self.policy_at(day).order if part not in ("tabungan", "denda")]
        lines = self._repay(day, fact, None, self.code("tabungan"), order)
        state = self.loans.get(fact.loan)
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
        """Late fees let go."""
        state = self._loan(day, fact)
        if state:
            state.fees_waived += fact.amount

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


class Fund:
    """The fund that a list of dated facts makes."""

    def __init__(self, facts, chart=DEFAULT_CHART):
        """Keep the facts in the order of their days."""
        self.facts, self.chart = list(facts), chart
        by_id = {fact.id: fact for fact in self.facts}
        self.reversed_on, taken = {}, []
        for fact in self.facts:
            victim = by_id.get(fact.victim) if isinstance(fact, f.Reversal) else None
            if isinstance(victim, (f.Receipt, f.SavingsUse, f.Loan)) and fact.date > victim.date:
                loan = victim.number if isinstance(victim, f.Loan) else victim.loan
                taken.append(f.TakenBack(fact.id, fact.date, loan, victim.id))
                continue
            if victim is not None:
                self.reversed_on[victim.id] = max(fact.date, victim.date)
            if not isinstance(fact, f.Reversal):
                taken.append(fact)
        never = {name for name, day in self.reversed_on.items() if day <= by_id[name].date}
        self.ordered = in_order([fact for fact in taken if fact.id not in never])
        self.versions = [fact for _, fact in self.ordered if isinstance(fact, f.PolicyVersion)]
        self._states = {}

    def gone(self, fact, day):
        """Whether a fact is reversed as seen from a day."""
        when = self.reversed_on.get(fact.id)
        return when is not None and (when <= day or when <= fact.date)

    def policy_at(self, day):
        """The policy in force on a day; before the first version the first one, without any the default."""
        before = [fact for fact in self.versions if fact.date <= day] or self.versions[:1]
        return before[-1].policy if before else Policy()

    def replay(self, seen_from, to):
        """The facts up to a day, without those reversed as seen from a day."""
        replay = Replay(self.chart, self.policy_at)
        for day, fact in self.ordered:
            if day <= to and not self.gone(fact, seen_from):
                replay.take(day, fact)
        return replay

    def state(self, day):
        """The replay up to a day as seen from that day, fees metered to it."""
        if day not in self._states:
            replay = self.replay(day, day)
            for loan in replay.loans.values():
                loan.run_to(day)
            self._states[day] = replay
        return self._states[day]

    @cached_property
    def journal(self):
        """Every posting: facts on their days, reversals and what they change on the day of the reversal, closings."""
        cuts = sorted({day for victim, day in self.reversed_on.items() if day > self._fact(victim).date})
        postings, posted = [], {}
        running, place = Replay(self.chart, self.policy_at), 0
        closes = sorted((fact for fact in self.facts if isinstance(fact, f.YearClose)), key=lambda one: one.date)
        for day in sorted({day for day, _ in self.ordered} | set(cuts)):
            if day in cuts:
                running = self.replay(day, day.fromordinal(day.toordinal() - 1))
                postings += self._changes(day, posted, running.lines)
                posted = dict(running.lines)
            while place < len(self.ordered) and self.ordered[place][0] <= day:
                when, fact = self.ordered[place]
                place += 1
                if not self.gone(fact, when):
                    running.take(when, fact)
                    posted[fact.id] = running.lines[fact.id]
                    kind = "opening" if isinstance(fact, f.Opening) else "event"
                    postings.append(Posting(when, fact.id, kind, posted[fact.id]))
            for fact in [one for one in closes if one.date == day and not self.gone(one, day)]:
                postings += Books(self.chart, postings).closing(fact)
        return [posting for posting in postings if posting.lines]

    def _fact(self, name):
        return next(fact for fact in self.facts if fact.id == name)

    @staticmethod
    def _changes(day, old, new):
        for name in old:
            change = defaultdict(int)
            for code, amount in new.get(name, ()):
                change[code] += amount
            for code, amount in old[name]:
                change[code] -= amount
            lines = tuple((code, amount) for code, amount in change.items() if amount)
            if lines:
                yield Posting(day, name, "correction" if name in new else "reversal", lines)

    @cached_property
    def books(self):
        """The double entry of the fund."""
        return Books(self.chart, self.journal)

    def standings(self, day):
        """The loans of a day as the indicators look at them: loan number -> LoanState."""
        return self.state(day).loans

    def classes(self, day):
        """Class number -> (loans with a balance, their balance, the reserve it asks)."""
        policy = self.policy_at(day)
        table = {one.number: [[], 0, 0] for one in policy.classes}
        for loan in self.state(day).loans.values():
            if loan.balance > 0:
                entry = table[loan.loan_class(day).number]
                entry[0].append(loan)
                entry[1] += loan.balance
        for one in policy.classes:
            table[one.number][2] = reserve(table[one.number][1], one.reserve_percent)
        return {number: tuple(entry) for number, entry in table.items()}

    def reserve_shortage(self, day):
        """What the reserve lacks at a day, negative when there is too much: the amount of an adjustment."""
        booked = -self.state(day).balances[self.state(day).code("cadangan")]
        return sum(entry[2] for entry in self.classes(day).values()) - booked

    def contracts(self):
        """Every change of contract with what it settled, at the end: equal for two funds whose contracts agree."""
        last = max([day for day, _ in self.ordered] + [*self.reversed_on.values()], default=date.min)
        loans = self.state(last).loans
        return {name: agreed for loan in loans.values() for _, name, agreed in loan.contracts}

    def faults(self, since=None):
        """What cannot be, by day: over-payments, facts without their loan, balances below nil at the end of a day."""
        found, days = [], sorted({day for day, _ in self.ordered} | set(self.reversed_on.values()))
        for day in days:
            if since is not None and day < since:
                continue
            state = self.state(day)
            found += [(day, name, text) for when, name, text in state.faults if when == day or day in self._cuts]
            found += [
                (day, number, f"saldo pokok {loan.balance}") for number, loan in state.loans.items() if loan.balance < 0
            ]
            found += [(day, group, f"tabungan {kept}") for group, kept in state.savings.items() if kept < 0]
        found += [(day, code, f"saldo {amount}") for day, code, amount in self.books.negative_days(since)]
        return sorted(set(found))

    @property
    def _cuts(self):
        return set(self.reversed_on.values())
