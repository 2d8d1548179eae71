"""``tzcorpus annotate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tzcorpus.cli import common
from tzcorpus.records import LABELS, Entity, Label, Language, Money, Reject

if TYPE_CHECKING:
    from tzcorpus.config import Settings


@click.command("annotate")
@click.argument("passages", nargs=-1, required=True, metavar="PASSAGES.jsonl|FILE…|-")
@click.option("--text", "plain", is_flag=True,
              help="Inputs are plain texts, taken as they are; out come entities, one a line.")  # fmt: skip
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="With --text; guessed from the script otherwise."
)
@click.option("--only", type=click.Choice(LABELS), metavar="LABEL", help="COMPANY, PARK or MONEY.")
@click.option("--gazetteer", type=click.Path(exists=True, dir_okay=False), metavar="FILE",
              help="TSV of names you know: name, label, canonical name.")  # fmt: skip
@click.option("--model", metavar="PATH_OR_HUB_ID",
              help="A token classifier, or a spaCy pipeline's folder, beside the rules.")  # fmt: skip
@click.option("--label", "mappings", multiple=True, metavar="THEIRS=OURS",
              help="What a class of the model is to us: ORG=COMPANY. May be repeated.")  # fmt: skip
@click.option("--no-learned", is_flag=True,
              help="Names by the rules alone: several times as fast, finds less.")  # fmt: skip
@click.option("--no-rules", is_flag=True, help="The model and the gazetteer alone.")
@click.option(
    "--device", metavar="NAME", help="Where the model runs: cpu, cuda; by default the GPU if there is one."
)
@click.option("-o", "--output", default="-", metavar="FILE|DIR",
              help="A file of passages; with --text a folder, one .jsonl file an input.")  # fmt: skip
@common.config_option
@common.force_option
@common.quiet_option
def command(
    passages: tuple[str, ...],
    plain: bool,
    lang: Language | None,
    only: Label | None,
    gazetteer: str | None,
    model: str | None,
    mappings: tuple[str, ...],
    no_learned: bool,
    no_rules: bool,
    device: str | None,
    output: str,
    config: str | None,
    force: bool,
) -> None:
    """Find companies, parks and amounts of money.

    Passages (from `tzcorpus segment`) come out as passages with entities. With --text any text is taken
    as it is, and each entity is a JSON line {"start", "end", "label", "text", "entity", "value"}: code-point
    offsets into that text, `entity` the fullest form of the name there, `value` the normalised amount
    with decimals as strings. Several texts on standard output are told apart by a "file" before these;
    with -o each has a file of its own.

    Where spans overlap, a person's or gold stays before the gazetteer's, that before the rules', and the
    rules' before the model's: the model fills what the rules leave. A listed name inside a full name (one
    with a legal form or a zone word at its end) is left to that.

    \b
    Examples:
      tzcorpus annotate passages.jsonl -o annotated.jsonl
      tzcorpus annotate --text article.txt --only MONEY
      tzcorpus annotate --text article.txt --model models/bert-zh --label ORG=COMPANY
      echo 'It put 2.4 billion yuan into the plant.' | tzcorpus annotate --text - --lang en
    """
    from tzcorpus.annotate.annotator import refuse_unusable
    from tzcorpus.config import load_settings
    from tzcorpus.io import check_output

    settings = load_settings(
        config, gazetteer=gazetteer, annotate=_chosen(model, mappings, no_learned, no_rules, device)
    )
    if no_rules and not (settings.annotate.model or settings.annotate.gazetteer):
        raise click.UsageError("--no-rules leaves nothing to look with; give --model or --gazetteer")
    refuse_unusable(settings.annotate)
    outcome = common.Outcome()
    if plain:
        _texts(passages, lang, only, output, force, settings, outcome)
    else:
        check_output(output, force=force)
        _passages(passages, only, output, settings, outcome)
    outcome.finish()


def _chosen(
    model: str | None, mappings: tuple[str, ...], no_learned: bool, no_rules: bool, device: str | None
) -> dict[str, object]:
    """The settings of the annotation stage that the command line names."""
    from tzcorpus.annotate.model_labels import label_pairs

    chosen: dict[str, object] = {}
    if model is not None:
        chosen["model"] = model
    if mappings:
        chosen["model_labels"] = label_pairs(mappings)
    if no_learned:
        chosen["learned"] = False
    if no_rules:
        chosen["rules"] = False
    if device is not None:
        chosen["device"] = device
    return chosen


def _texts(
    paths: tuple[str, ...],
    lang: Language | None,
    only: Label | None,
    output: str,
    force: bool,
    settings: Settings,
    outcome: common.Outcome,
) -> None:
    import json
    from dataclasses import replace

    from tzcorpus.annotate.annotator import annotate_texts
    from tzcorpus.errors import TzcorpusError
    from tzcorpus.language.scripts import guess_language

    place = common.Place(output, suffix=".jsonl", force=force)
    for path in common.progress(paths, what="annotating", total=len(paths)):
        try:
            text = common.read_text(path)
            wanted = replace(settings.annotate, labels=(only,)) if only else settings.annotate
            (entities,) = annotate_texts([text], lang or guess_language(text), wanted)
            of = {"file": path} if output == "-" and len(paths) > 1 else {}
            lines = (json.dumps({**of, **_row(entity)}, ensure_ascii=False) + "\n" for entity in entities)
            place.write(common.stem_of(path), "".join(lines))
        except TzcorpusError as error:
            outcome.reject(Reject(path, "annotate", str(error)))
        else:
            outcome.done += 1


def _row(entity: Entity) -> dict[str, object]:
    return {
        "start": entity.span.start,
        "end": entity.span.end,
        "label": entity.label,
        "text": entity.surface,
        "entity": entity.entity,
        "value": None if entity.value is None else money_fields(entity),
    }


def money_fields(entity: Entity) -> dict[str, object]:
    """The fields of a money value as JSON: decimals as plain strings, never with an exponent."""
    value = entity.value or Money()

    def plain(number: object) -> str | None:
        return None if number is None else format(number, "f")

    return {
        "amount": plain(value.amount),
        "low": plain(value.low),
        "high": plain(value.high),
        "currency": value.currency,
        "currency_implicit": value.currency_implicit,
        "approx": value.approx,
        "bound": value.bound,
        "kind": value.kind,
        "per": value.per,
        "surface": entity.surface,
        "repaired": value.repaired,
        "alternatives": [plain(number) for number in value.alternatives],
        "same_as": None if entity.same_as is None else [entity.same_as.start, entity.same_as.end],
    }


def _passages(
    paths: tuple[str, ...], only: Label | None, output: str, settings: Settings, outcome: common.Outcome
) -> None:
    from tzcorpus.io import write_records
    from tzcorpus.pipeline import annotate_stream, read_stage
    from tzcorpus.records import Passage

    stream = (record for path in paths for record in read_stage(path, Passage))
    found = common.kept(annotate_stream(stream, settings, only=only), outcome)
    count = write_records(output, common.progress(found, what="annotating"))
    common.say(f"{count} passages, {len(outcome.faults)} rejected")
