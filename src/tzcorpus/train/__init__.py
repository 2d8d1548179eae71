"""Recognisers of one's own, trained on a packaged dataset and read by ``tzcorpus annotate --model``."""
