"""Records to Label Studio and back into ``annotations/``."""
