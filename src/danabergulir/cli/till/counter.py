"""What the screen and the pipe have in common: the ledger, the day, the account, and the kuitansi of each answer."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.cli.output import write_receipt
from danabergulir.domain.accounts import Account
from danabergulir.errors import UsageError
from danabergulir.operations import counter as papers

USUAL_FOLDER: Final = Path("kuitansi")
_PRINTING_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Counter:
    """One opening of the counter: the ledger, the day that is recorded, and the accounts, the usual one first.

    ``folder`` takes a kuitansi for each receipt; None where none is asked for.
    """

    ledger: Path
    day: date
    accounts: tuple[Account, ...]
    folder: Path | None

    @property
    def account(self) -> Account:
        """Return the account that takes the money unless another is chosen."""
        return self.accounts[0]

    def write_slips(self, numbers: Iterable[str]) -> list[Path]:
        """Return the files of the kuitansi of vouchers, each named after its number; one that is there stays.

        Raises ``UsageError`` where one cannot be made and ``RefusedError`` for a file that holds another paper.
        """
        folder = make_folder(self.folder or USUAL_FOLDER)
        files = []
        for number in numbers:
            paper, path = papers.receipt_on_paper(self.ledger, number), folder / f"kuitansi-{number}.pdf"
            write_receipt(paper, path)
            files.append(path)
        return files


def make_folder(folder: Path) -> Path:
    """Return the folder, which is there then. Raises ``UsageError`` where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"--kuitansi: folder tidak dapat dibuat: {folder}",
            "Periksa nama folder, izinnya, dan sisa ruang penyimpanan.",
        ) from error
    return folder


def print_out(path: Path) -> None:
    """Send a PDF to the usual printer: by the print verb of Windows, elsewhere by ``lp``. Raises ``UsageError``."""
    if sys.platform == "win32":
        try:
            os.startfile(path, "print")  # noqa: S606 - the only way to a printer there
        except OSError as error:
            raise _unprinted(path, "tidak ada program yang mencetak PDF") from error
        return
    spooler = shutil.which("lp")
    if spooler is None:
        raise _unprinted(path, "perintah lp tidak ada di komputer ini")
    try:
        command = [spooler, "--", str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=_PRINTING_SECONDS)  # noqa: S603 - our own words
    except (OSError, subprocess.SubprocessError) as error:
        raise _unprinted(path, "printer tidak menerimanya") from error


def _unprinted(path: Path, why: str) -> UsageError:
    return UsageError(
        f"kuitansi tidak dapat dicetak: {why}", f"Periksa printernya, atau buka dan cetak sendiri: {path}"
    )
