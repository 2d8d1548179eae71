"""COMPANY and PARK in one text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tzcorpus.annotate.names_context import find_in_context
from tzcorpus.annotate.names_forms import find_forms
from tzcorpus.annotate.names_found import Found, to_entity
from tzcorpus.annotate.names_lists import find_in_lists
from tzcorpus.annotate.names_parks import find_parks
from tzcorpus.annotate.names_places import document_places, shared_beginnings
from tzcorpus.annotate.names_short import find_known, find_short
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
    if local is None:
        local = document_places([text])
    found = [
        *find_forms(text, local),
        *find_parks(text, local),
        *find_short(text, local),
        *find_known(text),
        *find_in_context(text, local),
    ]
    parks = sorted((one for one in found if one.label == "PARK"), key=lambda park: park.start)
    found = [_behind_parks(one, parks) for one in found]
    found += find_in_lists(text, found, local)
    return list(resolve(to_entity(text, one) for one in found))


def _behind_parks(firm: Found, parks: Sequence[Found]) -> Found:
    """The firm without the tail of a park that it was read into: 科技|城闻泰通讯股份有限公司.

    ``parks`` are in order.
    """
    at = bisect_left(parks, firm.start, key=lambda park: park.start) - 1
    if firm.label == "COMPANY" and at >= 0 and firm.start < parks[at].end < firm.end - 3:
        return replace(firm, start=parks[at].end)
    return firm


def find_document_names(
    texts: Sequence[str], language: Language = "zh"
) -> tuple[list[list[Entity]], frozenset[str]]:
    """The names of each text of one document, and the places that only this document knows.

    The places are learnt from all texts, then from what their names have in common; where that adds any, the
    texts are read again.
    """
    if language == "en":
        from tzcorpus.annotate.english_words import document_places as english_places

        local = english_places(texts)
        return [find_names(text, "en", local=local) for text in texts], local
    local = document_places(texts)
    found = [find_names(text, local=local) for text in texts]
    more = shared_beginnings(entity for mine in found for entity in mine) - local
    if more:
        local |= more
        found = [find_names(text, local=local) for text in texts]
    return found, local
