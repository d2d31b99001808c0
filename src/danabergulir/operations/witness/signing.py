"""Signing the head of the book by the key of the board, and looking whether a signed head is still in the book.

Who keeps the last signed head catches a second history: one of the same size with another root, a shorter one, or a
longer one that does not go on from it.
"""

from pathlib import Path
from typing import Final

from danabergulir.domain.witness.notes import Checkpoint, Note, VerifierKey, read_key, read_note, with_proof
from danabergulir.domain.witness.tree import Tree, is_beginning
from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.files import write_whole
from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.money import format_count
from danabergulir.operations.witness import keys
from danabergulir.operations.witness.trees import check_sound, origin_of, tree_of
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of

_KEEP_BOTH = "Simpan kedua file itu, jangan pakai buku ini dulu, dan minta bantuan pemeriksa."


def make_key(path: Path, key: Path, passphrase: str) -> None:
    """Make a key for the book at ``path``. Raises as ``keys.make``."""
    keys.check_place(key, path)
    with store.reading(path) as connection:
        name = origin_of(connection)
    keys.make(key, name, passphrase)


def sign(path: Path, key: Path, passphrase: str, since: Path | None = None) -> str:
    """Return the head of the book as it is now, signed; with ``since`` below the proof that it goes on from that.

    The head signed last lies beside the key, and what does not go on from it is not signed. Raises ``FaultyDataError``
    then, and for a chain that does not hold; ``UsageError`` for a key that cannot be used.
    """
    private = keys.load(key, passphrase)
    with store.reading(path) as connection:
        check_sound(connection)
        tree, origin = tree_of(connection), origin_of(connection)
    public = VerifierKey(origin, private.public_key().public_bytes_raw())
    last = keys.beside(key, keys.LAST)
    if last.exists():
        if (signed := read_note(_text(last)).checkpoint.origin) != origin:
            raise FaultyDataError(
                f"kunci ini untuk buku lain: {signed}, buku ini {origin}",
                "Pakai kunci yang dibuat untuk buku ini, atau sebut bukunya: danabergulir --buku FILE",
            )
        _check_within(tree, origin, _signed_by(last, public), last)
    checkpoint = Checkpoint(origin, len(tree), tree.root())
    note = checkpoint.signed(public, private.sign(checkpoint.body.encode()))
    shown = note
    if since is not None:
        older = _signed_by(since, public).checkpoint
        _check_within(tree, origin, read_note(_text(since)), since)
        shown = with_proof(note, older.size, tree.consistency(older.size))
    write_whole({last: note.encode()})
    return shown


_SIGNED: Final = (
    Column("buku", "Buku", identifies=True, of=lambda item: item.checkpoint.origin),
    Column("catatan", "Banyaknya catatan", Kind.COUNT, of=lambda item: item.checkpoint.size),
    Column("akar", "Akar", of=lambda item: item.checkpoint.root.hex()),
    Column("sesudah", "Catatan sesudahnya", Kind.COUNT, of=lambda item: item.after),
    Column("sejak", "Lanjutan dari", Kind.COUNT, of=lambda item: item.since),
)


class SignedHead(Struct, frozen=True):
    """A signed head that was found sound: how many entries came after it, None where no book was asked.

    ``since`` is the size of the older one that it was shown to go on from.
    """

    checkpoint: Checkpoint
    after: int | None
    since: int | None

    @property
    def record(self) -> Section:
        """Return it for other programs."""
        return Section(_SIGNED, rows_of(_SIGNED, [self]))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return it as a person reads it, label and value."""
        size = format_count(self.checkpoint.size)
        facts = [("Tanda tangan", "sah"), ("Buku", self.checkpoint.origin), ("Banyaknya catatan", size)]
        if self.after is not None:
            facts.append(("Di buku ini", f"ada, sesudahnya {format_count(self.after)} catatan"))
        if self.since is not None:
            facts.append(("Kepala buku yang lama", f"{format_count(self.since)} catatan, ini lanjutannya"))
        return tuple(facts)


def verify(file: Path, public: Path, *, ledger: Path | None, since: Path | None = None) -> SignedHead:
    """Return what a signed head says, found sound: its signature, the ``ledger``, and the older head ``since``.

    Raises ``FaultyDataError`` for the first that does not hold.
    """
    key = read_key(_text(public))
    note = _signed_by(file, key)
    older = _signed_by(since, key).checkpoint if since else None
    after = None
    if ledger is not None:
        with store.reading(ledger) as connection:
            check_sound(connection)
            tree, origin = tree_of(connection), origin_of(connection)
        _check_within(tree, origin, note, file)
        after = len(tree) - note.checkpoint.size
    if older is not None and since is not None:
        if after is None:
            _check_goes_on(note, older)
        else:
            _check_within(tree, origin, read_note(_text(since)), since)
            _check_not_shorter(note.checkpoint, older)
    return SignedHead(note.checkpoint, after, older.size if older else None)


def _check_within(tree: Tree, origin: str, note: Note, file: Path) -> None:
    """Raise ``FaultyDataError`` where the tree of a book does not begin with a signed one."""
    signed = note.checkpoint
    if signed.origin != origin:
        raise FaultyDataError(
            f"{file} ditandatangani untuk buku lain: {signed.origin}, buku ini {origin}", "Pakai buku yang benar."
        )
    if signed.size > len(tree):
        raise FaultyDataError(
            f"buku ini lebih pendek daripada yang ditandatangani di {file}: "
            f"{format_count(len(tree))} catatan, dahulu {format_count(signed.size)}",
            f"Catatan sudah dibuang, atau cadangan buku yang lama dipulihkan. {_KEEP_BOTH}",
        )
    if tree.root(signed.size) != signed.root:
        raise FaultyDataError(
            f"buku ini bukan yang ditandatangani di {file}: {format_count(signed.size)} catatan pertamanya lain",
            f"Catatan lama sudah ditulis ulang. {_KEEP_BOTH}",
        )


def _check_not_shorter(newer: Checkpoint, older: Checkpoint) -> None:
    if newer.size < older.size:
        raise FaultyDataError(
            f"kepala buku yang baru lebih pendek: {format_count(newer.size)} catatan, "
            f"yang lama {format_count(older.size)}",
            f"Catatan sudah dibuang, atau cadangan buku yang lama dipulihkan. {_KEEP_BOTH}",
        )


def _check_goes_on(note: Note, older: Checkpoint) -> None:
    """Raise ``FaultyDataError`` where a note, by the proof in it, does not go on from an older head."""
    newer = note.checkpoint
    if newer.origin != older.origin:
        raise FaultyDataError(f"dua buku yang berbeda: {newer.origin} dan {older.origin}", "Periksa nama filenya.")
    _check_not_shorter(newer, older)
    if newer.size > older.size and note.since != older.size:
        raise FaultyDataError(
            f"tidak ada bukti bahwa ini lanjutan dari kepala buku dengan {format_count(older.size)} catatan",
            "Minta UPK membuatnya: danabergulir tanda-tangan bubuhkan --kunci FILE --sejak FILE-LAMA",
        )
    proof = note.proof if newer.size > older.size else ()
    if not is_beginning(older.size, older.root, newer.size, newer.root, proof):
        raise FaultyDataError(
            "kepala buku yang baru bukan lanjutan dari yang lama: ada dua riwayat dari satu buku",
            f"Catatan lama sudah ditulis ulang. {_KEEP_BOTH}",
        )


def _signed_by(file: Path, key: VerifierKey) -> Note:
    """Return a note whose signature by a key is found good. Raises ``FaultyDataError``."""
    note = read_note(_text(file))
    signature = note.of(key)
    if signature is None or not keys.is_signed(key, signature, note.signed):
        raise FaultyDataError(
            f"tanda tangan di {file} tidak sah untuk kunci {key.name}",
            "File itu diubah, atau ditandatangani dengan kunci lain. Minta file yang asli.",
        )
    return note


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"file tidak dapat dibaca: {file}", "Periksa nama file dan izinnya.") from None
