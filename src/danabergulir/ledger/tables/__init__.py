"""The tables, columns only. Constraints and append-only triggers stand in the migrations, as plain SQL.

Nothing is ever updated or deleted. Registers (profile, policy, accounts, KSM, members) keep versions by ``dated_on``;
the newest version on or before a date is the one in force then. Amounts are whole rupiah.
"""
