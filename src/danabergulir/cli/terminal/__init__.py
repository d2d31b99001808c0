"""The terminal and the user's own computer: pages of a long screen, files through a pipe, and settings that stay."""
