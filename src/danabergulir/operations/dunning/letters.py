"""Sending out the letters that are due: numbered, recorded and written as files together, or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from importlib.resources import files as package_files
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from danabergulir.dates import days_after, format_form
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import SanctionLine, due_lines, sanction_for
from danabergulir.domain.dunning.sanctions import Sanction
from danabergulir.domain.groups import is_present
from danabergulir.errors import FaultyDataError, RefusedError, UsageError
from danabergulir.files import make_private_folder, patiently, write_whole
from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers, sanctions
from danabergulir.ledger.read.finding import heads
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.operations.desk import Desk, recording
from danabergulir.operations.dunning.sanctions import files_of, find_sanction
from danabergulir.operations.groups import present_members
from danabergulir.reports.model.paper import Paper
from danabergulir.reports.papers.letter_text import template_findings
from danabergulir.reports.papers.letters import (
    PLACEHOLDERS,
    Letter,
    LetterFacts,
    letter,
    letter_number,
    open_letter_number,
)

Press: TypeAlias = Callable[[Paper], bytes]
"""Makes a PDF of a letter."""


_GENERAL: Final = "umum.txt"


class Issued(Struct, frozen=True):
    """The letters that went out together, and the folder their texts are in; None where none was due."""

    letters: tuple[Letter, ...]
    folder: Path | None


def batch(path: Path, as_of: date) -> tuple[SanctionLine, ...]:
    """Return what would go out on a day: every level due for a loan without a letter of a later day."""
    with store.reading(path) as connection:
        return _batch(connection, as_of)


def _batch(connection: store.Connection, as_of: date) -> tuple[SanctionLine, ...]:
    loans, policy = loan_books_of(connection, as_of), registers.policy(connection, as_of)
    later = {item.loan for item in sanctions.all_sanctions(connection) if item.dated_on > as_of}
    due = due_lines(loans, files_of(connection, as_of), policy, as_of)
    return tuple(line for line in due if line.book.loan.number not in later)


def issue(
    path: Path,
    as_of: date,
    now: datetime,
    *,
    folder: Path | None = None,
    templates: Path | None = None,
    press: Press | None = None,
) -> Issued:
    """Number and record every letter due on a day, and write their texts into ``folder``, all or nothing.

    Without ``folder`` they go to one beside the ledger that is named after the day; ``templates`` is the UPK's own
    folder of texts, else the one beside the ledger. With a ``press`` each letter lies there as a PDF too; what it
    raises leaves nothing recorded. Raises ``FaultyDataError`` for a text with unknown placeholders,
    ``RefusedError`` where a file of that name already lies, ``UsageError`` for a folder that cannot be used.
    """
    target = folder or path.with_name(f"surat-{as_of}")
    own = own_folder(path, templates)
    draft, recorded = _draft_beside(target), False
    try:
        with recording(path, now) as desk:
            desk.check_date(as_of)
            letters = _letters(desk, as_of, own)
            for item in letters:
                desk.writer.issue(item.sanction)
                head = heads.of_row(desk.connection, "sanction", item.sanction.number)
                for name, content in printed(item.recorded(head), press).items():
                    _refuse_taken(target / name)
                    write_whole({draft / name: content}, private={draft / name})
            if letters:
                make_private_folder(target)
        recorded = True
        for file in sorted(draft.iterdir()):
            patiently(partial(file.replace, target / file.name))
    except OSError as error:
        if recorded:
            raise UsageError(
                f"surat sudah dicatat, tetapi tidak dapat dipindah ke {target}", f"Ambil suratnya di {draft}."
            ) from error
        raise _unwritable(target) from error
    finally:
        if not recorded or not any(draft.iterdir()):
            shutil.rmtree(draft, ignore_errors=True)
    return Issued(letters, target if letters else None)


def drafts(connection: store.Connection, books: Books, own: Path) -> tuple[Paper, ...]:
    """Return the letters that a month calls for, as they would go out on its last day, their numbers left to a pen.

    There is one for each line that the month's list of sanctions proposes; ``own`` is the UPK's folder of texts. Raises
    ``FaultyDataError`` as ``issue``.
    """
    as_of, profile = books.as_of, books.profile
    lines = due_lines(books.loans, books.sanction_files, books.policy, as_of)
    texts = _templates({line.number for line in lines}, own)
    number = open_letter_number(profile.upk, as_of)
    present = [member for member in registers.members(connection, as_of) if is_present(member, as_of)]
    found = []
    for line in lines:
        assert line.level is not None, line
        members = [member for member in present if member.ksm == line.book.loan.ksm.code]
        facts = LetterFacts(
            sanction=_sanction(line, as_of, "", number),
            level=line.level,
            book=line.book,
            members=members,
            profile=profile,
            policy=books.policy,
            rw_head=books.rw_heads.get(line.book.loan.ksm.rw),
        )
        found.append(letter(texts[line.number], facts).draft)
    return tuple(found)


def _draft_beside(folder: Path) -> Path:
    """Return a new folder on the same disk, from which files are moved without copying."""
    near = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.is_dir())
    try:
        return Path(tempfile.mkdtemp(prefix=".surat-", dir=near))
    except OSError as error:
        raise _unwritable(folder) from error


def _unwritable(folder: Path) -> UsageError:
    return UsageError(
        f"--ke: surat tidak dapat ditulis ke {folder}",
        "Periksa nama folder, izinnya, dan sisa ruang penyimpanan. Tidak ada surat yang terbit.",
    )


def _refuse_taken(file: Path) -> None:
    if file.exists():
        raise RefusedError(f"surat sudah ada: {file}", "Pilih folder lain pada --ke. Surat lama tidak ditimpa.")


def _letters(desk: Desk, as_of: date, own: Path) -> tuple[Letter, ...]:
    """Return the letters due on a day, numbered after those there are. Nothing is recorded yet."""
    lines, policy = _batch(desk.connection, as_of), desk.policy(as_of)
    texts = _templates({line.number for line in lines}, own)
    profile, rw_heads = registers.profile(desk.connection, as_of), registers.rw_heads(desk.connection, as_of)
    known = sanctions.all_sanctions(desk.connection)
    in_year = sum(item.dated_on.year == as_of.year for item in known)
    found = []
    for place, line in enumerate(lines, start=1):
        assert line.level is not None, line
        letter_no = letter_number(in_year + place, profile.upk, as_of)
        sanction = _sanction(line, as_of, f"S-{len(known) + place:04d}", letter_no)
        members = present_members(desk.connection, line.book.loan.ksm, as_of)
        facts = LetterFacts(
            sanction=sanction,
            level=line.level,
            book=line.book,
            members=members,
            profile=profile,
            policy=policy,
            rw_head=rw_heads.get(line.book.loan.ksm.rw),
        )
        found.append(letter(texts[line.number], facts))
    return tuple(found)


def reprint(path: Path, number: str, *, templates: Path | None = None) -> Letter:
    """Return a letter that went out, built again from the books as of its day: the same bytes where nothing changed.

    What was dated back since, or written anew in its text, shows. Raises ``NotFoundError`` for no such number and
    ``RefusedError`` where the ladder of that day has no such level any more.
    """
    own = own_folder(path, templates)
    with store.reading(path) as connection:
        sanction = find_sanction(sanctions.all_sanctions(connection), number)
        day = sanction.dated_on
        policy = registers.policy(connection, day)
        level = next((item for item in policy.ladder if item.number == sanction.level), None)
        if level is None:
            raise RefusedError(
                f"tingkat {sanction.level} tidak ada lagi dalam tangga sanksi per {format_form(day)}",
                "Lihat: danabergulir kebijakan lihat",
            )
        (book,) = (item for item in loan_books_of(connection, day, sanction.ksm) if item.loan.number == sanction.loan)
        members = present_members(connection, book.loan.ksm, day)
        facts = LetterFacts(
            sanction=sanction,
            level=level,
            book=book,
            members=members,
            profile=registers.profile(connection, day),
            policy=policy,
            rw_head=registers.rw_heads(connection, day).get(book.loan.ksm.rw),
        )
        head = heads.of_row(connection, "sanction", sanction.number)
    return letter(_templates({sanction.level}, own)[sanction.level], facts).recorded(head)


def _sanction(line: SanctionLine, as_of: date, number: str, letter_no: str) -> Sanction:
    assert line.level is not None, line
    answer_by = days_after(as_of, line.level.answer_days)
    return sanction_for(line.loan, line.level, line.book.position, as_of, answer_by, number=number, letter=letter_no)


def _templates(levels: Collection[int], own: Path) -> Mapping[int, str]:
    """Return the text of each level: the UPK's own where it has one, else the built-in one.

    Raises ``FaultyDataError`` naming every placeholder that is not known, before anything is recorded.
    """
    names = {level: (f"tingkat-{level}.txt", _GENERAL) for level in sorted(levels)}
    texts = checked_texts(list(names.values()), own, PLACEHOLDERS, "tidak ada surat yang terbit")
    return dict(zip(names, texts, strict=True))


class FinishedLetter(Protocol):
    """A letter that can be written: the name of its text, the text, and the same on paper."""

    @property
    def file_name(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def paper(self) -> Paper: ...


def printed(letter: FinishedLetter, press: Press | None) -> dict[str, bytes]:
    """Return what a letter is written as by the name of the file: its text and, with a ``press``, a PDF."""
    files = {letter.file_name: letter.text.encode("utf-8")}
    return {**files, f"{letter.paper.file_name}.pdf": press(letter.paper)} if press else files


def write_letters(letters: Mapping[str, bytes], folder: Path) -> None:
    """Write letters into ``folder`` by the names of their files, all or none; no folder is made for no letter.

    Raises ``RefusedError`` where another letter of such a name lies and ``UsageError`` for a folder that cannot be
    written.
    """
    files = {folder / name: content for name, content in letters.items()}
    try:
        for file, content in files.items():
            if file.exists() and file.read_bytes() != content:
                raise RefusedError(f"surat sudah ada: {file}", "Pilih folder lain pada --ke. Surat lama tidak ditimpa.")
        if files:
            make_private_folder(folder)
        write_whole({file: content for file, content in files.items() if not file.exists()}, private=files)
    except OSError as error:
        raise UsageError(
            f"--ke: surat tidak dapat ditulis ke {folder}", "Periksa nama folder, izinnya, dan sisa ruang penyimpanan."
        ) from error


_OWN_FOLDER: Final = "surat"
"""The folder beside the ledger in which a UPK keeps texts of its own."""


def own_folder(ledger: Path, chosen: Path | None) -> Path:
    """Return the folder of the UPK's own texts: the chosen one, else the one beside the ledger, which need not exist.

    Raises ``UsageError`` for a chosen one that is no folder.
    """
    if chosen is None:
        return ledger.with_name(_OWN_FOLDER)
    if not chosen.is_dir():
        raise UsageError(f"--templat: bukan folder: {chosen}", "Tunjuk folder yang berisi teks surat Anda.")
    return chosen


def _find_template(names: Sequence[str], own: Path) -> tuple[str, str]:
    """Return name and text of the first of ``names`` in the UPK's ``own`` folder, else of those built in.

    Raises ``UsageError`` for a file that is no text in UTF-8, and for a link, which may lead anywhere.
    """
    for name in names:
        file = own / name
        if file.is_symlink():
            raise UsageError(f"tautan ke file lain tidak dibaca: {file}", "Salin filenya sendiri ke sana.")
        if file.is_file():
            try:
                return name, file.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                raise UsageError(f"file bukan teks UTF-8: {file}", "Simpan ulang sebagai teks UTF-8.") from None
    built_in = package_files("danabergulir.reports.papers") / "letter_texts"
    name = next(name for name in names if (built_in / name).is_file())
    return name, (built_in / name).read_text(encoding="utf-8")


def checked_texts(wanted: Sequence[Sequence[str]], own: Path, known: Collection[str], undone: str) -> list[str]:
    """Return a text for each of the ``wanted``, which are names to look for in turn.

    Raises ``UsageError`` for a file that is no text in UTF-8, and ``FaultyDataError`` with a finding for every
    placeholder that is not ``known``, saying what is ``undone``.
    """
    found = [_find_template(names, own) for names in wanted]
    findings = [finding for name, text in found for finding in template_findings(name, text, known)]
    if findings:
        raise FaultyDataError(
            f"teks surat belum dapat dipakai, {undone}",
            f"Perbaiki teks surat di folder {own}, lalu ulangi.",
            findings,
        )
    return [text for _, text in found]
