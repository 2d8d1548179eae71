"""What English writes around an amount: hedges, bounds, denominators, classes; words that only look alike."""

from __future__ import annotations

import re

from tzcorpus.annotate.money_reading import Bound
from tzcorpus.annotate.money_words_zh import Hedge

_ABOUT = (
    "about|around|approximately|roughly|some|circa|an estimated|estimated|approx.|approx|~|c.|in the "
    "region of|"
    "in the order of|on the order of|of the order of|in the neighborhood of|in the vicinity of|just about|"
    "somewhere around|round about|something like"
)
_NEARLY = (
    "nearly|almost|close to|close on|close upon|just under|just below|just short of|just shy of|"
    "a little short of|approaching|"
    "not quite|near|slightly under|slightly less than|a little under|a little less than|a bit under|"
    "a bit less than|a shade under|a shade less than|a touch under|getting on for|nigh on"
)
_OVER = (
    "more than|over|above|in excess of|upwards of|upward of|north of|well over|just over|well above|well "
    "more than|"
    "slightly more than|slightly over|a little over|a little more than|beyond|greater than|higher than|"
    "much more than|far more than|just above|a bit over|a bit more than|a shade over|a shade more than|"
    "a touch over|a touch more than|a fraction over|little more than|not much more than|rather more than|"
    "well in excess of|slightly above|a little above"
)
_AT_MOST = (
    "less than|under|below|up to|at most|no more than|not more than|as much as|as many as|a maximum of|"
    "maximum of|"
    "fewer than|not exceeding|no higher than|lower than|well under|well below|at the most|as high as|a "
    "maximum"
)
_AT_LEAST = (
    "at least|no less than|not less than|no fewer than|a minimum of|minimum of|no lower than|not lower than|"
    "not below|not under|as little as|a minimum"
)
# verbs: they bound the value and stay outside the span
_PASSING = (
    "exceeded|exceeding|exceeds|exceed|surpassed|surpassing|surpass|surpasses|topped|topping|tops|top|pass|"
    "passes|"
    "passing|passed|crossed|cross|broke through|break through|broken through"
)
_GROUPS = (
    (_ABOUT, Hedge(None, True, True)),
    (_NEARLY, Hedge("upper", True, True)),
    (_OVER, Hedge("lower", True, True)),
    (_AT_MOST, Hedge("upper", False, True)),
    (_AT_LEAST, Hedge("lower", False, True)),
    (_PASSING, Hedge("lower", False, False)),
    ("capped at|cap of|ceiling of|limit of|limited to|upper limit of", Hedge("upper", False, False)),
    ("equivalent to about|equivalent to around|equivalent to roughly", Hedge(None, True, False)),
)
HEDGES = {form: hedge for forms, hedge in _GROUPS for form in forms.split("|")}
_HEDGE_BEFORE = re.compile(
    r"(?<![\w-])("
    + "|".join(sorted((re.escape(f).replace(r"\ ", r"\s+") for f in HEDGES), key=len, reverse=True))
    + r")\s*$",
    re.IGNORECASE,
)
# "over" and its kind belong to a verb or noun in front: turned over 5 million yuan, a row over $3 million.
_PHRASAL = {
    "over": re.compile(
        r"\b(?:turn|tak|took|hand|roll|carr|presid|mull|all|disput|row|su(?:ed|ing|it)|argu|battl|fight|"
        r"fought|clash|"
        r"spread|control|concern|worr|anger|protest)\w*\s+$",
        re.IGNORECASE,
    ),
    "some": re.compile(r"(?:\d|ty|hundred|thousand)\s+(?:and|or)\s+$", re.IGNORECASE),
    "around": re.compile(r"\b(?:turn|com|mov|pass)\w*\s+$", re.IGNORECASE),
    "under": re.compile(r"\b(?:buried|placed|signed|put)\s+$", re.IGNORECASE),
    "top": re.compile(r"\b(?:the|its|a|on)\s+$", re.IGNORECASE),
    "passed": re.compile(r"\b(?:was|were|been)\s+$", re.IGNORECASE),
}
_VERB_WINDOW = 14
# no project may have more than 300 million: a ceiling, said by the clause
_DENIED = frozenset(("more than", "over", "above", "in excess of", "upwards of", "higher than", "beyond"))
_NEVER = re.compile(
    r"\b(?:(?:no|none|nobody|neither|nothing)\b[^.;:,]{0,40}?\b(?:may|can|could|must|shall|should)|"
    r"cannot|(?:may|can|could|must|shall|should)\s*(?:not|never|n['’]t))\s+(?:[a-z]+\s+){1,3}$",
    re.IGNORECASE,
)
_NEVER_WINDOW = 64
_CEILING = Hedge("upper", False, False)
# Read from the end of a window of this many characters: the longest hedge with room for blanks.
HEDGE_WINDOW = 34


def hedge_before(text: str, end: int) -> tuple[int, Hedge] | None:
    """Start and meaning of the hedge that ends at ``end``."""
    offset = max(0, end - HEDGE_WINDOW)
    match = _HEDGE_BEFORE.search(text, offset, end)
    if match is None:
        return None
    form = re.sub(r"\s+", " ", match.group(1)).lower()
    verb = _PHRASAL.get(form)
    if verb is not None and verb.search(text, max(0, match.start() - _VERB_WINDOW), match.start()):
        return None
    if form in _DENIED and _NEVER.search(text, max(0, match.start() - _NEVER_WINDOW), match.start()):
        return match.start(), _CEILING
    return match.start(), HEDGES[form]


# -- behind the amount ---------------------------------------------------------------------------------

AFTER = re.compile(
    r"(?P<lower>\s+(?:or|and)\s+(?:more|above|over|higher|greater|upwards?)\b|\s*\+(?!\w)|-plus\b|"
    r"\s+plus(?=\s*(?:[.,;:!?)]|$)|\s+(?:in|of|for|from|a\s+year|this|last)\b))"
    r"|(?P<least>\s+at\s+(?:the\s+(?:very\s+)?)?least\b|\s+at\s+a\s+minimum\b)"
    r"|(?P<upper>\s+(?:or|and)\s+(?:less|below|under|lower)\b|\s+at\s+(?:the\s+(?:very\s+)?)?most\b|"
    r"\s+at\s+the\s+outside\b)"
    r"|(?P<odd>[\s-]odd(?![\w-]))"
    r"|(?P<about>\s+or\s+(?:so|thereabouts)\b|,?\s+give\s+or\s+take\b(?!\s+(?:an?\s|\d)))"
)
PER_UNITS = (
    "mu|jin|tin|can|jar|stalk|frame|truck|roll|pack|packet|ride|flight|dose|tablet|syringe|lift|tree|plant|"
    "valve|chip|lamp|cell|watt-hour|kilo|square\\s+(?:met(?:er|re)|kilomet(?:er|re)|foot|feet|mile|inch)s?|"
    "sq\\.?\\s?(?:m|ft|km)|sqm|m2|m²|m³|cubic\\s+(?:met(?:er|re)|foot|feet)s?|"
    "hectare|acre|tonne|ton|metric\\s+ton|kilogram|kilo|kg|gram|pound|ounce|troy\\s+ounce|barrel|bbl|"
    "gallon|liter|litre|"
    "person|head|capita|household|family|resident|employee|worker|student|child|visitor|passenger|customer|"
    "user|"
    "day|night|week|month|quarter|year|annum|hour|minute|share|unit|piece|set|vehicle|car|ticket|bottle|"
    "box|bag|case|container|TEU|"
    "kilowatt[\\s-]hour|kWh|kilowatt|kW|megawatt[\\s-]hour|megawatt|MWh|MW|watt|W|GB|km|kilomet(?:er|re)|"
    "mile|meter|metre|lot|plot|house|room|seat|trip|order|"
    "village|project|company|firm|enterprise|mile|dozen|bushel|copy|item|game|episode|pair|plate|bowl|cup|kit"
)
# per million British thermal units, per 100 kilometres
_MANY_UNITS = (
    rf"(?:\d[\d,]*|ten|hundred|thousand|million)\s+(?:British\s+thermal\s+unit|litre|liter|"
    rf"(?:cubic|square)\s+(?:metre|meter)|kilometre|kilometer|{PER_UNITS})s?"
)
# "per mu" and "/mu" belong to the span; "a share" is written apart and only the value knows it.
PER_AFTER = re.compile(
    rf"(?:\s*/\s*|\s+per\s+|-per-)(?P<per>{_MANY_UNITS}|{PER_UNITS}|(?<=/)(?:t|m2|lb|oz|MMBtu)|(?<=/\s)t)(?:(?:\s+per\s+|-per-|/)(?P<per2>{PER_UNITS}))?(?![\w-]*[^\W\d_])"
    r"|\s+per\s+(?P<any>(?!cents?\b|se\b)[a-z]{2,}(?:-[a-z]+)?)\b",
    re.IGNORECASE,
)
A_AFTER = re.compile(
    rf"(?:\s+(?:an?|each|every|for\s+(?:each|every))\s+|"
    rf"\s*-\s*an?\s*-\s*)(?P<per>{PER_UNITS})(?![\w-]*[^\W\d_])(?!\s+(?:earlier|ago|before|later|old|and\s+a)\b)",
    re.IGNORECASE,
)
# 7.4 yuan a sample: any noun, where the clause ends behind it.
A_NOUN_AFTER = re.compile(
    r"\s+an?\s+(?P<per>(?!lot\b|bit\b|little\b|few\b|third\b|half\b|fifth\b|tenth\b|time\b|result\b|"
    r"try\b|shot\b|go\b)[a-z]{3,}(?:-[a-z]+)?)(?=\s*(?:[.;:!?)”]|,|$)|\s+(?:to|for|from|in|at|by|plus|before|after|"
    r"against|and\s+nothing|over\s+the|this|last|until)\b)"
)
# a tonne of steel costs 3,180 yuan
_EACH_COSTS = re.compile(
    r"\b(?:an?|one|each|every)\s+(?P<per>mu|jin|kilo|kg|tonne|ton|(?:square|cubic)\s+(?:met(?:er|re)|foot)|hectare|acre|"
    r"barrel|gallon|lit(?:er|re)|met(?:er|re)|kilogram|gram|pound|ounce|watt|kilowatt-hour|container|crate)\s+of\s+[^.;:,()\d]{1,40}?\s+"
    r"(?:(?:now|then|usually)\s+)?(?:costs?|sells?\s+for|sold\s+for|fetch(?:es|ed)?|brings?|brought|earns?|earned|yields?|yielded|"
    r"needs?|goes\s+for|went\s+for|rents\s+for)\s+(?:only\s+|just\s+)?$",
    re.IGNORECASE,
)
_POWER = re.compile(r"\b(?:electricity|power|current)\b[^.;:]{0,60}$", re.IGNORECASE)
_PER_BEFORE = re.compile(
    rf"\b(?:per|each|every)[\s-]+(?P<per>{PER_UNITS})\b(?P<gap>[^.;:,()\d$€£¥]{{0,48}})$", re.IGNORECASE
)
PER_WINDOW = 80
# a monthly rent of, an annual salary of
_RATE_BEFORE = re.compile(
    r"\b(?P<rate>hourly|daily|weekly|monthly|annual|yearly)\s+(?:salar(?:y|ies)|wages?|rents?|pay|stipends?)\s+"
    r"(?:(?:of|is|was|are|were|at|from|to|about|between)\s+){0,2}$",
    re.IGNORECASE,
)
_RATES = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "annual": "year", "yearly": "year"
}  # fmt: skip
_PERSON = {"capita": "person", "annum": "year"}


def per_name(unit: str) -> str:
    """The denominator in lower case, one blank between words; capita is person."""
    name = re.sub(r"\s+", " ", unit).lower().replace("british", "British")
    return _PERSON.get(name, name)


def per_before(text: str, start: int, floor: int = 0) -> str | None:
    """The denominator named in front: per-mu tax revenue of …, per capita income of …"""
    window = text[max(floor, start - PER_WINDOW) : start]
    rate = _RATE_BEFORE.search(window)
    if rate is not None:
        return _RATES[rate["rate"].lower()]
    match = _PER_BEFORE.search(window) or _EACH_COSTS.search(window)
    return per_name(match["per"]) if match else None


def loose_per(text: str, start: int, end: int) -> str | None:
    """The denominator apart behind the amount at ``start:end``: 68 yuan a tin, power at 0.32 yuan a unit."""
    apart = A_AFTER.match(text, end) or A_NOUN_AFTER.match(text, end)
    if apart is None:
        return None
    name = per_name(apart["per"])
    power = name == "unit" and _POWER.search(text, max(0, start - 60), start)
    return "kilowatt-hour" if power else name


# -- classes -------------------------------------------------------------------------------------------

LEVEL = re.compile(r"(?:[\s-]*level|-(?:class|scale|grade))(?!\w)", re.IGNORECASE)
_CLASS = (
    r"(?:industr\w+|clusters?|club|cit(?:y|ies)|GDP|econom(?:y|ies)|parks?|enterprises?|compan(?:y|ies)|"
    r"firms?|markets?|chains?|sectors?|count(?:y|ies)|towns?|track)"
)
CLASS_AFTER = re.compile(rf"\s+(?:[\w-]+\s+){{0,3}}?(?:{_CLASS}\b|projects\b)", re.IGNORECASE)
CLASS_BEFORE = re.compile(
    r"\b(?:class|bracket|category|more)\s+of\s+$|"
    r"\b\d+\s+(?:of\s+them\s+|were\s+|each\s+)?(?:worth|of)\s+$|\bthem\s+(?:each\s+)?(?:worth|of)\s+$"
    r"|\b(?:projects|compan(?:y|ies)|firms|enterprises|deals|contracts|clusters|industries)\s+(?:\w+\s+)?"
    r"(?:worth|of|valued\s+at|with\s+(?:an?\s+)?(?:(?:annual|total|yearly)\s+)?(?:investments?|sales|output|revenues?|turnover|assets)\s+of|involving|with|each\s+worth|"
    r"costing)\s+(?:each\s+)?$",
    re.IGNORECASE,
)
CLASS_WINDOW = 70
# A counter and a class: three trillion-yuan GDP cities.
COUNTED = re.compile(r"(\w+)\s+((?:million|billion|trillion))$", re.IGNORECASE)
PLURAL_CLASS = re.compile(
    r"\s+(?:[\w-]+\s+){0,3}?(?:cities|clusters|industries|companies|enterprises|firms|counties|towns|parks|"
    r"projects|"
    r"markets|chains|sectors|clubs)\b",
    re.IGNORECASE,
)
# Any figure names a class in front of these: a 50-billion-yuan industry.
INDUSTRY_AFTER = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}?(?:industr\w+|clusters?|club|GDP|chains?|trade)\b", re.IGNORECASE
)
CLASS_WORD = re.compile(r"\s+class\b", re.IGNORECASE)
# for every 10,000 yuan of output; in billions of yuan
DENOMINATOR_BEFORE = re.compile(r"\b(?:each|every|per)\s+$", re.IGNORECASE)
# A table says once what its figures count.
UNIT_HEADER_BEFORE = re.compile(r"\bunits?\s*:\s*$", re.IGNORECASE)
HEADER_BEFORE = re.compile(r"\bin\s+$", re.IGNORECASE)
MANY = re.compile(r"(?:thousands|millions|billions|trillions|hundreds|tens)\b", re.IGNORECASE)
IDIOM_AFTER = re.compile(r"[\s-]+(?:question|idea|baby|smile|man\b|menu)", re.IGNORECASE)
MARK_AFTER = re.compile(r"[\s-]+(?:mark|club|threshold|level|milestone|GDP|barrier|line)\b", re.IGNORECASE)

# -- words that only look like currencies --------------------------------------------------------------

# These need a magnitude word, or a figure in groups of three, before they count as money.
NEEDS_MAGNITUDE = frozenset(
    "won mark marks crown crowns sol sum som real pound pounds sterling franc rand lev lei leu lek pula "
    "loti kina "
    "tala kip punt kuna lats colones soles dram drams manat denar rial rials escudo escudos lari quetzal "
    "cordobas "
    "leone leones shilling shillings dong tolar tolars bolivar kwacha mao sen fils ore øre öre centime "
    "centimes "
    "kobo grosz".split()
)
# … and these are also clear without one when a figure in digits stands in front.
CLEAR_WITH_DIGITS = frozenset(
    "rand lev lei leu lek kip lari dong kwacha franc manat denar shilling shillings kuna pula rial rials "
    "soles "
    "colones lats tolar tolars quetzal fils kobo grosz centime centimes tala kina escudo escudos".split()
)
NEVER_ALONE = frozenset("real sum som sol ore sen punt dram drams sterling mao".split())
_PRICE_BEFORE = re.compile(
    r"\b(?:paid|pay|pays|paying|cost|costs|costing|price|priced|fine|fined|worth|fee|fees|earn|earned|"
    r"earns|salary|wage|"
    r"sold\s+for|sell\s+for|charged?|budget|grant|loan|invest(?:ed|ing|ment)?|bill|prize|raised?|donat\w+|"
    r"spend|spent|"
    r"spending|sum|rent|deposit|bought|buy|borrowed|owed?|cheque|check|cash|savings?|refund|bonus|reward|"
    r"tax|profit|revenue|debt|for\s+only|for\s+just|for)\b"
    r"[^.;!?]{0,24}$",
    re.IGNORECASE,
)
WEIGHT_AFTER = re.compile(
    r"(?:\s+(?:of\s+(?!investment|funding|debt|capital|savings|profit|revenue|cash|public|taxpayer|"
    r"government)|in\s+weight|heavy|heavier|lighter|per\s+square|overweight|weight)|-weight|-force)\b",
    re.IGNORECASE,
)
_WON_VERB = re.compile(
    r"\s+(?:the|a|an|gold|silver|bronze|medals?|prizes?|awards?|by|over|his|her|their|its|titles?|games?|"
    r"seats?|votes?|\d|in\s|at\s|two|three|back|out|praise|promotion|election)",
    re.IGNORECASE,
)
_NOT_AFTER = {
    "euro": re.compile(
        r"[\s-]*(?:zone|area|bloc|nations|countr|member|states|cup|championship|qualif|ncap|"
        r"\d)",
        re.IGNORECASE,
    ),
    "yuan": re.compile(r"\s+(?:[Dd]ynasty|era\b|period\b)|(?<=Yuan)\s+[A-Z]", 0),
    "dollar": re.compile(r"(?<=Dollar)\s+[A-Z]|[\s-]+(?:stores?|index)\b", 0),
    "dollars": re.compile(r"(?!)"),
    "won": _WON_VERB,
    "rand": re.compile(r"(?<=Rand)\s+[A-Z]"),
    "cent": re.compile(r"\w"),
}
_DENOMINATED = re.compile(
    r"[\s-]?(?:-?denominated|-based|-backed|-pegged|-linked|-funded|-priced|-sized|\s+exchange\s+rate|"
    r"\s+bonds?\s+denominated)",
    re.IGNORECASE,
)


def price_before(text: str, start: int) -> bool:
    """Does a word of paying stand before the amount in its clause?"""
    return _PRICE_BEFORE.search(text[max(0, start - 48) : start]) is not None


def looks_alike(text: str, end: int, form: str) -> bool:
    """Is the currency word that ends at ``end`` part of another term (euro zone, yuan-denominated)?"""
    trap = _NOT_AFTER.get(form)
    return bool(trap and trap.match(text, end)) or _DENOMINATED.match(text, end) is not None


def as_bound(lower: str | None, upper: str | None) -> Bound | None:
    """The bound that `AFTER` matched."""
    return "lower" if lower else "upper" if upper else None
