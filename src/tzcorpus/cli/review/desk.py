"""``tzcorpus review serve | init``."""

from __future__ import annotations

from pathlib import Path

import click

# So many times in a row no answer: the server is gone, not busy.
_SILENT = 3


@click.command("serve")
@click.option("--data", metavar="DIR", help="Where the desk keeps its data. Default: your user data folder.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N",
              help="Port on this machine. Default: the last one, or 8080, where it is free.")  # fmt: skip
def serve(data: str | None, port: int | None) -> None:
    """Start a Label Studio server on this machine and print how to log in; Ctrl-C stops it.

    On first use the server is installed into an environment of its own (about a minute). It answers this
    machine alone and asks nothing of any other. Its data stay where they are between starts. Other verbs
    then find it by themselves.

    \b
    Example:
      tzcorpus review serve
    """
    import signal
    import time

    from tzcorpus.review.connection import Connection, save_connection
    from tzcorpus.review.desk import answers, default_data, invitation, running, server_process

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    # a closed terminal must not leave a server behind
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    folder = Path(data) if data else default_data()

    def say(line: str) -> None:
        click.echo(f"tzcorpus: {line}", err=True)

    with running(folder, port=port, say=say) as desk:
        save_connection(Connection(desk.url, desk.token))
        click.echo(f"desk       {desk.url}")
        click.echo(f"log in as  {desk.email}  {desk.password}")
        click.echo(f"others     make an account at {invitation(desk)}")
        click.echo(f"data       {folder}")
        if desk.running:
            click.echo(
                f"It runs already: as process {server_process(folder)}, started from another terminal."
            )
            return
        click.echo("Next, in another terminal: tzcorpus review push corpus. Ctrl-C stops the desk.")
        silent = 0
        try:
            while silent < _SILENT:
                silent = 0 if answers(desk, timeout=60.0) else silent + 1
                time.sleep(2.0)
        except KeyboardInterrupt:
            say(f"the desk is stopped; its data are kept in {folder}")
            return
    raise click.ClickException(f"the server ended by itself; its log is {folder / 'server.log'}")


@click.command("init")
@click.option("--url", required=True, metavar="URL", help="The server's address, http:// or https://.")
@click.option("--token", metavar="TOKEN", envvar="LABEL_STUDIO_API_KEY",
              help="A personal access token (or legacy token) from its account settings.")  # fmt: skip
def init(url: str, token: str | None) -> None:
    """Use a Label Studio server that exists already. The token is tried, then kept for you alone.

    \b
    Example:
      tzcorpus review init --url https://labels.example.org
    """
    from tzcorpus.review.client import LabelStudio
    from tzcorpus.review.connection import checked, save_connection

    connection = checked(url, token or click.prompt("token", hide_input=True))
    server = LabelStudio(connection)
    click.get_current_context().call_on_close(server.close)
    who = server.whoami()
    if note := server.version_note():
        click.echo(f"tzcorpus: {note}", err=True)
    click.echo(f"{connection.url}: logged in as {who}; kept in {save_connection(connection)}")
