"""The invented fund of the demonstration ledger: what happened there, and how its ledger is made."""
