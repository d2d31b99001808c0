"""The board's rules as a file. Apart from the ledger, so that a simulation by a file starts at once."""

from pathlib import Path

from danabergulir.domain.loans.plausibility import (
    JASA_HINT,
    PENALTY_HINT,
    TITIPAN_HINT,
    jasa_doubt,
    penalty_doubt,
    titipan_doubt,
)
from danabergulir.domain.policy.file import parse_policy
from danabergulir.domain.policy.rules import DEFAULT_POLICY, Policy
from danabergulir.errors import FaultyDataError, UsageError


def read_policy(file: Path | None) -> Policy:
    """Return the policy of a TOML file, or the built-in one without a file.

    Rates that nobody asks are refused here and not where a policy of the ledger is read, which must stay readable.
    Raises ``UsageError`` when there is no such file and for such rates, ``FaultyDataError`` for one that holds no
    policy.
    """
    if file is None:
        return DEFAULT_POLICY
    try:
        policy = parse_policy(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UsageError(f"file tidak ada: {file}", "Periksa nama dan foldernya.") from None
    except OSError:
        raise UsageError(f"file tidak dapat dibaca: {file}", "Periksa nama file dan izinnya.") from None
    except UnicodeDecodeError:
        raise FaultyDataError(
            f"tulisan dalam file bukan UTF-8: {file.name}", "Mulai dari contoh: danabergulir kebijakan bawaan"
        ) from None
    for key, doubt, hint in (
        ("pinjaman.jasa_persen_per_bulan", jasa_doubt(policy.lending.jasa_percent), JASA_HINT),
        ("pinjaman.titipan_persen_per_bulan", titipan_doubt(policy.lending.titipan_percent), TITIPAN_HINT),
        ("denda.persen", penalty_doubt(policy.penalty), PENALTY_HINT),
    ):
        if doubt:
            raise UsageError(f"{key}: {doubt}", hint)
    return policy
