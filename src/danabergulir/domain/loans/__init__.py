"""One loan: its terms, schedule and receipts, and how late and how safe it is."""
