"""Commands that take old data in from files."""
