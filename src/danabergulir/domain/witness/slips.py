"""The slip by which a member proves that a receipt is in the book: what its QR says, at most 1,000 octets.

Three lines: the name of the book; how many entries its tree has and which one this is, counted from 0; and in Base64
the digest of the entry and the path of its leaf to the root, 32 octets each. A million entries make 20 steps.
"""

from base64 import b64encode

from danabergulir.domain.witness.tree import Tree


def slip(origin: str, tree: Tree, index: int, digest: bytes) -> str:
    """Return what proves one entry of a tree."""
    return f"{origin}\n{len(tree)} {index}\n{b64encode(digest + b''.join(tree.inclusion(index))).decode()}"
