"""How the words of a command are read and spoken of: options, choices, help pages, usage errors, the tab key."""
