"""Things of the ledger found by a word about them: for the tab key, for a search, for the counter."""
