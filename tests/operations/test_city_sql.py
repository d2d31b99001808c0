"""The views of a city as they are printed for other engines: the same rows come out of the same files."""

import csv
import importlib.util
import os
import shutil
import subprocess
import tempfile
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import Any

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


def _server_program(name: str) -> str | None:
    """Return where a program of a PostgreSQL server is; Debian keeps them out of the way."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)


@pytest.fixture
def postgres():
    """Yield a function that lets a PostgreSQL server of this test alone carry statements out, by its own socket."""
    if os.name != "posix" or _server_program("initdb") is None or shutil.which("psql") is None:
        pytest.skip("no PostgreSQL server is installed here")
    # Its socket has to have a short name, and it refuses to be root.
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        user = {"user": "postgres"} if os.geteuid() == 0 else {}
        if user:
            shutil.chown(folder, "postgres")

        def run(*words: str, **how: Any) -> str:
            done = subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", check=False, **how)
            assert done.returncode == 0, done.stderr
            return done.stdout

        data, server = f"{folder}/data", _server_program("pg_ctl")
        run(_server_program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", **user)
        settings = f"-k {folder} -c listen_addresses= -c fsync=off"
        # What the server writes goes to a file, or whoever waits for its output waits for its end.
        run(server, "-D", data, "-o", settings, "-l", f"{folder}/log", "-w", "start", **user)
        ask = ("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "postgres", "-d", "postgres")
        try:
            yield lambda statements: run(*ask, "-f", "-", input=statements)
        finally:
            run(server, "-D", data, "-m", "immediate", "-w", "stop", **user)


def _loose(rows):
    """Return rows as texts alone tell them: a number that was written as text is one too."""

    def cell(text):
        try:
            return str(Decimal(text).normalize())
        except InvalidOperation:
            return {"t": "True", "f": "False"}.get(text, text)

    return sorted(tuple(map(cell, row)) for row in rows)


def test_postgres_comes_to_the_same_rows(data, told, postgres, tmp_path):
    """Its tables filled from the same files, by the printed statements alone."""
    postgres(printed(Dialect.POSTGRES, data))
    with lake.reading(data) as opened:
        for table, columns in TABLES.items():
            names = ", ".join((*columns, "bulan"))
            path = tmp_path / f"{table}.csv"
            opened.run(f"COPY (SELECT {names} FROM {table}) TO '{path}' (FORMAT csv, HEADER false)")
            content = path.read_text(encoding="utf-8")
            postgres(f"COPY {table} ({names}) FROM STDIN (FORMAT csv);\n{content}\\.\n")
    postgres("ANALYZE;")  # a server left alone does so by itself; without it a view takes a minute
    for name in views():
        asked = csv.reader(StringIO(postgres(f"COPY (SELECT * FROM {name}) TO STDOUT (FORMAT csv);")))
        assert _loose(asked) == _loose(told[name]), name
