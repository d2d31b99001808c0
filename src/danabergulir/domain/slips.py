"""Old slips that a ledger keeps: what each left behind, how it is mended, and what was decided about it."""

from collections.abc import Mapping, Sequence
from datetime import date

from danabergulir.domain.checks import Checked, Result, judged
from danabergulir.frozen import Struct


class Slip(Struct, frozen=True):
    """One thing that an append-only book cannot lose any more, named by its ``code`` for good.

    ``mend`` says how it is put right; while it is ``lasting``, the balances of today are wrong, and no decision helps.
    It is ``outgrown`` where it is worse by now than what was decided.
    """

    code: str
    sentence: str
    voucher: str
    mend: str
    lasting: bool = False
    outgrown: bool = False

    def is_decided(self, reviews: "Reviews") -> bool:
        """Return whether a decision covers it as it stands now."""
        return self.code in reviews and not self.lasting and not self.outgrown


class Review(Struct, frozen=True):
    """A decision about a slip: looked at on a day, by which minutes, and why it stays.

    ``registered`` says whether those minutes are in the register.
    """

    code: str
    dated_on: date
    minutes: str
    reason: str
    registered: bool = True

    @property
    def told(self) -> str:
        """Return by which minutes, and that nobody has written those down yet."""
        return f"berita acara {self.minutes}{'' if self.registered else ' (belum di daftar)'}"


Reviews = Mapping[str, Review]
"""The newest decision about each slip, by its code."""


def looked_through(
    name: str, sound: str, slips: Sequence[Slip], reviews: Reviews, *, otherwise: Result = Result.WRONG
) -> Checked:
    """Return what a check found: ``sound`` where nothing; with slips that nobody decided about, ``otherwise``.

    Slips that were all decided about as they stand are worth a look.
    """
    known = [slip for slip in slips if slip.is_decided(reviews)]
    unseen = [slip for slip in slips if slip not in known]
    if unseen:
        first = unseen[0]
        faults = [f"{slip.sentence} ({slip.code})" for slip in unseen]
        stays = f". Bila tidak dapat diperbaiki lagi: danabergulir {review_command(first.code)}"
        hint = first.mend if first.lasting else f"{first.mend}{stays}"
        return judged(name, sound, faults, hint, voucher=first.voucher, otherwise=otherwise)
    faults = [f"{slip.sentence}, sudah diputuskan dengan {reviews[slip.code].told}" for slip in known]
    voucher = known[0].voucher if known else ""
    return judged(name, sound, faults, "", voucher=voucher, otherwise=Result.NOTE)


def review_command(code: str) -> str:
    """Return the command that records a decision about a slip, without the program's name."""
    typed = f'"{code}"' if " " in code else code
    return f'periksa catat {typed} --ba NOMOR --alasan "..."'
