"""Opening a workbook in a process of its own, for some damaged files end the whole process of whoever reads them.

``python -m danabergulir.operations.imports.workbook.apart FILE`` prints the sheets as JSON; nothing else of the program
is loaded there.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from danabergulir.frozen import Struct

_PATIENCE: Final = 120
"""Seconds; a workbook within the bounds is read in one."""
_MEMORY: Final = 2_000_000_000
LOCKED, DAMAGED = 3, 4
"""What the other process ends with where no sheets can be read."""
_WAYS: Final[Mapping[str, type[datetime] | type[date] | type[time]]] = {
    "datetime": datetime,
    "date": date,
    "time": time,
}


class RawSheet(Struct, frozen=True):
    """A sheet as the reader finds it: cells from the first one on, merged ranges (None is not told), and its state."""

    name: str
    rows: Sequence[Sequence[Any]]
    spans: Sequence[Sequence[int]] | None
    hidden: bool


class UnreadableWorkbookError(Exception):
    """A file of which no sheets can be read; ``locked`` where it asks for a password."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__(locked)
        self.locked = locked


def read_apart(path: Path) -> list[RawSheet]:
    """Return the sheets of a workbook. Raises ``UnreadableWorkbookError``, whatever happens to the other process."""
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", __name__, str(path.resolve())],
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableWorkbookError(locked=False) from None
    if done.returncode != 0:
        raise UnreadableWorkbookError(locked=done.returncode == LOCKED)
    return [RawSheet(**sheet) for sheet in json.loads(done.stdout, object_hook=_from_json)]


def _from_json(known: dict[str, Any]) -> Any:
    for name, way in _WAYS.items():
        if name in known:
            return way.fromisoformat(known[name])
    return timedelta(seconds=known["seconds"]) if "seconds" in known else known


def _to_json(cell: object) -> Mapping[str, Any]:
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    assert isinstance(cell, datetime | date | time), cell
    return {type(cell).__name__: cell.isoformat()}


def _sheets(path: str) -> list[Mapping[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - only over there

    sheets: list[Mapping[str, Any]] = []
    with CalamineWorkbook.from_path(path) as book:
        for about in book.sheets_metadata:
            if about.typ is SheetTypeEnum.WorkSheet:
                read = book.get_sheet_by_name(about.name)
                ranges = read.merged_cell_ranges
                sheets.append(
                    {
                        "name": about.name,
                        "rows": read.to_python(skip_empty_area=False) if read.height else [],
                        "spans": None if ranges is None else [[*first, *last] for first, last in ranges],
                        "hidden": about.visible is not SheetVisibleEnum.Visible,
                    }
                )
    return sheets


def main() -> None:
    """Print the sheets of the workbook named on the command line, and end with a status that says what is wrong."""
    with suppress(ImportError, ValueError, OSError):  # where a system cannot say how much a process may take
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        text = json.dumps(_sheets(sys.argv[1]), default=_to_json)
    except BaseException as error:  # noqa: BLE001 - a reader that panics raises more than exceptions
        sys.exit(LOCKED if type(error).__name__ == "PasswordError" else DAMAGED)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
