"""Settings of the alignment stage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AlignSettings:
    """How Chinese and English sentences are paired. One set of defaults serves literary and news text.

    The numbers were chosen on texts of our own and perturbed copies of them (the sets "dev" of
    ``benchmarks/align.py``); none was chosen on a public gold set. Those of words and lengths say which beads
    are in the running; among these the fitted weights of ``weights.tsv`` decide.
    """

    # weight of the two translation log-likelihood ratios (they see the same evidence twice, hence < 1)
    translation: float = 0.5
    # weight of the length log-likelihood ratio
    length: float = 1.4
    # share of an English (Chinese) token's probability that its translations may claim
    lexicon_share: float = 0.45
    # English characters for a Chinese one, before the document's own links say better
    length_ratio: float = 3.6
    # variance of an English length per Chinese character, in squared characters
    length_variance: float = 30.0
    # natural logarithm of the prior of leaving one sentence unpaired in a document that leaves some out;
    # dearer where a document leaves hardly any
    gap: float = -3.0
    # learn word translations from the whole set where the first pass gives at least this many links
    learn_from: int = 300
    # share of the learned table beside the dictionary in the second pass
    learned_share: float = 0.3
    # cells of the dense table up to which no anchors are sought
    dense_cells: int = 40_000
    # sentences kept on either side of the anchored path
    band: int = 24
    # a document whose sentences find fewer partners than this share is refused; 0 refuses none
    least_agreement: float = 0.5
    # sentence vectors beside the dictionary: "" none, "use" the offline encoder, else a path or hub id
    encoder: str = ""
    # weight of the vectors' standard score
    embedding: float = 0.15
