"""A folder in which the commands of the README and the docs run as they stand there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tzcorpus.cli import cli

ROOT = Path(__file__).parents[1]
# documents of each split; as few as make every recipe work
TAKEN = {"train": 3, "dev": 1, "test": 1}


def make_dataset(root: Path) -> None:
    """``corpus`` with a few documents of ours and ``build/dataset``, as ``make run`` leaves it."""
    corpus, left, lines = ROOT / "corpus", dict(TAKEN), []
    for line in (corpus / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if left.get(entry["split"], 0) == 0:
            continue
        left[entry["split"]] -= 1
        lines.append(line)
        for name in (*entry["zh"].values(), entry["en"]):
            (root / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(corpus / name, root / "corpus" / name)
        for gold in (corpus / "raw" / entry["id"]).glob("*.json"):
            shutil.copyfile(gold, root / "corpus" / "raw" / entry["id"] / gold.name)
    assert not any(left.values())
    (root / "corpus" / "manifest.jsonl").write_text("\n".join(lines), encoding="utf-8")
    shutil.copytree(ROOT / "annotations", root / "annotations")
    call("build corpus -o build/dataset", root)


def make_workplace(root: Path) -> None:
    """All files that the docs name: scans, an article in both languages, pairs, names, tasks."""
    make_dataset(root)
    pages = sorted((root / "corpus" / "raw").glob("*/page.txt"))
    for number, page in enumerate(pages[:2]):
        (root / "scans").mkdir(exist_ok=True)
        shutil.copyfile(page, root / "scans" / f"{number}.txt")
    shutil.copyfile(pages[0], root / "page.txt")
    shutil.copyfile(pages[0].with_suffix(".hocr"), root / "page.hocr")
    files = {
        "article.txt": "晨帆泵业股份有限公司在青屿湾经开区投资3.5亿元。",
        "article.zh": "晨帆泵业投资3.5亿元。\n新厂在青屿湾。\n",
        "article.en": "Chenfan Pump invested 350 million yuan.\nThe new plant is in Qingyuwan.\n",
        "pairs.tsv": "投资3.5亿元。\tIt put in 350 million yuan.\n",
        "bylines.txt": "汐州日报全媒体记者\n",
        "furniture.txt": "周末特刊\n",
        "names.tsv": "name\tlabel\tcanonical\n晨帆\tCOMPANY\t晨帆泵业股份有限公司\n",
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    from tzcorpus.io import write_records
    from tzcorpus.package.reading import read_aligned
    from tzcorpus.review.tasks import to_tasks

    aligned = [passage for _, passage in read_aligned(root / "build" / "dataset", "test")]
    write_records(root / "aligned.jsonl", aligned)
    done = [
        task | {"id": number, "annotations": [{"id": number, "completed_by": {"email": "li@example.org"},
                                               "result": task["predictions"][0]["result"]}]}
        for number, task in enumerate(to_tasks(aligned), start=1)
    ]  # fmt: skip
    (root / "export.json").write_text(json.dumps(done, ensure_ascii=False), encoding="utf-8")


def call(command: str, folder: Path) -> str:
    """What a line of ours prints on standard output; it has to end well."""
    import shlex

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(cli, shlex.split(command, comments=True))
    assert result.exit_code == 0, f"tzcorpus {command}\n{result.output}\n{result.exception!r}"
    return result.stdout
