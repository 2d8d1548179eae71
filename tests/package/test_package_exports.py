from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from package_samples import EN, ZH, corpus, entity, one_sided, pair

from tzcorpus.csvtable import cell
from tzcorpus.errors import ConfigError, FormatError, OutputError
from tzcorpus.package.exports import FORMATS, export
from tzcorpus.package.exports.base import Positions, safe_name
from tzcorpus.package.exports.conll import read_conll_entities
from tzcorpus.package.tokens import spans_of, tag, tokens
from tzcorpus.records import AlignedPassage, Bead, Entity, EntityLink, Passage, Span

SPLIT = [("train", pair()), ("train", one_sided()), ("test", pair("d3"))]


MIXED = st.text(st.sampled_from("ab1.,晨😀\u0301 \u3000\n\r\t$'-\u200d"), min_size=1, max_size=40)
LANGUAGE = st.sampled_from(["zh", "en"])


def spans(passage):
    return sorted((e.span.start, e.span.end, e.label) for e in passage.entities)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class TestTokens:
    def test_english_words_split_where_names_end(self):
        text = "Chenfan's US$3.5m plant, 1,200 mu (AI-based): café cafe\u0301"
        assert [text[s.start : s.end] for s in tokens(text, "en")] == [
            "Chenfan", "'", "s", "US", "$", "3.5", "m", "plant", ",", "1,200", "mu", "(", "AI", "-", "based",
            ")", ":", "café", "cafe\u0301",
        ]  # fmt: skip

    def test_invisible_characters_are_no_tokens(self):
        text = "晨\u200b帆\u3000\ufeff 泵\u2028\u200d业\u00ad"
        assert [text[s.start : s.end] for s in tokens(text, "zh")] == ["晨", "帆", "泵", "业"]

    @given(
        st.text(st.sampled_from("ab1.,晨😀\u0301 \u3000\n$'-\u200d"), max_size=40),
        st.sampled_from(["zh", "en"]),
    )
    def test_tokens_are_in_order_disjoint_and_leave_only_blanks(self, text, language):
        at, left = 0, ""
        for span in tokens(text, language):
            assert at <= span.start < span.end
            left += text[at : span.start]
            at = span.end
        left += text[at:]
        assert all(c.isspace() or c == "\u200d" for c in left)

    @given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=5))
    def test_tags_of_disjoint_entities_give_them_back(self, pairs):
        text = "晨帆泵业投资建厂落在产业园区内东"
        chosen, at = [], 0
        for start, length in sorted(pairs):
            if start >= at and start + length <= len(text):
                chosen.append(Entity(Span(start, start + length), "PARK", text[start : start + length]))
                at = start + length
        tagged = tag(Passage("p", "d", "zh", text, entities=tuple(chosen)))
        assert [(s, e) for s, e, _ in spans_of(tagged.tags)] == [(e.span.start, e.span.end) for e in chosen]
        assert tagged.lost == ()

    def test_a_mention_with_a_blank_inside_keeps_its_ends(self):
        text = "与 Green Tech\u3000公司"
        passage = Passage("p", "d", "zh", text, entities=(entity(text, "Green Tech", "COMPANY"),))
        tagged = tag(passage)
        ((first, last, _),) = spans_of(tagged.tags)
        assert text[tagged.spans[first].start : tagged.spans[last - 1].end] == "Green Tech"


class TestConll:
    def test_spacys_reader_takes_the_file_and_finds_every_span(self, tmp_path):
        from spacy.training.converters import conll_ner_to_docs

        result = export("conll", SPLIT, tmp_path)
        assert result.items == 5
        text = (tmp_path / "train.zh.conll").read_text(encoding="utf-8")
        docs = conll_ner_to_docs(text, no_print=True)
        found = [(ent.label_, ent.text.replace(" ", "")) for doc in docs for ent in doc.ents]
        assert found == [
            ("COMPANY", "𠮷田晨帆泵业"), ("MONEY", "近3.5亿元"), ("MONEY", "4900万美元"),
            ("PARK", "滨江产业园"),
        ]  # fmt: skip

    def test_offsets_come_back_with_the_ids_file(self, tmp_path):
        export("conll", SPLIT, tmp_path)
        assert list(read_conll_entities(tmp_path / "train.en.conll")) == [("d1.en.0", spans(pair().en))]
        assert next(read_conll_entities(tmp_path / "train.zh.conll")) == ("d1.zh.0", spans(pair().zh))

    def test_files_that_do_not_belong_together_are_refused(self, tmp_path):
        export("conll", SPLIT, tmp_path)
        (tmp_path / "train.zh.ids.tsv").write_bytes((tmp_path / "train.en.ids.tsv").read_bytes())
        with pytest.raises(FormatError):
            list(read_conll_entities(tmp_path / "train.zh.conll"))


class TestDocBin:
    def test_spacy_reads_text_spans_names_and_values(self, tmp_path):
        import spacy
        from spacy.tokens import DocBin

        result = export("docbin", SPLIT, tmp_path)
        assert result.lost == {}
        for name, passage in (("zh", pair().zh), ("en", pair().en)):
            docs = list(
                DocBin().from_disk(tmp_path / f"train.{name}.spacy").get_docs(spacy.blank(name).vocab)
            )
            assert docs[0].text == passage.text
            assert [(e.start_char, e.end_char, e.label_) for e in docs[0].ents] == spans(passage)
            assert docs[0].user_data["id"] == passage.id
            money = next(e for e in passage.entities if e.label == "MONEY")
            value = docs[0].user_data["values"][f"{money.span.start}:{money.span.end}"]
            assert Decimal(value["amount"]) == 350000000
            assert value["currency"] == "CNY"
            assert [span.kb_id_ for span in docs[0].ents] == [e.entity or "" for e in passage.entities]

    def test_overlapping_spans_are_kept_in_the_span_group_and_counted(self, tmp_path):
        import spacy
        from spacy.tokens import DocBin

        aligned = pair()
        zh = replace(aligned.zh, entities=(*aligned.zh.entities, entity(ZH, "晨帆泵业", "COMPANY")))
        result = export("docbin", [("train", replace(aligned, zh=zh))], tmp_path)
        assert result.lost == {"overlaps another": 1}
        (doc,) = DocBin().from_disk(tmp_path / "train.zh.spacy").get_docs(spacy.blank("zh").vocab)
        assert (len(doc.ents), len(doc.spans["entities"])) == (4, 5)

    @given(
        st.text(st.sampled_from("ab 1.晨😀\u0301\u3000\n\r\t"), min_size=1, max_size=30),
        st.sampled_from(["zh", "en"]),
    )
    def test_doc_text_is_the_passage_to_the_character(self, text, language):
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        from tzcorpus.package.exports.docbin import pieces

        words, spaces = pieces(text, tokens(text, language))
        assert Doc(Vocab(), words=words, spaces=spaces).text == text


class TestPairs:
    def test_tmx_holds_the_pairs_under_their_ids(self, tmp_path):
        result = export("tmx", SPLIT, tmp_path)
        root = ET.parse(tmp_path / "corpus.tmx").getroot()
        lang = "{http://www.w3.org/XML/1998/namespace}lang"
        units = {
            unit.get("tuid"): {tuv.get(lang): tuv.findtext("seg") for tuv in unit.iter("tuv")}
            for unit in root.iter("tu")
        }
        assert root.get("version") == "1.4"
        assert len(units) == result.items == 4
        assert units["d1.0:1"] == {"zh": "项目落在滨江产业园。", "en": "It sits in Binjiang Industrial Park."}
        assert units["d1.0:0"]["zh"].startswith("𠮷田")
        props = {prop.get("type"): prop.text for prop in next(root.iter("tu"))}
        assert (props["x-split"], props["x-score"], props["x-bead"]) == ("train", "0.875", "1-1")

    def test_markup_and_what_xml_cannot_hold(self, tmp_path):
        zh, en = "甲<b>&乙\x0b丙", 'A "<b>" & \ufffeB'
        aligned = AlignedPassage(
            'x"<1>', Passage("z", "d", "zh", zh, sentences=(Span(0, len(zh)),)),
            Passage("e", "e", "en", en, sentences=(Span(0, len(en)),)), (Bead((0,), (0,)),),
        )  # fmt: skip
        result = export("tmx", [("train", aligned)], tmp_path)
        root = ET.parse(tmp_path / "corpus.tmx").getroot()
        assert [seg.text for seg in root.iter("seg")] == ["甲<b>&乙丙", 'A "<b>" & B']
        assert next(root.iter("tu")).get("tuid") == 'x"<1>:0'
        assert result.lost == {"characters that XML cannot hold": 2}

    @pytest.mark.slow
    def test_translate_toolkit_reads_the_file(self, tmp_path):
        tmx = pytest.importorskip("translate.storage.tmx", reason="translate-toolkit is not installed")
        export("tmx", SPLIT, tmp_path)
        store = tmx.tmxfile.parsefile(str(tmp_path / "corpus.tmx"))
        assert len(store.units) == 4

    def test_moses_files_have_the_same_number_of_lines(self, tmp_path):
        aligned = pair()
        zh = replace(
            aligned.zh, text=ZH.replace("投资近", "投资\n近"), entities=(), sentences=(Span(0, len(ZH) + 1),)
        )
        broken = replace(aligned, zh=zh, links=(), beads=(Bead((0,), (0, 1)),))
        export("moses", [("train", aligned), ("train", replace(broken, id="b"))], tmp_path)
        texts = [
            (tmp_path / f"train.{name}").read_text(encoding="utf-8").split("\n")
            for name in ("zh", "en", "ids")
        ]
        assert [len(text) for text in texts] == [4, 4, 4]
        assert texts[2] == ["d1.0:0", "d1.0:1", "b:0", ""]
        assert texts[1][2] == EN


class TestBrat:
    ENTITY = re.compile(r"(T\d+)\t(\w+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")

    def read(self, path):
        """As brat's own parser does: offsets into the text, one space between the parts of a span."""
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        out = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("T"):
                _, label, places, surface = self.ENTITY.fullmatch(line).groups()
                parts = [tuple(map(int, place.split())) for place in places.split(";")]
                assert " ".join(text[start:end] for start, end in parts) == surface
                assert not any("\n" in text[start:end] for start, end in parts)
                out.append((parts[0][0], parts[-1][1], label))
        return sorted(out)

    def test_spans_are_read_back(self, tmp_path):
        export("brat", SPLIT, tmp_path)
        assert self.read(tmp_path / "train/d1.zh.0.ann") == spans(pair().zh)
        assert self.read(tmp_path / "train/d1.en.0.ann") == spans(pair().en)
        notes = (tmp_path / "train/d1.zh.0.ann").read_text(encoding="utf-8")
        assert "AnnotatorNotes T2\tamount=350000000.000000" in notes
        assert "COMPANY" in (tmp_path / "annotation.conf").read_text(encoding="utf-8")

    def test_a_span_over_a_line_end_is_cut_in_two(self, tmp_path):
        text = "晨帆\n泵业投产"
        passage = Passage("p/1", "d", "zh", text, entities=(entity(text, "晨帆\n泵业", "COMPANY"),))
        export("brat", [("train", AlignedPassage("p", passage))], tmp_path)
        path = tmp_path / "train/p%2F1.ann"
        assert path.read_text(encoding="utf-8") == "T1\tCOMPANY 0 2;3 5\t晨帆 泵业\n"
        assert self.read(path) == [(0, 5, "COMPANY")]


def utf16(text: str, start: int, end: int) -> str:
    """What a JavaScript tool cuts out."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


class TestJsonLines:
    @pytest.mark.parametrize("name", ["doccano", "prodigy", "labelstudio"])
    @pytest.mark.parametrize("offsets", ["codepoints", "utf16"])
    def test_positions_cut_out_the_surfaces(self, tmp_path, name, offsets):
        export(name, SPLIT, tmp_path, offsets=offsets)
        for language, passage in (("zh", pair().zh), ("en", pair().en)):
            data = lines(tmp_path / f"train.{language}.jsonl")[0]
            marks = data["spans"] if name == "prodigy" else data["label"]
            places = [m[:3] if name == "doccano" else (m["start"], m["end"]) for m in marks]
            slices = [
                utf16(data["text"], p[0], p[1]) if offsets == "utf16" else data["text"][p[0] : p[1]]
                for p in places
            ]
            assert slices == [e.surface for e in passage.entities]
            assert data["text"] == passage.text

    def test_offsets_differ_only_behind_an_astral_character(self, tmp_path):
        export("doccano", SPLIT, tmp_path / "a")
        export("doccano", SPLIT, tmp_path / "b", offsets="utf16")
        one, other = (lines(tmp_path / name / "train.zh.jsonl")[0]["label"] for name in "ab")
        assert one[1][0] + 1 == other[1][0]
        assert (tmp_path / "a/train.en.jsonl").read_bytes() == (tmp_path / "b/train.en.jsonl").read_bytes()

    def test_prodigy_tokens_fit_its_spans(self, tmp_path):
        export("prodigy", SPLIT, tmp_path)
        data = lines(tmp_path / "train.en.jsonl")[0]
        for span in data["spans"]:
            first, last = data["tokens"][span["token_start"]], data["tokens"][span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])
        assert data["spans"][1]["amount"] == "350000000"
        assert "".join(t["text"] + " " * t["ws"] for t in data["tokens"]) == EN

    @given(st.text(st.sampled_from("a晨𠮷😀\u0301"), max_size=20))
    def test_utf16_positions_are_those_of_the_encoding(self, text):
        positions = Positions(text, "utf16")
        assert [positions.of(k) for k in range(len(text) + 1)] == [
            len(text[:k].encode("utf-16-le")) // 2 for k in range(len(text) + 1)
        ]


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class TestTables:
    def test_pandas_reads_mentions_with_exact_amounts(self, tmp_path):
        import pandas as pd

        result = export("mentions", SPLIT, tmp_path)
        frame = pd.read_parquet(tmp_path / "mentions.parquet")
        assert len(frame) == result.items == 16
        amounts = frame[frame.label == "MONEY"].amount
        assert set(amounts) == {Decimal(350000000), Decimal(49000000)}
        plain = pd.read_csv(tmp_path / "mentions.csv")
        assert list(plain.columns) == list(frame.columns)
        assert list(plain.text) == list(frame.text)

    def test_a_firm_is_one_row_with_its_names_in_both_languages(self, tmp_path):
        import pandas as pd

        more = pair("d1", 1)
        short = replace(
            more,
            zh=replace(more.zh, text="晨帆泵业在此。", sentences=(Span(0, 7),), words=(),
                       entities=(Entity(Span(0, 4), "COMPANY", "晨帆泵业", "𠮷田晨帆泵业有限公司"),)),
            en=None, beads=(), links=(), findings=(),
        )  # fmt: skip
        assert export("entities", [*SPLIT, ("train", short)], tmp_path).items == 2
        frame = pd.read_parquet(tmp_path / "entities.parquet")
        firm, park = frame.to_dict("records")
        assert (firm["entity"], firm["label"]) == ("𠮷田晨帆泵业有限公司", "COMPANY")
        assert firm["english"] == "Jitian Chenfan Pumps"
        assert (firm["mentions"], firm["mentions_zh"], firm["mentions_en"]) == (5, 3, 2)
        assert firm["documents"] == 2
        assert list(firm["aliases"]) == ["𠮷田晨帆泵业", "晨帆泵业"]
        assert (park["entity"], park["english"]) == ("滨江产业园", "Binjiang Industrial Park")
        assert list(park["aliases"]) == []
        (row, _) = table(tmp_path / "entities.csv")
        assert row["aliases"] == "𠮷田晨帆泵业 | 晨帆泵业"

    def test_the_english_name_is_the_fullest_that_goes_on_from_the_usual_one(self, tmp_path):
        def named(number, english):
            zh = Passage(f"z{number}", "d", "zh", "晨帆", entities=(Entity(Span(0, 2), "COMPANY", "晨帆"),))
            firm = Entity(Span(0, len(english)), "COMPANY", english)
            en = Passage(f"e{number}", "d.en", "en", english, entities=(firm,))
            return "train", AlignedPassage(f"p{number}", zh, en, links=(EntityLink(0, 0),))

        usual, full, other = "Chenfan Pumps", "Chenfan Pumps Co., Ltd.", "Chen Fan Pumps Company Limited"
        export("entities", [named(*one) for one in enumerate([usual, usual, full, other])], tmp_path)
        (row,) = table(tmp_path / "entities.csv")
        assert row["english"] == "Chenfan Pumps Co., Ltd."
        assert row["aliases_en"] == "Chenfan Pumps | Chen Fan Pumps Company Limited"

    def test_a_firm_that_only_the_english_text_names_has_a_row_of_its_own(self, tmp_path):
        unlinked = replace(pair(), links=())
        export("entities", [("train", unlinked)], tmp_path)
        rows = {row["entity"]: row for row in table(tmp_path / "entities.csv")}
        assert rows["Jitian Chenfan Pumps"]["english"] == "Jitian Chenfan Pumps"
        assert rows["Jitian Chenfan Pumps"]["mentions_zh"] == "0"
        assert rows["𠮷田晨帆泵业有限公司"]["english"] == ""
        assert rows["𠮷田晨帆泵业有限公司"]["documents"] == "1"

    def test_cooccurrence_says_what_stands_in_one_sentence(self, tmp_path):
        import pandas as pd

        aligned = pair()
        whole = replace(
            aligned,
            zh=replace(aligned.zh, sentences=(Span(0, len(ZH)),)),
            en=None,
            beads=(),
            links=(),
            findings=(),
        )
        export("cooccurrence", [("train", whole)], tmp_path)
        frame = pd.read_parquet(tmp_path / "cooccurrence.parquet")
        assert list(zip(frame.company, frame.park, frame.money, strict=True)) == [
            ("𠮷田晨帆泵业有限公司", "滨江产业园", "近3.5亿元"),
            ("𠮷田晨帆泵业有限公司", "滨江产业园", "4900万美元"),
        ]
        assert list(frame.amount) == [Decimal(350000000), Decimal(49000000)]

    def test_a_sentence_with_one_kind_only_is_left_out(self, tmp_path):
        export("cooccurrence", SPLIT, tmp_path)
        rows = table(tmp_path / "cooccurrence.csv")
        assert {(row["language"], row["sentence"]) for row in rows} == {("zh", "0"), ("en", "0")}
        assert all(row["park"] == "" for row in rows)

    @pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@a", "\t=1", "\r=1", " =1", "＝1"])
    def test_no_cell_starts_a_formula(self, tmp_path, text):
        assert cell(text) == f"'{text}"
        name = f"{text}公司"
        passage = Passage("p", "d", "zh", name, entities=(Entity(Span(0, len(name)), "COMPANY", name),))
        export("mentions", [("train", AlignedPassage("p", passage))], tmp_path)
        (row,) = table(tmp_path / "mentions.csv")
        assert row["text"] == f"'{name}"


class TestAll:
    @pytest.mark.parametrize("name", FORMATS)
    def test_every_format_writes_the_same_bytes_twice(self, tmp_path, name):
        items = [("train", aligned) for aligned in corpus()["aligned"]]
        one, other = (export(name, items, tmp_path / folder) for folder in "ab")
        assert one.files
        for first, second in zip(one.files, other.files, strict=True):
            assert first.read_bytes() == second.read_bytes()

    @pytest.mark.parametrize("name", FORMATS)
    def test_nothing_to_export_is_no_error(self, tmp_path, name):
        assert export(name, [], tmp_path).items == 0

    def test_a_folder_with_files_is_kept_without_force(self, tmp_path):
        export("doccano", SPLIT, tmp_path)
        with pytest.raises(OutputError, match="not empty"):
            export("doccano", SPLIT, tmp_path)
        export("doccano", SPLIT, tmp_path, force=True)

    def test_unknown_formats_and_useless_offsets_are_refused(self, tmp_path):
        with pytest.raises(ConfigError, match="one of conll"):
            export("xls", [], tmp_path)
        with pytest.raises(ConfigError, match="utf16 with doccano"):
            export("tmx", [], tmp_path, offsets="utf16")
        with pytest.raises(ConfigError, match="codepoints or utf16"):
            export("doccano", [], tmp_path, offsets="bytes")

    @given(st.sets(st.text(max_size=8), min_size=2, max_size=6))
    def test_file_names_are_safe_and_differ_as_the_ids_do(self, identifiers):
        names = {safe_name(identifier) for identifier in identifiers}
        assert len(names) == len(identifiers)
        assert not any("/" in name or name in {".", ".."} for name in names)
