"""The KSM of a workbook by whatever name its sheets give them, each with one code."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from danabergulir.domain.groups import KSM
from danabergulir.frozen import Struct, field
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.headings import folded
from danabergulir.text import quoted

_ALIKE: Final = 0.84
GROUP_FACTS: Final = ("rw", "rt", "ketua", "telepon", "alamat", "tanggal_bentuk", "jumlah_anggota", "jumlah_perempuan")


def key_of(name: str) -> str:
    """Return a name as it is compared: without case, points, stray blanks, and the word KSM in front."""
    return re.sub(r"^(ksm|kelompok) (?=.)", "", folded(name))


def _with_rw(name: str, rw: str) -> str:
    return f"{key_of(name)} rw {rw.lstrip('0').casefold()}"


class GroupFound(Struct):
    """One KSM: where it first stands, and what all sheets say of it. It ``is_new`` where the ledger has it not.

    ``key`` tells it from every other one: its name, of a second KSM of that name with its RW.
    """

    code: str
    name: str
    key: str
    first: Record | None = None
    facts: dict[str, str] = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        """Return whether it still has to be recorded."""
        return self.first is not None


class Groups:
    """Every KSM known so far, those of the ledger first."""

    def __init__(self, known: Sequence[KSM], asker: Asker) -> None:
        self._asker = asker
        self.by_key: dict[str, GroupFound] = {}
        self._by_code: dict[str, GroupFound] = {}
        self._sheets: set[str] = {""} if known else set()
        self._of_rw: dict[str, GroupFound] = {}
        """Those whose RW is written, by name and RW."""
        for ksm in known:
            group = GroupFound(ksm.code, ksm.name, self._free_key(ksm.name, ksm.rw), facts={"rw": ksm.rw})
            self.by_key[group.key] = self._by_code[folded(ksm.code)] = group
            self._of_rw.setdefault(_with_rw(ksm.name, ksm.rw), group)

    def add(self, record: Record) -> GroupFound | None:
        """Return the KSM that a row is about, a new one where no sheet has named it; None while that is asked."""
        name = record.get("ksm")
        if not name:
            self._asker.check(record, "ksm", "nama KSM belum diisi")
            return None
        code = record.get("kode")
        found = self._named(record) or self._by_code.get(folded(code or name)) or self._near(record)
        rw = record.get("rw")
        if found is not None and self._is_another(found, record):
            found = None
        if found is None:
            if (record.sheet.name, record.cell("ksm")) in self._asker.questions:
                return None
            found = GroupFound(code, name, self._free_key(name, rw), record)
            self.by_key[found.key] = found
            if code:
                self._by_code[folded(code)] = found
        found.sheets.add(record.sheet.name)
        self._sheets.add(record.sheet.name)
        for fact in GROUP_FACTS:
            if record.get(fact) and not found.facts.get(fact):
                found.facts[fact] = record.get(fact)
        if rw:
            self._of_rw.setdefault(_with_rw(name, rw), found)
        return found

    def _free_key(self, name: str, rw: str) -> str:
        """Return by what a new KSM is known: its name, or where another one has it the name with its RW."""
        return _with_rw(name, rw) if key_of(name) in self.by_key else key_of(name)

    def _named(self, record: Record) -> GroupFound | None:
        """Return the KSM of that name: of several the one of its RW."""
        name, rw = record.get("ksm"), record.get("rw")
        own = self._of_rw.get(_with_rw(name, rw)) if rw else None
        found = own or self.by_key.get(key_of(name)) or self._of_rw.get(key_of(name))
        if found is None or own is not None or rw:
            return found
        alike = {group.key: place for place, group in self._of_rw.items() if place.startswith(f"{key_of(name)} rw ")}
        if len(alike) > 1 and found.key in alike:
            readings = tuple(f"{name} RW {place.rpartition(' ')[2]}" for place in alike.values())
            answer = self._asker.check(record, "ksm", "ada beberapa KSM bernama sama", readings)
            return self._of_rw.get(key_of(answer), found) if answer else found
        return found

    def _is_another(self, found: GroupFound, record: Record) -> bool:
        """Return whether a row is of a second KSM of one name, in another RW; that is asked, naming both cells."""
        rw, other = record.get("rw"), found.facts.get("rw", "")
        known = self._of_rw.get(_with_rw(record.get("ksm"), rw))
        if known is found or not rw or not other or _with_rw("", rw) == _with_rw("", other):
            return False
        if "rw" in record.origin("rw").answered:
            return True
        where = "di buku"
        if found.first is not None:
            sheet = found.first.sheet.name
            where = ("" if sheet == record.sheet.name else f"di lembar {quoted(sheet)} ") + (
                f"di sel {found.first.cell('rw' if 'rw' in found.first.columns else 'ksm')}"
            )
        why = f"KSM {quoted(found.name)} {where} ber-RW {other}; tetap {rw} bila KSM lain, {other} bila KSM yang sama"
        answer = self._asker.check(record, "rw", why, (rw, other))
        return answer is None or _with_rw("", answer) == _with_rw("", rw)

    def find(self, record: Record) -> GroupFound | None:
        """Return the KSM that a row is about, which another sheet or the ledger must have; None while it is asked."""
        name = record.get("ksm")
        found = (self._named(record) if name else None) or self._by_code.get(folded(name))
        if found is not None or not name:
            return found
        near = get_close_matches(key_of(name), list(self.by_key), 3, _ALIKE)
        readings = tuple(self.by_key[key].name for key in near)
        answer = self._asker.check(record, "ksm", "KSM ini tidak ada di lembar lain dan di buku", readings)
        return self.by_key.get(key_of(answer)) if answer else None

    def _near(self, record: Record) -> GroupFound | None:
        """Return the KSM of another sheet whose name is nearly the same, once a person has said that it is meant."""
        key = key_of(record.get("ksm"))
        if "ksm" in record.answered or self._sheets <= {record.sheet.name}:
            return None
        others = [
            known
            for known, group in self.by_key.items()
            if record.sheet.name not in group.sheets and _figures(known) == _figures(key)
        ]
        near = get_close_matches(key, others, 1, _ALIKE)
        if not near:
            return None
        meant = self.by_key[near[0]]
        why = f"hampir sama dengan {quoted(meant.name)}"
        answer = self._asker.check(record, "ksm", why, (meant.name, record.get("ksm")))
        return self.by_key.get(key_of(answer)) if answer else None

    def with_codes(self) -> Mapping[str, GroupFound]:
        """Return every KSM by its key, those without a code given the next of ``K01``, ``K02``."""
        taken = set(self._by_code)
        number = 0
        for group in self.by_key.values():
            while not group.code:
                number += 1
                if f"k{number:02d}" not in taken:
                    group.code = f"K{number:02d}"
        return self.by_key


def _figures(key: str) -> list[str]:
    """Return the words of a name that tell one of a series from another: numbers and single letters."""
    return [word for word in key.split() if word.isdigit() or re.fullmatch("[a-z]|[ivx]+", word)]
