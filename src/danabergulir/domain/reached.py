"""Who was reached: the members of the KSM that have borrowed, and what is not written down about them."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from danabergulir.domain.groups import KSM, Member
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, total


class GroupReached(Struct, frozen=True):
    """A KSM that has borrowed: its members now, and as they were when its first loan was paid out.

    ``loans`` is how many loans it had; ``members`` hold those who are there now, ``then`` all who were in the register
    at the first loan. ``saved`` is what it has saved.
    """

    ksm: KSM
    first_lent_on: date
    loans: int
    members: tuple[Member, ...] = ()
    then: tuple[Member, ...] = ()
    saved: Rupiah = NIL

    @property
    def size(self) -> int:
        """Return how many members it has: those in the register, else as many as the KSM says."""
        return len(self.members) or self.ksm.member_count or 0

    @property
    def women(self) -> int:
        """Return how many members are known to be women; the KSM says it while nobody's gender is written down."""
        if any(member.gender for member in self.members):
            return sum(member.gender == "P" for member in self.members)
        return min(self.ksm.women_count or 0, self.size)

    @property
    def poor(self) -> int:
        """Return how many members are known to be poor."""
        return sum(member.poor is True for member in self.members)

    @property
    def untold(self) -> int:
        """Return of how many members it is not written down whether they are poor, or whether they are women.

        Of a KSM whose members are not in the register that is all of them.
        """
        if not self.members:
            return self.size
        gender_known = self.ksm.women_count is not None and not any(member.gender for member in self.members)
        return sum(member.poor is None or not (member.gender or gender_known) for member in self.members)

    @property
    def turnovers(self) -> tuple[tuple[Member, Rupiah, Rupiah], ...]:
        """Return each member whose turnover is known both at the first loan and now, with the two."""
        before = {member.number: member.turnover for member in self.then}
        return tuple(
            (member, then, member.turnover)
            for member in self.members
            if (then := before.get(member.number)) is not None and member.turnover is not None
        )


class PlaceReached(Struct, frozen=True):
    """The KSM of an RW that have borrowed, and which of them borrowed for the first time since a day."""

    rw: str
    groups: tuple[GroupReached, ...]
    since: date

    @property
    def first_timers(self) -> tuple[GroupReached, ...]:
        """Return the KSM whose first loan was paid out since that day."""
        return tuple(group for group in self.groups if group.first_lent_on >= self.since)

    @property
    def repeaters(self) -> tuple[GroupReached, ...]:
        """Return the KSM that borrowed more than once."""
        return tuple(group for group in self.groups if group.loans > 1)

    @property
    def turnover_then(self) -> Rupiah | None:
        """Return the turnover at the first loan of the members of whom both are known; None where of nobody."""
        known = [then for group in self.groups for _, then, _ in group.turnovers]
        return total(known) if known else None

    @property
    def turnover_now(self) -> Rupiah | None:
        """Return what the turnover of the same members is now."""
        known = [now for group in self.groups for _, _, now in group.turnovers]
        return total(known) if known else None


def share_of_women(groups: Sequence[GroupReached]) -> Fraction | None:
    """Return which part of the members is known to be women, in percent; None where there is nobody."""
    return _share(groups, sum(group.women for group in groups))


def share_of_poor(groups: Sequence[GroupReached]) -> Fraction | None:
    """Return which part of the members is known to be poor, in percent; None where there is nobody."""
    return _share(groups, sum(group.poor for group in groups))


def _share(groups: Sequence[GroupReached], some: int) -> Fraction | None:
    size = sum(group.size for group in groups)
    return Fraction(100 * some, size) if size else None


def by_place(groups: Sequence[GroupReached], since: date) -> tuple[PlaceReached, ...]:
    """Return the KSM by RW, in the order of its numbers."""
    places = sorted({group.ksm.rw for group in groups})
    return tuple(PlaceReached(rw, tuple(group for group in groups if group.ksm.rw == rw), since) for rw in places)
