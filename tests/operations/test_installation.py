"""What is installed on this computer, and what is missing."""

import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from danabergulir.operations.audit import installation

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(requirements):
    return {re.match(r"[\w-]+", line)[0] for line in requirements}


def test_every_library_of_the_program_is_looked_for():
    """What pyproject.toml asks for is in the list, and what only an extra brings is known by that extra."""
    required = {library.name for library in installation.LIBRARIES if not library.extra}
    extras = {extra: set() for extra in PROJECT["optional-dependencies"] if extra not in {"pdf", "test"}}
    for library in installation.LIBRARIES:
        if library.extra:
            extras[library.extra].add(library.name)

    assert required == _names(PROJECT["dependencies"])
    assert extras == {extra: _names(PROJECT["optional-dependencies"][extra]) for extra in extras}


def test_what_is_installed_is_listed_with_its_version_and_place(run):
    """No book is needed for it."""
    status, printed, remarks = run("periksa", "pasangan", "--format", "csv")
    rows = [line.split(";") for line in printed.lstrip("\ufeff").splitlines()]
    found = {row[0]: row for row in rows}

    assert (status, remarks) == (0, "")
    assert rows[0] == ["bagian", "versi", "keadaan", "untuk", "tempat"]
    assert found["danabergulir"][1] == PROJECT["version"]
    assert found["Python"][4] == sys.executable
    assert found["typst"][2] == "ada"
    assert Path(found["typst"][4]) == Path(import_module("typst").__file__).parent


@pytest.mark.parametrize(("module", "state", "status"), [("typst", "tidak ada", 1), ("apprise", "tidak dipasang", 0)])
def test_a_library_that_is_missing_is_told(run, monkeypatch, module, state, status):
    """One that the program needs is a finding; one that was left out by choice is none."""

    def load(name):
        if name == module:
            raise ModuleNotFoundError(name=name)
        return import_module(name)

    monkeypatch.setattr(installation, "import_module", load)
    ended = run("periksa", "pasangan", "--format", "csv")

    assert ended.status == status
    assert re.search(rf"^{module};[^;]*;{state};", ended.stdout, re.MULTILINE)
    assert ("Galat: 1 bagian program kurang atau tidak jalan: typst" in ended.stderr) is bool(status)


def test_a_library_that_does_not_run_is_told_from_one_that_is_missing(run, monkeypatch):
    """A DLL that cannot be loaded is the usual cause, and any other error is told all the same."""

    def load(name):
        if name == "typst":
            raise OSError("DLL load failed")
        return import_module(name)

    monkeypatch.setattr(installation, "import_module", load)
    ended = run("periksa", "pasangan")

    assert ended.status == 1
    assert "tidak jalan" in ended.stdout
    assert "Kurang: typst." in ended.stdout
