"""``impor buku``: the treasurer's own workbook, as it is."""

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.completeness import print_completeness
from danabergulir.cli.imports.registers import Again, Skip, commands, print_imported
from danabergulir.cli.output import print_done, print_listing, print_remark, write_file
from danabergulir.cli.overwriting import may_write
from danabergulir.cli.terminal.piped import is_piped, read_source
from danabergulir.cli.usage.options import SCREEN, Overwrite, Trial, ask, is_interactive, ledger_path, now
from danabergulir.errors import RefusedError
from danabergulir.files import FileKind
from danabergulir.text import quoted

if TYPE_CHECKING:
    from danabergulir.operations.imports.once import Imported
    from danabergulir.operations.imports.workbook.asking import Question
    from danabergulir.operations.imports.workbook.peta import Peta
    from danabergulir.operations.imports.workbook.plan import Ledger
    from danabergulir.operations.imports.workbook.sheets import Workbook
    from danabergulir.operations.imports.workbook.understanding import Understanding

KnownPeta: TypeAlias = Annotated[
    Path | None, typer.Option("--peta", metavar="PETA.toml", help="Cara membaca yang disimpan sebelumnya.")
]
KeptPeta: TypeAlias = Annotated[
    Path | None, typer.Option("--simpan-peta", metavar="PETA.toml", help="Simpan cara membacanya, untuk --peta.")
]
Sure: TypeAlias = Annotated[bool, typer.Option("--ya", help="Catat yang sudah jelas tanpa bertanya lagi.")]
CheckedTo: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--periksa-ke", metavar="F.xlsx", help="Tulis nilai yang dibaca di samping aslinya; yang ragu ditandai."
    ),
]

_Answers = dict[tuple[str, str], tuple[str, str]]
_MOST_SHOWN = 10


@commands.command(
    "buku",
    "Buku kerja bendahara apa adanya (.xlsx, .xls, .ods).\n\nLembar dan kolom dikenali dari judulnya. Yang dimengerti "
    "ditampilkan dulu; yang belum jelas ditanyakan sekali. Semuanya dicatat, atau tidak sama sekali.",
    examples=["impor buku pinjaman.xlsx --coba", "impor buku pinjaman.xlsx --simpan-peta peta.toml"],
)
def workbook(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="F.xlsx", parser=read_source, help="Buku kerja .xlsx, .xls atau .ods; - = keluaran perintah lain."
        ),
    ],
    *,
    peta: KnownPeta = None,
    keep: KeptPeta = None,
    checked: CheckedTo = None,
    overwrite: Overwrite = False,
    trial: Trial = False,
    skip: Skip = False,
    again: Again = False,
    sure: Sure = False,
) -> None:
    from danabergulir.operations.imports.known_rows import same_rows
    from danabergulir.operations.imports.workbook.recording import ledger_for, record_book

    moment, same = now(), same_rows(skip=skip, record=again)
    ledger = ledger_for(ledger_path(), file, moment)
    confirm = None if trial or sure or peta is not None else ("Catat semuanya?", "buku kerja tidak dicatat")
    known = understood(opened_workbook(file), ledger, peta, keep, checked, overwrite=overwrite, confirm=confirm)
    recorded = record_book(ledger_path(), file, known, moment, trial=trial, same=same)
    print_recorded(recorded, known, file, trial=trial)


def opened_workbook(file: Path) -> "Workbook":
    """Return the workbook in a file, with a progress bar where that takes long."""
    from danabergulir.operations.imports.workbook.sheets import read_workbook
    from danabergulir.render.screen.progress import bar

    with bar(sys.stderr) as tell:
        return read_workbook(file, tell)


def print_recorded(recorded: "Imported", known: "Understanding", file: Path, *, trial: bool = False) -> None:
    """Print what came of a workbook, and what the book still lacks after more than a list of transactions."""
    warnings = [f"{doubt.subject}: {doubt.message}" for doubt in recorded.warnings]
    print_imported(recorded, file.name, warnings, trial=trial)
    if not trial and set(known.plan.tables) - {"transaksi"}:
        print_done("")
        print_completeness()
        name = "F.xlsx" if is_piped(file) else f'"{file}"' if " " in str(file) else str(file)
        print_done(f"Bandingkan angka demi angka dengan laporan lama: danabergulir banding {name}")


def understood(
    book: "Workbook",
    ledger: "Ledger",
    peta: Path | None,
    keep: Path | None,
    checked: Path | None,
    *,
    overwrite: bool,
    confirm: tuple[str, str] | None = None,
) -> "Understanding":
    """Return what a workbook says beside a ledger, shown on the screen, with nothing left to be asked.

    A person at the keyboard is asked what is open, and for a yes to the first words of ``confirm``; who says no is
    asked which answer was wrong, and keeps the others. Raises ``FaultyDataError`` with what is left open elsewhere, and
    for a workbook of which nothing is to be recorded; ``RefusedError`` with the other words of ``confirm`` in the end.
    """
    from danabergulir.operations.imports.workbook.peta import EMPTY_PETA, read_peta
    from danabergulir.operations.imports.workbook.telling import columns_section, sheets_section
    from danabergulir.operations.imports.workbook.understanding import understand

    for path, kind, option in ((keep, FileKind.TEXT, "--simpan-peta"), (checked, FileKind.WORKBOOK, "--periksa-ke")):
        if path is not None:
            may_write({path: kind}, option, overwrite=overwrite)
    known = understand(book, ledger, read_peta(peta) if peta else EMPTY_PETA)
    if known.questions and is_interactive():
        print_remark(f"{len(known.questions)} hal belum jelas; ditanyakan di bawah tabel ini.")
    print_listing(sheets_section(known), SCREEN)
    columns = columns_section(known)
    if columns.rows:
        print_done("")
        print_listing(columns, SCREEN)
    known = _settled(book, ledger, known, keep, checked)
    while confirm is not None and not _agreed(confirm[0]):
        known = _settled(book, ledger, understand(book, ledger, _without_wrong(known, confirm[1])), keep, checked)
    return known


def _settled(
    book: "Workbook", ledger: "Ledger", known: "Understanding", keep: Path | None, checked: Path | None
) -> "Understanding":
    """Return what a workbook says once a person has answered what is open, kept and written where that is asked."""
    from danabergulir.operations.imports.workbook.peta import peta_text
    from danabergulir.operations.imports.workbook.recording import question_words, refuse_empty, refuse_open
    from danabergulir.operations.imports.workbook.understanding import understand

    while known.questions and is_interactive():
        known = understand(book, ledger, known.peta.answered(_asked(known)))
    if keep is not None:
        open_questions = {item.key: (item.written, question_words(item)) for item in known.questions}
        write_file(keep, peta_text(known.known, open_questions).encode(), "--simpan-peta", overwrite=True)
    if checked is not None:
        from danabergulir.operations.imports.workbook.telling import checked_sheets
        from danabergulir.render.xlsx.checked import render

        write_file(checked, render(checked_sheets(known)), "--periksa-ke", overwrite=True)
    refuse_open(known)
    refuse_empty(known)
    return known


def _agreed(question: str) -> bool:
    """Return whether a person says yes; anything but a yes or a no is asked again."""
    while True:
        answer = ask(f"{question} Ketik ya atau tidak", "--ya").casefold()
        if answer in {"y", "ya"}:
            return True
        if answer in {"t", "tidak"}:
            return False


def _without_wrong(known: "Understanding", unchanged: str) -> "Peta":
    """Return the answers without the one that a person calls wrong.

    Raises ``RefusedError`` where there is none or nothing is to be recorded; the answers can be kept in a file then.
    """
    from danabergulir.operations.imports.workbook.fields import label

    peta = known.peta
    given: list[tuple[tuple[str, str], str]] = [
        *((("", name), f"{label(name)}: {value}") for name, value in peta.constants.items()),
        *(
            (place, f"lembar {quoted(place[0])} sel {place[1]} {quoted(written)}: {_shown(read)}")
            for place, (written, read) in peta.answers.items()
        ),
    ]
    if not given:
        raise RefusedError(unchanged, "Tidak ada yang diubah.")
    print_remark("Yang tadi dijawab:")
    for number, (_, told) in enumerate(given, 1):
        print_remark(f"  {number}. {told}")
    while True:
        answer = ask("Nomor berapa yang salah? Ketik batal untuk berhenti", "--ya").casefold()
        if answer == "batal":
            raise RefusedError(unchanged, f"Tidak ada yang diubah. {_kept(known)}")
        if answer.isdigit() and 1 <= int(answer) <= len(given):
            return peta.without(given[int(answer) - 1][0])


def _shown(read: str) -> str:
    """Return an answer as it was offered: a date as on forms."""
    from danabergulir.operations.imports.workbook.fields import reading_words

    return reading_words("tanggal", read) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", read) else read


def _kept(known: "Understanding") -> str:
    """Let a person keep what was answered, and return how to go on with it."""
    from danabergulir.operations.imports.workbook.peta import peta_text

    name = ask("Simpan jawabannya? Tulis nama filenya, misalnya peta.toml, atau tidak", "--simpan-peta")
    if name.casefold() in {"t", "tidak"}:
        return "Jawabannya tidak disimpan."
    path = Path(name)
    may_write({path: FileKind.TEXT}, "--simpan-peta", overwrite=False)
    write_file(path, peta_text(known.known, {}).encode(), "--simpan-peta", overwrite=True)
    return f"Lanjutkan dengan: --peta {name}"


def _asked(known: "Understanding") -> _Answers:
    """Return what the person at the keyboard answers to the open questions; those alike are asked together."""
    answers: _Answers = {}
    for _, alike in groupby(known.questions, key=_kind):
        answers.update(_ask_together(list(alike)))
    return answers


def _kind(question: "Question") -> tuple[object, ...]:
    """Return what questions have in common that one answer can settle: dates of one column exchanged alike."""
    together = (
        question.sheet and len(question.readings) > 1 and question.name.startswith(("tanggal", "angsuran", "batas"))
    )
    return (question.sheet, question.name, question.why) if together else question.key


_EACH = "0"


def _ask_together(questions: "Sequence[Question]") -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the answer to each of some questions alike; who wants to answer them one by one can."""
    from danabergulir.operations.imports.workbook.asking import reread
    from danabergulir.operations.imports.workbook.recording import place_of, question_words

    first, several = questions[0], len(questions) > 1
    for question in questions[:_MOST_SHOWN]:
        print_remark(f"{place_of(question)}: {question_words(question)}")
    if len(questions) > _MOST_SHOWN:
        print_remark(f"... dan {len(questions) - _MOST_SHOWN} sel lain seperti itu")
    prompt = _several_prompt(first) if several else _prompt(first)
    while True:
        answer = ask(prompt, "--peta")
        choice = int(answer) - 1 if answer.isdigit() and len(answer) == 1 else -1
        if several and answer == _EACH:
            for question in questions:
                yield from _ask_together([question])
            return
        if 0 <= choice < len(first.readings):
            for question in questions:
                yield question.key, (question.written, question.readings[choice] or "kosong")
            return
        if not several and (not first.sheet or not reread(first.name, answer).problem):
            yield first.key, (first.written, answer)
            return
        print_remark(f"{quoted(answer)} tidak dapat dibaca di sini.")


def _several_prompt(question: "Question") -> str:
    ways = [f"{number} = bacaan ke-{number} untuk semuanya" for number in range(1, len(question.readings) + 1)]
    return f"Ketik {', '.join(ways)}, {_EACH} = satu per satu"


def _prompt(question: "Question") -> str:
    from danabergulir.operations.imports.workbook.fields import reading_words

    ways = [f"{number} = {reading_words(question.name, text)}" for number, text in enumerate(question.readings, 1)]
    if ways:
        return f"Ketik {', '.join(ways)}, atau tulis nilainya"
    return "Tulis nilainya" + (", atau ketik kosong bila sel itu tidak berisi" if question.sheet else "")
