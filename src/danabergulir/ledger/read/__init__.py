"""Reading the ledger: SQL in, values of the domain out, one module per subject."""
