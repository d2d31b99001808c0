"""Mutation testing of what proves the books: each mutant of a module is run against the tests that reach it.

``poe mutants`` takes every mutant of every module, hours; ``poe mutants ledger.proofs.shape`` those of one module, and
``--sample 60`` sixty of each, always the same. Printed is what no test noticed, and the score of each module.

The tests are run once and put down which statements they reach. Then every mutant lives in a process of its own, forked
from this one, and runs those tests, the quickest first, until one fails (Linux and macOS only).
"""

import argparse
import ast
import copy
import inspect
import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final

import pytest
from _pytest.runner import runtestprotocol
from mutants import Mutant, mutants_of

_MODULES: Final = (
    *(f"ledger.file.{name}" for name in ("chain", "digests", "seals", "seal_check")),
    *(f"ledger.proofs.{name}" for name in ("integrity", "closings", "rows", "shape", "backup")),
    *("ledger.read.sealed", "ledger.rebuilding"),
    *(f"operations.audit.package_{name}" for name in ("check", "csv", "description", "proof", "vouchers")),
)
_TESTS: Final = (
    *(f"tests/ledger/test_{name}.py" for name in ("backup", "chain_by_the_book", "ledger_file", "ledger_journal")),
    *(f"tests/ledger/test_{name}.py" for name in ("own_numbers_again", "register_digests", "what_the_checks_say")),
    "tests/ledger/test_what_is_said_of_chain_and_closes.py",
    *(f"tests/operations/test_{name}.py" for name in ("audit_package", "backup_proof", "checking")),
    *(f"tests/operations/test_{name}.py" for name in ("forged_packages", "register_proofs", "tampering")),
    "tests/operations/test_what_is_said_of_a_package.py",
    *(f"tests/faults/test_{name}.py" for name in ("book_from_a_package", "closed_and_handed_over", "damaged")),
    *("tests/faults/test_restored.py", "tests/cli/test_checking_commands.py"),
)
_SEED: Final = 14
_GRACE: Final = 15
"""Seconds that a mutant has beyond five times what its tests took."""


def _function(module: Any, way: Sequence[str]) -> FunctionType:
    """Return the function that a name of a module or of one of its classes stands for, whatever decorates it."""
    owner = module
    for name in way[:-1]:
        owner = getattr(owner, name)
    found = vars(owner)[way[-1]]
    for name in ("fget", "__func__", "func"):
        if not inspect.isfunction(found):
            found = getattr(found, name, found)
    function = inspect.unwrap(found)
    assert inspect.isfunction(function), way
    return function


def _code(compiled: CodeType, way: Sequence[str]) -> CodeType:
    for name in way:
        compiled = next(part for part in compiled.co_consts if inspect.iscode(part) and part.co_name == name)
    return compiled


class _Target:
    """A module that is mutated: its tree, and the functions whose code is exchanged."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.module = import_module(f"danabergulir.{name}")
        self.file = str(self.module.__file__)
        self.tree = ast.parse(Path(self.file).read_text(encoding="utf-8"))
        self.mutants = mutants_of(self.tree)
        classes = [item for item in self.tree.body if isinstance(item, ast.ClassDef)]
        methods = [(owner.name, item.name) for owner in classes for item in owner.body if _is_function(item)]
        self._ways = [*((item.name,) for item in self.tree.body if _is_function(item)), *methods]
        self._plain = {way: _function(self.module, way).__code__ for way in self._ways}

    def tell(self, reached: Callable[[tuple[str, int]], None]) -> None:
        """Let every statement say that it is reached, until ``restore``."""
        tree = copy.deepcopy(self.tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Module | ast.ClassDef | ast.Lambda | ast.IfExp):
                for field in ("body", "orelse", "finalbody"):
                    setattr(node, field, [part for item in getattr(node, field, []) for part in self._told(item)])
        vars(self.module)["_reached_"] = reached
        compiled = compile(ast.fix_missing_locations(tree), self.file, "exec")
        for way in self._ways:
            _function(self.module, way).__code__ = _code(compiled, way)

    def _told(self, statement: ast.stmt) -> list[ast.stmt]:
        call = ast.parse(f"_reached_(({self.name!r}, {statement.lineno}))").body[0]
        return [ast.copy_location(call, statement), statement]

    def restore(self) -> None:
        """Take that back."""
        for way, code in self._plain.items():
            _function(self.module, way).__code__ = code

    def mutate(self, mutant: Mutant) -> None:
        """Make this process one of the mutant."""
        mutant.apply()
        tree = ast.fix_missing_locations(self.tree)
        if isinstance(mutant.owner, int):
            self._assign_again(tree, mutant.owner)
        else:
            _function(self.module, mutant.owner).__code__ = _code(compile(tree, self.file, "exec"), mutant.owner)

    def _assign_again(self, tree: ast.Module, first: int) -> None:
        """Give the changed name its value, the names made of it too, and every module that imported one of them."""
        changed: set[str] = set()
        for place, item in enumerate(tree.body):
            if not isinstance(item, ast.Assign | ast.AnnAssign) or item.value is None:
                continue
            if place == first or changed & {node.id for node in ast.walk(item.value) if isinstance(node, ast.Name)}:
                before = dict(vars(self.module))
                exec(compile(ast.Module([item], []), self.file, "exec"), vars(self.module))  # noqa: S102 - our own lines
                names = {name for name, value in vars(self.module).items() if before.get(name) is not value}
                changed |= names
                for other in [found for name, found in sys.modules.items() if name.startswith("danabergulir.")]:
                    for name in names & vars(other).keys():
                        if vars(other)[name] is before.get(name):
                            setattr(other, name, vars(self.module)[name])


def _is_function(item: ast.stmt) -> bool:
    return isinstance(item, ast.FunctionDef)


class _Session:
    """In the place of the next test: no test, so that everything but what a session keeps is taken down."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def listchain(self) -> list[pytest.Session]:
        """Return what is kept."""
        return [self._session]


class Mutating:
    """A plugin of pytest that runs the tests again and again, once for each mutant."""

    def __init__(self, modules: Sequence[str], sample: int, seconds: float) -> None:
        self._modules = modules
        self._sample = sample
        self._seconds = seconds
        self._took: dict[str, float] = {}
        self._killers: dict[Any, Counter[str]] = defaultdict(Counter)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test as it is, then every mutant."""
        targets = [_Target(name) for name in self._modules]
        reached = self._reach(session, targets)
        for target in targets:
            score: Counter[str] = Counter()
            every = {item.nodeid: item for (name, _), items in reached.items() if name == target.name for item in items}
            chosen = target.mutants
            if 0 < self._sample < len(chosen):
                kept = sorted(random.Random(_SEED).sample(range(len(chosen)), self._sample))  # noqa: S311 - no secret
                chosen = [target.mutants[place] for place in kept]
            for mutant in chosen:
                by_line = reached.get((target.name, mutant.statement), [])
                tests = [*every.values()] if isinstance(mutant.owner, int) else by_line
                result = self._live(session, target, mutant, tests) if tests else "unreached"
                score[result] += 1
                if result != "killed":
                    print(f"{result}: {target.name}:{mutant.line}: {mutant.told}", flush=True)
            print(
                f"{target.name}: {score['killed']} of {len(chosen)} killed ({len(target.mutants)} in all)", flush=True
            )
        return True

    def _reach(self, session: pytest.Session, targets: Sequence[_Target]) -> dict[tuple[str, int], list[pytest.Item]]:
        """Return the tests that reach each statement, by module and line."""
        reached: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
        now: set[tuple[str, int]] = set()
        for target in targets:
            target.tell(now.add)
        for item in session.items:
            now.clear()
            began = time.perf_counter()
            reports = self._run(session, item)
            self._took[item.nodeid] = time.perf_counter() - began
            assert not any(report.failed for report in reports), f"{item.nodeid} fails without any mutant"
            for place in now:
                reached[place].append(item)
        for target in targets:
            target.restore()
        return reached

    @staticmethod
    def _run(session: pytest.Session, item: pytest.Item) -> list[pytest.TestReport]:
        reports = runtestprotocol(item, log=False, nextitem=item)
        session._setupstate.teardown_exact(_Session(session))  # noqa: SLF001 - pytest has no other way to stop between
        return reports

    def _live(self, session: pytest.Session, target: _Target, mutant: Mutant, tests: Sequence[pytest.Item]) -> str:
        """Return what became of a mutant: ``killed``, ``survived``, or a ``timeout``."""
        known = self._killers[target.name, mutant.owner]
        chosen: list[pytest.Item] = []
        seconds = 0.0
        for item in sorted(tests, key=lambda test: (-known[test.nodeid], self._took[test.nodeid])):
            seconds += self._took[item.nodeid]
            if chosen and 0 < self._seconds < seconds:
                break
            chosen.append(item)
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            self._die(session, target, mutant, chosen, writing)
        os.close(writing)
        ends = time.monotonic() + _GRACE + 5 * seconds
        while not (found := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < ends:
            time.sleep(0.01)
        if not found[0]:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "timeout"
        with os.fdopen(reading, encoding="utf-8") as said:
            known[said.read()] += 1
        return "killed" if found[1] else "survived"

    def _die(
        self, session: pytest.Session, target: _Target, mutant: Mutant, tests: Sequence[pytest.Item], writing: int
    ) -> None:
        """Run the tests as the mutant; the process ends with 1 at the first that fails, with 0 after the last."""
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(nothing, stream)
        with suppress(BaseException):
            target.mutate(mutant)
            for item in tests:
                if any(report.failed for report in self._run(session, item)):
                    os.write(writing, item.nodeid.encode())
                    os._exit(1)
            os._exit(0)
        os._exit(1)  # it cannot even be loaded


def main() -> int:
    """Run what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("modules", nargs="*", default=_MODULES, help="ledger.proofs.shape ...; all that prove the books")
    asked.add_argument("--sample", type=int, default=0, help="so many mutants of each module; all of them")
    asked.add_argument("--seconds", type=float, default=0, help="the tests of a mutant that take so long; all of them")
    told = asked.parse_args()
    plugin = Mutating(told.modules or _MODULES, told.sample, told.seconds)
    return pytest.main([*_TESTS, "-n0", "-s", "-p", "no:cacheprovider"], plugins=[plugin])


if __name__ == "__main__":
    raise SystemExit(main())
