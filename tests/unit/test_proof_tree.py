"""The tree of RFC 6962: its roots and proofs, held against a verifier that knows the public formats alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import independent_proofs as outside
from danabergulir.domain.witness.tree import Tree, is_beginning, leaf, root_over

ENTRIES = [bytes([number]) * 32 for number in range(70)]


@pytest.mark.parametrize("size", range(70))
def test_roots_are_those_of_the_rfc(size):
    """Of the empty tree too."""
    due = outside.root_over(ENTRIES[:size])
    assert Tree([leaf(entry) for entry in ENTRIES]).root(size) == due
    assert root_over(leaf(entry) for entry in ENTRIES[:size]) == due


def test_the_vectors_of_the_rfc_come_out():
    """The root over the eight inputs that Certificate Transparency tests its own code with."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert Tree([leaf(bytes.fromhex(item)) for item in inputs]).root().hex() == root


@given(st.data())
def test_every_entry_is_proved_with_as_many_hashes_as_the_tree_is_high(data):
    """And no other entry is, at no other place."""
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    tree = Tree([leaf(entry) for entry in ENTRIES])
    path = tree.inclusion(index, size)
    assert len(path) <= (size - 1).bit_length()
    assert outside.root_by_inclusion(ENTRIES[index], index, size, path) == tree.root(size)
    assert outside.root_by_inclusion(b"x" * 32, index, size, path) != tree.root(size)
    other = data.draw(st.integers(0, size - 1).filter(lambda place: place != index)) if size > 1 else size
    assert outside.root_by_inclusion(ENTRIES[index], other, size, path) != tree.root(size)


@given(st.integers(1, 70), st.integers(1, 70))
def test_a_tree_goes_on_from_its_own_beginning_alone(one, other):
    """Two verifiers agree, and both refuse a second history."""
    first, second = sorted((one, other))
    tree, forged = Tree([leaf(entry) for entry in ENTRIES]), Tree([leaf(b"x" * 32), *map(leaf, ENTRIES[1:])])
    proof = tree.consistency(first, second)
    assert outside.goes_on(first, tree.root(first), second, tree.root(second), list(proof))
    assert is_beginning(first, tree.root(first), second, tree.root(second), proof)
    assert not is_beginning(first, forged.root(first), second, tree.root(second), proof)
    assert not is_beginning(first, tree.root(first), second, forged.root(second), forged.consistency(first, second))
