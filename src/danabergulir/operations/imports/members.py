"""Members from a file. A list that has grown adds only those who are new."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from danabergulir.domain.groups import Member
from danabergulir.frozen import Struct, field, replace
from danabergulir.ledger.read import registers
from danabergulir.operations.csv_table import CsvLine, Faults, Table, read_lines
from danabergulir.operations.desk import Book
from danabergulir.operations.imports.known_rows import SAME_HINT, SameRows, way_with
from danabergulir.operations.imports.names import KsmNames, folded, named_ksm
from danabergulir.operations.imports.once import Imported, importing_once
from danabergulir.operations.imports.values import (
    read_gender,
    read_name,
    read_nik,
    read_paid,
    read_text,
    read_yes_no,
)


def import_members(
    path: Book, file: Table, now: datetime, *, trial: bool = False, same: SameRows = SameRows.FINDING
) -> Imported:
    """Add members to their KSM as of the opening day, or the first open one.

    ``same`` says what becomes of those who are there already. Raises ``FaultyDataError``.
    """
    faults = Faults("anggota")
    optional = ("jenis_kelamin", "miskin", "nik", "usaha", "omset")
    again = same is not SameRows.FINDING
    with importing_once(path, file, "anggota", now, trial=trial, again=again) as desk:
        groups = KsmNames(registers.all_ksm(desk.connection, now.date()).values())
        everyone = registers.members(desk.connection, now.date())
        known = _KnownMembers(everyone, way_with(desk, file, "anggota", same))
        niks = {member.nik for member in everyone if member.nik}
        numbers: dict[str, int] = {}
        for member in everyone:
            numbers[member.ksm] = max(numbers.get(member.ksm, 0), member.number)
        count = women = 0
        for line in read_lines(file, ("ksm", "nama"), optional, faults):
            if not line.require("ksm", "nama"):
                continue
            ksm = named_ksm(line, groups)
            if ksm is None:
                continue
            before = faults.errors
            nik = line.read("nik", read_nik, "")
            member = Member(
                ksm=ksm.code,
                number=numbers.get(ksm.code, 0) + 1,
                name=line.read("nama", read_name, ""),
                gender=line.read("jenis_kelamin", read_gender, ""),
                poor=line.read("miskin", read_yes_no, None),
                nik=nik,
                business=line.read("usaha", read_text, ""),
                turnover=line.read("omset", read_paid, None),
            )
            if faults.errors > before or known.is_left_out(line, member):
                continue
            if member.nik and member.nik in niks:
                faults.error(line.number, "NIK ini sudah dipakai anggota lain")
            niks.add(member.nik)
            numbers[ksm.code] = member.number
            count += 1
            women += member.gender == "P"
            desk.writer.add_member(member, desk.first_open_on)
        faults.raise_if_any()
    totals = (("Jumlah anggota", count), ("Perempuan", women))
    return Imported(count, totals, tuple(faults.findings), known.skipped)


class _KnownMembers(Struct):
    """Judges each member of a file; ``skipped`` counts those left out.

    Known is who stands in the books or above with the same facts, and a member of the books of that KSM and name with
    whom no fact is at odds: facts are filled in later, and get lost.
    """

    members: Iterable[Member]
    way: SameRows
    skipped: int = 0
    _where: dict[Member, str] = field(default_factory=dict)
    _by_name: defaultdict[tuple[str, str], list[Member]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for member in self.members:
            written = _as_written(member)
            self._where[written] = f"anggota nomor {member.number} KSM {member.ksm}"
            self._by_name[written.ksm, written.name].append(written)

    def is_left_out(self, line: CsvLine, member: Member) -> bool:
        """Return whether a member is not to be added, being there already; what is a finding is noted."""
        if self.way is SameRows.RECORD:
            return False
        written = _as_written(member)
        named = self._by_name.get((written.ksm, written.name), [])
        known = written if written in self._where else next((one for one in named if _agree(one, written)), None)
        if known is None:
            self._where[written] = f"baris {line.number}"
            return False
        if known in named:
            named.remove(known)
        where, more = self._where[known], _facts(written) - _facts(known)
        if self.way is SameRows.SKIP:
            self.skipped += 1
            if more:
                line.faults.warning(
                    line.number,
                    f"{where} sudah ada, jadi dilewati; isian barunya dicatat dengan: danabergulir anggota ubah",
                )
        else:
            other = ", dengan isian yang baru" if more else ""
            line.faults.error(line.number, f"sama dengan {where}{other}", SAME_HINT)
        return True


def _agree(one: Member, other: Member) -> bool:
    """Return whether no fact of two members is at odds."""
    return all(None in (fact, said) or fact == said for fact, said in zip(_told(one), _told(other), strict=True))


def _told(member: Member) -> tuple[object, ...]:
    """Return the facts of a member in a fixed order, None for each that is not known."""
    return member.gender or None, member.poor, member.nik or None, member.business or None, member.turnover


def _facts(member: Member) -> set[tuple[int, object]]:
    return {(place, fact) for place, fact in enumerate(_told(member)) if fact is not None}


def _as_written(member: Member) -> Member:
    """Return a member without what a file does not say, and as if written in small letters."""
    return replace(member, number=0, name=folded(member.name), business=folded(member.business), left_on=None)
