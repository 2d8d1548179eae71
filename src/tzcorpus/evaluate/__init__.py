"""Scores against gold: cleaning, spans and values, beads."""
