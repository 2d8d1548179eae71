"""hOCR, ALTO and TSV to raw text and boxes."""

from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tzcorpus.errors import FormatError, TzcorpusError
from tzcorpus.ingest.alto import read_alto
from tzcorpus.ingest.files import read_document
from tzcorpus.ingest.hocr import read_hocr
from tzcorpus.ingest.kinds import kind_of
from tzcorpus.ingest.readers import READERS
from tzcorpus.ingest.tsv import read_tsv
from tzcorpus.records import Box, Span

CASES = Path(__file__).parent.parent / "cases" / "ingest"
RAW = "新厂投产\n首批20台\n\n滨江产业园ISO 9001"


@pytest.mark.parametrize("name", ["page.hocr", "page.xml", "page.tsv", "loose.html"])
def test_one_page_reads_the_same_in_every_format(name):
    document = read_document(CASES / name)
    assert document.raw == RAW
    lines = [document.raw[line.span.start : line.span.end] for line in document.layout]
    assert lines == [line for line in RAW.split("\n") if line]
    first, second, third = document.layout
    assert first.box == Box(100, 100, 260, 140)
    assert (first.area, first.paragraph) == (second.area, second.paragraph) == (0, 0)
    assert third.paragraph == 1
    assert first.words[0].span == Span(0, 2)
    assert first.words[0].box == Box(100, 100, 178, 140)
    assert first.words[0].confidence == pytest.approx(0.96)


def test_type_size_comes_from_x_size():
    assert [line.size for line in read_document(CASES / "page.hocr").layout] == [40.0, 40.0, 30.0]


def test_the_fixture_of_every_kind_is_found_by_its_content():
    for name, kind in (
        ("page.hocr", "hocr"),
        ("page.xml", "alto"),
        ("page.tsv", "tsv"),
        ("loose.html", "hocr"),
    ):
        assert kind_of((CASES / name).read_text(encoding="utf-8"), "") == kind


def test_words_of_one_number_get_a_blank_only_where_a_gap_is():
    page = hocr_line(("4", 0, 20), (".6", 22, 50), ("亿元", 52, 130), ("A", 140, 160), ("B", 170, 190))
    raw, _ = read_hocr(page, where="a")
    assert raw == "4.6亿元A B"


def hocr_line(*words, head="<!DOCTYPE html>"):
    spans = "".join(
        f'<span class="ocrx_word" title="bbox {left} 0 {right} 40; x_wconf 90">{text}</span> '
        for text, left, right in words
    )
    line = f'<span class="ocr_line" title="bbox 0 0 500 40">{spans}</span>'
    return f'{head}<html><body><div class="ocr_page">{line}</div></body></html>'


def test_pages_are_counted():
    page = hocr_line(("字", 0, 40), head="")
    _, layout = read_hocr(page * 2, where="a")
    assert [line.box.page for line in layout] == [0, 1]


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("<?xml version='1.0'?>\n<html>\n<p>\n</html>", "a.hocr:4", "broken XML"),
        ("<html><body>news</body></html>", "a.hocr", "no OCR page"),
        ("", "a.hocr", "no OCR page"),
        ('<div class="ocr_page">\n<span class="ocr_line" title="bbox 1 2 3">', "a.hocr:2", "bbox '1 2 3'"),
        ('<div class="ocr_page">\n<span class="ocr_line" title="bbox 1 2 3 x">', "a.hocr:2", "bbox"),
        ('<div class="ocr_page"><span class="ocr_line" title="bbox 1 2 3 4">字', "a.hocr:1", "ends inside"),
    ],
)
def test_broken_hocr_is_one_error_with_its_line(text, where, said):
    with pytest.raises(FormatError) as caught:
        read_hocr(text, where="a.hocr")
    assert caught.value.where == where
    assert said in str(caught.value)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<alto><TextLine><String CONTENT="&b;" HPOS="0" VPOS="0" WIDTH="1" HEIGHT="1"/></TextLine></alto>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY x SYSTEM "file:///etc/passwd">]><alto>&x;</alto>'


@pytest.mark.parametrize(
    "text", [BOMB, OUTSIDE, BOMB.replace("alto", "html"), OUTSIDE.replace("alto", "html")]
)
@pytest.mark.parametrize("read", [read_alto, read_hocr])
def test_entity_bombs_and_files_outside_are_refused(text, read):
    with pytest.raises(FormatError, match="entities of its own"):
        read(text, where="a.xml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "broken XML"),
        ("<rss/>", "XML of another kind"),
        ('<alto><TextLine><String CONTENT="字"/></TextLine></alto>', "without a box"),
        ('<alto><TextLine HPOS="a" VPOS="0" WIDTH="1" HEIGHT="1"/></alto>', "four numbers"),
    ],
)
def test_broken_alto_is_refused(text, said):
    with pytest.raises(FormatError, match=said):
        read_alto(text, where="a.xml")


def test_alto_with_a_namespace_prefix_and_composed_blocks():
    string = '<a:String CONTENT="字" HPOS="0" VPOS="0" WIDTH="1" HEIGHT="1" WC="2"/>'
    line = f'<a:TextBlock><a:TextLine STYLEREFS="s">{string}</a:TextLine></a:TextBlock>'
    page = (
        '<a:alto xmlns:a="x"><a:Styles><a:TextStyle ID="s" FONTSIZE="9.5"/></a:Styles><a:Page>'
        f"<a:ComposedBlock>{line}{line}</a:ComposedBlock>{line}</a:Page></a:alto>"
    )
    raw, layout = read_alto(page, where="a")
    assert raw == "字\n\n字\n\n字"
    assert [(line.area, line.paragraph, line.size) for line in layout] == [
        (0, 0, 9.5),
        (0, 1, 9.5),
        (1, 2, 9.5),
    ]
    assert layout[0].words[0].confidence == 1.0


HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a\tb\n", "a.tsv:1"),
        (f"{HEAD}\n5\t1\t1\n", "a.tsv:2"),
        (f"{HEAD}\n5\t1\t1\t1\t1\t1\tx\t0\t1\t1\t90\t字\n", "a.tsv:2"),
        (f"{HEAD}\n5\t1\t1\t1\t1\t1\tnan\t0\t1\t1\t90\t字\n", "a.tsv:2"),
    ],
)
def test_broken_tsv_names_its_line(text, where):
    with pytest.raises(FormatError) as caught:
        read_tsv(text, where="a.tsv")
    assert caught.value.where == where


def test_tsv_keeps_quotation_marks_and_leaves_empty_words_out():
    rows = [
        HEAD,
        '5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90\t"',
        "5\t1\t1\t1\t1\t2\t9\t0\t9\t9\t-1\t ",
        "5\t1\t1\t1\t1\t3\t9\t0\t9\t9\t-1\t字",
    ]
    raw, layout = read_tsv("\r\n".join(rows), where="a")
    assert raw == '"字'
    assert [word.confidence for word in layout[0].words] == [0.9, None]


PIECES = (
    "<span class='ocrx_word' title='bbox 0 0 9 9'>", "</span>", "<div class='ocr_page'>", "</div>", "<br>",
    "<span class='ocr_line' title='bbox 0 0 9 9'>", "<alto>", "</alto>", "<TextLine>", "</TextLine>", "字",
    "<String CONTENT='字' HPOS='0' VPOS='0' WIDTH='1' HEIGHT='1'/>", "<?xml version='1.0'?>", "&", "<", "\n",
    "<!DOCTYPE html>", "&nbsp;", "\x00", "\t5", "bbox", HEAD,
)  # fmt: skip
MARKUP = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(READERS)), MARKUP | st.text(max_size=200))
def test_readers_give_text_or_one_clear_error(kind, text):
    try:
        raw, layout = READERS[kind](text, where="a")
    except TzcorpusError as error:
        failed = str(error)
        event(type(error).__name__)
    else:
        failed = ""
        check_spans(raw, layout)
    assert "\n" not in failed


def check_spans(raw, layout):
    for line in layout:
        assert raw[line.span.start : line.span.end].strip()
        assert all(line.span.start <= word.span.start < word.span.end <= line.span.end for word in line.words)
