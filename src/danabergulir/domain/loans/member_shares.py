"""Each member's part of a group loan, and who paid whose part of a receipt (*tanggung renteng*)."""

from collections.abc import Iterable, Sequence

from danabergulir.domain.groups import KSM, Member
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, split, total

Shares = tuple[tuple[int, Rupiah], ...]
"""Each member's number and part in rupiah, in the order of the numbers."""


def equal_shares(principal: Rupiah, members: Sequence[int]) -> Shares:
    """Return a loan shared equally over the members with these numbers; the first ones take what does not divide.

    A member for whom nothing is left has no share.
    """
    parts = split(principal, [1] * len(members))
    return tuple((member, part) for member, part in zip(sorted(members), parts, strict=True) if part)


class ReceiptShare(Struct, frozen=True):
    """What one member paid of a receipt, in rupiah: the own part, or that of the member ``carried``."""

    voucher: str
    member: int
    amount: Rupiah
    carried: int | None = None


class MemberStanding(Struct, frozen=True):
    """One member of a loan, in rupiah: part of the loan, paid for oneself, paid for others, paid by others."""

    member: int
    share: Rupiah
    paid: Rupiah
    carried_for_others: Rupiah
    carried_by_others: Rupiah


class MemberPart(Struct, frozen=True):
    """A member with the part this one has in a loan."""

    member: Member
    standing: MemberStanding


class LoanMembers(Struct, frozen=True):
    """A loan, or a proposal, member by member, in rupiah; ``unshared`` is what of the receipts nobody is named for."""

    number: str
    ksm: KSM
    members: tuple[MemberPart, ...]
    unshared: Rupiah


def standings(shares: Shares, receipts: Iterable[ReceiptShare]) -> tuple[MemberStanding, ...]:
    """Return every member with a share or a part in a receipt, in the order of the numbers."""
    paid = tuple(receipts)
    of_member = dict(shares)
    known = set(of_member) | {item.member for item in paid} | {item.carried for item in paid if item.carried}
    return tuple(
        MemberStanding(
            member,
            of_member.get(member, NIL),
            total([item.amount for item in paid if item.member == member and item.carried is None]),
            total([item.amount for item in paid if item.member == member and item.carried is not None]),
            total([item.amount for item in paid if item.carried == member]),
        )
        for member in sorted(known)
    )
