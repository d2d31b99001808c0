"""Use cases for late groups and for those that pay on time: sanctions, letters, reminders, thanks."""
