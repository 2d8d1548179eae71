"""What the learned recogniser of English names sees of each word: its letters, our tables, the rules'
findings, and what the whole document does with the word elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from tzcorpus.annotate.english_pair import known_brands
from tzcorpus.annotate.english_words import (
    UNITS,
    bands,
    bodies,
    common,
    counties,
    is_english,
    places,
    title_case,
    trade_words,
)
from tzcorpus.language.tables import column, rows
from tzcorpus.records import Entity, Span

TOKEN = re.compile(
    r"(?:Co|Ltd|Inc|Corp|Bros|Pty|Mr|Ms|Mrs|Dr|No|St)\.|(?:[A-Z]\.){1,4}|['’]s(?!\w)|"
    r"[^\W\d_]+(?:&[A-Z]+)?(?:['’](?!s(?!\w))[^\W\d_]+)*\d*|\d[\d.,]*\w*|[^\w\s]|_"
)
KINDS = 9
_SYLLABLES = 4


class Token(NamedTuple):
    """A word or a mark with its offsets in the text."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """The words and marks of ``text``.

    >>> [token.text for token in tokenize("J.P. Hart's A&F Co., Ltd.")]
    ['J.P.', 'Hart', "'s", 'A&F', 'Co.', ',', 'Ltd.']
    """
    return [Token(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]


@cache
def _syllables() -> frozenset[str]:
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PINYIN_DICT

    found = {
        lazy_pinyin(chr(code), style=Style.NORMAL)[0] for code in PINYIN_DICT if 0x4E00 <= code <= 0x9FA5
    }
    return frozenset(one.replace("ü", "u") for one in found if one.isascii() and one.isalpha() and len(one) >
    1) | {
        "a", "e", "o"
    }  # fmt: skip


@lru_cache(maxsize=65536)
def syllables(word: str) -> int:
    """Of how many pinyin syllables the lower-case ``word`` may be made, 0 for none and 5 for more.

    >>> [syllables(word) for word in ("chen", "chenfan", "valeo", "xian")]
    [1, 2, 0, 1]
    """
    least = [0, *([99] * len(word))]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            if least[start] + 1 < least[end] and word[start:end] in _syllables():
                least[end] = least[start] + 1
    return 0 if least[-1] == 99 or not word else min(least[-1], _SYLLABLES + 1)


@cache
def surnames() -> frozenset[str]:
    """Chinese surnames in pinyin."""
    from pypinyin import lazy_pinyin

    from tzcorpus.annotate.learned_checks import SURNAMES

    return frozenset(reading.capitalize() for one in SURNAMES for reading in lazy_pinyin(one)) | {
        "Lyu", "Lu", "Ouyang", "Shangguan", "Zhuge", "Sima", "Situ"
    }  # fmt: skip


_CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December Spring Autumn Summer Winter Festival".split()
)
_TITLES = frozenset(
    "Chairman Chairwoman President CEO CTO CFO Founder Director Manager Secretary Mr Ms Mrs Dr Mr. Ms. Mrs. "
    "Dr. Professor Engineer Executive Deputy Vice Mayor Governor Minister General Chief Party Premier "
    "Reporter Photo Correspondent Technician Master".split()
)


@cache
def _table() -> dict[str, str]:
    """Which of our tables a capitalised word stands in: of several, the last here."""
    out: dict[str, str] = {}
    for kind, words in (
        ("common", common()),
        ("trade", trade_words()),
        ("place", places()),
        ("county", counties()),
        ("surname", surnames()),
        ("zone", {word for zone, _ in rows("english_zones") for word in zone.split()}),
        ("form", {word for form, _ in rows("english_forms") for word in re.findall(r"[\w&]+\.?", form)}),
        ("unit", UNITS),
        ("body", bodies()),
        ("title", _TITLES),
        ("day", _CALENDAR),
        ("firm", {name for name in column("firms", where=(1, "en")) if " " not in name}),
    ):
        for word in words:
            out[word] = kind
    return out


@lru_cache(maxsize=65536)
def _shape(word: str) -> str:
    kind = "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word)
    return re.sub(r"(.)\1+", r"\1+", kind) if len(word) > 1 else kind


_KIN = (
    "Mr|Ms|Mrs|Dr|Miss|Madam|Old|Young|Little|Uncle|Aunt|Auntie|Grandma|Grandpa|Granny|Grandmother|Grandfather|"
    "Brother|Sister|Teacher|Professor|Doctor|Master|Captain|Lao|Xiao|Mayor|Judge|Farmer"
)
_CALLED = re.compile(rf"(?<![\w-])(?:{_KIN})\.? ([A-Z][a-z]+)(?![\w-]| [A-Z])")
# what only people do, have and are
_HUMAN = re.compile(
    r"(?<![\w-])([A-Z][a-z]+)(?: (?:laugh|smile|nod|grin|sigh|whisper|mutter|snort|frown|shrug|blush|chuckle|"
    r"weep|cough|grumble|joke|giggle|tremble|kneel)(?:s|e?d|ded|ned)?(?![\w-])| (?:wept|knelt|sat down|"
    r"stood up|woke)(?![\w-])|['’]s (?:mother|father|wife|husband|son|daughter|sister|brother|uncle|aunt|"
    r"cousin|grand[a-z]+|eyes?|face|hands?|voice|hair|heart|lips|cheeks?)(?![\w-])|, \d\d,)"
)
_KIN_OF = re.compile(
    r"(?:mother|father|wife|husband|son|daughter|sister|brother|uncle|aunt|cousin|grand[a-z]+|girl|boy) "
    r"([A-Z][a-z]+)(?![\w-]| [A-Z])"
)
_NAMED = re.compile(r"(?<![\w-])([A-Z][a-z]+) ([A-Z][a-z]+)(?![\w-])")


def persons(texts: Sequence[str]) -> frozenset[str]:
    """Single words by which the texts call persons: a given name behind a surname, a surname behind a title.

    >>> sorted(persons(["Lin Meijuan called. Old Liang did not hear Meijuan."]))
    ['Liang', 'Lin', 'Meijuan']
    """
    out: set[str] = set()
    for text in texts:
        for pattern in (_CALLED, _HUMAN, _KIN_OF):
            out.update(match[1] for match in pattern.finditer(text) if syllables(match[1].lower()))
        for match in _NAMED.finditer(text):
            if match[1] in surnames() and syllables(match[2].lower()) in (1, 2) and not is_english(match[2]):
                out.update(match.groups())
    return frozenset(out)


_GOODS = (
    "trademark|app|ship|vessel|ferry|boat|variety|model|lager|beer|wine|liquor|tea|drug|show|film|play|opera|song|"
    "game|novel|poem|series|robot|machine|train|satellite|rocket|drone|dog|mule|horse|panda|cat|cow|whale|storm|"
    "typhoon|software|platform|plan|campaign|project"
)
# the lager Sparrow Gold, calls it Swallow; but not: a firm called Swallow
_THING = re.compile(
    rf"(?<![\w-])(?:{_GOODS}),? (?:(?:is )?(?:called|named|dubbed|christened|baptised) )?[\"“‘']?"
    r"([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?![\w-]| [A-Z])|"
    r"(?:call(?:s|ed)? (?:it|him|her|them)|known as|[Nn]icknamed) (?:the )?[\"“‘']?"
    r"([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?![\w-]| [A-Z])|"
    rf"(?<![\w-])([A-Z][a-z]+(?: [A-Z][a-z]+)?), (?:a|an|the)(?: [a-z-]+){{0,2}} (?:{_GOODS})(?=[,.])"
)


def things(texts: Sequence[str]) -> frozenset[str]:
    """What the texts say is the name of a thing or an animal.

    >>> sorted(things(["The lager Sparrow Gold stays.", "Farmers call it Swallow."]))
    ['Sparrow Gold', 'Swallow']
    """
    found = (group for text in texts for match in _THING.finditer(text) for group in match.groups())
    return frozenset(filter(None, found))


@dataclass(slots=True)
class _Profile:
    """What a document does with one capitalised word."""

    lower: bool = False
    inside: int = 0  # not at the head of a sentence or in a headline
    placed: bool = False
    given: bool = False
    surname: bool = False
    titled: bool = False
    owns: bool = False
    acts: bool = False
    quoted: bool = False
    firm: bool = False
    park: bool = False
    alone: int = 0  # no capitalised neighbour
    traded: bool = False
    listed: bool = False


_PLACING = frozenset("in near outside around across throughout north south east west".split())
_ACTING = frozenset(
    "said says has had will would plans makes made sells sold buys bought built builds supplies employs "
    "opened shipped signed runs ran owns hired launched invested exports agreed began started produces "
    "manufactures won paid took reported expects raised delivered uses used".split()
)
_FIRM_NOUNS = frozenset(
    "company firm maker manufacturer producer supplier enterprise customer client buyer rival competitor "
    "subsidiary startup start-up plant factory workshop chairman founder owner shareholder employees workers "
    "engineers".split()
)
DENSE = 27


@dataclass(frozen=True, slots=True)
class Seen:
    """The tokens of a text, and of each the values of `KINDS` kinds, `DENSE` yes-or-no features, and the
    number of the capitalised word in the document (0 for other tokens).
    """

    tokens: list[Token]
    values: Sequence[tuple[str, ...]]
    flags: list[list[float]]
    words: list[int]


def features(
    texts: Sequence[str],
    names: Sequence[Sequence[Entity]],
    local: frozenset[str] = frozenset(),
    brands: frozenset[str] = frozenset(),
) -> list[Seen]:
    """The features of the texts of one document. ``names`` are the rules' findings, ``local`` the document's
    places, ``brands`` what the Chinese side calls its firms.
    """
    tokens = [tokenize(text) for text in texts]
    lower = {token.text for mine in tokens for token in mine if token.text.islower()}
    heads = [_heads(text, mine) for text, mine in zip(texts, tokens, strict=True)]
    titles = [_headline(text, mine) for text, mine in zip(texts, tokens, strict=True)]
    people = persons(texts)
    profiles = _profiles(tokens, heads, titles, names, lower)
    acronyms = _acronyms(tokens)
    known: dict[str, _Word] = {}
    out = []
    for mine, head, title, found in zip(tokens, heads, titles, names, strict=True):
        tags = _tags(mine, found)
        words = []
        for token in mine:
            if token.text not in known:
                number = len(known) + 1
                flags = _flags(token.text, profiles.get(token.text), acronyms, people, local, brands)
                known[token.text] = _word(token.text, number, flags, local)
            words.append(known[token.text])
        names_of = ["<", *(word.identity for word in words), ">"]
        values = [
            (
                names_of[n + 1],
                names_of[n],
                names_of[n + 2],
                *word.values,
                tags[n],
                f"{int(head[n])}{int(title[n])}{_neighbours(mine, n)}",
            )
            for n, word in enumerate(words)
        ]
        out.append(Seen(mine, values, [word.flags for word in words], [word.number for word in words]))
    return out


class _Word(NamedTuple):
    """What does not depend on where in the document a word stands."""

    number: int
    identity: str
    values: tuple[str, str, str, str]
    flags: list[float]


def _word(word: str, number: int, flags: list[float], local: frozenset[str]) -> _Word:
    capital, plain = _is_capital(word), word.lower()
    return _Word(
        number if capital else 0,
        _identity(word),
        (
            _shape(word),
            plain[-3:] if word[0].isalpha() else "",
            "-" if not capital else "local" if word in local else _table().get(word, "-"),
            (bands().get(plain, "5") if word[0].isalpha() else "-")
            + (str(syllables(plain)) if capital and word.isascii() and word.isalpha() else "-"),
        ),
        flags,
    )


def _is_capital(word: str) -> bool:
    return any(map(str.isupper, word))


def _identity(word: str) -> str:
    return word if len(word) == 1 or not _is_capital(word) else "^" + word.lower()


def _neighbours(tokens: Sequence[Token], n: int) -> str:
    """Do capitalised words stand right before and behind?"""
    before = n > 0 and tokens[n - 1].text[0].isupper() and tokens[n].start - tokens[n - 1].end == 1
    after = (
        n + 1 < len(tokens) and tokens[n + 1].text[0].isupper() and tokens[n + 1].start - tokens[n].end == 1
    )
    return f"{int(before)}{int(after)}"


def _heads(text: str, tokens: Sequence[Token]) -> list[bool]:
    """Whether each token begins a sentence."""
    out, fresh = [], True
    for n, token in enumerate(tokens):
        if token.text in "“\"'‘(" or (token.text in "”’)" and fresh):
            out.append(False)
            fresh = fresh or (n > 0 and tokens[n - 1].text in ",:")
            continue
        out.append(fresh)
        fresh = token.text in ".!?:;•—–…"
    return out


def _headline(text: str, tokens: Sequence[Token]) -> list[bool]:
    """Whether each token stands in a line whose words are all capitalised."""
    known: dict[int, bool] = {}
    out = []
    for token in tokens:
        line = text.rfind("\n", 0, token.start)
        if line not in known:
            known[line] = title_case(text, token.start)
        out.append(known[line])
    return out


def _profiles(
    tokens: Sequence[Sequence[Token]],
    heads: Sequence[Sequence[bool]],
    titles: Sequence[Sequence[bool]],
    names: Sequence[Sequence[Entity]],
    lower: set[str],
) -> dict[str, _Profile]:
    out: defaultdict[str, _Profile] = defaultdict(_Profile)
    table = _table()
    for mine, head, title, found in zip(tokens, heads, titles, names, strict=True):
        tags = _tags(mine, found)
        for n, token in enumerate(mine):
            word = token.text
            if not _is_capital(word):
                continue
            profile = out[word]
            before = mine[n - 1].text if n else ""
            after = mine[n + 1].text if n + 1 < len(mine) else ""
            profile.lower = word.lower() in lower
            profile.inside += not head[n] and not title[n]
            profile.firm |= tags[n][1:2] == "C"
            profile.park |= tags[n][1:2] == "P"
            capital_before = before[:1].isupper() and token.start - mine[n - 1].end == 1
            capital_after = after[:1].isupper() and mine[n + 1].start - token.end == 1
            profile.alone += not capital_before and not capital_after
            profile.placed |= before.lower() in _PLACING
            profile.given |= capital_before and before in surnames() and not title[n]
            profile.surname |= capital_after and word in surnames() and syllables(after.lower()) in (1, 2)
            profile.titled |= table.get(before) == "title"
            profile.owns |= after in ("'s", "’s")
            profile.acts |= after in _ACTING
            profile.quoted |= before in ("“", '"', "‘")
            profile.traded |= table.get(after) in ("trade", "form") and capital_after
            profile.listed |= before in _FIRM_NOUNS or (
                before == "of" and n > 1 and mine[n - 2].text in _FIRM_NOUNS
            )
    return out


def _acronyms(tokens: Sequence[Sequence[Token]]) -> set[str]:
    """Words of capitals that stand in brackets behind capitalised words they abbreviate."""
    out = set()
    for mine in tokens:
        for n in range(2, len(mine) - 1):
            word = mine[n].text
            if word.isupper() and len(word) > 1 and mine[n - 1].text == "(" and mine[n + 1].text == ")":
                out.add(word)
    return out


def _flags(
    word: str,
    profile: _Profile | None,
    acronyms: set[str],
    people: frozenset[str],
    local: frozenset[str],
    brands: frozenset[str],
) -> list[float]:
    p = profile
    if p is None:
        return [0.0] * DENSE
    return [
        float(value)
        for value in (
            True,
            p.lower,
            p.inside > 0,
            p.inside > 1,
            p.inside > 3,
            p.placed,
            p.given,
            p.surname,
            word in people,
            p.titled,
            p.owns,
            p.acts,
            p.quoted,
            p.firm,
            p.park,
            p.alone > 0,
            p.alone > 1,
            p.alone > 3,
            p.traded,
            p.listed,
            word in acronyms,
            word in known_brands(),
            word in local,
            word in brands,
            bool(brands),
            len(word) < 4,
            len(word) > 8,
        )
    ]


def _tags(tokens: Sequence[Token], names: Iterable[Entity]) -> list[str]:
    """B or I, the label's letter and the rule over each token."""
    out = ["O"] * len(tokens)
    for n, position, entity in over(tokens, names):
        rule = re.split("[-:]", entity.source)[-1]
        out[n] = f"{position}{entity.label[0]}{rule}"
    return out


def over(tokens: Sequence[Token], names: Iterable[Entity]) -> Iterator[tuple[int, str, Entity]]:
    """The tokens that lie in names: number, B for the first of a name, I for others, and the name."""
    at = 0
    for entity in sorted(names, key=lambda one: one.span):
        while at < len(tokens) and tokens[at].start < entity.span.start:
            at += 1
        first = True
        while at < len(tokens) and tokens[at].end <= entity.span.end:
            yield at, "B" if first else "I", entity
            first = False
            at += 1


def span_of(tokens: Sequence[Token], start: int, end: int) -> Span:
    """The span of tokens ``start`` to ``end`` (exclusive)."""
    return Span(tokens[start].start, tokens[end - 1].end)
