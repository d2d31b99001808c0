"""The views of a city as they are printed for other engines: the same rows come out of the same files."""

import importlib.util
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import sqlglot

from danabergulir.operations.city import lake
from danabergulir.operations.city.tables import TABLES
from danabergulir.operations.city.taking_in import take_in
from danabergulir.operations.city.views import Dialect, printed, show_views, views
from operations.city_packages import another_upk, describe, handed_in, mark_member, months, rename_group
from operations.test_city import IN_TIME
from thorough import THOROUGH


@pytest.fixture(scope="module")
def data(demonstration, tmp_path_factory) -> Path:
    """Return a city of three UPK and two months, two of which lend to one KSM."""
    root = tmp_path_factory.mktemp("kota")
    parcels = handed_in(demonstration.ledger, root / "paket", months("2022-12", "2023-01"), city_key=bytes(range(32)))
    folders = [
        another_upk(folder, root / f"{month}-{number}", number)
        for month, folder in parcels.items()
        for number in (1, 8)
    ]
    for folder in folders[2:]:
        rename_group(folder, "K-02", "Satu Untuk Dua")
        mark_member(folder, "K-02", 1, "5a" * 32)
    for folder in parcels.values():
        describe(folder, {"kunci_kota": "00112233aabbccdd"})
    take_in([*parcels.values(), *folders], root / "data", IN_TIME)
    return root / "data"


def _plain(rows):
    """Return rows in one order, numbers as what they are worth: engines have kinds of their own for sums and shares."""
    return sorted(tuple(map(_cell, row)) for row in rows)


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(Decimal(str(value)).normalize())
    return str(value)


@pytest.fixture(scope="module")
def told(data) -> dict[str, list]:
    """Return the rows of every view as the program itself asks for them."""
    with lake.reading(data) as opened:
        show_views(opened)
        return {name: _plain(opened.rows(f"SELECT * FROM {name}")) for name in views()}


def test_what_is_printed_for_duckdb_is_what_the_program_asks(data, told):
    """In a session that knows the printed statements alone."""
    with duckdb.connect() as session:
        session.execute(printed(Dialect.DUCKDB, data))
        asked = {name: _plain(session.execute(f"SELECT * FROM {name}").fetchall()) for name in views()}

    assert asked == told
    assert {name for name, rows in told.items() if not rows} == {"selisih_saldo"}


@pytest.mark.parametrize("dialect", Dialect)
def test_every_engine_gets_every_table_and_view_in_its_words(data, dialect):
    """And the words can be read back as its own."""
    statements = sqlglot.parse(printed(dialect, data), read=dialect.value)
    text = printed(dialect, data)

    assert len([statement for statement in statements if statement]) >= len(TABLES) + len(views())
    assert all(f" {name} " in text for name in (*TABLES, *views()))


def test_a_view_asks_only_what_stands_before_it():
    """So that the statements can be run from the first to the last."""
    known = set(TABLES)
    for name, statement in views().items():
        parsed = sqlglot.parse_one(statement, read="duckdb")
        own = {part.alias for part in parsed.find_all(sqlglot.exp.CTE)}
        assert {table.name for table in parsed.find_all(sqlglot.exp.Table)} <= known | own, name
        known.add(name)


@pytest.mark.skipif(not THOROUGH, reason="Spark takes a minute: only under FAULTS=full")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java runtime, and there is none here")
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed here")
def test_spark_comes_to_the_same_rows(data, told, tmp_path):
    """In its local mode, from the same files, by the printed statements alone."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - seldom there

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.warehouse.dir", str(tmp_path / "gudang")).getOrCreate()
    try:
        for statement in printed(Dialect.SPARK, data).split(";\n"):
            words = "\n".join(line for line in statement.splitlines() if not line.startswith("--")).strip()
            if words:
                session.sql(words)
        asked = {name: _plain(session.table(name).collect()) for name in views()}
    finally:
        session.stop()

    assert asked == told
