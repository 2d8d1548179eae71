from __future__ import annotations

import json
from pathlib import Path

from corpus_gold import bead_record, english, english_entities
from corpus_source import load, parse, sources
from epaper_profiles import BY_NAME
from make_corpus import Tree, checked, choose, remove_stale
from make_epaper import make_epaper

ROOT = Path(__file__).parents[2]
BROKEN = "+++\nid = 'x'\n+++\n@paragraf\n"


def test_a_layout_once_given_stays_and_a_new_article_gets_the_rarest() -> None:
    first, second, third = (parse(f"+++\nid = '{name}'\n+++\n", f"{name}.md")[0] for name in "abc")
    chosen = choose("layout", ["one", "two"], [first, second, third], {"b": {"layout": "one"}})
    assert chosen == {"a": "two", "b": "one", "c": "one"}


def test_an_article_names_its_own_layout() -> None:
    article = parse("+++\nid = 'a'\nlayout = 'two'\n+++\n", "a.md")[0]
    assert choose("layout", ["one", "two"], [article], {"a": {"layout": "one"}}) == {"a": "two"}


def test_articles_with_faults_are_left_out_and_counted(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(BROKEN, encoding="utf-8")
    good = ROOT / "corpus" / "source" / "x01-harbour-crane.md"
    articles, faults = checked([tmp_path / "x.md", good])
    assert [article.id for article in articles] == ["x01-harbour-crane"]
    assert faults > 3


def test_what_was_made_of_a_source_that_is_gone_goes_too(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for name in ("old", "new"):
        tree.raw(name).mkdir(parents=True)
        for path in (tree.english(name), tree.gold(name), tree.beads(name)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    remove_stale(tree, {"old", "never"})
    assert not tree.raw("old").exists()
    assert not tree.gold("old").exists()
    assert tree.raw("new").exists()
    assert tree.beads("new").exists()


def test_committed_web_editions_are_what_the_script_makes() -> None:
    lines = (ROOT / "corpus" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    for entry in map(json.loads, lines):
        article = load(ROOT / "corpus" / "source" / f"{entry['id']}.md")
        made = make_epaper(article, BY_NAME[entry["profile"]]).raw
        assert made == (ROOT / "corpus" / "raw" / entry["id"] / "epaper.txt").read_text(encoding="utf-8")


def test_committed_english_and_beads_are_what_the_sources_say() -> None:
    for path in sources(ROOT / "corpus" / "source"):
        article = load(path)
        text = (ROOT / "corpus" / "en" / f"{article.id}.txt").read_text(encoding="utf-8")
        assert text == english(article)[0]
        for record in english_entities(article):
            ((start, end),) = record["fragments"]
            assert text[start:end] == record["surface"]
        beads = ROOT / "annotations" / "gold" / f"{article.id}.beads.json"
        assert json.loads(beads.read_text(encoding="utf-8")) == bead_record(article)


def test_every_sentence_is_in_exactly_one_bead() -> None:
    for path in sources(ROOT / "corpus" / "source"):
        record = bead_record(load(path))
        for side, at in (("zh", 0), ("en", 1)):
            assert [n for link in record["links"] for n in link[at]] == list(range(len(record[side])))
