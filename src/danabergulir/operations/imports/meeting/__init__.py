"""Taking in a meeting sheet that was filled in: what stands in it, and recording each line once."""
