"""A book in a browser: what Datasette, which shows any SQLite file, is told of the tables and views of this one."""

import json
from pathlib import Path
from typing import Any, Final

from danabergulir.dates import END_OF_TIME
from danabergulir.ledger.file import store
from danabergulir.ledger.file.described import TABLES, DescribedColumn, described
from danabergulir.ledger.file.views import VIEWS
from danabergulir.ledger.read import registers

_QUERIES: Final = {
    "saldo-hari-ini": (
        "Saldo setiap akun hari ini",
        "SELECT akun, nama, kelompok, saldo, max(tanggal) AS per FROM saldo GROUP BY akun ORDER BY akun",
    ),
    "tunggakan": (
        "Pinjaman yang menunggak, yang terbesar di atas",
        "SELECT * FROM tunggakan_sekarang ORDER BY tunggakan_pokok + tunggakan_jasa DESC",
    ),
    "kartu": (
        "Kartu satu pinjaman, misalnya P-0001",
        "SELECT * FROM kartu_pinjaman WHERE pinjaman = :pinjaman ORDER BY tanggal, bukti",
    ),
    "jurnal-bulan": (
        "Jurnal satu bulan, misalnya 2026-01",
        "SELECT * FROM jurnal WHERE tanggal LIKE :bulan || '%' ORDER BY tanggal, urutan",
    ),
    "uang-per-bulan": (
        "Setoran pokok dan jasa bulan demi bulan",
        """SELECT substr(tanggal, 1, 7) AS bulan, sum(bayar_pokok) AS pokok, sum(bayar_jasa) AS jasa
FROM kartu_pinjaman WHERE bukti IS NOT NULL GROUP BY bulan ORDER BY bulan""",
    ),
}
"""Questions that stand ready on the first page: what they answer, and how they are asked."""


def metadata(path: Path) -> str:
    """Return the metadata of Datasette for one book as JSON; the views come first, the tables below are hidden."""
    with store.reading(path) as connection:
        profile = registers.profile(connection, END_OF_TIME)
        shape = described(connection)
    tables = {name: _table(name, columns) for name, columns in shape.items()}
    known = {
        "title": f"Buku {profile.upk}",
        "description": (
            "Ditampilkan langsung dari file buku, tanpa mengubahnya. Buku ini memuat NIK dan telepon: jangan dibuka "
            "untuk umum."
        ),
        "databases": {
            path.stem: {
                "description": f"{profile.upk}, {profile.kelurahan}",
                "tables": tables,
                "queries": {name: {"title": title, "sql": statement} for name, (title, statement) in _QUERIES.items()},
            }
        },
    }
    return json.dumps(known, ensure_ascii=False, indent=2) + "\n"


def _table(name: str, columns: tuple[DescribedColumn, ...]) -> dict[str, Any]:
    table: dict[str, Any] = {
        "description": TABLES.get(name, ""),
        "columns": {column.name: column.words for column in columns if column.words},
    }
    if name in VIEWS:
        table["size"] = 100
    else:
        table["hidden"] = True
    return table
