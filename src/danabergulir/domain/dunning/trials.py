"""Two texts tried against each other: who is drawn into which, and whether one of them works better.

Exact throughout. The share of a group that paid is that of all its messages; how far it may be off is worked out from
KSM, not from messages, for the answers of one KSM hang together: the variance of a ratio of two sums over KSM (Cochran,
Sampling Techniques, 3rd edition, 1977, chapter 6.3), which for a share by group is the cluster-robust one of Liang and
Zeger (Biometrika 1986) with its correction for few groups. The interval is that of Student's t at 95 percent.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from math import isqrt
from typing import Final, NamedTuple

from danabergulir.dates import days_after
from danabergulir.frozen import Struct

DAYS_TO_PAY: Final = 14
"""Within so many days what was overdue is to be paid after a reminder to count as an answer (our own proposal): as many
as the first letter of the ladder gives."""
FEWEST_KSM: Final = 10
"""KSM in each group below which nothing is concluded: with fewer, variances by group come out too small (Cameron,
Gelbach and Miller, Review of Economics and Statistics 2008)."""


class Wording(StrEnum):
    """The texts there are to be tried."""

    PLAIN = "A"
    PLAN = "B"
    SENTENCE = "C"


TITLE_OF: Final[Mapping[Wording, str]] = {
    Wording.PLAIN: "pesan biasa",
    Wording.PLAN: "ajakan menyusun rencana bayar",
    Wording.SENTENCE: "kalimat dari kebijakan",
}


class TwoWordings(NamedTuple):
    """The two texts of a trial, in the order of their letters."""

    first: Wording
    second: Wording

    def __str__(self) -> str:
        """Return them as they are written: ``A,B``."""
        return ",".join(self)


class Draw(NamedTuple):
    """The text that a KSM was drawn into; ``id`` is None while it is not recorded."""

    ksm: str
    text: Wording
    id: int | None = None


def draw(texts: TwoWordings, ksm: Iterable[str], already: Collection[Wording], head: str) -> Iterator[Draw]:
    """Yield the draw of each KSM, so that both texts get as many, those drawn ``already`` counted.

    Chance is the digest of the chain's head with the code, so that whoever has the book can draw again and see.
    """
    lots = sorted((sha256(f"{head}|{texts}|{code}".encode()).digest(), code) for code in ksm)
    drawn = Counter(already)
    for lot, code in lots:
        fewer = min(drawn[text] for text in texts)
        open_to = [text for text in texts if drawn[text] == fewer]
        chosen = open_to[lot[-1] % len(open_to)]
        drawn[chosen] += 1
        yield Draw(code, chosen)


class TextSent(Struct, frozen=True):
    """A text that a KSM was sent about an instalment in a trial, and whether the instalment was paid in time.

    It is to be paid by ``pay_by``: the due date, or so many days after a reminder of what was overdue.
    """

    texts: TwoWordings
    text: Wording
    ksm: str
    loan: str
    due_on: date
    told_on: date
    was_late: bool
    paid: bool

    @property
    def pay_by(self) -> date:
        """Return the day by which the instalment is paid in time."""
        return pay_by(self.due_on, self.told_on, was_late=self.was_late)


def pay_by(due_on: date, told_on: date, *, was_late: bool) -> date:
    """Return the day by which an instalment is to be paid that a KSM was told of on a day."""
    return days_after(told_on, DAYS_TO_PAY) if was_late else due_on


class Response(NamedTuple):
    """Whether a KSM paid in time after a message or a letter."""

    ksm: str
    paid: bool


class Difference(Struct, frozen=True):
    """By how much the share of a group lies above that of another, in percent, and how far that may be off.

    ``margin`` is half the interval, rounded up to a hundredth; None where a group has too few KSM to tell.
    """

    value: Fraction
    margin: Fraction | None
    fewest: int

    @property
    def concludes(self) -> bool:
        """Return whether the interval leaves out nought, with enough KSM in each group."""
        return self.margin is not None and self.fewest >= FEWEST_KSM and abs(self.value) > self.margin


def percent_paid(answers: Sequence[Response]) -> Fraction | None:
    """Return the share that was paid in time, in percent; None where there is nothing to judge."""
    return Fraction(100 * sum(item.paid for item in answers), len(answers)) if answers else None


def difference(group: Sequence[Response], other: Sequence[Response]) -> Difference | None:
    """Return by how much the share of a group lies above that of another; None where one of them is empty."""
    value, beside = percent_paid(group), percent_paid(other)
    if value is None or beside is None:
        return None
    counts = [len({item.ksm for item in answers}) for answers in (group, other)]
    variances = [variance(answers) for answers in (group, other)]
    margin = None
    if variances[0] is not None and variances[1] is not None:
        margin = _root_up(student(sum(counts) - 2) ** 2 * (variances[0] + variances[1]))
    return Difference(value - beside, margin, min(counts))


def variance(answers: Sequence[Response]) -> Fraction | None:
    """Return the variance of the share in percent, by KSM; None for fewer than two KSM."""
    by_ksm: defaultdict[str, list[bool]] = defaultdict(list)
    for item in answers:
        by_ksm[item.ksm].append(item.paid)
    count = len(by_ksm)
    if count <= 1:
        return None
    share = Fraction(sum(item.paid for item in answers), len(answers))
    spread = sum((sum(paid) - share * len(paid)) ** 2 for paid in by_ksm.values())
    return Fraction(count, count - 1) * spread / len(answers) ** 2 * 100**2


_STUDENT: Final = (
    *(12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131, 2120, 2110, 2101),
    *(2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042),
)
"""Thousandths of Student's t for 1, 2, 3, ... degrees of freedom, 95 percent on both sides (any table of it)."""


def student(degrees: int) -> Fraction:
    """Return Student's t for 95 percent; above 30 degrees of freedom that of 30, which is a little wider."""
    return Fraction(_STUDENT[min(degrees, len(_STUDENT)) - 1], 1000)


_HUNDREDTHS: Final = 100


def _root_up(square: Fraction) -> Fraction:
    """Return the least number of hundredths that is no less than the root."""
    whole = -(-square.numerator * _HUNDREDTHS**2 // square.denominator)
    root = isqrt(whole)
    return Fraction(root if root * root == whole else root + 1, _HUNDREDTHS)
