"""Hostile bytes for every reader and every stage: whatever raises an error that is not ours, or hangs.

    python benchmarks/fuzz.py [--minutes 1 | --inputs N] [--target NAME ...] [--seed 1] [--engine own|atheris]

Each target gets so many minutes of processor time. ``own`` cuts up, repeats, crosses and spoils samples and
pieces that break text programs; ``atheris`` (installed apart) lets coverage lead. An input that takes longer
than ten seconds of processor time is a hang; a promise that does not hold (an entity that is not its text, a
character that cleaning loses) is a finding, too. Findings are written to ``--keep`` and printed; the exit
code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tzcorpus.errors import TzcorpusError

HANG = 10.0
WORDS = (
    "\ud800",
    "\x00",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\r\n",
    "\n\n",
    "\t",
    "　",
    "（",
    "）",
    "《",
    "“",
    "投资3.5亿元",
    "一百二十",
    "有限公司",
    "开发区",
    "US$1.2bn",
    "Group Ltd.",
    "【",
    "本报讯",
    "图为",
    "■",
    "𠮷",
    "e\u0301",
    "👩\u200d🔬",
    "=1+1",
    "../",
    "<b>",
    "&amp;",
    "&#x110000;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "&b;",
    "bbox 1 2 3 4",
    "-1",
    "1e999",
    "NaN",
)
BYTES = (
    b"\xff",
    b"\xc3\x28",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"\xfe\xff",
    b'{"',
    b'"}',
    b"[[[[",
    b"\\ud800",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"9" * 400,
    b"\x85",
    b"\xe3\x80",
    b"(" * 50,
    b"1," * 50,
    b"[" * 5000,
)
PIECES = [*(word.encode("utf-8", "surrogatepass") for word in WORDS), *BYTES]
TEXT = (
    "灯塔社区建起图书馆\n\n　　本报讯（记者 白帆）渡船每周三把新书送到周\n"
    "边五座小岛，港口集团有限公司投资３．５亿元（约\n合4800万美元）。\n"
    "　　■图为临港开发区码头。\n|  |  |\n"
)
ENGLISH = (
    "A library for the lighthouse\n\nHarbour Group Ltd. invested RMB 350 million (US$48m) in the Port Park.\n"
)
WORD = "<span class='ocrx_word' title='bbox 10 10 60 30; x_wconf 90'>灯塔</span>"
HOCR = (
    "<html><body><div class='ocr_page' title='bbox 0 0 800 600'><p class='ocr_par'><span class='ocr_line' "
    f"title='bbox 10 10 90 30; x_size 20'>{WORD}{WORD}</span></p></div></body></html>"
)
ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="p" WIDTH="800" HEIGHT="600">'
    '<PrintSpace><TextBlock ID="b"><TextLine HPOS="1" VPOS="2" WIDTH="90" HEIGHT="20">'
    '<String CONTENT="灯塔" HPOS="1" VPOS="2" '
    'WIDTH="40" HEIGHT="20" WC="0.9"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>'
)
TSV = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "1\t1\t0\t0\t0\t0\t0\t0\t800\t600\t-1\t\n5\t1\t1\t1\t1\t1\t10\t10\t50\t20\t91.5\t灯塔\n"
)


class Hang(Exception):
    """An input that takes too long."""


def targets(folder: Path) -> dict[str, tuple[Callable[[bytes], object], list[bytes]]]:
    """What is tried, with samples to spoil: a function of bytes that may raise nothing but our errors."""
    from tzcorpus.align.aligner import align_documents
    from tzcorpus.annotate.annotator import annotate_passages
    from tzcorpus.annotate.gazetteer import parse_gazetteer
    from tzcorpus.annotate.money import find_money
    from tzcorpus.clean.cleaner import clean
    from tzcorpus.config import Settings, load_settings
    from tzcorpus.edits import PieceTable
    from tzcorpus.evaluate.cleaning import load_gold
    from tzcorpus.ingest.files import read_document
    from tzcorpus.ingest.manifest import read_corpus
    from tzcorpus.io import dump_line, parse_line
    from tzcorpus.package.dataset import write_dataset
    from tzcorpus.package.meta import read_meta
    from tzcorpus.pipeline import annotate_pair, segment_document
    from tzcorpus.records import AlignedPassage, Document, Language, Passage, Reject
    from tzcorpus.review.gold import read_gold
    from tzcorpus.review.layers import read_layer
    from tzcorpus.review.pull import from_tasks
    from tzcorpus.review.tasks import load_export

    settings = Settings()
    rules = load_settings(annotate={"learned": False})

    def read(suffix: str) -> Callable[[bytes], object]:
        path = folder / f"input{suffix}"

        def work(data: bytes) -> object:
            path.write_bytes(data)
            document = read_document(path)
            assert document.raw.strip()
            if document.layout:
                cleaned = clean(document, settings.clean)
                assert not PieceTable.of(cleaned).problems()
            return document

        return work

    def of_file(name: str, function: Callable[[Path], object]) -> Callable[[bytes], object]:
        path = folder / name

        def work(data: bytes) -> object:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            return function(path)

        return work

    def text_of(data: bytes) -> str:
        return data.decode("utf-8", "ignore")

    def cleaned(language: Language) -> Callable[[bytes], object]:
        def work(data: bytes) -> object:
            document = clean(Document("d", text_of(data), language), settings.clean)
            assert not PieceTable.of(document).problems()
            assert document.raw == text_of(data)
            return document

        return work

    def passages(text: str, language: Language) -> list[Passage]:
        found = segment_document(clean(Document("d", text, language), settings.clean), rules)
        assert not isinstance(found, Reject), found.reason
        return list(found)

    def annotated(language: Language, *, learned: bool) -> Callable[[bytes], object]:
        of = settings if learned else rules

        def work(data: bytes) -> object:
            made = annotate_passages(passages(text_of(data), language), of.annotate)
            for passage in made:
                for entity in passage.entities:
                    assert passage.text[entity.span.start : entity.span.end] == entity.surface
            return made

        return work

    def money(data: bytes) -> object:
        text = text_of(data)
        return [find_money(text, language) for language in ("zh", "en")]  # type: ignore[arg-type]

    def halves(data: bytes) -> tuple[str, str]:
        return text_of(data[: len(data) // 2]), text_of(data[len(data) // 2 :])

    def aligned(data: bytes) -> object:
        zh, en = halves(data)
        return align_documents(passages(zh, "zh"), passages(en, "en"), settings.align)

    def pair(data: bytes) -> object:
        zh, en = halves(data)
        return annotate_pair("p", zh, en, rules) if zh and en else None

    def packaged(data: bytes) -> object:
        zh, en = halves(data)
        document = clean(Document("../d", zh), settings.clean)
        made = [AlignedPassage(each.id, zh=each) for each in passages(zh, "zh")]
        if zh.strip() and en.strip():
            made.append(annotate_pair("=p", zh, en, rules))
        out = folder / "dataset"
        return write_dataset(out, aligned=made, documents=[document], force=True)

    def records(data: bytes) -> object:
        record = parse_line(data, where="x:1")
        assert parse_line(dump_line(record), where="x:1") == record
        return record

    passage = Passage("p.zh.0000", "p", "zh", "港口集团投资3.5亿元。")
    ours = AlignedPassage("p", zh=passage)
    task = {
        "id": 1,
        "data": {"id": "p", "zh": passage.text, "en": ""},
        "annotations": [
            {
                "id": 1,
                "completed_by": 1,
                "result": [
                    {
                        "id": "a",
                        "type": "labels",
                        "from_name": "label_zh",
                        "to_name": "zh",
                        "value": {"start": 0, "end": 4, "text": "港口集团", "labels": ["COMPANY"]},
                    }
                ],
            }
        ],
    }
    gold = {"id": "p", "variant": "ocr", "label": "COMPANY", "start": 0, "end": 4, "surface": "港口集团"}
    page = {"sha256": "", "blocks": [{"role": "paragraph", "spans": [[0, 4]], "keep_in_body": True}]}
    manifest = {"id": "p", "zh": {"ocr": "raw/p.txt"}, "en": "en/p.txt", "split": "dev"}
    toml = '[clean]\npreset = "ocr"\nfurniture = ["a"]\n[annotate]\nlabels = ["MONEY"]\n'
    codes = [TEXT.encode("gb18030"), TEXT.encode("utf-16"), "圖書館".encode("big5")]
    layer = {"passage": "p", "annotator": "a", "sha256": ""}

    def dumped(value: object) -> bytes:
        return json.dumps(value, ensure_ascii=False).encode()

    zh, en = TEXT.encode(), ENGLISH.encode()
    return {
        "text": (read(".txt"), [zh, en, *codes]),
        "hocr": (read(".hocr"), [HOCR.encode()]),
        "alto": (read(".xml"), [ALTO.encode()]),
        "tsv": (read(".tsv"), [TSV.encode()]),
        "gzip": (read(".txt.gz"), [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", zh]),
        "records": (records, [dump_line(ours).encode(), dump_line(Document("d", TEXT)).encode()]),
        "manifest": (
            of_file("corpus/manifest.jsonl", lambda path: list(read_corpus(path.parent))),
            [dumped(manifest)],
        ),
        "config": (of_file("tz.toml", lambda path: load_settings(path)), [toml.encode()]),
        "meta": (of_file("dataset.toml", read_meta), [b'name = "a"\ntitle = "b"\n[kinds]\nx = "news"\n']),
        "gazetteer": (
            lambda data: parse_gazetteer(data.decode("utf-8", "replace")),
            ["港口集团\tCOMPANY\t港口\n".encode()],
        ),
        "gold": (of_file("gold.jsonl", read_gold), [dumped(gold)]),
        "layer": (of_file("layer.jsonl", read_layer), [dumped(layer)]),
        "cleaning-gold": (of_file("gold.json", lambda path: load_gold(path, zh)), [dumped(page)]),
        "label-studio": (
            of_file("export.json", lambda path: from_tasks(load_export(path), [ours])),
            [dumped([task])],
        ),
        "clean-zh": (cleaned("zh"), [zh]),
        "clean-en": (cleaned("en"), [en]),
        "annotate-zh": (annotated("zh", learned=False), [zh]),
        "annotate-learned": (annotated("zh", learned=True), [zh]),
        "annotate-en": (annotated("en", learned=False), [en]),
        "money": (money, [zh, en]),
        "align": (aligned, [zh + en]),
        "pair": (pair, [zh + en]),
        "package": (packaged, [zh + en]),
    }


def spoiled(chance: random.Random, samples: list[bytes]) -> bytes:
    """A sample cut up, repeated, crossed with another, with pieces put in and bytes changed."""
    data = bytearray(chance.choice(samples) if chance.random() < 0.9 else b"")
    for _ in range(chance.randint(1, 8)):
        at, to = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
        match chance.randint(0, 6):
            case 0:
                data[at:at] = chance.choice(PIECES)
            case 1:
                data[at:at] = chance.choice(PIECES) * chance.choice([2, 9, 99])
            case 2:
                del data[at : min(to, at + 40)]
            case 3:
                data[at:at] = data[at : min(to, at + 60)] * chance.randint(1, 9)
            case 4:
                other = chance.choice(samples)
                k = chance.randint(0, len(other))
                data[at:] = other[k:]
            case 5 if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case _:
                data[at:to] = chance.choice(PIECES)
    return bytes(data[:20_000])


def late(signum: int, frame: FrameType | None) -> None:
    raise Hang


def one(work: Callable[[bytes], object], data: bytes) -> str:
    """What went wrong with one input, in words; nothing where all is well."""
    signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, HANG)
    try:
        work(data)
    except TzcorpusError as error:
        return "" if str(error).strip() and "\n" not in str(error) else f"error in {len(str(error))} letters"
    except Hang:
        return f"more than {HANG:.0f} s"
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        return f"{type(error).__name__} at {place}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def own(
    name: str,
    work: Callable[[bytes], object],
    samples: list[bytes],
    minutes: float,
    seed: int,
    inputs: int | None = None,
) -> dict[str, bytes]:
    """Findings by what they say, with the shortest input that gave each; ``inputs`` at most, where given."""
    chance = random.Random(f"{name}{seed}")
    found: dict[str, bytes] = {}
    pool = list(samples)
    tried = 0
    began = time.process_time()
    while tried < inputs if inputs else time.process_time() - began < minutes * 60:
        data = spoiled(chance, pool)
        tried += 1
        if (said := one(work, data)) and len(data) < len(found.get(said, b" " * 10**6)):
            found[said] = data
        if not said and chance.random() < 0.02 and len(pool) < 200:
            pool.append(data)  # spoiled further later on
    print(f"{name:18} {tried:8d} inputs, {len(found)} findings", flush=True)
    return found


def by_coverage(
    name: str, work: Callable[[bytes], object], samples: list[bytes], minutes: float, keep: Path, seed: int
) -> None:
    """Coverage leads until the processor time is over; ends the process, with 1 where something was found."""
    import atheris

    found: dict[str, int] = {}
    tried = 0
    began = time.process_time()

    def run(data: bytes) -> None:
        nonlocal tried
        tried += 1
        if (said := one(work, data)) and len(data) < found.get(said, 10**6):
            found[said] = len(data)
            print(f"    {said}\n    {kept(keep, name, said, data)} ({len(data)} bytes)", flush=True)
        if time.process_time() - began > minutes * 60:
            print(f"{name:18} {tried:8d} inputs, {len(found)} findings", flush=True)
            shutil.rmtree(corpus)
            os._exit(bool(found))

    corpus = tempfile.mkdtemp()
    for k, sample in enumerate([*samples, *PIECES]):
        Path(corpus, str(k)).write_bytes(sample)
    words = Path(corpus, "words")
    words.write_text("".join(f'"{escaped(piece)}"\n' for piece in PIECES if len(piece) <= 60))
    options = [f"-dict={words}", "-max_len=4000", "-timeout=60", "-rss_limit_mb=4096", "-verbosity=0"]
    atheris.Setup([sys.argv[0], corpus, *options, f"-seed={seed}"], run)
    atheris.Fuzz()


def escaped(piece: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in piece)


def kept(keep: Path, name: str, said: str, data: bytes) -> Path:
    keep.mkdir(parents=True, exist_ok=True)
    path = keep / f"{name}-{zlib.crc32(said.encode()) % 10**6}"
    path.write_bytes(data)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--inputs", type=int, help="so many for each target, however long they take")
    parser.add_argument("--target", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=["own", "atheris"], default="own")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    by_itself = options.engine == "atheris" and len(options.target or "xx") == 1
    failed = False
    with tempfile.TemporaryDirectory() as folder, instrumented(by_itself):
        known = targets(Path(folder))
        for name in options.target or known:
            work, samples = known[name]
            if options.engine == "atheris" and not by_itself:
                command = [sys.executable, __file__, "--engine", "atheris", "--target", name]
                command += ["--minutes", str(options.minutes), "--seed", str(options.seed)]
                failed |= bool(subprocess.run([*command, "--keep", options.keep]).returncode)
                continue
            for sample in samples:
                assert not (said := one(work, sample)), f"{name}: {said}"
            if by_itself:
                by_coverage(name, work, samples, options.minutes, options.keep, options.seed)
            for said, data in own(name, work, samples, options.minutes, options.seed, options.inputs).items():
                failed = True
                path = kept(options.keep, name, said, data)
                print(f"    {said}\n    {path} ({len(data)} bytes)", flush=True)
    sys.exit(failed)


def instrumented(by_coverage: bool) -> contextlib.AbstractContextManager[object]:
    """Our modules report which lines ran, where coverage is to lead."""
    if not by_coverage:
        return contextlib.nullcontext()
    import atheris

    atheris.enabled_hooks.add("str")
    return atheris.instrument_imports(include=["tzcorpus"])  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
