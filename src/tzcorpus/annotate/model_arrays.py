"""The arrays of a learned recogniser, from the model file in the package."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from tzcorpus.errors import ConfigError


def read_arrays(model: str) -> dict[str, Any]:
    """The arrays of the file ``model`` by name. Raises `ConfigError` where it cannot be read."""
    import numpy as np

    path = files("tzcorpus.annotate").joinpath("data", model)
    try:
        with path.open("rb") as stream, np.load(stream) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError) as error:
        raise ConfigError(f"the model of names cannot be read ({error})", where=str(path)) from error
