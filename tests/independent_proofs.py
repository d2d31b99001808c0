"""Verifiers written from the public formats alone, without a line of the program: RFC 8032, RFC 9162 and C2SP.

Ed25519 is worked out by the formulas of RFC 8032, slowly; checkpoints are read as c2sp.org/signed-note and
c2sp.org/tlog-checkpoint say, proofs as RFC 9162, 2.1.3.2 and 2.1.4.2.
"""

import base64
import hashlib

_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def _recovered(y, sign):
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P:
        return None
    return _P - x if x & 1 != sign else x


def _point(octets):
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _recovered(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def _sum(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor, point):
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _sum(total, point)
        point, factor = _sum(point, point), factor >> 1
    return total


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE_X = _recovered(_BASE_Y, 0)
_BASE = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


def ed25519_holds(public, text, signature):
    """Return whether a signature is good: RFC 8032, 5.1.7."""
    there, commitment, scalar = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or there is None or commitment is None or scalar >= _Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % _Q
    left, right = _times(scalar, _BASE), _sum(commitment, _times(challenge, there))
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (left[1] * right[2] - right[1] * left[2]) % _P == 0


def checkpoint_in(note, vkey):
    """Return origin, size and root of a signed checkpoint, or None where it is not signed by the key."""
    name, key_id, encoded = vkey.split("+", 2)
    kind_and_key = base64.b64decode(encoded)
    assert kind_and_key[0] == 1
    assert len(kind_and_key) == 33
    assert hashlib.sha256(f"{name}\n".encode() + kind_and_key).digest()[:4].hex() == key_id
    at = note.rindex("\n\n")
    text, lines = note[: at + 1], note[at + 2 :].splitlines()
    for line in lines:
        dash, signer, octets = line.split(" ")
        assert dash == "\u2014"
        signature = base64.b64decode(octets)
        if (signer, signature[:4].hex()) == (name, key_id):
            if not ed25519_holds(kind_and_key[1:], text.encode(), signature[4:]):
                return None
            origin, size, root = text.split("\n")[:3]
            assert str(int(size)) == size
            return origin, int(size), base64.b64decode(root)
    return None


def _leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_over(entries):
    """Return the Merkle tree hash of a list of entries as RFC 6962, 2.1 defines it."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return _leaf(entries[0])
    parted = 1
    while parted * 2 < len(entries):
        parted *= 2
    return _node(root_over(entries[:parted]), root_over(entries[parted:]))


def root_by_inclusion(entry, index, size, path):
    """Return the root that an inclusion proof leads to, None where it has another length: RFC 9162, 2.1.3.2."""
    if index >= size:
        return None
    at, last, found = index, size - 1, _leaf(entry)
    for step in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = _node(step, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, step)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def goes_on(first, first_root, second, second_root, proof):
    """Return whether one tree is the beginning of another: RFC 9162, 2.1.4.2."""
    if first == second:
        return first_root == second_root and not proof
    if first & (first - 1) == 0:
        proof = [first_root, *proof]
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = proof[0]
    for step in proof[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            older, newer = _node(step, older), _node(step, newer)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            newer = _node(newer, step)
        at, last = at >> 1, last >> 1
    return last == 0 and older == first_root and newer == second_root
