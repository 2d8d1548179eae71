"""Aligned passages become a dataset that `datasets.load_dataset` reads, and other formats."""
