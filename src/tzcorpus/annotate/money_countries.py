"""Which peso or krona: a currency word that several countries share is read by the one country named.

Only where exactly one of the candidates stands in the text; otherwise the currency stays open.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tzcorpus.records import Entity

# Currency code to the names of its country in both languages; ISO 4217 for codes.
_SHARED: tuple[tuple[str, dict[str, str]], ...] = (
    (
        r"比索|pesos?\b",
        {
            "MXN": "墨西哥|Mexic", "CLP": "智利|Chile", "PHP": "菲律宾|Philippin", "ARS": "阿根廷|Argentin",
            "COP": "哥伦比亚|Colombia", "UYU": "乌拉圭|Uruguay",
            "DOP": "多米尼加|Dominican", "CUP": "古巴|Cuba",
        },
    ),
    (
        r"克朗|kron(?:a|or|e|er|ur)\b|crowns?\b",
        {
            "SEK": "瑞典|Swed", "NOK": "挪威|Norw", "DKK": "丹麦|Denmark|Danish", "ISK": "冰岛|Iceland",
            "CZK": "捷克|Czech",
        },
    ),
    (
        r"里亚尔|[rR]i?yals?\b|[rR]ials?\b",
        {
            "SAR": "沙特|Saudi", "QAR": "卡塔尔|Qatar", "OMR": "阿曼|Oman",
            "IRR": "伊朗|Iran", "YER": "也门|Yemen",
        },
    ),
    (
        r"第纳尔|[dD]inars?\b",
        {
            "KWD": "科威特|Kuwait", "BHD": "巴林|Bahrain", "JOD": "约旦|Jordan", "IQD": "伊拉克|Iraq",
            "DZD": "阿尔及利亚|Algeria", "TND": "突尼斯|Tunisia", "LYD": "利比亚|Libya",
            "RSD": "塞尔维亚|Serbia",
        },
    ),
)  # fmt: skip
_WORDS = tuple((re.compile(word, re.IGNORECASE), countries) for word, countries in _SHARED)


def with_country(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities; an open currency is filled in where the text names one country that uses the word."""
    entities = [_cents(entity, entities) for entity in entities] if len(entities) > 1 else entities
    if all(entity.value is None or entity.value.currency is not None for entity in entities):
        return entities
    named: dict[int, str | None] = {}  # each word's countries are looked for once a text
    return [_filled(text, entity, named) for entity in entities]


_ONLY_CENTS = re.compile(r"[^$]*\bcents?$", re.IGNORECASE)
_CENTS = frozenset(("HKD", "SGD", "AUD", "CAD", "NZD", "EUR"))


def _cents(entity: Entity, entities: list[Entity]) -> Entity:
    """Cents beside no US dollar are those of the one currency of the text that has cents, too."""
    value = entity.value
    if value is None or value.currency != "USD" or _ONLY_CENTS.match(entity.surface) is None:
        return entity
    others = {other.value.currency for other in entities if other is not entity and other.value is not None}
    own = others & _CENTS
    if "USD" in others or len(own) != 1 or re.search(r"\bU\.?S\b|dollar", entity.surface, re.IGNORECASE):
        return entity
    return replace(entity, value=replace(value, currency=next(iter(own))))


def _filled(text: str, entity: Entity, named: dict[int, str | None]) -> Entity:
    if entity.value is None or entity.value.currency is not None:
        return entity
    for index, (word, countries) in enumerate(_WORDS):
        if word.search(entity.surface):
            if index not in named:
                named[index] = _only_country(text, countries)
            return replace(entity, value=replace(entity.value, currency=named[index]))
    return entity


def _only_country(text: str, countries: dict[str, str]) -> str | None:
    codes = [code for code, names in countries.items() if re.search(names, text)]
    return codes[0] if len(codes) == 1 else None
