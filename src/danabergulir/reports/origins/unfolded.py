"""A figure unfolded to its last voucher and schedule row, each level checked against the one above."""

from collections.abc import Callable, Iterator
from datetime import date

from danabergulir.frozen import Struct
from danabergulir.reports.origins.figure import Figure, Source, comes_to


class PolicyRule(Struct, frozen=True):
    """A rule of the policy: its key, its value as it is written there, and since which version it has that value.

    ``words`` says what it is about and its value as a sentence does.
    """

    key: str
    value: str
    since: date
    words: str


class Unfolded(Struct, frozen=True):
    """A figure with its parts, and the rules of the policy that were asked."""

    figure: Figure
    parts: tuple["Unfolded", ...]
    rules: tuple[PolicyRule, ...]

    @property
    def holds(self) -> bool:
        """Return whether it follows from its parts, and each of them from its own."""
        told = [part.figure for part in self.parts]
        return (not told or comes_to(self.figure, told)) and all(part.holds for part in self.parts)

    @property
    def below(self) -> Iterator["Unfolded"]:
        """Yield it and everything that it is made of, each before its parts."""
        yield self
        for part in self.parts:
            yield from part.below


def unfold(figure: Figure, source: Source, rule: Callable[[str], PolicyRule]) -> Unfolded:
    """Return a figure with all that it is made of; ``rule`` looks a key of the policy up."""
    return Unfolded(
        figure,
        tuple(unfold(part, source, rule) for part in figure.made_of(source)),
        tuple(rule(key) for key in figure.keys),
    )
