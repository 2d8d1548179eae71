"""``tzcorpus publish``."""

from __future__ import annotations

import os

import click

from tzcorpus.cli import common


@click.command("publish")
@click.argument("repo_id", metavar="REPO_ID")
@click.option("--dataset", required=True, metavar="DIR", help="The dataset's folder.")
@click.option("--private", is_flag=True, help="Where the repository is new, let only you see it.")
@click.option("--dry-run", is_flag=True, help="List what would be sent; send nothing.")
@click.option(
    "--token-env",
    default="HF_TOKEN",
    show_default=True,
    metavar="NAME",
    help="Environment variable that holds the token.",
)
@click.option("--endpoint", default="", metavar="URL", help="Another hub than the library's default.")
@common.quiet_option
def command(repo_id: str, dataset: str, private: bool, dry_run: bool, token_env: str, endpoint: str) -> None:
    """Push a dataset folder to a hub as the dataset REPO_ID (OWNER/NAME), in one commit.

    The folder is validated first; one with faults is not sent. --dry-run prints bytes, sha256 and path of
    every file that would go. Needs pip install "tzcorpus[datasets]", but for --dry-run.

    \b
    Examples:
      tzcorpus publish my-lab/newspapers --dataset build/dataset --dry-run
      HF_TOKEN=… tzcorpus publish my-lab/newspapers --dataset build/dataset --private
    """
    from tzcorpus.package.publish import plan, push
    from tzcorpus.package.validate import row_total

    with common.counter("checking rows", row_total(dataset)) as meter:
        planned = plan(dataset, repo_id, step=meter.advance)
    if planned.private_paths:
        click.echo(
            f"note: {len(planned.private_paths)} documents name their file by its place on this machine "
            f"({planned.private_paths[0]}); build with a relative path to leave that out",
            err=True,
        )
    total = sum(file.size for file in planned.files)
    if dry_run:
        for file in planned.files:
            click.echo(f"{file.size:>12}  {file.sha256}  {file.path}")
        common.say(
            f"{len(planned.files)} files, {total:,} bytes would go to the dataset {repo_id} "
            f'as "{planned.message}"; nothing was sent'
        )
        return
    if endpoint:
        # before the hub's library is imported: its releases up to 1.0 read parts of it here alone
        os.environ["HF_ENDPOINT"] = endpoint
    sending = f"sending {len(planned.files)} files, {total:,} bytes: {planned.message}"
    address = push(
        planned, private=private, token_env=token_env, endpoint=endpoint, bars=not common.is_quiet(),
        begin=lambda: common.say(sending),
    )  # fmt: skip
    click.echo(address)
