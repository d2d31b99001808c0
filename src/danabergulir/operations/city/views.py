"""The views of a city: plain SQL over its tables, asked by DuckDB and printed for any other engine."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Final

from danabergulir.errors import UsageError, how_to_install
from danabergulir.operations.city.lake import EXTRA, Lake
from danabergulir.operations.city.tables import TABLES

_FOLDER: Final = files("danabergulir.operations.city") / "sql"
_HEAD: Final = """\
-- Tampilan data kota danabergulir. Dialek: {dialect}.
-- Isi folder KOTA: TABEL/bulan=2023-01/isi.parquet, dengan bulan sebagai partisi (teks).
"""


class Dialect(StrEnum):
    """The engines whose words the views are printed in."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    TRINO = "trino"
    CLICKHOUSE = "clickhouse"
    POSTGRES = "postgres"


def views() -> Mapping[str, str]:
    """Return the statement of every view by its name, each after those that it asks."""
    found = sorted((file for file in _FOLDER.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return {file.name[3:].removesuffix(".sql"): file.read_text(encoding="utf-8").strip() for file in found}


def show_views(lake: Lake) -> None:
    """Let every view be asked by its name."""
    for name, statement in views().items():
        lake.run(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {statement}")


def printed(dialect: Dialect, city: Path) -> str:
    """Return the statements that let an engine ask the files of a city: its tables, then its views.

    Raises ``UsageError`` where the library that knows the other engines is not installed.
    """
    try:
        import sqlglot  # noqa: PLC0415 - an extra that only this command needs
    except ImportError as error:
        raise UsageError("pustaka sqlglot belum terpasang di komputer ini", how_to_install(EXTRA)) from error
    parts = [_HEAD.format(dialect=dialect)]
    for name, columns in TABLES.items():
        parts += (f"{statement};\n" for statement in _table(dialect, name, columns, city))
    for name, statement in views().items():
        written = f"CREATE VIEW {name} AS {statement}"
        (said,) = sqlglot.transpile(written, read="duckdb", write=dialect.value, pretty=True)
        temporary = said.replace("CREATE VIEW", "CREATE OR REPLACE TEMPORARY VIEW", 1)
        parts.append(f"{temporary if dialect is Dialect.SPARK else said};\n")
    return "\n".join(parts)


def _table(dialect: Dialect, name: str, columns: Mapping[str, str], city: Path) -> Sequence[str]:
    """Return the statements by which an engine finds the files of a table."""
    place = f"{city.as_posix()}/{name}"
    typed = {**columns, "bulan": "VARCHAR"}
    match dialect:
        case Dialect.DUCKDB:
            files_of = f"read_parquet('{_quoted(place)}/*/*.parquet', hive_partitioning = true"
            return [f"CREATE VIEW {name} AS SELECT * FROM {files_of}, hive_types = {{'bulan': VARCHAR}})"]
        case Dialect.SPARK:
            listed = ", ".join(f"{column} {_SPARK.get(kind, kind)}" for column, kind in typed.items())
            return [
                f"DROP TABLE IF EXISTS {name}",
                f"CREATE TABLE {name} ({listed}) USING parquet PARTITIONED BY (bulan) LOCATION '{_quoted(place)}'",
                f"MSCK REPAIR TABLE {name}",
            ]
        case Dialect.TRINO:
            listed = ", ".join(f"{column} {kind}" for column, kind in typed.items())
            options = f"format = 'PARQUET', external_location = '{_quoted(place)}', partitioned_by = ARRAY['bulan']"
            return [
                f"CREATE TABLE {name} ({listed}) WITH ({options})",
                f"CALL system.sync_partition_metadata(CURRENT_SCHEMA, '{name}', 'FULL')",
            ]
        case Dialect.CLICKHOUSE:
            # Its setting use_hive_partitioning, on from version 25 on, makes a column of the name of the folder.
            listed = ", ".join(f"CAST({column} AS {_CLICKHOUSE[kind]}) AS {column}" for column, kind in typed.items())
            return [f"CREATE VIEW {name} AS SELECT {listed} FROM file('{_quoted(place)}/*/*.parquet', 'Parquet')"]
        case Dialect.POSTGRES:
            # Filled by whatever reads Parquet there: pg_parquet's COPY, pg_duckdb, or a foreign table.
            return [f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in typed.items())})"]


_SPARK: Final = {"VARCHAR": "STRING", "INTEGER": "INT"}
_CLICKHOUSE: Final = {
    "VARCHAR": "Nullable(String)",
    "BIGINT": "Nullable(Int64)",
    "INTEGER": "Nullable(Int32)",
    "DATE": "Nullable(Date32)",
    "BOOLEAN": "Nullable(Bool)",
    "DECIMAL(18, 4)": "Nullable(Decimal(18, 4))",
}


def _quoted(text: str) -> str:
    return text.replace("'", "''")
