"""Words: jieba's for Chinese, runs of letters and digits for English.

Chinese words are those of `jieba.cut` with its default dictionary. `rjieba` computes the same ones some
forty times faster and differs only in runs of ASCII letters, digits and ``+#&._%-`` and in rare
ideographs; `_like_jieba` cuts those as jieba does. A test pins the agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tzcorpus.records import Language, Span

_ENGLISH = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
# jieba's own division: characters its dictionary knows of, and what it keeps whole among ASCII ones
_KNOWN = r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]"
_FOREIGN = re.compile(_KNOWN.replace("[", "[^", 1))
# ideographs that jieba's HMM does not take in and rjieba's does: cut out first
_RARE = re.compile(r"([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_ASCII_RUN = re.compile(r"[a-zA-Z0-9+#&._%\-]+\Z")
_ASCII_MARK = re.compile(r"[+#&._%\-]")
_ASCII_PART = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


def words(text: str, language: Language = "zh") -> tuple[Span, ...]:
    """Spans of the words of ``text``; white space belongs to none.

    >>> [text[s.start:s.end] for text in ["投资10-20亿元"] for s in words(text)]
    ['投资', '10', '-', '20', '亿元']
    """
    if language == "en":
        return tuple(Span(*match.span()) for match in _ENGLISH.finditer(text))
    return words_by_jieba(text) if _fast() is None else _spans(_like_jieba(text))


def words_by_jieba(text: str) -> tuple[Span, ...]:
    """The same spans from jieba itself: the reference, slower."""
    import jieba

    jieba.setLogLevel(60)  # it prints its start-up to standard error
    return _spans(jieba.cut(text))


def _spans(tokens: Iterable[str]) -> tuple[Span, ...]:
    out: list[Span] = []
    at = 0
    for token in tokens:
        end = at + len(token)
        if not token.isspace():
            out.append(Span(at, end))
        at = end
    return tuple(out)


@cache
def _fast() -> Any:
    """An `rjieba.Jieba`, or None where no wheel is installed: jieba gives the same words."""
    try:
        import rjieba
    except ImportError:
        return None
    return rjieba.Jieba()


def _like_jieba(text: str) -> Iterator[str]:
    for part in _RARE.split(text) if _RARE.search(text) else [text]:
        for token in _fast().cut(part):
            if len(token) == 1:
                yield token
            elif _FOREIGN.search(token):
                yield from _apart(token)
            elif _ASCII_MARK.search(token) and _ASCII_RUN.match(token) and not _fast().has_word(token):
                yield from (piece for piece in _ASCII_PART.split(token) if piece)
            else:
                yield token


def _apart(token: str) -> Iterator[str]:
    """A token with characters outside of jieba's dictionary: each of those is a word."""
    for part in re.split(rf"(\r\n|(?!{_KNOWN}).)", token, flags=re.DOTALL):
        if part:
            yield part
