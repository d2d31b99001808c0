"""The process in which a workbook is opened, for some damaged files end the whole process of whoever reads them.

``python -m danabergulir.operations.imports.workbook.apart FILE`` prints the sheets as JSON; nothing else of the program
is loaded there, so that nobody waits for it.
"""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, Final

_MEMORY: Final = 2_000_000_000
LOCKED, DAMAGED = 3, 4
"""What this process ends with where no sheets can be read."""


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
