"""The KSM of a workbook by whatever name its sheets give them, each with one code."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from danabergulir.domain.groups import KSM
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.headings import folded
from danabergulir.text import quoted

_ALIKE: Final = 0.84
GROUP_FACTS: Final = ("rw", "rt", "ketua", "telepon", "alamat", "tanggal_bentuk", "jumlah_anggota", "jumlah_perempuan")


def key_of(name: str) -> str:
    """Return a name as it is compared: without case, points, stray blanks, and the word KSM in front."""
    return re.sub(r"^(ksm|kelompok) (?=.)", "", folded(name))


@dataclass
class GroupFound:
    """One KSM: where it first stands, and what all sheets say of it. It ``is_new`` where the ledger has it not."""

    code: str
    name: str
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
        for ksm in known:
            group = GroupFound(ksm.code, ksm.name)
            self.by_key[key_of(ksm.name)] = self._by_code[folded(ksm.code)] = group

    def add(self, record: Record) -> GroupFound | None:
        """Return the KSM that a row is about, a new one where no sheet has named it; None while that is asked."""
        name = record.get("ksm")
        if not name:
            self._asker.check(record, "ksm", "nama KSM belum diisi")
            return None
        code = record.get("kode")
        found = self.by_key.get(key_of(name)) or self._by_code.get(folded(code or name)) or self._near(record)
        if found is None:
            if (record.sheet.name, record.cell("ksm")) in self._asker.questions:
                return None
            found = GroupFound(code, name, record)
            self.by_key[key_of(name)] = found
            if code:
                self._by_code[folded(code)] = found
        found.sheets.add(record.sheet.name)
        self._sheets.add(record.sheet.name)
        for fact in GROUP_FACTS:
            if record.get(fact) and not found.facts.get(fact):
                found.facts[fact] = record.get(fact)
        return found

    def find(self, record: Record) -> GroupFound | None:
        """Return the KSM that a row is about, which another sheet or the ledger must have; None while it is asked."""
        name = record.get("ksm")
        found = self.by_key.get(key_of(name)) or self._by_code.get(folded(name))
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
