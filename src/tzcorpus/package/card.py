"""The dataset card: YAML that `datasets` loads by, and the page people read. Every figure is computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tzcorpus.package.features import CONFIGS, DEFAULT_CONFIG, Columns, List, Struct, yaml_features
from tzcorpus.package.meta import Meta
from tzcorpus.package.parquet import Shard
from tzcorpus.package.stats import LANGUAGES, Counts
from tzcorpus.records import LABELS

# The hub's own size classes.
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGE = "n>1M"
_ABOUT = {
    "passages": "aligned passages: both texts, entities with values, sentence beads, links, number findings",
    "sentences": "sentence pairs, one bead a row",
    "tokens": "IOB2 tags over characters (zh) and words (en)",
    "cleaning": "raw text, clean text, and every edit between them",
    "documents": "pages and files with source, rights and counts",
}


def card(meta: Meta, counts: Counts, shards: Sequence[Shard], *, build: str, rejects: int) -> str:
    """The README.md of the folder."""
    return f"---\n{front_matter(meta, counts, shards, build=build)}---\n\n" + "\n".join(
        _body(meta, counts, shards, build=build, rejects=rejects)
    )


def front_matter(meta: Meta, counts: Counts, shards: Sequence[Shard], *, build: str) -> str:
    """The YAML block without its fences."""
    import yaml

    data = {
        "language": ["zh", "en"],
        "license": meta.license_text.lower(),
        "pretty_name": meta.title,
        "task_categories": ["token-classification", "translation"],
        "task_ids": ["named-entity-recognition"],
        "multilinguality": ["translation"],
        "size_categories": [_size(sum(counts.passages.values()))],
        "tags": ["newspaper", "OCR", "money", "company names", "industrial parks", "alignment"],
        "configs": [_config(config, shards, build) for config in _present(shards)],
        "dataset_info": [_info(meta, config, shards) for config in _present(shards)],
    }
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)
    return text


def _present(shards: Iterable[Shard]) -> list[str]:
    found = {shard.config for shard in shards}
    return [config for config in CONFIGS if config in found]


def _splits(config: str, shards: Iterable[Shard]) -> list[str]:
    return list(dict.fromkeys(shard.split for shard in shards if shard.config == config))


def _size(rows: int) -> str:
    return next((name for limit, name in _SIZES if rows < limit), _LARGE)


def _config(config: str, shards: Sequence[Shard], build: str) -> dict[str, Any]:
    files = [
        {"split": split, "path": f"{config}/{split}-*-{build}.parquet"} for split in _splits(config, shards)
    ]
    default = {"default": True} if config == DEFAULT_CONFIG else {}
    return {"config_name": config, **default, "data_files": files}


def _info(meta: Meta, config: str, shards: Sequence[Shard]) -> dict[str, Any]:
    mine = [shard for shard in shards if shard.config == config]
    splits = [
        {
            "name": split,
            "num_bytes": sum(shard.num_bytes for shard in mine if shard.split == split),
            "num_examples": sum(shard.rows for shard in mine if shard.split == split),
        }
        for split in _splits(config, mine)
    ]
    return {
        "config_name": config,
        "version": meta.version,
        "features": yaml_features(CONFIGS[config]),
        "splits": splits,
        "download_size": sum(shard.size for shard in mine),
        "dataset_size": sum(shard.num_bytes for shard in mine),
    }


def _body(meta: Meta, counts: Counts, shards: Sequence[Shard], *, build: str, rejects: int) -> Iterator[str]:
    yield f"# {meta.title}\n"
    yield meta.description or "Chinese newspaper text beside its English translation, aligned and annotated."
    yield f"\nVersion {meta.version}, build `{build}`" + (
        f", written by {meta.tool}.\n" if meta.tool else ".\n"
    )
    yield from _loading(_present(shards))
    yield from _split_tables(counts, shards, rejects)
    yield from _entities(counts)
    yield from _fields(_present(shards))
    yield from _making(meta, counts)
    yield from _limits(meta, counts)
    yield from _rights(meta)


def _loading(configs: Sequence[str]) -> Iterator[str]:
    yield "## Loading\n"
    yield "```python\nfrom datasets import load_dataset"
    yield f'data = load_dataset("PATH/TO/THIS/FOLDER", "{configs[0] if configs else DEFAULT_CONFIG}")\n```\n'
    yield "`streaming=True` works too; nothing but `datasets` is needed."
    yield "`SHA256SUMS` lists the digests of all files.\n"
    yield from _table(("configuration", "one row is"), [(f"`{name}`", _ABOUT[name]) for name in configs])


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(_cell(value) for value in row) + " |"
    yield ""


def _cell(value: object) -> str:
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def _split_tables(counts: Counts, shards: Sequence[Shard], rejects: int) -> Iterator[str]:
    splits = counts.splits()
    yield "## Splits\n"
    yield "Rows by configuration:\n"
    yield from _table(
        ("configuration", *splits),
        [
            (
                f"`{config}`",
                *(sum(s.rows for s in shards if s.config == config and s.split == split) for split in splits),
            )
            for config in _present(shards)
        ],
    )
    yield "Contents:\n"
    rows: list[tuple[object, ...]] = [
        ("documents, zh", *(counts.documents[split, "zh"] for split in splits)),
        ("documents, en", *(counts.documents[split, "en"] for split in splits)),
        ("passages with both sides", *(counts.pairs[split] for split in splits)),
        ("sentence pairs", *(counts.beads[split] for split in splits)),
        ("sentences without a partner", *(counts.gaps[split] for split in splits)),
        ("code points, zh", *(counts.characters[split, "zh"] for split in splits)),
        ("code points, en", *(counts.characters[split, "en"] for split in splits)),
        ("entity links zh–en", *(counts.links[split] for split in splits)),
    ]
    yield from _table(("", *splits), rows)
    yield "A document and its translation are always in one split."
    for split, (names, known) in counts.overlap().items():
        share = f"{known / names:.0%}" if names else "0%"
        yield f"Of {names:,} company and park names in {split}, {known:,} ({share}) occur in train too."
    if rejects:
        yield f"{rejects:,} inputs were refused; `rejects.jsonl` gives id, stage and reason of each."
    yield ""


def _entities(counts: Counts) -> Iterator[str]:
    yield "## Entities\n"
    yield "Offsets are Unicode code points (Python `str` indices), end exclusive:"
    yield "`text[start:end]` is the surface.\n"
    table = counts.by_label()
    yield from _table(
        ("label", *LANGUAGES), [(label, *(table[label][name] for name in LANGUAGES)) for label in LABELS]
    )
    yield "By source: " + _listing(counts.sources.items()) + ".\n"
    yield (
        "`zh_entities` and `en_entities` are the truth, the tags of `tokens` a view. IOB2 could not express "
        + (_listing(counts.lost.items()) if counts.lost else "0")
        + " of them; nothing else was dropped.\n"
    )
    if counts.findings:
        yield "Number check, by kind: " + _listing(counts.findings.items()) + ".\n"


def _listing(items: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(items)) or "none"


def _fields(configs: Sequence[str]) -> Iterator[str]:
    yield "## Fields\n"
    yield "Amounts are exact decimals in units of their currency (元, not 万元). Spans count code points.\n"
    for config in configs:
        yield f"### {config}\n"
        yield from _table(("field", "meaning"), _described(CONFIGS[config]))


def _described(columns: Columns, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Rows of the field table; a struct that stands twice is described once."""
    seen: dict[int, str] = {}
    for name, feature in columns.items():
        inner = feature.item if isinstance(feature, List) else feature
        path = f"{prefix}{name}{'[]' if isinstance(feature, List) else ''}"
        if not isinstance(inner, Struct):
            yield f"`{prefix}{name}`", feature.about
        elif id(inner) in seen:
            yield f"`{path}`", f"{feature.about}; fields as in `{seen[id(inner)]}`"
        elif {key for key, _ in inner.fields} == {"start", "end"}:
            yield f"`{path}`", f"{feature.about} (start, end)"
        else:
            seen[id(inner)] = path
            yield f"`{path}`", feature.about
            yield from _described(dict(inner.fields), f"{path}.")


def _making(meta: Meta, counts: Counts) -> Iterator[str]:
    yield "## How it was made\n"
    if meta.provenance:
        yield meta.provenance.strip() + "\n"
    if counts.kinds:
        yield "Documents by kind: " + _listing(counts.kinds.items()) + ".\n"
    if counts.rules:
        yield "Edits of the cleaning, by rule:\n"
        yield from _table(
            ("rule", "edits"), [(f"`{rule}`", count) for rule, count in _by_count(counts.rules)]
        )
    if meta.agreement:
        yield "### Agreement\n\n" + meta.agreement.strip() + "\n"
    if meta.settings:
        yield "### Settings\n\n```toml\n" + meta.settings.strip() + "\n```\n"


def _limits(meta: Meta, counts: Counts) -> Iterator[str]:
    yield "## Limits\n"
    if meta.limits:
        yield meta.limits.strip() + "\n"
    rules = counts.sources["rule"] + counts.sources["model"]
    total = sum(counts.sources.values())
    if rules:
        yield (
            f"{rules:,} of {total:,} entities stand as a rule or a model gave them; `source` says which.\n"
        )
    yield "Three labels only: no persons, no places, no government offices.\n"


def _rights(meta: Meta) -> Iterator[str]:
    yield "## Licence\n"
    yield f"Text: {meta.license_text}. Annotation: {meta.license_annotation}.\n"
    if meta.homepage:
        yield f"Home: {meta.homepage}\n"
    if meta.citation:
        yield "## Citation\n\n" + meta.citation.strip() + "\n"


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Most frequent first, then by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
