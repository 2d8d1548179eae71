"""Clean documents become passages with sentences and words."""
