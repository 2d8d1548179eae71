"""``tzcorpus review backend``."""

from __future__ import annotations

import click

from tzcorpus.cli import common


@click.command("backend")
@click.option("--port", type=click.IntRange(0, 65535), default=9090, show_default=True, metavar="N")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to answer at.")
@common.config_option
def backend(port: int, host: str, config: str | None) -> None:
    """Serve predictions with Label Studio's machine-learning interface: connect http://127.0.0.1:9090 in the
    project's settings (Model). Ctrl-C stops it.

    \b
    Example:
      tzcorpus review backend --port 9090
    """
    from functools import partial

    from tzcorpus.config import load_settings
    from tzcorpus.extras import require
    from tzcorpus.pipeline import annotate_pair
    from tzcorpus.review.backend import application

    settings = load_settings(config)
    app = application(partial(annotate_pair, settings=settings))
    server = require("uvicorn", purpose="the prediction server")
    click.echo(f"predictions at http://{host}:{port}; Ctrl-C stops it", err=True)
    server.run(app, host=host, port=port, log_level="warning")
