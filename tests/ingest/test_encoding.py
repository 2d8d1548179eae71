"""What encoding a file is in, and which files are refused at which byte."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.errors import DecodeError, InputError
from tzcorpus.ingest.encoding import Decoded, decode

TEXT = "晨帆泵业投资3.5亿元，新厂日前在滨江产业园投产。\n书记说：“来吧。”\n"
TRADITIONAL = "晨帆泵業投資3.5億元，新廠日前在濱江產業園投產。\n書記說：「來吧。」\n"
# Short texts of two to six characters, as a headline file or a caption file would hold.
SHORT = ("台州", "记者", "联通", "投产了", "滨江产业园", "新厂今日投产")


@pytest.mark.parametrize("text", [TEXT, *SHORT])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_simplified_text_comes_back_whatever_it_is_stored_in(text, encoding):
    assert decode(text.encode(encoding), where="a.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_known_without_a_byte_order_mark(encoding):
    assert decode(TEXT.encode(encoding), where="a.txt") == Decoded(TEXT, encoding)


@pytest.mark.parametrize("text", [TRADITIONAL, "臺灣", "記者", "濱江產業園"])
def test_traditional_text_in_big5(text):
    assert decode(text.encode("cp950"), where="a.txt") == Decoded(text, "cp950")


def test_the_encoding_is_named():
    assert decode(TEXT.encode(), where="a").encoding == "utf-8"
    assert decode(TEXT.encode("utf-8-sig"), where="a").encoding == "utf-8-sig"
    assert decode(TEXT.encode("gb18030"), where="a").encoding == "gb18030"


def test_line_ends_and_blanks_stay_as_they_are():
    text = "一行\r\n二行\r　　三行\u2028四行 \n"
    assert decode(text.encode("gb18030"), where="a").text == text


@pytest.mark.parametrize("text", ["plain English\n", "café, naïve", "привет", "Ελλάδα", "12.5%"])
def test_other_utf8_text_is_not_taken_for_chinese(text):
    assert decode(text.encode(), where="a") == Decoded(text, "utf-8")


@pytest.mark.parametrize("place", [0, 3, 60])
def test_one_broken_byte_in_utf8_is_refused_with_its_offset(place):
    data = TEXT.encode()
    broken = data[:place] + b"\xff" + data[place:]
    with pytest.raises(DecodeError, match=f"a.txt: byte {place}: 0xff is not UTF-8"):
        decode(broken, where="a.txt")


def test_a_broken_byte_far_into_a_long_file_is_found():
    data = TEXT.encode() * 20_000
    at = len(TEXT.encode()) * 15_000
    with pytest.raises(DecodeError, match=f"byte {at}:"):
        decode(data[:at] + b"\xfe" + data[at:], where="long.txt")


def test_utf8_that_is_cut_inside_a_character_is_refused_there():
    data = "新厂投产".encode()[:-1]
    with pytest.raises(DecodeError, match="byte 9:"):
        decode(data, where="a.txt")


def test_gb18030_with_a_broken_byte_is_refused_as_gb18030():
    data = TEXT.encode("gb18030")
    with pytest.raises(DecodeError, match=f"byte {len(data)}: 0xff is not GB18030"):
        decode(data + b"\xff", where="a.txt")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(InputError, match="a.txt: the file is empty"):
        decode(data, where="a.txt")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        (b"PK\x03\x04abc", "a ZIP archive"),
        (bytes(range(256)) * 4, "binary data"),
        ("新厂".encode() + b"\x00" + "投产".encode(), "binary data"),
        (b"\x01\x02\x03\x04\x05abc", "binary data"),
    ],
)
def test_binary_data_is_refused_and_named(data, said):
    with pytest.raises(DecodeError, match=f"x.bin: byte .*{said}"):
        decode(data, where="x.bin")


def test_western_text_in_latin1_is_refused_not_guessed():
    with pytest.raises(DecodeError, match="byte 3: byte 0xe9 is not UTF-8"):
        decode("café olé".encode("latin-1"), where="a.txt")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_one_clear_error(data):
    said = "a: "
    try:
        decoded = decode(data, where="a")
    except InputError as error:
        said = str(error)
    else:
        assert decoded.text.encode(decoded.encoding).endswith(data[-1:])
    assert said.startswith("a: ")
    assert "\n" not in said


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
def test_utf8_is_taken_at_its_word_unless_it_is_gb_as_well(text):
    data = text.removeprefix("\ufeff").encode()
    if data:
        decoded = decode(data, where="a")
        assert decoded.encoding == "gb18030" or decoded.text == text.removeprefix("\ufeff")
