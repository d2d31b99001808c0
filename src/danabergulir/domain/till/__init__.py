"""The counter: what is typed there, what a KSM is asked for, and what came in on a day."""
