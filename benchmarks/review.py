"""The annotators' desk, measured on a real Label Studio with a real browser.

    python benchmarks/review.py             # everything: about 15 minutes
    python benchmarks/review.py --runs 3 --passages 400

Prints: seconds until a desk answers (warm install; new and existing data); how many round trips through the
browser (delete, draw over an astral character, move an edge, link, submit, pull) come back exactly; and, for
many passages pushed by a process that is killed with SIGKILL inside and between batches and then pushed three
times, how many tasks are missing or double and how many spans are shifted, on the server and after a pull.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "review"))

from desk_page import DeskPage, browser_page  # noqa: E402
from review_samples import EN, ZH, pair  # noqa: E402
from test_review_server import TORTURE  # noqa: E402

from tzcorpus.io import write_records  # noqa: E402
from tzcorpus.records import AlignedPassage, Entity, Passage, Span  # noqa: E402
from tzcorpus.review.client import LabelStudio  # noqa: E402
from tzcorpus.review.connection import Connection  # noqa: E402
from tzcorpus.review.desk import Desk, running  # noqa: E402
from tzcorpus.review.layers import read_layer  # noqa: E402
from tzcorpus.review.sync import Journal  # noqa: E402

STARTS = 5
KILLS = 5
PUSHES = 3


def starts(folder: Path) -> None:
    """Seconds until the desk answers."""
    for what, fresh in (("new data", True), ("existing data", False)):
        seconds = []
        for _ in range(STARTS):
            if fresh:
                shutil.rmtree(folder, ignore_errors=True)
            began = time.monotonic()
            with running(folder):
                seconds.append(time.monotonic() - began)
        shown = ", ".join(f"{each:.1f}" for each in sorted(seconds))
        print(
            f"start, {what}: worst {max(seconds):.1f} s of {STARTS} ({shown}); load {os.getloadavg()[0]:.1f}"
        )


def tzcorpus(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tzcorpus", "review", *map(str, arguments)]


def browser_trips(desk: Desk, client: LabelStudio, folder: Path, runs: int) -> None:
    """Round trips through the browser that come back to the character."""
    passage = pair("d1.0")
    source = folder / "one.jsonl"
    write_records(source, [passage])
    exact = 0
    for run in range(runs):
        title = f"trip {run} {time.time()}"
        subprocess.run(tzcorpus("push", source, "--project", title), check=True, capture_output=True)
        (project,) = client.projects(title)
        (task,) = client.tasks(int(project["id"]))
        with browser_page(desk.url) as page:
            page.log_in(desk.email, desk.password)
            page.open(int(project["id"]), int(task["id"]))
            correct(page)
        layers = folder / f"trip{run}"
        command = tzcorpus("pull", source, "-o", layers, "--project", title)
        subprocess.run(command, check=True, capture_output=True)
        exact += came_back(layers / f"{desk.email}.jsonl")
    print(f"browser round trips exact: {exact} of {runs}")


def correct(page: DeskPage) -> None:
    company, amount, face = ZH.index("晨帆"), ZH.index("3.5"), ZH.index("😀")
    family = EN.index("👨")
    page.delete("zh", amount)
    page.add("zh", face - 1, face + 2, "2")
    page.add("en", family, family + 5, "4")
    page.move_right_edge("zh", company, company + 4, company + 6)
    page.link(("zh", face - 1), ("en", family))
    page.submit()


def came_back(layer: Path) -> bool:
    (annotation,) = read_layer(layer)
    surface = {mark.id: mark.surface for _, mark in annotation.marks()}
    links = {(surface[each.source], surface[each.target]) for each in annotation.relations}
    return (
        {(mark.start, mark.end, mark.label, mark.surface) for mark in annotation.zh}
        == {(1, 7, "COMPANY", "晨帆泵业投资"), (12, 15, "PARK", "\u3000😀在"), (15, 20, "PARK", "滨江产业园")}
        and {mark.surface for mark in annotation.en}
        == {"Chenfan  Pumps", "350 million yuan", "👨‍👩‍👧", "Binjiang Industrial Park"}
        and ("\u3000😀在", "👨‍👩‍👧") in links
        and len(links) == 3
    )


def passages(count: int) -> Iterator[AlignedPassage]:
    """Passages with spans at every odd place: ordinary ones and, one in five, torture texts."""
    for number in range(count):
        zh = TORTURE[number % len(TORTURE)] if number % 5 == 0 else f"{number}号：{ZH}"
        en = f"No. {number}: {EN}"
        sides = []
        for language, text in (("zh", zh), ("en", en)):
            spans = [Span(at, min(at + 3, len(text))) for at in range(0, len(text), 5)]
            entities = tuple(
                Entity(s, "PARK", text[s.start : s.end], source="rule:x", score=0.9) for s in spans
            )
            sides.append(Passage(f"p{number}.{language}", "p", language, text, entities=entities))
        yield replace(pair(f"p.{number:05}"), zh=sides[0], en=sides[1], links=())


def kill_one(command: list[str], journal: Path, inside: bool) -> str:
    """Start a push and kill it in its second batch (some time after it was sent), or right behind it."""
    old = identity(journal)  # what the last kill left under way
    seen: set[tuple[int, int]] = set()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and len(seen) < 2:
            now = identity(journal)
            if now is not None and now != old:
                seen.add(now)
            time.sleep(0.0005)
        if inside:
            time.sleep(random.uniform(0.0, 0.4))
        while process.poll() is None and not inside and journal.is_file():
            time.sleep(0.0005)
        ended = process.poll() is not None
        process.kill()
    return "had ended" if ended else "inside" if journal.is_file() else "between"


def identity(journal: Path) -> tuple[int, int] | None:
    try:
        found = journal.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def many(client: LabelStudio, folder: Path, count: int) -> None:
    """Passages through kills and repeated pushes, and back."""
    wanted = list(passages(count))
    source = folder / "many.jsonl"
    write_records(source, wanted)
    title = f"many {time.time()}"
    # a first push of one passage makes the project, so that its journal is known
    write_records(folder / "first.jsonl", wanted[:1])
    subprocess.run(
        tzcorpus("push", folder / "first.jsonl", "--project", title), check=True, capture_output=True
    )
    (project,) = client.projects(title)
    number = int(project["id"])
    journal = Journal.of(client.url, project).path
    push = tzcorpus("push", source, "--project", title, "--batch", max(1, count // 10))
    killed = Counter(kill_one(push, journal, inside=bool(turn % 2 == 0)) for turn in range(KILLS))
    left = sum(1 for _ in client.tasks(number))
    for turn in range(PUSHES):
        began = time.monotonic()
        ended = subprocess.run(push, check=True, capture_output=True, text=True)
        first = ended.stderr.strip().splitlines()[0]
        print(f"  push {turn + 1}: {time.monotonic() - began:.0f} s, {first}")
    tasks = list(client.tasks(number, results=True))
    seen = Counter(task["data"]["passage_id"] for task in tasks)
    double = sum(times - 1 for times in seen.values())
    missing = len({passage.id for passage in wanted} - seen.keys())
    print(
        f"{count} passages, {sum(killed.values())} kills ({dict(killed)}; {left} tasks after them), "
        f"{PUSHES} pushes: {missing} missing, {double} double"
    )
    held = {task["data"]["passage_id"]: task["predictions"] for task in tasks}
    print(f"  spans shifted on the server: {sum(shifted_there(each, held[each.id]) for each in wanted)}")
    everything = {"all": True, "excluded": []}
    client._sdk.actions.create(project=number, id="predictions_to_annotations", selected_items=everything)
    began = time.monotonic()
    layers = folder / "many"
    subprocess.run(
        tzcorpus("pull", source, "-o", layers, "--project", title), check=True, capture_output=True
    )
    seconds = time.monotonic() - began
    (layer,) = layers.glob("*.jsonl")
    pulled = {annotation.passage: annotation for annotation in read_layer(layer)}
    spans = wrong = 0
    for passage in wanted:
        for side in ("zh", "en"):
            of = getattr(passage, side)
            spans += len(of.entities)
            ours = Counter((e.span.start, e.span.end, e.label, e.surface) for e in of.entities)
            theirs = Counter((m.start, m.end, m.label, m.surface) for m in getattr(pulled[passage.id], side))
            wrong += sum(((ours - theirs) + (theirs - ours)).values())
    print(f"  pulled in {seconds:.0f} s: {len(pulled)} annotations, {spans} spans, {wrong} shifted or lost")


def shifted_there(passage: AlignedPassage, predictions: list[dict[str, object]]) -> int:
    """How many of a passage's spans its one prediction does not hold."""
    ours = Counter(
        (side, e.span.start, e.span.end)
        for side in ("zh", "en")
        for e in getattr(passage, side).entities
    )  # fmt: skip
    theirs = Counter(
        (r["to_name"], r["value"]["start"], r["value"]["end"])
        for prediction in predictions
        for r in prediction["result"]  # type: ignore[attr-defined]
    )
    return sum(((ours - theirs) + (theirs - ours)).values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=20, help="round trips through the browser")
    parser.add_argument("--passages", type=int, default=2000)
    options = parser.parse_args()
    random.seed(8)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            os.environ[name] = str(folder / name)
        starts(folder / "starts")
        with running(folder / "desk", port=18474) as desk:
            os.environ["LABEL_STUDIO_URL"], os.environ["LABEL_STUDIO_API_KEY"] = desk.url, desk.token
            client = LabelStudio(Connection(desk.url, desk.token))
            many(client, folder, options.passages)
            browser_trips(desk, client, folder, options.runs)
            client.close()


if __name__ == "__main__":
    main()
