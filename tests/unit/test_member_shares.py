"""Members' parts of a loan and of its receipts."""

from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.loans.member_shares import MemberStanding, ReceiptShare, equal_shares, standings
from danabergulir.money import Rupiah, total
from strategies import amounts

numbers = st.lists(st.integers(1, 100), min_size=1, max_size=20, unique=True)


@given(amounts, numbers)
def test_equal_shares_sum_to_the_loan_and_differ_by_a_rupiah_at_most(principal, members):
    """Whatever does not divide goes to the first members, a rupiah each; nobody has a share of nil."""
    shares = equal_shares(principal, members)
    values = [amount.value for _, amount in shares]
    assert total([amount for _, amount in shares]) == principal
    assert [member for member, _ in shares] == sorted(members)[: len(shares)]
    assert max(values) - min(values) <= 1
    assert min(values) > 0


@given(numbers, st.data())
def test_every_rupiah_of_a_receipt_share_is_seen_once_on_each_side(members, data):
    """What members paid for others equals what others paid for them, and all of it is what was written down."""
    share = st.builds(
        ReceiptShare, st.just("BKM-2023-0001"), st.sampled_from(members), amounts, st.none() | st.sampled_from(members)
    )
    receipts = data.draw(st.lists(share, max_size=10))
    found = standings((), receipts)
    paid = total([item.paid for item in found])
    carried = total([item.carried_for_others for item in found])
    assert carried == total([item.carried_by_others for item in found])
    assert paid + carried == total([item.amount for item in receipts])


def test_a_member_without_a_share_who_paid_stands_in_the_list():
    """Who pays for another without borrowing is not forgotten."""
    receipts = [ReceiptShare("BKM-2023-0001", 1, Rupiah(60)), ReceiptShare("BKM-2023-0001", 3, Rupiah(40), carried=2)]
    nil = Rupiah(0)
    assert standings(((1, Rupiah(500)), (2, Rupiah(300))), receipts) == (
        MemberStanding(1, Rupiah(500), Rupiah(60), nil, nil),
        MemberStanding(2, Rupiah(300), nil, nil, Rupiah(40)),
        MemberStanding(3, nil, nil, Rupiah(40), nil),
    )
