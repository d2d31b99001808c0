"""Builders of what other programs read: the audit package and the journal for hledger."""
