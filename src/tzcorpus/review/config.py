"""The Label Studio labelling config, made from the label list."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from tzcorpus.errors import ConfigError
from tzcorpus.records import LABELS, Language

SIDES: tuple[Language, ...] = ("zh", "en")
CONTROLS = {"zh": "ner_zh", "en": "ner_en"}
CHOICE_CONTROL = "check"
SAME_ENTITY, SAME_AMOUNT, MISMATCH = "same_entity", "same_amount", "mismatch"
RELATIONS = (SAME_ENTITY, SAME_AMOUNT, MISMATCH)
NUMBER_MISMATCH = "number_mismatch"
CHOICES = ("translation_ok", NUMBER_MISMATCH, "translation_wrong")
# What every task's data must hold: the server refuses a task without a field that the config shows.
DATA_FIELDS = ("passage_id", "zh", "en", "values", "findings")

# Colours that stay apart in the common forms of colour blindness (Okabe and Ito, 2008), then repeat.
_COLOURS = ("#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442")
# Keys must be given, or both blocks claim 1, 2, 3: Chinese takes the first ones, English goes on.
_KEYS = "123456789qwertyu"
_MAX_LABELS = len(_KEYS) // len(SIDES)
# No ">" in it: the editor escapes it, and the rule is lost. In order: the handles that move a span's edge
# (Chromium computes them away); spaces and line ends shown as they are, so that what is marked is what is
# there; two columns of one width; labels that stay in sight; arrows that do not cover the text.
_STYLE = """\
    .htx-highlight area{display:inline !important}
    .lsf-htx-richtext{white-space:pre-wrap;font-size:18px;line-height:1.9}
    .pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:32px}
    .pair .lsf-labels{position:sticky;top:0;z-index:20;padding:6px 0}
    .pair .lsf-labels{background:var(--color-neutral-background,#fff)}
    .relations-overlay{opacity:.3}
    .notes{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:32px;margin-top:16px}"""
_NOTE = 'size="6" style="white-space:pre-line;font-size:14px;font-weight:400;line-height:1.7;margin:2px 0"'
_TITLE = 'size="6" style="font-size:12px;font-weight:600;margin:0"'


def labelling_config(labels: Sequence[str] = LABELS) -> str:
    """The config as XML: zh and en side by side, a block of labels for each, relations, a choice.

    Each side needs its own ``Labels`` block: one block for both draws predictions but adds no span. Keys
    are 1, 2, 3 … for Chinese and go on for English. Spans are free to the character
    (``granularity="symbol"``): word granularity widens Chinese spans.

    Raises `ConfigError` for more labels than there are keys, a label twice, or an empty one.
    """
    if not 0 < len(labels) <= _MAX_LABELS:
        raise ConfigError(f"{len(labels)} labels", expected=f"1 to {_MAX_LABELS}")
    if len(set(labels)) < len(labels) or not all(label.strip() for label in labels):
        raise ConfigError(f"labels {', '.join(labels)}", expected="names that differ and are not empty")
    sides = "\n".join(_side(side, labels) for side in SIDES)
    relations = "".join(f"<Relation value={quoteattr(name)}/>" for name in RELATIONS)
    choices = "".join(f"<Choice value={quoteattr(name)}/>" for name in CHOICES)
    return f"""\
<View>
  <Style>
{_STYLE}
  </Style>
  <Header value="$passage_id" size="5"/>
  <View className="pair">
{sides}
  </View>
  <View className="notes">
    <View><Header value="Is the translation right?" {_TITLE}/>
      <Choices name="{CHOICE_CONTROL}" toName="zh" choice="single" showInline="true">{choices}</Choices>
      <Header value="$findings" {_NOTE}/></View>
    <View><Header value="Amounts" {_TITLE}/><Header value="$values" {_NOTE}/></View>
  </View>
  <Relations>{relations}</Relations>
</View>
"""


def _side(side: Language, labels: Sequence[str]) -> str:
    first = SIDES.index(side) * len(labels)
    lines = "".join(
        f"\n        <Label value={quoteattr(label)} "
        f'background="{_COLOURS[number % len(_COLOURS)]}" hotkey="{_KEYS[first + number]}"/>'
        for number, label in enumerate(labels)
    )
    return (
        f'    <View><Labels name="{CONTROLS[side]}" toName="{side}" showInline="true">{lines}</Labels>\n'
        f'      <Text name="{side}" value="${side}" granularity="symbol"/></View>'
    )
