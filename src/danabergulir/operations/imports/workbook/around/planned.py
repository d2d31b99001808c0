"""One row that is to be recorded of a workbook."""

from collections.abc import Mapping

from danabergulir.frozen import Struct, field
from danabergulir.operations.imports.workbook.asking import Record


class PlannedRow(Struct, frozen=True):
    """One row of an import: its cells by column, and the row of the workbook; ``fields`` where names differ."""

    cells: Mapping[str, str]
    record: Record
    fields: Mapping[str, str] = field(default_factory=dict)
