"""``tzcorpus align``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tzcorpus.cli import common
from tzcorpus.errors import TzcorpusError
from tzcorpus.records import Reject

if TYPE_CHECKING:
    from tzcorpus.config import Settings


@click.command("align")
@click.argument("paths", nargs=-1, required=True, metavar="ZH EN")
@click.option("--lines", is_flag=True,
              help="Inputs are plain texts, one sentence a line; beads come out.")  # fmt: skip
@click.option("-o", "--output", default="-", metavar="FILE|DIR",
              help="A file of aligned passages; with --lines a folder, one .align file a pair.")  # fmt: skip
@common.config_option
@common.force_option
@common.quiet_option
def command(paths: tuple[str, ...], lines: bool, output: str, config: str | None, force: bool) -> None:
    """Put Chinese and English side by side.

    ZH and EN are files of annotated passages (.jsonl). With --lines they are texts with one sentence a
    line, and each bead is a line in Vecalign's form, [0, 1]:[0]:score, gaps included; several pairs are
    given as ZH EN ZH EN …, or as two folders: files of the same stem belong together, the others are
    paired by what they say, and a file that nothing fits is a reject.

    \b
    Examples:
      tzcorpus align zh.jsonl en.jsonl -o aligned.jsonl
      tzcorpus align --lines article.zh.txt article.en.txt
      tzcorpus align --lines zh/ en/ -o beads/
    """
    from tzcorpus.config import load_settings
    from tzcorpus.io import check_output

    settings = load_settings(config)
    common.say_what_the_aligner_lacks()
    outcome = common.Outcome()
    if lines:
        _lines(_pairs(paths, outcome), output, force, settings, outcome)
    elif len(paths) == 2:
        check_output(output, force=force)
        _passages(paths[0], paths[1], output, settings, outcome)
    else:
        raise click.UsageError("two files of passages: ZH.jsonl EN.jsonl")
    outcome.finish()


def _pairs(paths: tuple[str, ...], outcome: common.Outcome) -> list[tuple[str, str]]:
    if len(paths) == 2 and all(Path(path).is_dir() for path in paths):
        zh, en = ({file.stem: str(file) for file in sorted(Path(path).iterdir()) if file.is_file()}
                  for path in paths)  # fmt: skip
        same = [(zh[stem], en[stem]) for stem in zh if stem in en]
        others = [path for stem, path in zh.items() if stem not in en]
        return same + _matched(others, [path for stem, path in en.items() if stem not in zh], outcome)
    if len(paths) % 2:
        raise click.UsageError("files in pairs: ZH EN, or ZH EN ZH EN …")
    return list(zip(paths[::2], paths[1::2], strict=True))


def _matched(zh: list[str], en: list[str], outcome: common.Outcome) -> list[tuple[str, str]]:
    """The files whose words translate each other; each pair is named, for no file name vouches for it."""
    from tzcorpus.align.documents import match_documents

    out: list[tuple[str, str]] = []
    sides = [[(path, text) for path in side if (text := _readable(path, outcome))] for side in (zh, en)]
    for match in match_documents(*([text for _, text in side] for side in sides)):
        if match.zh is None or match.en is None:
            path = sides[1][match.en][0] if match.en is not None else sides[0][match.zh or 0][0]
            message = f"{path}: no file of the other folder has its stem or says the same; give it a partner"
            outcome.reject(Reject(path, "align", message))
            continue
        pair = sides[0][match.zh][0], sides[1][match.en][0]
        click.echo(f"{pair[0]} belongs to {pair[1]} (cosine {match.score:.2f})", err=True)
        out.append(pair)
    return out


def _readable(path: str, outcome: common.Outcome) -> list[str]:
    try:
        return _sentences(path)
    except TzcorpusError as error:
        outcome.reject(Reject(path, "align", str(error)))
        return []


def _lines(
    pairs: list[tuple[str, str]], output: str, force: bool, settings: Settings, outcome: common.Outcome
) -> None:
    from tzcorpus.align.beads import align_many, beads_to_lines

    texts: list[tuple[list[str], list[str]]] = []
    stems: list[str] = []
    for zh, en in pairs:
        try:
            texts.append((_sentences(zh), _sentences(en)))
        except TzcorpusError as error:
            outcome.reject(Reject(zh, "align", str(error)))
        else:
            stems.append(common.stem_of(zh))
    place = common.Place(output, suffix=".align", force=force)
    found = zip(stems, align_many(texts, settings.align), strict=True)
    for stem, beads in common.progress(found, what="aligning", total=len(stems)):
        try:
            place.write(stem, "".join(f"{line}\n" for line in beads_to_lines(beads)), between="\n")
        except TzcorpusError as error:
            outcome.reject(Reject(stem, "align", str(error)))
        else:
            outcome.done += 1


def _sentences(path: str) -> list[str]:
    """The lines of a file. Empty ones are sentences without words: dropping them would shift the others."""
    text = common.read_text(path).replace("\r\n", "\n")
    return text.removesuffix("\n").split("\n")


def _passages(zh: str, en: str, output: str, settings: Settings, outcome: common.Outcome) -> None:
    from tzcorpus.io import write_records
    from tzcorpus.pipeline import align_stream, read_stage
    from tzcorpus.records import Passage

    found = align_stream(read_stage(zh, Passage), read_stage(en, Passage), settings)
    aligned = common.kept(found, outcome)
    count = write_records(output, common.progress(aligned, what="aligning"))
    common.say(f"{count} aligned passages, {len(outcome.faults)} rejected")
