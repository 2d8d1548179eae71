"""The type of the fixture ``in_proportion``: short work, long work, and how many times longer it may take."""

from collections.abc import Callable

Proportion = Callable[[Callable[[], object], Callable[[], object], float], bool]
