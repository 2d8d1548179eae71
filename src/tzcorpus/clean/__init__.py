"""Repair of raw text: characters, line roles, joins, duplicates, reading order; every change an edit."""
