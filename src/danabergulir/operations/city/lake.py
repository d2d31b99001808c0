"""The Parquet files of a city: one for each table and month, read and written by DuckDB.

``KOTA/TABEL/bulan=2023-01/isi.parquet`` is what Hive, Spark, Trino and ClickHouse call a partition, so any of them
reads the same files. A file is written whole under another name before it takes its place.
"""

import csv
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from danabergulir.errors import LedgerUnusableError, RefusedError, UsageError, how_to_install
from danabergulir.files import make_folder, patiently
from danabergulir.frozen import Struct
from danabergulir.operations.city.tables import TABLES, keys_of

_FILE: Final = "isi.parquet"
_LOCK: Final = "_kunci.duckdb"
"""A database without tables, which one program at a time can open; Spark and Hive look past names like this."""
EXTRA: Final = "kota"
_MEMORY: Final = "256MB"
_THREADS: Final = 2
_ROWS: Final = 50_000


class Lake(Struct, frozen=True):
    """A city's folder with the DuckDB connection that its tables are asked through."""

    folder: Path
    connection: Any
    scratch: Path

    def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a statement. Raises as ``run``."""
        with self._told():
            found: list[tuple[Any, ...]] = self.connection.execute(statement, values or None).fetchall()
        return found

    def run(self, statement: str) -> None:
        """Carry a statement out. Raises ``LedgerUnusableError`` for files that cannot be read."""
        with self._told():
            self.connection.execute(statement)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except library().Error as error:
            raise LedgerUnusableError(
                f"data kota di {self.folder} tidak dapat dibaca: {_first_line(error)}",
                "Buat lagi dari semua paket, di folder baru: danabergulir kota gabung FOLDER --ke KOTA",
            ) from error


def library() -> Any:
    """Return DuckDB. Raises ``UsageError`` where it is not installed."""
    try:
        import duckdb  # noqa: PLC0415 - an extra that only the commands of a city need
    except ImportError as error:
        raise UsageError("pustaka duckdb belum terpasang di komputer ini", how_to_install(EXTRA)) from error
    return duckdb


@contextmanager
def reading(folder: Path) -> Iterator[Lake]:
    """Yield a city to be asked. Raises ``LedgerUnusableError`` for a folder that holds none."""
    library()
    if not (folder / "paket").is_dir():
        raise LedgerUnusableError(
            f"tidak ada data kota di {folder}",
            f"Masukkan paket lebih dulu: danabergulir kota gabung FOLDER --ke {folder}",
        )
    with _connected(folder, ":memory:") as lake:
        yield lake


@contextmanager
def writing(folder: Path) -> Iterator[Lake]:
    """Yield a city to be added to; nobody else writes meanwhile.

    Raises ``RefusedError`` for a folder that holds something else, ``UsageError`` for one that cannot be written, and
    ``LedgerUnusableError`` while another program writes.
    """
    duckdb = library()
    try:
        if folder.exists() and not (folder / _LOCK).exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RefusedError(
                f"--ke {folder} bukan folder data kota", "Pilih folder baru, atau folder yang dibuat perintah ini dulu."
            )
        make_folder(folder)
    except OSError as error:
        raise _unwritable(folder) from error
    try:
        with _connected(folder, str(folder / _LOCK)) as lake:
            yield lake
    except duckdb.IOException as error:
        raise LedgerUnusableError(
            f"data kota di {folder} tidak dapat ditulis: {_first_line(error)}",
            "Periksa izin folder itu dan sisa ruang penyimpanan. Sesudah itu ulangi perintah yang sama.",
        ) from error
    except OSError as error:
        raise _unwritable(folder) from error


def _unwritable(folder: Path) -> UsageError:
    return UsageError(
        f"--ke: data kota tidak dapat ditulis ke {folder}",
        "Periksa nama folder, izinnya, dan sisa ruang penyimpanan. Sesudah itu ulangi perintah yang sama.",
    )


@contextmanager
def _connected(folder: Path, database: str) -> Iterator[Lake]:
    duckdb = library()
    with tempfile.TemporaryDirectory(prefix="danabergulir-") as scratch:
        settings = {"threads": _THREADS, "memory_limit": _MEMORY, "temp_directory": scratch}
        try:
            connection = duckdb.connect(database, config=settings)
        except duckdb.Error as error:
            raise LedgerUnusableError(
                f"data kota di {folder} sedang dipakai perintah lain: {_first_line(error)}",
                "Tunggu sampai perintah itu selesai, lalu ulangi.",
            ) from error
        try:
            lake = Lake(folder, connection, Path(scratch))
            show_tables(lake)
            yield lake
        finally:
            connection.close()


def show_tables(lake: Lake) -> None:
    """Let every table be asked by its name, with its month as a column; one without a file is empty."""
    for table in TABLES:
        files = [_file_of(lake, table, month) for month in months_of(lake, table)]
        lake.run(f"CREATE OR REPLACE TEMPORARY VIEW {table} AS {_select(table, files)}")


def months_of(lake: Lake, table: str) -> Sequence[str]:
    """Return the months that a table has a file of, in order."""
    found = (path.parent.name.removeprefix("bulan=") for path in (lake.folder / table).glob(f"bulan=*/{_FILE}"))
    return sorted(found)


def _select(table: str, files: Sequence[Path]) -> str:
    columns = {"bulan": "VARCHAR", **TABLES[table]}
    if not files:
        return f"SELECT {', '.join(f'CAST(NULL AS {kind}) AS {name}' for name, kind in columns.items())} WHERE false"
    listed = ", ".join(_path(file) for file in files)
    return (
        f"SELECT {', '.join(columns)} FROM read_parquet([{listed}], hive_partitioning = true, "
        "hive_types = {'bulan': VARCHAR}, union_by_name = true)"
    )


def load(lake: Lake, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Make a table of these rows for as long as the city is open."""
    path = lake.scratch / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        writer.writerows(["\x01" if value is None else value for value in row] for row in rows)
    kinds = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
    lake.connection.execute(
        f"CREATE OR REPLACE TEMPORARY TABLE {name} AS SELECT * FROM read_csv({_path(path)}, header = true, "
        f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '\x01', allow_quoted_nulls = true, "
        f"columns = {{{kinds}}})"
    )
    path.unlink()


def replace_month(lake: Lake, month: str, queries: Mapping[str, str], gone: str) -> None:
    """Write rows into a month of several tables, in the place of those for which ``gone`` holds.

    Each query names every column of its table but the month. All files are whole before the first takes its place, in
    the order of ``queries``; a table without a row has a file too, for other engines want one. Raises what
    ``unreadable`` names for rows that are not what their columns hold, and then has changed nothing.
    """
    drafts = []
    try:
        for table, query in queries.items():
            drafts.append(_file_of(lake, table, month))
            _draft(lake, table, month, query, gone)
        for path in drafts:
            patiently(partial(_draft_of(path).replace, path))
    finally:
        for table in queries:
            _draft_of(_file_of(lake, table, month)).unlink(missing_ok=True)
    show_tables(lake)


def unreadable() -> tuple[type[Exception], ...]:
    """Return what reading a file raises whose cells are not what their columns hold."""
    duckdb = library()
    return (duckdb.ConversionException, duckdb.InvalidInputException)


def _draft(lake: Lake, table: str, month: str, query: str, gone: str) -> None:
    """Write a month of a table beside the one that stands there."""
    path = _file_of(lake, table, month)
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ", ".join(TABLES[table])
    parts = [query]
    if path.exists():
        parts.insert(0, f"SELECT {names} FROM ({_select(table, [path])}) WHERE NOT ({gone})")
    whole = " UNION ALL ".join(f"(SELECT {names} FROM ({part}))" for part in parts)
    statement = (
        f"COPY (SELECT * FROM ({whole}) ORDER BY {', '.join(keys_of(table))}) TO {_path(_draft_of(path), glob=False)} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS})"
    )
    lake.connection.execute(statement)


def _file_of(lake: Lake, table: str, month: str) -> Path:
    return lake.folder / table / f"bulan={month}" / _FILE


def _draft_of(path: Path) -> Path:
    return path.with_name("_baru.tmp")


def _path(path: Path, *, glob: bool = True) -> str:
    """Return a path as SQL has it; where patterns are read, what could be one stands for itself."""
    text = str(path)
    if glob:
        text = "".join(f"[{letter}]" if letter in "[*?" else letter for letter in text)
    return "'" + text.replace("'", "''") + "'"


def csv_source(files: Collection[Path], columns: Sequence[str], delimiter: str) -> str:
    """Return what is selected from to read CSV files as texts, with the path of each beside its rows."""
    listed = ", ".join(_path(file) for file in files)
    kinds = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    return (
        f"read_csv([{listed}], header = true, auto_detect = false, all_varchar = true, filename = 'berkas', "
        f"delim = '{delimiter}', quote = '\"', escape = '\"', columns = {{{kinds}}})"
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:160]
