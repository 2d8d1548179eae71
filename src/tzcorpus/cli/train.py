"""``tzcorpus train``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tzcorpus.cli import common
from tzcorpus.records import Language

if TYPE_CHECKING:
    from tzcorpus.train.run import Backend


@click.command("train")
@click.argument("dataset", metavar="DATASET", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--backend", type=click.Choice(["transformers", "spacy"]), default="transformers", show_default=True
)
@click.option("-o", "--output", required=True, metavar="DIR", help="Where the model goes.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--base", default="", metavar="PATH_OR_HUB_ID",
              help="The model to start from; without one, a small model that knows nothing yet.")  # fmt: skip
@click.option("--rounds", type=click.IntRange(1), default=10, show_default=True, help="Times over the texts.")
@click.option("--batch", type=click.IntRange(1), default=16, show_default=True, help="Texts a step.")
@click.option(
    "--rate", type=click.FloatRange(0), default=0.0, help="Learning rate; by default the backend's own."
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option(
    "--device", default="", metavar="NAME", help="cpu, cuda, cuda:1; by default the GPU if there is one."
)
@common.force_option
@common.quiet_option
def command(
    dataset: str, backend: Backend, output: str, lang: Language, base: str, rounds: int, batch: int,
    rate: float, seed: int, device: str, force: bool,
) -> None:  # fmt: skip
    """Train a recogniser of COMPANY, PARK and MONEY on a packaged dataset.

    Learns from the split train, keeps the round that does best on validation, and leaves test alone. The
    folder that comes out is a model for `tzcorpus annotate --model`, and as well an ordinary folder of
    `transformers` or spaCy. `training.json` in it says how it was made and how it did.

    \b
    Examples:
      tzcorpus train build/dataset --backend spacy -o models/ner-zh
      tzcorpus train build/dataset --base my/chinese-bert -o models/bert-zh --rounds 5
      tzcorpus annotate --text article.txt --model models/bert-zh
    """
    from tzcorpus.train.examples import Plan
    from tzcorpus.train.run import train

    plan = Plan(lang, base, rounds, batch, rate, seed, device)
    figures = train(
        dataset,
        output,
        backend=backend,
        plan=plan,
        force=force,
        report=common.say,
    )
    if not figures.judged:
        click.echo("no entities in validation: the last round is kept, how good it is nobody has measured")
    for label, counts in figures.scores.items() if figures.judged else ():
        ratios = f"P {counts.precision:.3f}  R {counts.recall:.3f}  F1 {counts.f1:.3f}"
        click.echo(f"{label:8} {ratios}  gold {counts.gold}")
    click.echo(output)
