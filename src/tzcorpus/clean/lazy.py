"""A value found out when it is first asked for, and kept in its object.

As `functools.cached_property`, without the lock that Python 3.11 takes at each first look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class lazy(Generic[Value]):
    """Decorates a method; its value then stands in the object's ``__dict__``, which is looked at first."""

    def __init__(self, find: Callable[[Any], Value]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, thing: Any, kind: type | None = None) -> Value:
        value = thing.__dict__[self._name] = self._find(thing)
        return value
