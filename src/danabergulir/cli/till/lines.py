"""The counter through a pipe: a line for each receipt, a line of CSV for each answer."""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

import typer

from danabergulir.cli.output import print_remark
from danabergulir.cli.till.counter import Counter
from danabergulir.cli.usage.options import now
from danabergulir.domain.till.lines import Roll, read_line
from danabergulir.errors import DanaBergulirError, FaultyDataError, LedgerUnusableError, UsageError
from danabergulir.operations import till
from danabergulir.render import csv_file
from danabergulir.reports.shown.till import answers

_LONGEST: Final = 1_000
"""Bytes: a longer line names nobody, and is not kept in memory."""
_INTERRUPTED: Final = 130


def serve_lines(counter: Counter) -> None:
    """Record a receipt for each line of stdin and answer it on stdout; what cannot be recorded is told on stderr.

    Raises ``FaultyDataError`` at the end where a line was not recorded, and ``LedgerUnusableError`` at once.
    """
    csv_file.write_stream(answers(()), sys.stdout)
    queue = _Queue(counter, till.roll_of(counter.ledger, counter.day))
    try:
        for raw in _lines():
            queue.next(raw)
    except KeyboardInterrupt:
        print_remark(f"Dihentikan pada baris {queue.at}. Yang sudah dijawab tetap tercatat.")
        raise typer.Exit(_INTERRUPTED) from None
    if queue.failed:
        others = "yang lain sudah tercatat" if queue.failed < queue.told else "tidak ada yang tercatat"
        raise FaultyDataError(
            f"{queue.failed} dari {queue.told} baris tidak dicatat; {others}",
            "Perbaiki baris-baris itu, lalu berikan lagi hanya baris itu.",
        )


class _Queue:
    """Where the reading of the lines is, and how it went so far."""

    def __init__(self, counter: Counter, roll: Roll) -> None:
        self._counter = counter
        self._roll = roll
        self._changed_at = 0
        self.at = self.told = self.failed = 0

    def next(self, raw: bytes) -> None:
        """Record and answer one line; blank lines and those that begin with ``#`` say nothing."""
        self.at += 1
        try:
            words = _words(raw)
            if not words or words[0].startswith("#"):
                return
            self.told += 1
            answer = self._take(words)
        except LedgerUnusableError as error:
            raise LedgerUnusableError(f"berhenti pada baris {self.at}: {error.message}", error.hint) from error
        except DanaBergulirError as error:
            self.failed += 1
            print_remark(f"Galat baris {self.at}: {error.message}. {error.hint}")
            return
        self._say(answer)

    def _take(self, words: Sequence[str]) -> till.Answer:
        path, day = self._counter.ledger, self._counter.day
        line = read_line(words, self._roll)
        changed_at = path.stat().st_mtime_ns
        if changed_at != self._changed_at and not self._roll.named(line.words):
            # Another window may just have written it down.
            self._roll, self._changed_at = till.roll_of(path, day), changed_at
            line = read_line(words, self._roll)
        return till.take_line(path, line, day, now(), into=self._counter.account.code)

    def _say(self, answer: till.Answer) -> None:
        numbers = [got.voucher.number for got in answer.receipts]
        try:
            csv_file.write_more(answers(answer.receipts), sys.stdout)
        except BrokenPipeError:
            print_remark(f"Jawaban tidak dibaca lagi. Baris {self.at} sudah tercatat: {', '.join(numbers)}.")
            raise
        for got in answer.receipts:
            for text in got.corrected:
                print_remark(f"Baris {self.at}: {text}")
        for doubt in answer.warnings:
            print_remark(f"Peringatan baris {self.at}: {doubt}")
        if self._counter.folder is not None:
            try:
                self._counter.write_slips(numbers)
            except DanaBergulirError as error:
                print_remark(f"Peringatan baris {self.at}: sudah tercatat, tetapi {error.message}. {error.hint}")


def _words(raw: bytes) -> list[str]:
    if len(raw) > _LONGEST:
        raise UsageError("baris terlalu panjang", "Tulis satu setoran pada satu baris: KSM JUMLAH.")
    try:
        return raw.decode("utf-8-sig").split()
    except UnicodeDecodeError:
        raise UsageError("huruf pada baris ini tidak dapat dibaca", "Simpan filenya sebagai UTF-8.") from None


def _lines() -> Iterator[bytes]:
    """Yield the lines of stdin as they come in; of one that is too long no more than that can be seen."""
    if sys.stdin is None:
        return
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        yield from (line.encode() for line in sys.stdin)
        return
    while raw := stream.readline(_LONGEST + 1):
        rest = raw
        while len(rest) > _LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST + 1)
        yield raw
