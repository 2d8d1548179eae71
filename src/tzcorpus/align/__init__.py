"""Chinese and English passages, sentences, entities and figures, side by side."""
