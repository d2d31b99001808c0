"""``jelaskan``: why a figure, a letter, a receipt, a debt or a refusal is as it is."""
