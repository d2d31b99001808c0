"""Builders of documents: what is signed, handed over or posted, each as a ``Paper``."""
