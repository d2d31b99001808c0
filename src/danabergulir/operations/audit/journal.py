"""Handing the books to other programs: the whole journal as hledger and Ledger read it."""

from datetime import date
from pathlib import Path

from danabergulir import __version__
from danabergulir.dates import END_OF_TIME
from danabergulir.errors import UsageError
from danabergulir.files import file_digest, written_whole
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, stream
from danabergulir.reports.exports.hledger_journal import journal_lines


def write_journal(path: Path, destination: Path) -> str:
    """Write the whole journal to ``destination``, in the place of what stood there, whole or not at all.

    Returns its digest, empty for a pipe. Raises ``UsageError`` when the file cannot be written.
    """
    try:
        with written_whole(destination) as draft:
            _write(path, draft)
            return file_digest(draft) if draft.is_file() else ""
    except OSError as error:
        raise UsageError(
            f"--ke: file tidak dapat ditulis: {destination}",
            "Periksa nama folder, nama file, izinnya, dan sisa ruang penyimpanan. File lama tidak diubah.",
        ) from error


def _write(path: Path, draft: Path) -> None:
    with store.reading(path) as connection, draft.open("w", encoding="utf-8", newline="\n") as file:
        upk = registers.profile(connection, END_OF_TIME).upk
        lines = journal_lines(
            f"Jurnal {upk}, ditulis danabergulir {__version__}",
            registers.chart(connection, END_OF_TIME),
            stream.by_date(connection, date.min, END_OF_TIME),
        )
        file.writelines(f"{line}\n" for line in lines)
