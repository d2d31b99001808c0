"""The program in-process with a fixed clock, golden files, and how hard hypothesis tries.

``run`` runs one command line in a fresh folder, ``book`` does so beside a ledger that was just started there.
"""

import gc
import io
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from counter_queue import lend_to_queue
from danabergulir.cli.app import program
from danabergulir.cli.app import run as run_program
from danabergulir.cli.usage.options import choose_ledger, ledger_path
from danabergulir.demonstration.build import Demonstration, build
from thorough import THOROUGH
from year_ledger import led_year

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=WIB)
START = (
    *("mulai", "--upk", "UPK Melati", "--bkm", "BKM Melati Jaya", "--kelurahan", "Sukamaju", "--kecamatan", "Cibening"),
    *("--kota", "Kota Cahaya", "--provinsi", "Jawa Barat", "--tanggal", "2025-12-31"),
)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # started in the background by a shell
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a child that is interrupted must hear it

# By day the same examples every time, so that no commit fails by one that nobody has met before; at night new ones.
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}  # the clock of a machine proves nothing
settings.register_profile("day", derandomize=True, **_PATIENT)
settings.register_profile("night", print_blob=True, **_PATIENT)
settings.load_profile("night" if THOROUGH else "day")


_KEPT = pytest.StashKey[set[Path]]()
_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest and tempfile make folders of our own in it
_ROOM = 4 * 2**30


def _write_into_memory() -> None:
    """Put temporary files where no disk is waited for, if there is room and programs may be started from it.

    A ledger waits for the disk at every commit, as it must; the tests make thousands of them, and no test pulls the
    plug of the machine. Whoever sets ``TMPDIR`` has said where they belong.
    """
    if sys.platform != "linux" or "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    there = os.statvfs(_MEMORY)
    if there.f_bavail * there.f_frsize >= _ROOM and not there.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


_write_into_memory()


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files and transcripts")


def pytest_configure(config):
    config.stash[_KEPT] = set()
    gc.set_threshold(50_000, 20, 20)  # seldom, but before a process grows that has to be forked
    gc.disable()


def pytest_collection_finish():
    """Let the collector of garbage pass by what stays until the end: thousands of tests and all modules."""
    gc.freeze()
    gc.enable()


def pytest_sessionfinish(session, exitstatus):
    """Remove the golden files that no test asked for, where whole folders of tests have written theirs anew."""
    asked = [Path(word) for word in session.config.args]
    if exitstatus == 0 and session.config.getoption("--update-golden") and not session.config.option.keyword:
        for folder in asked:
            for path in (folder / "golden").rglob("*") if folder.is_dir() else ():
                if path.is_file() and path.resolve() not in session.config.stash[_KEPT]:
                    path.unlink()


class Result(NamedTuple):
    """What a command line came to."""

    status: int
    stdout: str
    stderr: str


def _stdin(typed: str | None, piped: bytes | None, screen: io.TextIOBase | None) -> io.TextIOBase:
    """Return a keyboard at which lines are answered, or what comes in through a pipe."""
    if typed is not None:
        return _Keyboard(typed, screen)
    return io.StringIO() if piped is None else io.TextIOWrapper(io.BytesIO(piped), encoding="utf-8")


class _Keyboard(io.StringIO):
    """Answers typed at a terminal, which shows them on its ``screen``."""

    def __init__(self, typed: str, screen: io.TextIOBase | None) -> None:
        super().__init__(typed)
        self._screen = screen

    def readline(self, size=-1):
        line = super().readline(size)
        if self._screen is not None:
            self._screen.write(line)
        return line

    def isatty(self):
        return True


@dataclass(frozen=True)
class Runner:
    """Runs command lines in ``folder``, beside the ledger ``upk.db`` that may or may not be there."""

    folder: Path

    @property
    def ledger(self) -> Path:
        """Return the path of the ledger."""
        return self.folder / "upk.db"

    def __call__(self, *words: str, typed: str | None = None, piped: bytes | None = None) -> Result:
        """Run one command line; with ``typed`` stdin is a terminal at which these lines are answered."""
        out, err = _stream(), _stream()
        status = self.into(out, err, words, typed, piped)
        return Result(status, _text(out), _text(err))

    def together(self, *words: str, typed: str | None = None, piped: bytes | None = None) -> tuple[int, str]:
        """Run one command line and return its status and the screen: both streams in order, and what was typed."""
        screen = _stream()
        status = self.into(screen, screen, words, typed, piped, echo=screen)
        return status, _text(screen)

    @staticmethod
    def into(
        out: io.TextIOWrapper,
        err: io.TextIOWrapper,
        words: tuple[str, ...],
        typed: str | None = None,
        piped: bytes | None = None,
        echo: io.TextIOBase | None = None,
    ) -> int:
        """Run one command line with these streams and return its status; what is typed appears on ``echo``."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "stdin", _stdin(typed, piped, echo))
            return run_program(_program(), words)


_program = cache(program)
"""The program as typer runs it, built once; a command line leaves nothing behind in it."""


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")


class _FixedClock(datetime):
    @classmethod
    def now(cls, tz=None):
        assert tz is UTC
        return cls(2026, 11, 21, 1, 0, tzinfo=UTC)

    def astimezone(self, tz=None):
        assert tz is None
        return NOW


@pytest.fixture(scope="session", autouse=True)
def _same_secret():
    """Give every ledger of a name the same secret, so that its heads can be written down: ``upk.db`` has none."""

    def secret() -> bytes:
        name = ledger_path().name
        return bytes(32) if name == "upk.db" else sha256(name.encode()).digest()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("danabergulir.ledger.file.seals.new_secret", secret)
        yield


@pytest.fixture(autouse=True)
def _no_book_stays_named():
    """Forget the book that a test named by ``--buku``: the next one, and what is built once for all, has its own."""
    yield
    choose_ledger(None)


@pytest.fixture(scope="session", autouse=True)
def _same_examples():
    """Keep from hypothesis by day what it mixes in otherwise: constants of the modules that happen to be imported."""
    with pytest.MonkeyPatch.context() as patch:
        if not THOROUGH:
            place = "hypothesis.internal.conjecture.providers.is_local_module_file"
            patch.setattr(place, lambda _: False, raising=False)  # should it move, test_same_examples.py tells
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_computer():
    """Keep what whoever runs the tests has set away from them; each folder may have settings of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DANABERGULIR_PENGATURAN", "pengaturan.toml")
        yield


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return a runner in an empty folder: 21 November 2026, 08:00 WIB, no terminal, 100 columns."""
    monkeypatch.chdir(tmp_path)
    # A bare name, so that no message holds a path that differs from run to run.
    monkeypatch.setenv("DANABERGULIR_BUKU", "upk.db")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("danabergulir.cli.usage.options.datetime", _FixedClock)
    return Runner(tmp_path)


@pytest.fixture(scope="session")
def started_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of UPK Melati started on 31 December 2025, to be copied and never changed."""
    folder = tmp_path_factory.mktemp("mulai")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("DANABERGULIR_BUKU", "upk.db")
        patch.setattr("danabergulir.cli.usage.options.datetime", _FixedClock)
        assert Runner(folder)(*START).status == 0
    return folder / "upk.db"


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Return the demonstration ledger, built once: it takes seconds, and no test changes it."""
    return build(tmp_path_factory.mktemp("demonstrasi"), NOW)


@pytest.fixture(scope="session")
def closed_year(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration ledger with a year led to its end, made once; no test changes it."""
    return led_year(demonstration, tmp_path_factory.mktemp("tahun"), NOW)


@pytest.fixture
def book(run: Runner, started_ledger: Path) -> Runner:
    """Return a runner beside a ledger of UPK Melati that was started on 31 December 2025."""
    shutil.copyfile(started_ledger, run.ledger)
    return run


def led_once(lead: Callable[..., Runner]) -> Callable[..., Runner]:
    """Return a fixture that leads a runner somewhere by commands; they are given once, and the folder copied after."""
    kept: dict[Path, tuple[int, bytes]] = {}

    @wraps(lead)
    def led(**given: Runner) -> Runner:
        (runner,) = given.values()
        if not kept:
            lead(runner)
            for path in runner.folder.rglob("*"):
                if path.is_file():
                    kept[path.relative_to(runner.folder)] = path.stat().st_mode, path.read_bytes()
        for name, (mode, content) in kept.items():
            path = runner.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(mode)
        return runner

    return led


@pytest.fixture(scope="session")
def queue_ledger(started_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger that has lent to a queue of 24 KSM, to be copied and never changed."""
    path = tmp_path_factory.mktemp("antrean") / "upk.db"
    shutil.copyfile(started_ledger, path)
    lend_to_queue(path)
    return path


@pytest.fixture
def queue(run: Runner, queue_ledger: Path) -> Runner:
    """Return a runner beside a ledger that has lent to a queue of 24 KSM."""
    shutil.copyfile(queue_ledger, run.ledger)
    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a check that ``text`` equals the file ``name`` in the folder ``golden`` beside the test."""

    def check(text: str, name: str) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--update-golden"):
            request.config.stash[_KEPT].add(path)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_bytes().decode("utf-8")

    return check
