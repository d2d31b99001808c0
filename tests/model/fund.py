"""A fund as a pure function of its dated facts: the replay, the journal, and the state at any day.

`Fund(facts, chart)` takes a plain list of `model.facts`; the place in the list is the order of recording. Facts count
by their days; within a day: registers and policy, disbursements, then the rest, cut into stretches by the changes of
contract of that loan in recorded order, in each stretch typed receipts first, then late fees let go, then what the
policy splits, then savings used, then refunds.

Choices where the sources are silent:

* a reversal dated on (or before) its victim's day takes it out entirely, as if it had never been recorded; one dated
  later takes it out from that day on, and reports of days before keep it; receipts in between stay split as of their
  own dates, on which the victim still counted, and what they paid moves up to the oldest instalments;
* a reserve adjustment is a fact with its amount; `reserve_shortage` says what it would be. One recorded late brings
  the reserve to what its own day asks for, and the first adjustment after it gives up as much on its day.
"""

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property

from model import facts as f
from model.assets import depreciations
from model.books import DEFAULT_CHART, Books, Posting
from model.lateness import reserve
from model.policy import Policy
from model.replay import Replay

CONTRACT_CHANGES = (f.Settlement, f.Reschedule, f.WriteOff)
LOAN_FACTS = (f.Receipt, f.Refund, f.SavingsUse, f.FeeWaiver, f.TakenBack, *CONTRACT_CHANGES)


def in_order(facts):
    """The facts by day, and within a day in the order in which they take effect."""
    ranks, of_loans, stretch = {}, defaultdict(list), defaultdict(int)
    for place, fact in enumerate(facts):
        day = fact.imported if isinstance(fact, f.Loan) and fact.imported else fact.date
        early = isinstance(fact, (f.Opening, f.OpeningSaving, f.Group, f.PolicyVersion, f.Asset, f.AssetGone))
        ranks[place] = (day, 0 if early else 1 if isinstance(fact, f.Loan) else 2, place)
        if isinstance(fact, LOAN_FACTS):
            key = (day, fact.loan)
            change = isinstance(fact, CONTRACT_CHANGES)
            typed = isinstance(fact, (f.FeeWaiver, f.TakenBack)) or getattr(fact, "parts", None) is not None
            turn = 5 if change else 0 if typed else {f.FeeWaiver: 1, f.SavingsUse: 3, f.Refund: 4}.get(type(fact), 2)
            of_loans[key].append((stretch[key], turn, place))
            stretch[key] += change
    for (day, _), members in of_loans.items():
        for free, (_, _, place) in zip(sorted(one[2] for one in members), sorted(members), strict=True):
            ranks[place] = (day, 2, free)
    return [(ranks[place][0], facts[place]) for place in sorted(ranks, key=ranks.get)]


class Fund:
    """The fund that a list of dated facts makes."""

    def __init__(self, facts, chart=DEFAULT_CHART):
        """Keep the facts in the order of their days."""
        self.facts, self.chart = list(facts), chart
        self.by_id = by_id = {fact.id: fact for fact in self.facts}
        self.reversed_on, taken = {}, []
        depreciated = depreciations(self.facts)
        for fact in self.facts:
            taken += depreciated.get(fact.id, ())
            victim = by_id.get(fact.victim) if isinstance(fact, f.Reversal) else None
            if isinstance(victim, (f.Receipt, f.Refund, f.SavingsUse, f.Loan)) and fact.date > victim.date:
                loan = victim.number if isinstance(victim, f.Loan) else victim.loan
                taken.append(f.TakenBack(fact.id, fact.date, loan, victim.id))
                continue
            if victim is not None:
                for one in (victim, *(one for one in taken if one.id == f"{victim.id}/lagi")):
                    self.reversed_on[one.id] = max(fact.date, one.date)
                    by_id[one.id] = one
            if isinstance(fact, f.Reopening) and isinstance(by_id[fact.victim], f.YearClose):
                self.reversed_on[fact.victim] = by_id[fact.victim].date
            if isinstance(fact, f.ReserveAdjustment):
                taken += self._taken_off(fact, taken)
            if not isinstance(fact, f.Reversal):
                taken.append(fact)
        never = {name for name, day in self.reversed_on.items() if day <= by_id[name].date}
        self.ordered = in_order([fact for fact in taken if fact.id not in never])
        self.versions = [fact for _, fact in self.ordered if isinstance(fact, f.PolicyVersion)]
        self._states = {}

    def _taken_off(self, fact, recorded):
        """What an earlier adjustment of the reserve takes off the first later one that was recorded before it."""
        later = [
            one.date for one in recorded
            if isinstance(one, f.ReserveAdjustment) and one.date > fact.date and one.id not in self.reversed_on
        ]  # fmt: skip
        return [f.ReserveAdjustment(f"{fact.id}/lagi", min(later), -fact.amount)] if later else []

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
        return self.by_id[name]

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
        """Every change of contract with what it settled, taken back later or not: equal where the contracts agree."""
        last = max([day for day, _ in self.ordered] + [*self._cuts], default=date.min)
        days = [*(cut - timedelta(days=1) for cut in sorted(self._cuts)), last]
        loans = [loan for day in days for loan in self.state(day).loans.values()]
        return {name: agreed for loan in loans for _, name, agreed in loan.contracts}

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
