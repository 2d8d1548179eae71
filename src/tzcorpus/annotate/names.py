"""COMPANY and PARK in one text."""

from __future__ import annotations

from tzcorpus.annotate.names_forms import find_forms
from tzcorpus.annotate.names_found import to_entity
from tzcorpus.annotate.names_parks import find_parks
from tzcorpus.annotate.names_short import find_known, find_short
from tzcorpus.annotate.overlaps import resolve
from tzcorpus.records import Entity, Language


def find_names(text: str, language: Language = "zh") -> list[Entity]:
    """The firms and parks named in ``text``, in order, without overlaps. Spans index ``text``.

    Each is its own `Entity.entity`; `tzcorpus.annotate.aliases.link` finds the fuller form in the document.

    >>> [entity.surface for entity in find_names("走进晨帆泵业有限公司位于滨江经开区的工厂")]
    ['晨帆泵业有限公司', '滨江经开区']
    """
    if language == "en":
        from tzcorpus.annotate.english import find_english

        return find_english(text)
    found = [*find_forms(text), *find_parks(text), *find_short(text), *find_known(text)]
    return list(resolve(to_entity(text, one) for one in found))
