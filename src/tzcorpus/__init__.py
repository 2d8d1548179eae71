"""Bilingual (Chinese/English) newspaper corpora: clean, segment, annotate, align, package, review."""

__version__ = "0.1.0"
