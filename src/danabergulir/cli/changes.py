"""Options that change something: only those that were given count."""

from collections.abc import Mapping
from typing import Any

from danabergulir.errors import UsageError


def given(options: Mapping[str, Any], command: str) -> dict[str, Any]:
    """Return the options that were given. Raises ``UsageError`` when there is none to change anything by."""
    chosen = {name: value for name, value in options.items() if value is not None}
    if not chosen:
        raise UsageError(
            "tidak ada yang diubah", f"Tambahkan pilihan yang diubah. Lihat: danabergulir {command} --help"
        )
    return chosen
