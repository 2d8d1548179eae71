"""Files, folders, packed files and pipes to documents and rejects."""

import gzip
import io
import os
import sys
from hashlib import sha256
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tzcorpus.errors import DecodeError, InputError
from tzcorpus.ingest import files
from tzcorpus.ingest.files import find_inputs, read_document, read_inputs
from tzcorpus.ingest.names import UniqueNames, base_id, safe_id
from tzcorpus.io import dump_line
from tzcorpus.records import Document, Reject


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def test_raw_text_is_the_file_to_the_character(tmp_path):
    path = write(tmp_path / "甲.txt", "\ufeff　　新厂\r\n投产 。\r", "utf-8")
    document = read_document(path)
    assert document.raw == "　　新厂\r\n投产 。\r"
    assert document.source.encoding == "utf-8-sig"
    assert document.source.digest == sha256(path.read_bytes()).hexdigest()
    assert (document.id, document.language, document.layout) == ("甲", "zh", ())


def test_a_folder_is_read_sorted_with_its_subfolders(tmp_path):
    for name in ("b.txt", "a.text", "sub/c.txt", ".hidden/d.txt", ".e.txt", "notes.md", "f.jpg"):
        write(tmp_path / name, "新厂投产。")
    found = list(read_inputs([tmp_path]))
    assert [record.id for record in found] == ["a", "b", "sub__c"]
    assert all(isinstance(record, Document) for record in found)


def test_of_one_page_in_several_formats_the_layout_is_read(tmp_path):
    write(tmp_path / "page.txt", "x")
    write(tmp_path / "page.tsv", "y")
    write(tmp_path / "page.hocr", "z")
    found, *others = find_inputs([tmp_path])
    assert found.path.endswith("page.hocr")
    assert [other.stage for other in others] == ["superseded", "superseded"]
    assert all("the same page as page.hocr" in other.reason for other in others)


def test_a_folder_without_text_is_one_reject(tmp_path):
    write(tmp_path / "pictures" / "a.png", "x")
    (reject,) = read_inputs([tmp_path])
    assert isinstance(reject, Reject)
    assert reject.stage == "ingest"
    assert "holds no text" in reject.reason
    assert ".hocr" in reject.reason


def test_what_cannot_be_read_is_a_reject_and_the_rest_is_read(tmp_path):
    good = write(tmp_path / "good.txt", "新厂投产。")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\n", encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes("新厂投产".encode() + b"\xff")
    (tmp_path / "broken.hocr").write_text("<?xml version='1.0'?>\n<html><p></html>", encoding="utf-8")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = list(read_inputs([tmp_path, tmp_path / "missing.txt", good]))
    rejects = {record.id: record.reason for record in found if isinstance(record, Reject)}
    assert set(rejects) == {"empty", "blank", "broken", "broken-2", "gone", "missing"}
    assert "the same page as broken.hocr" in rejects["broken-2"]
    assert all("\n" not in reason for reason in rejects.values())
    assert [record.id for record in found if isinstance(record, Document)] == ["good", "good-2"]


def test_a_broken_file_names_file_and_byte(tmp_path):
    path = tmp_path / "broken.txt"
    path.write_bytes("新厂投产".encode() + b"\xff")
    with pytest.raises(DecodeError, match="broken.txt: byte 12: 0xff"):
        read_document(path)


def test_links_that_lead_back_end(tmp_path):
    write(tmp_path / "a" / "x.txt", "新厂投产。")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert [record.id for record in read_inputs([tmp_path])] == ["a__x"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_reject(tmp_path):
    path = write(tmp_path / "secret.txt", "新厂投产。")
    path.chmod(0)
    (reject,) = read_inputs([path])
    assert "permission denied" in reject.reason


def test_a_device_is_refused():
    with pytest.raises(InputError, match="a device"):
        read_document("/dev/zero")


def test_packed_files_are_unpacked(tmp_path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress("新厂投产。".encode("gb18030")))
    document = read_document(path)
    assert (document.id, document.raw, document.source.encoding) == ("a", "新厂投产。", "gb18030")


@pytest.mark.parametrize("data", [b"no gzip", gzip.compress(b"abc" * 99)[:-20]])
def test_a_broken_packed_file_is_refused(tmp_path, data):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(data)
    with pytest.raises(InputError, match="cannot be read"):
        read_document(path)


def test_a_packed_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED", 1000)
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"a" * 10_000_000))
    with pytest.raises(InputError, match="unpacks to more than"):
        read_document(path)


def test_standard_input_is_read_and_looked_into(monkeypatch):
    text = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    text += "5\t1\t1\t1\t1\t1\t10\t10\t40\t20\t96.5\t新厂\n"
    for data, raw in (("新厂投产。", "新厂投产。"), (text, "新厂")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        document = read_document("-")
        assert (document.id, document.raw, document.source.path) == ("stdin", raw, "<stdin>")


def test_a_line_of_fifty_megabytes_is_read(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes("新厂投产，".encode() * (50_000_000 // 15))
    assert len(read_document(path).raw) == 50_000_000 // 15 * 5


def test_names_of_odd_bytes_do_not_break_the_records(tmp_path):
    name = os.fsdecode(b"\xd0\xc2\xb3\xa7.txt")  # a GBK file name
    try:
        (tmp_path / name).write_text("新厂投产。", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    (document,) = read_inputs([tmp_path])
    assert dump_line(document)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("../../etc/passwd.txt", "etc__passwd"),
        ("/a/b.txt", "a__b"),
        ("a b/c:d?.hocr", "a_b__c_d"),
        ("..txt", "txt"),
        ("...", "document"),
        ("nul.txt", "_nul"),
        ("第05版.alto.xml", "第05版.alto"),
    ],
)
def test_ids_are_safe_file_names(path, name):
    assert base_id(PurePath(path)) == name


@given(st.text(max_size=300))
def test_ids_never_lead_anywhere(name):
    made = safe_id(name)
    assert made
    assert len(made.encode()) <= 160
    assert ".." not in made
    assert not set(made) & set('/\\:*?"<>|\0\n')
    assert PurePath(made).name == made


@given(st.lists(st.sampled_from(["a", "A", "b", "a-2"]), max_size=12))
def test_ids_are_unique(names):
    unique = UniqueNames()
    made = [unique.take(name).casefold() for name in names]
    assert len(set(made)) == len(made)
