"""The ladder of sanctions: which letter is due for a loan on a day, and what has become of those that were sent.

Choices where the sources are silent:

* a level is reached by its count and its days together, or by the days after the last due date where it names them;
  a loan with no instalment that counts as missed has reached none, even where jasa is behind;
* the next letter may go out on the day after the last day to answer; no level is jumped over unless the policy says so;
* a letter is met on the first day by whose end as much came in since its day as was behind at the end of that, as one
  knows it now and whatever the paper says: principal, jasa and titipan; or nothing is behind any more, of a loan that
  was written off not even of that; or the loan was agreed afresh, whatever was put apart then; what was taken back was
  not paid;
* what was met before it was withdrawn stays met;
* a letter on whose day nothing was behind, as one knows it now, or whose loan was taken back since, is shown for
  withdrawal until it is withdrawn, and does not count in the climb;
* after a letter that is met, before it was withdrawn or since, the climb begins anew; one that is withdrawn may be sent
  again, at its own level, not before the days to answer have passed once more;
* the report of a month shows what is due at its end, what runs then, and what ended in it.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from model import facts as f
from model.lateness import arrears

OWED = ("pokok", "jasa", "titipan")


@dataclass(frozen=True)
class Level:
    """One step of the ladder."""

    number: int
    missed: int
    days: int
    past_end: int
    answer_days: int


DEFAULT_LADDER = (
    Level(1, 1, 14, 0, 14),
    Level(2, 2, 30, 0, 14),
    Level(3, 3, 60, 0, 14),
    Level(4, 6, 0, 0, 14),
    Level(5, 9, 0, 90, 30),
)


@dataclass
class Sent:
    """A letter as one knows it on a day."""

    loan: str
    level: int
    sent: object
    answer_by: object
    arrears: int
    ended: tuple | None = None  # how, on which day
    unfounded: bool = False
    met: object = None  # since when, after a withdrawal too


def reached(loan, day, policy):
    """The highest level that a loan has reached on a day, 0 for none."""
    if loan.ended or loan.late_since(day) is None:
        return 0
    missed, days = loan.missed(day), loan.days(day)
    past = (day - max(row.due for row in loan.dated_rows(day))).days
    levels = [
        one.number
        for one in policy.ladder
        if (missed >= one.missed and days >= one.days) or (one.past_end and past >= one.past_end)
    ]
    return max(levels, default=0)


@lru_cache(maxsize=64)
def sent_letters(fund, day):
    """Every letter sent by a day, oldest first, with what became of it by then."""
    letters = [
        Sent(loan, level, fact.date, answer_by, arrears)
        for fact in sorted((one for one in fund.facts if one.date <= day), key=lambda one: one.date)
        if isinstance(fact, f.Letters)
        for loan, level, answer_by, arrears in fact.letters
    ]
    for place, letter in enumerate(letters):
        # Money that came in on the letter's own day answers it; what was behind is judged before it.
        loan = as_known(fund, day).state(letter.sent - timedelta(days=1)).loans.get(letter.loan)
        letter.unfounded = letter.loan not in fund.state(day).loans or loan is None or not (
            loan.written_off or any(loan.owed(letter.sent)[part] for part in OWED))  # fmt: skip
        ends = [(one.date, 0, "dicabut") for one in fund.facts
                if isinstance(one, f.LetterWithdrawn) and (one.loan, one.level) == (letter.loan, letter.level)
                and letter.sent <= one.date <= day]  # fmt: skip
        later = [other.sent for other in letters[place + 1 :] if other.loan == letter.loan]
        letter.met = met_on(as_known(fund, day), letter, min([day, *later]))
        if letter.met:
            ends.append((letter.met, 1, "dipenuhi"))
        elif later:
            ends.append((later[0], 2, "naik"))
        if ends:
            end, _, how = min(ends)
            letter.ended = (how, end)
    return letters


@lru_cache(maxsize=16)
def as_known(fund, day):
    """The fund without what was taken back by a day, as if it had never been; what came in stays split as it was."""
    backs = {fact.id: fact.victim for fact in fund.facts if isinstance(fact, f.Reversal) and fact.date <= day}
    if not backs:
        return fund
    names = {*backs, *backs.values()}
    split = {source: parts for loan in fund.state(day).loans.values() for _, source, parts in loan.receipts}
    return type(fund)([_typed(fact, split) for fact in fund.facts if fact.id not in names], fund.chart)


def _typed(fact, split):
    if fact.id not in split or not isinstance(fact, (f.Receipt, f.SavingsUse)):
        return fact
    return f.Receipt(fact.id, fact.date, fact.loan, fact.amount, split[fact.id])


def met_on(fund, letter, until):
    """The first day up to one by whose end what was behind on the letter's day has come in, or nothing is, or None."""
    before, behind, version = None, 0, 0
    busy = {day for day, _ in fund.ordered} | set(fund.reversed_on.values())
    for day in sorted({letter.sent} | {day for day in busy if letter.sent < day <= until}):
        loan = fund.state(day).loans.get(letter.loan)
        if loan is None:
            return day
        lost = loan.ended is not None and loan.ended[0] == "hapus buku"
        real = sum(loan.real(part) for part in OWED) + loan.recovered
        if before is None:
            before, behind, version = real, _behind(loan, day), loan.version
        owes = loan.recovered < loan.written_off if lost else any(loan.owed(day)[part] for part in OWED)
        if real - before >= behind or not owes or loan.version > version:
            return day
    return None


def _behind(loan, day):
    """What is behind at a day, of a loan that was written off as well."""
    if loan.ended is None or loan.ended[0] != "hapus buku":
        return sum(loan.owed(day)[part] for part in OWED)
    owed = arrears(loan.dated_rows(day), loan.paid, day)
    return sum(owed[part] for part in OWED)


def answer_time(policy, number):
    """How long a letter of a level may wait for an answer."""
    return timedelta(days=next(one.answer_days for one in policy.ladder if one.number == number))


def due_letters(fund, day):
    """The letters that are due on a day: (loan, level, last day to answer, what is behind), by loan."""
    policy, found = fund.policy_at(day), []
    letters = sent_letters(fund, day)
    for number, loan in sorted(fund.state(day).loans.items()):
        top = reached(loan, day, policy)
        own = [letter for letter in letters if letter.loan == number and not letter.unfounded]
        running = own[-1] if own and own[-1].ended is None else None
        if top == 0 or (running and (top <= running.level or day <= running.answer_by)):
            continue
        last = next((one for one in reversed(own) if one.sent <= day), None)
        withdrawn = last is not None and last.ended is not None and last.ended[0] == "dicabut" and not last.met
        if withdrawn and day <= last.ended[1] + answer_time(policy, last.level):
            continue
        first = last.level if withdrawn else 1
        step = top if policy.may_jump else running.level + 1 if running else min(first, top)
        level = next(one for one in policy.ladder if one.number == step)
        behind = sum(loan.owed(day)[part] for part in OWED)
        found.append((number, step, day + timedelta(days=level.answer_days), behind))
    return found


def sanctions(fund, day):
    """`sanksi` of the month to the day: what is due, what runs and what ended in the month, as (loan, level, state)."""
    rows = [(loan, level, "diusulkan") for loan, level, _, _ in due_letters(fund, day)]
    for letter in sent_letters(fund, day):
        withdrawn = letter.ended is not None and letter.ended[0] == "dicabut"
        if letter.unfounded and not withdrawn:
            rows.append((letter.loan, letter.level, "dicabut"))
        elif letter.ended is None:
            rows.append((letter.loan, letter.level, "terbit"))
        elif letter.ended[1] >= day.replace(day=1):
            rows.append((letter.loan, letter.level, letter.ended[0]))
    return rows
