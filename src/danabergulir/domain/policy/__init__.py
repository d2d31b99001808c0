"""The board's rules: their values, their defaults, and the file they are written in.

A new key never changes a month that was reported. What the ledger stores names every key that the program knew when it
stored it (``file.policy_text``), so a key that a stored policy lacks is one that its program did not know. It is read
by ``file.stored_policy`` as what that program did: the field's ``older`` value, where the default is another one.
What a board writes itself is read by ``file.parse_policy``, where a key that is not given has today's default.

So, to add a key: a field in the module of its subject, made by ``values.rule``, with its ``default`` (what the shipped
policy says) and, where that differs from what the program did before the key was there, ``older``. A new table works in
the same way. A key whose value is None is left out when written; None stands for "not asked for", by whichever program.
"""
