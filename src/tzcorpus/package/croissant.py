"""Croissant metadata (MLCommons, JSON-LD): files with digests, and the fields of each configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tzcorpus.package.features import CONFIGS, ClassLabel, Feature, List, Scalar, Struct, Translation
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
    """The content of croissant.json. There is no publication date: a build has none."""
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
        "distribution": [*_files(shards), *(_file_set(config) for config in configs)],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": config,
                "name": config,
                "field": [
                    _field(f"{config}/{name}", name, feature, config)
                    for name, feature in CONFIGS[config].items()
                ],
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


def _field(identifier: str, column: str, feature: Feature, config: str) -> dict[str, Any]:
    """A top-level column; what lies inside of a list or struct is described in the card."""
    data_type = "sc:Text"
    inner = feature.item if isinstance(feature, List) else feature
    if isinstance(inner, Scalar):
        data_type = _TYPES.get(inner.dtype, "sc:Float")
    elif isinstance(inner, ClassLabel):
        data_type = "sc:Integer"
    elif isinstance(inner, Struct | Translation):
        data_type = "sc:Text"
    return {
        "@type": "cr:Field",
        "@id": identifier,
        "name": column,
        "description": feature.about,
        "dataType": data_type,
        **({"repeated": True} if isinstance(feature, List) else {}),
        "source": {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": column}},
    }
