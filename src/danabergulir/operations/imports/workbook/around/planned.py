"""One row that is to be recorded of a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from danabergulir.operations.imports.workbook.asking import Record


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of an import: its cells by column, and the row of the workbook; ``fields`` where names differ."""

    cells: Mapping[str, str]
    record: Record
    fields: Mapping[str, str] = field(default_factory=dict)
