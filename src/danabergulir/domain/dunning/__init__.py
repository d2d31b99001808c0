"""What follows when a group pays late, or on time: what is due, sanctions and their blocks, reminders, thanks."""
