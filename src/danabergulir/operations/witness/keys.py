"""The key of the board: made, kept under a passphrase in a file of its own, and used, by the cryptography library."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from danabergulir.domain.witness.notes import VerifierKey
from danabergulir.errors import RefusedError, UsageError, how_to_install
from danabergulir.files import make_folder, write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC: Final = ".umum"
"""What the name of the public half ends in; everybody may have it."""
LAST: Final = ".terakhir"
"""What the name of the head signed last ends in: what the key holds the book to."""
_SHORTEST: Final = 10


def beside(key: Path, ending: str) -> Path:
    """Return the file that belongs to a key."""
    return key.with_name(key.name + ending)


def check_library() -> None:
    """Raise ``UsageError`` where the library is not installed."""
    try:
        import cryptography  # noqa: F401, PLC0415 - not installed by default
    except ImportError:
        raise UsageError(
            "tanda tangan belum dapat dipakai: bagian tanda-tangan belum dipasang",
            how_to_install("tanda-tangan"),
        ) from None


def check_place(key: Path, ledger: Path) -> None:
    """Raise ``RefusedError`` for a key in the folder of the book or below it: one thief would have both."""
    if key.resolve().is_relative_to(ledger.resolve().parent):
        raise RefusedError(
            f"kunci tidak disimpan di folder buku: {key}",
            "Simpan di flash disk yang dipegang BKM, misalnya --kunci E:\\kunci-bkm.pem",
        )


def make(key: Path, name: str, passphrase: str) -> None:
    """Make a key and write both halves, the private one for its owner alone.

    Raises ``UsageError`` for a short passphrase, ``RefusedError`` where a file stands already, and ``OSError``.
    """
    check_library()
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - not installed by default
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    if len(passphrase) < _SHORTEST:
        raise UsageError(
            f"kata sandi terlalu pendek: paling sedikit {_SHORTEST} huruf", "Pakai beberapa kata yang mudah diingat."
        )
    taken = next((path for path in (key, beside(key, PUBLIC), beside(key, LAST)) if path.exists()), None)
    if taken:
        raise RefusedError(f"file sudah ada dan tidak ditimpa: {taken}", "Pilih nama lain pada --kunci.")
    made = Ed25519PrivateKey.generate()
    hidden = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    public = VerifierKey(name, made.public_key().public_bytes_raw())
    make_folder(key.parent)
    write_whole({key: hidden, beside(key, PUBLIC): f"{public}\n".encode()}, private={key})


def load(key: Path, passphrase: str) -> "Ed25519PrivateKey":
    """Return the private key in a file. Raises ``UsageError`` for another file and another passphrase."""
    check_library()
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - not installed by default
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    unusable = UsageError(
        f"kunci tidak dapat dibuka: {key}", "Periksa nama file pada --kunci, dan kata sandinya. Lalu ulangi."
    )
    try:
        loaded = serialization.load_pem_private_key(key.read_bytes(), passphrase.encode())
    except (OSError, ValueError, TypeError) as error:
        raise unusable from error
    if not isinstance(loaded, Ed25519PrivateKey):
        raise unusable
    return loaded


def is_signed(public: VerifierKey, signature: bytes, text: bytes) -> bool:
    """Return whether a signature over a text is by the other half of a public key."""
    check_library()
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - not installed by default
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(public.key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True
