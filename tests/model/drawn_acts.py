"""What happens more rarely in a book that is drawn: refunds, savings used, things bought, letters, closes undone."""

from datetime import timedelta

from hypothesis import strategies as st

from model import facts as f
from model.beginnings import OPENED_ON
from model.letters import due_letters, sent_letters


class RarerActs:
    """Acts of a `Drawing`."""

    def kembalikan(self):
        """What a group paid too early is paid back."""
        day = self.day()
        known = [number for number in self.loans(day) if self.paid_too_early(number, day)]
        if not known:
            return
        number = self.draw(st.sampled_from(sorted(known)))
        ahead = self.paid_too_early(number, day)
        into = [fact for fact in self.came_in(number) if fact.date <= day][-1].into or "11010"
        named = self.draw(st.booleans())
        more = self.draw(st.sampled_from([0, 0, 0, 1_000])) if "terlarang" in self.kinds else 0
        amount = self.draw(st.integers(1, ahead)) if not more else ahead + more
        self.step(f.Refund(self.name(), day, number, amount, "11021" if named else into, named))

    def pakai(self):
        """Savings pay arrears."""
        day = self.day()
        state = self.fund.state(day)
        known = [number for number in self.loans(day) if state.savings[state.loans[number].fact.group] > 0]
        number = self.draw(st.sampled_from(sorted(known))) if known else None
        if number is None or self.taken(number, day):
            return
        loan = state.loans[number]
        group = loan.fact.group
        others = [
            one for one in self.fund.state(self.today).loans.values() if one.fact.group == group and one.balance > 0
        ]
        here = [one for one in state.loans.values() if one.fact.group == group and one.balance > 0]
        behind = sum(loan.owed(day)[part] for part in ("pokok", "jasa", "titipan"))
        most = min(behind, state.savings[group])
        if len(others) == len(here) == 1 and most > 0:
            self.step(f.SavingsUse(self.name(), day, number, self.draw(st.integers(1, most))))

    def came_in(self, number):
        """The receipts of a loan that were not taken back, by day."""
        gone = {fact.victim for fact in self.facts if isinstance(fact, f.Reversal)}
        return [
            fact for _, fact in self.fund.ordered
            if isinstance(fact, f.Receipt) and fact.loan == number and fact.id not in gone
        ]  # fmt: skip

    def paid_too_early(self, number, day):
        """What of a loan may be paid back on a day: nothing where savings go with it or something came later."""
        loan = self.fund.state(day).loans[number]
        busy = any(getattr(fact, "loan", "") == number and fact.date >= day for fact in self.facts)
        early = any(fact.date <= day for fact in self.came_in(number))
        if busy or not early or loan.balance <= 0 or loan.terms.saving_percent:
            return 0
        return sum(loan.paid_ahead(day).values())

    def barang(self):
        """A thing is written into the inventory, or leaves it."""
        things = [fact for fact in self.facts if isinstance(fact, f.Asset)]
        gone = {fact.number for fact in self.facts if isinstance(fact, f.AssetGone)}
        there = [fact for fact in things if fact.number not in gone]
        if there and self.draw(st.integers(0, 2)) == 0:
            self.step(f.AssetGone(self.name(), self.today, self.draw(st.sampled_from(there)).number))
            return
        life = self.draw(st.sampled_from([0, 12, 24, 36, 48]))
        bought = self.today - timedelta(days=self.draw(st.sampled_from([0, 3, 40, 400])))
        first_month = f"{self.today:%Y-%m}" == "2025-01" and bought <= OPENED_ON
        if not first_month and f"{bought:%Y-%m}" != f"{self.today:%Y-%m}":
            bought = self.today  # what is written down late shows in the months that are open, by the program's choice
        cost = self.draw(st.integers(1, 60)) * (life or 12) * 1_000 + self.draw(st.sampled_from([0, 0, 500, 7]))
        before = self.draw(st.integers(0, 4)) * cost // 8 if bought <= OPENED_ON and life else 0
        number = f"INV-{len(things) + 1:03}"
        self.step(f.Asset(self.name(), self.today, number, bought, cost, life, self.draw(st.integers(1, 3)), before))

    def surat(self):
        """All the letters that are due go out."""
        due = tuple(due_letters(self.fund, self.today))
        if due:
            self.step(f.Letters(self.name(), self.today, due))

    def cabut(self):
        """A running letter is withdrawn."""
        running = [one for one in sent_letters(self.fund, self.today) if one.ended is None]
        if running:
            letter = self.draw(st.sampled_from(running))
            self.step(f.LetterWithdrawn(self.name(), self.today, letter.loan, letter.level))

    def written_about(self, victim):
        """Whether a letter went out about a loan that would be as if it had never been: the program forgets it."""
        return isinstance(victim, f.Loan) and any(
            letter[0] == victim.number for fact in self.facts if isinstance(fact, f.Letters) for letter in fact.letters
        )

    def buka(self):
        """The newest close is undone."""
        opened = {fact.victim for fact in self.facts if isinstance(fact, f.Reopening)}
        closes = [
            fact for fact in self.facts if isinstance(fact, (f.MonthClose, f.YearClose)) and fact.id not in opened
        ]
        if closes:
            self.step(f.Reopening(self.name(), self.today, closes[-1].id))
