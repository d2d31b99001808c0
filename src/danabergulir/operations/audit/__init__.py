"""What an auditor asks for: the examination of the book, the audit package, the journal for other programs."""
