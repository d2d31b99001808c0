"""The house rules that no reader should have to check by eye: layers, start-up, words, docstrings, sizes."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.core import TyperArgument, TyperOption

from command_tree import showing, walked
from danabergulir.cli.app import COMMANDS
from danabergulir.domain.policy.file import stored_policy, written_rules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.reports.month.catalog import CATALOG, ON_REQUEST

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "danabergulir"
MODULES = sorted(PACKAGE.rglob("*.py"))
COMMAND_NAMES = [name for entries in COMMANDS.values() for name in entries]
LONGEST_MODULE = 400

_HEAVY = {
    *(
        "alembic",
        "num2words",
        "pendulum",
        "platformdirs",
        "pydantic",
        "python_calamine",
        "rich",
        "sqlalchemy",
        "sqlite3",
        "sqlmodel",
        "xlsxwriter",
    ),
    *("danabergulir.domain", "danabergulir.ledger", "danabergulir.operations", "danabergulir.reports"),
}
_MAPPER = {"alembic", "pydantic", "sqlalchemy", "sqlmodel"}
_SQL = {*_MAPPER, "sqlite3"}


def _id(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


each_command = pytest.mark.parametrize("name", COMMAND_NAMES)


@pytest.mark.parametrize(
    "judge",
    [
        "-m ruff check --no-cache",
        "-m ruff format --check --no-cache",
        "-m mypy",
        "-c __import__('importlinter.cli').cli.lint_imports_command(['--no-cache'])",
    ],
    ids=["ruff check", "ruff format", "mypy", "import-linter"],
)
def test_the_judges_have_nothing_to_say(judge):
    """Style, formatting, types, layers and the owners of third-party libraries are as pyproject.toml asks."""
    option, _, words = judge.partition(" ")
    arguments = [option, words] if option == "-c" else judge.split()
    verdict = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def _loaded(*words: str, statuses: tuple[int, ...] = (0,)) -> set[str]:
    """Return the modules that the program has imported when it has run ``words``."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "danabergulir", *words],
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode in statuses, run.stderr.splitlines()[-5:]
    return {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        ("--help", _HEAVY),
        ("--version", _HEAVY),
        ("pinjaman --help", _HEAVY),
        ("terima --help", _HEAVY),
        ("laporan --help", _HEAVY - {"danabergulir.domain", "danabergulir.reports"}),
        ("pinjaman simulasi --pokok 36jt --tenor 12", _SQL),
        ("pinjaman simulasi --pokok 36jt --tenor 12 --format csv", _SQL | {"rich"}),
    ],
)
def test_a_command_loads_only_what_it_needs(words, unwanted):
    """Nobody waits for a database to read a help page or to work out a loan."""
    loaded = _loaded(*words.split())

    assert "typer" in loaded
    assert loaded & unwanted == set()


_ASKED = {
    "anggota daftar": "K-12",
    "ba lihat": "1/BA",
    "bukti": "BKM-2023-0009",
    "buku-besar": "11010 --dari 2023-01-01 --sampai 2023-01-31",
    "cari": "mawar",
    "denda lihat": "K-12",
    "jelaskan": "2023-01 kinerja PAR",
    "jurnal-umum": "--dari 2023-01-01 --sampai 2023-01-31",
    "ksm lihat": "K-12",
    "laporan": "2023-01",
    "periksa": "--per 2023-01-31",
    "periksa kode": "3T5Z-9QKD-07R8",
    "pinjaman anggota": "P-0001",
    "pinjaman jadwal": "K-12",
    "pinjaman kartu": "K-12",
    "pinjaman lihat": "K-12",
    "pinjaman periksa-syarat": "P-0001",
    "pinjaman simulasi": "--pokok 36jt --tenor 12",
    "sanksi riwayat": "K-12",
    "tabungan kartu": "K-12",
    "tunggakan": "--per 2023-01-31",
}
"""What a command that only shows is asked about the demonstration ledger, where it cannot be called without."""
_NOT_FOUND = {"ba lihat 1/BA": 3, "periksa kode 3T5Z-9QKD-07R8": 3, "pinjaman periksa-syarat P-0001": 3}
"""The demonstration ledger has no minutes, no open proposal, and not this code; what is not found is looked for too."""
_ASK_EACH = """
import json, sys
from danabergulir.cli.app import main

told = {}
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code
    told[" ".join(words[2:])] = status, sorted(sys.modules)
with open("told.json", "w", encoding="utf-8") as file:
    json.dump(told, file)
"""


def test_a_command_that_only_shows_imports_no_mapper(demonstration, tmp_path):
    """Nor what only writing needs; one process is asked everything, and whatever it imports it keeps."""
    of_a_book = showing().keys() - {"kota laporan", "periksa pasangan", "tanda-tangan periksa"}  # they ask other things
    lines = [f"{name} {_ASKED.get(name, '')}".split() for name in sorted(of_a_book)]
    lines.append(["laporan", "2023-01", "--hanya", "neraca"])
    asked = json.dumps([["--buku", str(demonstration.ledger), *words] for words in lines])
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _ASK_EACH, asked], cwd=tmp_path, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr.decode("utf-8")
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))

    assert {words: status for words, (status, _) in told.items() if status} == _NOT_FOUND
    assert {words: _MAPPER & {*loaded} for words, (_, loaded) in told.items() if _MAPPER & {*loaded}} == {}


@pytest.mark.parametrize("words", ["ksm daftar", "tunggakan --per 2023-01-31", "pinjaman daftar"])
def test_what_is_no_table_imports_no_tables(demonstration, words):
    """A program that reads the rows does not wait for the one that draws them."""
    loaded = _loaded("--buku", str(demonstration.ledger), *words.split(), "--format", "csv")

    assert loaded & {*_MAPPER, "rich"} == set()


@pytest.mark.parametrize("words", ["terima K-12 10.000 --tanggal 2020-01-01", "kas keluar 99 5.000 x"])
def test_a_command_that_writes_imports_the_mapper_only_when_it_records(demonstration, words):
    """What is refused never pays for it."""
    loaded = _loaded("--buku", str(demonstration.ledger), *words.split(), statuses=(3, 4))

    assert "sqlite3" in loaded
    assert loaded & _MAPPER == set()


@pytest.mark.parametrize(
    "words",
    ["laporan 2023-01", "tunggakan --per 2023-01-31", "terima K-12 10.000 --tanggal 2023-02-01", "pinjaman kartu K-12"],
)
def test_the_policy_is_parsed_once_in_a_command(demonstration, run, monkeypatch, words):
    """However often its rules are asked for."""
    shutil.copyfile(demonstration.ledger, run.ledger)
    read = []
    monkeypatch.setattr(
        "danabergulir.domain.policy.file.tomllib",
        SimpleNamespace(loads=lambda text, **options: read.append(text) or tomllib.loads(text, **options)),
    )
    stored_policy.cache_clear()

    assert run(*words.split()).status == 0
    assert len(read) == 1


_ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|show|this|message|and|exit|default|required|error|invalid|missing|the|of"
    r"|with|for|from|file name|true|false|none|env|var|text|integer|float|path|directory)\b",
    re.IGNORECASE,
)


@each_command
def test_every_help_page_is_indonesian(name, run):
    """No help page holds a word of English, apart from the names of options that terminals share."""
    for path, _, _ in walked(name):
        status, page, remarks = run(*path, "--help")

        assert (status, remarks) == (0, "")
        assert page.startswith("Penggunaan: ")
        assert _ENGLISH.findall(re.sub(r"--[a-z-]+", "", page)) == [], " ".join(path)


_NOT_SAID = re.compile(
    r"\b(SELECT|FROM|JOIN|WHERE|CREATE|CAST|NULL|UPDATE|BEGIN|ATTACH|ORDER BY|ALTER|DROP|RENAME|PRAGMA|iif)\b"
    r"|OR [a-z]+\.|WITH \(|read_csv|\\[bd]|\(\?|all_varchar|of its own"
)
_OTHER_WORDS = re.compile(
    r"\b(berkas|kepala (rantai|catatan)|laptop|spreadsheet|backup|back-up|voucher|update|default|error|invalid|missing"
    r"|email|online|link|sisa pokok|pandangan|bebaskan|entri|valid|the|of|with|this|required)\b",
    re.IGNORECASE,
)
"""A second word for file, kepala buku, komputer, cadangan buku, bukti, saldo pokok, tampilan; or an English one."""
_NAMED_SO = re.compile(r'pinjaman berkas|tambah "Laptop"')
_POLICY_KEYS = re.compile(
    "|".join(re.escape(re.sub(r"\[.*?\]", "", rule.key)) for rule in written_rules(DEFAULT_POLICY))
)


def _said() -> Iterator[tuple[str, str]]:
    """Yield every text of several words that the program may show or print, each with its place.

    What stands in braces of a template is left out, and so is what no reader sees: docstrings, SQL, patterns.
    """
    for path in MODULES:
        tree = _tree(path)
        unseen = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr | ast.Assert)
            for part in ast.walk(node)
            if isinstance(node, ast.Assert) or isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in unseen else None
            if isinstance(text, str) and " " in text.strip() and not _NOT_SAID.search(text):
                yield f"{_id(path)}:{node.lineno}", text
    for path in sorted(PACKAGE.rglob("*.txt")) + sorted(PACKAGE.rglob("*.html")):
        yield _id(path), re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8"))
    for path in sorted((PACKAGE / "render" / "templates").glob("*.typ")):
        written = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        yield from ((_id(path), text) for text in re.findall(r'[\["]\s*([A-Z][^]["]*)', written))


def test_one_thing_has_one_word_on_screen_and_paper():
    """No text has a second word for a thing, a word of English, or the name that the policy gives a rule."""
    odd = [
        (place, found[0])
        for place, text in _said()
        for found in (*_OTHER_WORDS.finditer(_NAMED_SO.sub("", text)), *_POLICY_KEYS.finditer(text))
        if not place.startswith("domain/policy/")
    ]

    assert odd == []


@each_command
def test_everything_on_a_command_line_is_explained(name):
    """Every command, argument and option has a line of help."""
    unexplained = [
        " ".join((*path, thing))
        for path, command, _ in walked(name)
        for thing, help_text in [
            ("", command.help),
            *(
                (str(param.name), param.help)
                for param in command.params
                if isinstance(param, TyperArgument | TyperOption) and not param.hidden
            ),
        ]
        if not help_text
    ]

    assert unexplained == []


@pytest.mark.parametrize("entry", [*CATALOG, *ON_REQUEST], ids=lambda entry: entry.name)
def test_every_report_is_explained_where_it_is_asked_for(entry, run):
    """The help of ``laporan`` names every report, and each has a line of help of its own."""
    assert entry.help.endswith(".")
    assert entry.name in re.findall(r"[\w-]+", run("laporan", "--help").stdout)


_FIGURES = {"rupiah", "count"}
_KINDS = {"RUPIAH", "COUNT", "PERCENT"}
_BUILDERS = [path for room in ("month", "year") for path in sorted((PACKAGE / "reports" / room).rglob("*.py"))]


@pytest.mark.parametrize("path", _BUILDERS, ids=_id)
def test_every_column_of_figures_says_what_they_are_made_of(path):
    """A new report is explained as soon as it exists: a column that holds numbers hands their origin over."""
    silent = []
    for call in (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)):
        name = _last_name(call.func)
        numbers = name in _FIGURES or (name == "Column" and any(_last_name(item) in _KINDS for item in call.args))
        if numbers and all(keyword.arg != "origin" for keyword in call.keywords):
            silent.append(call.lineno)

    assert silent == []


def _last_name(expression: ast.expr) -> str:
    return expression.attr if isinstance(expression, ast.Attribute) else getattr(expression, "id", "")


def _documented(tree: ast.Module) -> Iterator[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef]]:
    """Yield the module, its public classes and functions, and the public methods of classes of our own.

    A command is explained by its summary, which the help prints.
    """
    yield "module", tree
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
            continue
        if any(isinstance(item, ast.Call) and _last_name(item.func) == "command" for item in node.decorator_list):
            continue
        yield node.name, node
        if isinstance(node, ast.ClassDef) and not node.bases:
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield f"{node.name}.{method.name}", method


def test_everything_public_has_a_docstring():
    """Whoever comes next reads what a thing returns before how."""
    bare = [
        f"{_id(path)}: {name}"
        for path in MODULES
        for name, node in _documented(_tree(path))
        if not ast.get_docstring(node)
    ]

    assert bare == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    """A module is named after what it is about."""
    odd = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "shared"}

    assert [_id(path) for path in MODULES if path.stem in odd or path.parent.name in odd] == []


def test_every_module_can_be_read_in_one_sitting():
    """What grows beyond a few screens holds two things."""
    lengths = {_id(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_room_can_be_seen_at_a_glance():
    """A folder of more modules holds two rooms; the commands have one module per subject."""
    counts = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    crowded = {_id(room): count for room, count in counts.items() if count > (32 if room.name == "cli" else 20)}

    assert crowded == {}


def test_a_class_has_a_name_of_its_own():
    """Whoever reads the name of a class in one room need not ask which of two is meant."""
    classes = [node.name for path in MODULES for node in ast.walk(_tree(path)) if isinstance(node, ast.ClassDef)]

    assert [name for name, times in Counter(classes).items() if times > 1] == []


def test_an_option_is_spelt_out_once():
    """Two commands that take the same option share it, so that it reads alike and stays so."""
    spelt = [
        (ast.unparse(node.slice), _id(path))
        for path in MODULES
        if path.is_relative_to(PACKAGE / "cli")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Annotated"
    ]
    times = Counter(words for words, _ in spelt)

    assert [entry for entry in spelt if times[entry[0]] > 1] == []


def test_no_call_counts_on_seven_places():
    """From the seventh value on nobody sees any more which is which: they are named, or handed over whole."""
    counted = [
        f"{_id(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and len(node.args) >= 7
    ]

    assert counted == []


def test_amounts_never_become_floats():
    """Money, rates and ratios are whole numbers and fractions all the way."""
    rooms = [PACKAGE / "domain", PACKAGE / "reports"]
    exact = [path for path in MODULES if path == PACKAGE / "money.py" or any(room in path.parents for room in rooms)]
    floats = [
        f"{_id(path)}:{node.lineno}"
        for path in exact
        for node in ast.walk(_tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]

    assert floats == []


def _leaves_encoding_open(call: ast.Call) -> bool:
    """Return whether a call opens a text file in whatever encoding the computer likes."""
    if any(keyword.arg == "encoding" for keyword in call.keywords):
        return False
    if isinstance(call.func, ast.Name):
        name, arguments = call.func.id, call.args[1:]  # the first one is the path
    elif isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") != "os":
        name, arguments = call.func.attr, call.args
    else:
        return False
    modes = [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
    match name:
        case "open":
            return not any("b" in str(mode) for mode in modes)
        case "read_text":
            return not call.args
        case "write_text":
            return True
    return False


def test_every_text_file_is_opened_with_its_encoding():
    """A ledger made on Windows reads the same on Linux."""
    careless = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and _leaves_encoding_open(node)
    ]

    assert careless == []
