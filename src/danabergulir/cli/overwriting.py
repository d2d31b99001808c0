"""Whether a command may write where something stands already: one rule for every option that names a file."""

from collections.abc import Container, Mapping
from hashlib import sha256
from pathlib import Path

from danabergulir.cli.usage.options import ask, is_interactive, ledger_path
from danabergulir.errors import RefusedError, UsageError
from danabergulir.files import FileKind, kind_of_content, write_whole


def may_write(
    kinds: Mapping[Path, FileKind], option: str = "--ke", *, overwrite: bool, ledger: Path | None = None
) -> None:
    """Return where files of these kinds may take the place of what stands there; a person is asked.

    What the commands of this book left there needs no question, so that a nightly line goes on working. Raises
    ``RefusedError`` for a book and what lies beside it, a backup, a file of another kind and for the answer no, and
    ``UsageError`` naming ``--timpa`` where nobody can be asked, or for what is no file.
    """
    from danabergulir.ledger.file import own_files

    book = ledger or ledger_path()
    try:
        there = [path for path, kind in kinds.items() if own_files.refuse_foreign(path, kind, book, option)]
        others = [] if overwrite else [path for path in there if not own_files.is_own(path, book)]
    except (OSError, RuntimeError, ValueError) as error:  # a link to itself, a name that can be none
        raise unwritable(next(iter(kinds)), option) from error
    if not others:
        return
    more = f", dan {len(others) - 1} file lain" if others[1:] else ""
    told = f"file sudah ada: {others[0]}{more}"
    if not is_interactive():
        raise UsageError(f"{option}: {told}", "Pilih nama lain. Bila isinya tidak diperlukan lagi, tambahkan --timpa.")
    if ask(f"{told[0].upper()}{told[1:]}. Timpa? Ketik ya atau tidak", "--timpa").casefold() not in {"y", "ya"}:
        raise RefusedError(f"{told}, tidak ditimpa", f"Pilih nama lain pada {option}. Tidak ada yang ditulis.")


def put_files(
    files: Mapping[Path, bytes],
    option: str = "--ke",
    *,
    overwrite: bool,
    private: Container[Path] = (),
    ledger: Path | None = None,
) -> None:
    """Write files where ``may_write`` lets them, whole or not at all, and remember them as this book's own.

    What would stay as it is needs no leave. Raises what ``may_write`` raises, and ``OSError``.
    """
    from danabergulir.ledger.file import own_files

    kinds = {path: kind_of_content(content) for path, content in files.items() if not _stands_there(content, path)}
    if kinds:
        may_write(kinds, option, overwrite=overwrite, ledger=ledger)
    write_whole(files, private=private)
    own_files.note_own({path: sha256(content).hexdigest() for path, content in files.items()}, ledger or ledger_path())


def _stands_there(content: bytes, path: Path) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def unwritable(place: Path, option: str = "--ke") -> UsageError:
    """Return what is said of a place that cannot be written to."""
    return UsageError(
        f"{option}: file tidak dapat ditulis: {place}",
        "Periksa nama folder, nama file, izinnya, dan sisa ruang penyimpanan.",
    )
