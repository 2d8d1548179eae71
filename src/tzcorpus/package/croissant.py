"""Croissant metadata (MLCommons, JSON-LD): files with digests, and the fields of each configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tzcorpus.package.features import CONFIGS, ClassLabel, List, Scalar, Translation
from tzcorpus.package.meta import Meta
from tzcorpus.package.parquet import Shard

CROISSANT = "croissant.json"
# The context of the Croissant 1.0 specification.
_CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "equivalentProperty": "cr:equivalentProperty",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "samplingRate": "cr:samplingRate",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"string": "sc:Text", "int32": "sc:Integer", "int64": "sc:Integer", "bool": "sc:Boolean"}


def croissant(meta: Meta, shards: Sequence[Shard], *, build: str) -> dict[str, Any]:
    """The content of croissant.json; the date is the description's, for a build has none of its own."""
    configs = list(dict.fromkeys(shard.config for shard in shards))
    return {
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": meta.name,
        "description": meta.description or meta.title,
        "url": meta.homepage or f"urn:tzcorpus:{build}",
        "version": meta.version,
        "license": f"https://spdx.org/licenses/{meta.license_text}",
        "inLanguage": ["zh", "en"],
        **({"citeAs": meta.citation} if meta.citation else {}),
        **({"datePublished": meta.published} if meta.published else {}),
        "distribution": [*_files(shards), *(_file_set(config) for config in configs)],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": config,
                "name": config,
                "field": list(_fields(config)),
            }
            for config in configs
        ],
    }


def _files(shards: Sequence[Shard]) -> Iterator[dict[str, Any]]:
    for shard in shards:
        yield {
            "@type": "cr:FileObject",
            "@id": shard.path,
            "name": shard.path,
            "contentUrl": shard.path,
            "contentSize": f"{shard.size} B",
            "encodingFormat": "application/x-parquet",
            "sha256": shard.sha256,
        }


def _file_set(config: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{config}-files",
        "name": f"{config}-files",
        "encodingFormat": "application/x-parquet",
        "includes": f"{config}/*.parquet",
    }


def _fields(config: str) -> Iterator[dict[str, Any]]:
    """The columns that Croissant can type: values, lists of values, the two texts of a translation. Lists
    of structs (entities, beads, edits) are described in the card.
    """
    for name, feature in CONFIGS[config].items():
        item = feature.item if isinstance(feature, List) else feature
        field = {"@type": "cr:Field", "@id": f"{config}/{name}", "name": name, "description": feature.about}
        source = {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": name}}
        match item:
            case Scalar() | ClassLabel():
                repeated = {"repeated": True} if isinstance(feature, List) else {}
                yield {**field, "dataType": _data_type(item), **repeated, "source": source}
            case Translation(languages):
                for language in languages:
                    own = {"@id": f"{config}/{name}_{language}", "name": f"{name}_{language}"}
                    text = {**source, "transform": {"jsonPath": language}}
                    yield {**field, **own, "dataType": "sc:Text", "source": text}


def _data_type(feature: Scalar | ClassLabel) -> str:
    return _TYPES.get(feature.dtype, "sc:Float") if isinstance(feature, Scalar) else "sc:Integer"
