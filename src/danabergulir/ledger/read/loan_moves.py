"""What a transfer means for a loan, said once for every statement that asks.

A transfer on a loan names its component, and a component has its own account. What credits that account was received on
the loan; what debits it lends, or takes a receipt back, and counts below nil.
"""

import json
from functools import lru_cache
from typing import Final

from danabergulir.domain.accounts import Chart
from danabergulir.domain.journal import Component, component_accounts

_OWN: Final = "SELECT own.key, account.value FROM json_each(:own) AS own, json_each(own.value) AS account"
RECEIVED: Final = f"iif((component, debit) IN ({_OWN}), -amount, amount)"
"""The amount of a transfer on a loan as the loan sees it; a statement that says it is asked with ``own``."""


MOVED_ON: Final = """iif(
        transfer.voucher IN (SELECT sequence FROM voucher WHERE reverses IS NOT NULL),
        (SELECT taken_back.dated_on FROM voucher AS back JOIN voucher AS taken_back
         ON taken_back.number = back.reverses WHERE back.sequence = transfer.voucher), dated_on)"""
"""The day of a transfer where what is taken back has never been: that of what it takes back, else its own.

Few vouchers take one back; an index lists these, so that no other is looked up.
"""


@lru_cache(maxsize=16)
def own(chart: Chart) -> str:
    """Return the accounts of each component of a loan as ``RECEIVED`` wants them."""
    return json.dumps(component_accounts(chart))


def _listed(*components: Component) -> str:
    return "(" + ", ".join(f"'{component}'" for component in components) + ")"


LENDING: Final = _listed(Component.OPENING, Component.DISBURSEMENT)
"""The components that begin a loan."""
OF_PRINCIPAL: Final = _listed(Component.OPENING, Component.DISBURSEMENT, Component.PRINCIPAL, Component.WRITE_OFF)
"""The components whose sum is what is not on the books any more, and below nil what is outstanding."""
