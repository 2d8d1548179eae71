"""COMPANY and PARK in one text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tzcorpus.annotate.names_bare import weigh_bare
from tzcorpus.annotate.names_context import find_in_context
from tzcorpus.annotate.names_document import decide
from tzcorpus.annotate.names_forms import find_forms
from tzcorpus.annotate.names_found import Found, to_entity
from tzcorpus.annotate.names_known import find_known
from tzcorpus.annotate.names_lists import find_in_lists
from tzcorpus.annotate.names_parks import find_parks
from tzcorpus.annotate.names_places import document_places, shared_beginnings
from tzcorpus.annotate.names_short import Weighed, weigh_short
from tzcorpus.annotate.overlaps import resolve
from tzcorpus.records import Entity, Language


def find_names(text: str, language: Language = "zh", *, local: frozenset[str] | None = None) -> list[Entity]:
    """The firms and parks named in ``text``, in order, without overlaps. Spans index ``text``.

    ``local`` are places that the document knows and no table does; by default they are learnt from ``text``.
    Each is its own `Entity.entity`; `tzcorpus.annotate.aliases.link` finds the fuller form in the document.

    >>> [entity.surface for entity in find_names("走进晨帆泵业有限公司位于滨江经开区的工厂")]
    ['晨帆泵业有限公司', '滨江经开区']
    """
    if language == "en":
        from tzcorpus.annotate.english import find_english

        return find_english(text, local)
    return find_document_names([text], local=local)[0][0]


def _read(text: str, local: frozenset[str]) -> tuple[list[Found], list[Weighed]]:
    """What the rules find in one text, and the candidates that they could not decide."""
    weighed = [*weigh_short(text, local), *find_known(text), *weigh_bare(text, local)]
    found = [
        *find_forms(text, local),
        *find_parks(text, local),
        *(one.found for one in weighed if one.enough),
        *find_in_context(text, local),
    ]
    parks = sorted((one for one in found if one.label == "PARK"), key=lambda park: park.start)
    found = [_behind_parks(one, parks) for one in found]
    spans = {(one.start, one.end) for one in found}
    found = [
        one for one in found if text[one.start] not in "和与及同" or (one.start + 1, one.end) not in spans
    ]
    found += find_in_lists(text, found, local)
    return found, weighed


def _behind_parks(firm: Found, parks: Sequence[Found]) -> Found:
    """The firm without the tail of a park that it was read into: 科技|城闻泰通讯股份有限公司.

    ``parks`` are in order.
    """
    at = bisect_left(parks, firm.start, key=lambda park: park.start) - 1
    if firm.label == "COMPANY" and at >= 0 and firm.start < parks[at].end < firm.end - 3:
        return replace(firm, start=parks[at].end)
    return firm


def find_document_names(
    texts: Sequence[str], language: Language = "zh", *, local: frozenset[str] | None = None
) -> tuple[list[list[Entity]], frozenset[str]]:
    """The names of each text of one document, and the places that only this document knows.

    The places are learnt from all texts, then from what their names have in common; where that adds any, the
    texts are read again. ``local`` gives them instead.
    """
    if language == "en":
        from tzcorpus.annotate.english import find_english, without_stops
        from tzcorpus.annotate.english_context import count_single_words
        from tzcorpus.annotate.english_pinyin import pinyin_brands
        from tzcorpus.annotate.english_words import document_places as english_places
        from tzcorpus.annotate.english_words import places

        local = english_places(texts) if local is None else local
        counts, brands = count_single_words(texts), pinyin_brands(texts, places() | local)
        found = [find_english(text, local, counts, brands) for text in texts]
        return without_stops(texts, found), local
    learns = local is None
    local = document_places(texts) if local is None else local
    names = _together(texts, local)
    more = shared_beginnings(entity for mine in names for entity in mine) - local if learns else frozenset()
    if more:
        local |= more
        names = _together(texts, local)
    return names, local


def _together(texts: Sequence[str], local: frozenset[str]) -> list[list[Entity]]:
    """The names of each text, with those that only all texts together give away."""
    read = [_read(text, local) for text in texts]
    found = [mine for mine, _ in read]
    decided = decide([weighed for _, weighed in read], texts, [one for mine in found for one in mine])
    for index, one in decided:
        found[index].append(one)
    return [
        list(resolve(to_entity(text, one) for one in mine)) for text, mine in zip(texts, found, strict=True)
    ]
