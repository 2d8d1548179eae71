"""``tzcorpus completion``."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    Examples:
      eval "$(tzcorpus completion bash)"        # in ~/.bashrc
      tzcorpus completion fish > ~/.config/fish/completions/tzcorpus.fish
    """
    from click.shell_completion import get_completion_class

    from tzcorpus.cli import cli

    kind = get_completion_class(shell)
    if kind is None:  # click knows the three shells above
        raise click.UsageError(f"no completion for {shell}")
    # the source is rendered without asking the shell for its version, which source() would start
    instance = kind(cli, {}, "tzcorpus", "_TZCORPUS_COMPLETE")
    click.echo(instance.source_template % instance.source_vars())
