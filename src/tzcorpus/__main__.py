"""``python -m tzcorpus``."""

from tzcorpus.cli import main

main()
