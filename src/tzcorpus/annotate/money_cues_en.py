"""Words by which an English clause tells that a figure without a currency is money, or that it is not."""

from __future__ import annotations

import re

from tzcorpus.annotate.money_words_en import PER_UNITS

_FILLERS = (
    r"(?:\s+(?:of|to|at|by|was|is|were|are|be|been|came|comes|stood|stands|reached|hit|totall?ed|rose|fell|grew|a|"
    r"total|just|only|nearly|almost|about|around|over|more|than|some|up|in)){0,5}\s+$"
)
# … owes contractors 1.7 billion, cost the city 4 million: who gets or pays it stands between.
_PAID_TO = (
    r"\b(?:ow(?:es?|ed|ing)|pa(?:ys?|id|ying)|lent|lends?|charg(?:es?|ed|ing)|fin(?:es|ed)|cost(?:s|ing)?|sav(?:es?|ed|ing)|"
    r"earn(?:s|ed|ing)?|refund(?:s|ed))\s+"
    r"(?:(?:the|its|his|her|their|our|my|your|each|every|a|an|some|local|them|him|us|me|it|both)\s+)?(?:[a-z][\w’'-]*\s+){0,2}"
    r"(?:(?:only|just|about|around|nearly|almost|over|another|a\s+further|a\s+mere|more\s+than|at\s+least)\s+)?$"
)
PAID_TO = re.compile(_PAID_TO)
# What a sum is said of, or what is done with one: alone enough for "investment of 4.1 billion".
MONEY_BEFORE = re.compile(
    r"\b(?:investments?|revenues?|output\s+value|income|earnings|proceeds|takings|loans?|tax(?:es)?|profits?|turnover|"
    r"paid|pay|raised|raising|borrowed|worth|valued|invested|investing|invests|funding|grants?|debts?|GDP|"
    r"price(?:\s+tag)?|bid|fined?|budget|budgeted|subsid(?:y|ies)|salary|cost|costs|spent|lent|lends|lending|repaid|owes|owed|"
    r"donated|(?:bought|sold|buy|buying|sell|selling|acquired?|purchased?)\b[^.;,]{1,40}\bfor|offered|assets|on\s+the\s+books\s+at|"
    r"capital|losses|[Oo]rders?\s+for)" + _FILLERS,
    re.IGNORECASE,
)
# Beside these even a single "m" is no metre.
SURE = re.compile(
    r"\b(?:invest(?:s|ed|ing|ments?)|revenues?|profits?|turnover|loans?|debts?|paid|spent|lent|lends|lending|borrowed|"
    r"repaid|donated|earnings|income|subsid(?:y|ies)|grants?|tax(?:es)?|funding|budget|losses)" + _FILLERS,
    re.IGNORECASE,
)
# grew from 1.2 billion to 1.5 billion yuan: the two ends of a change, no range
GROWN = (
    r"(?:rose|rises?|rising|grew|grows?|growing|increas\w+|climb\w+|jump\w+|gain\w+|soar\w+|surg\w+|edg\w+|fell|"
    r"falls?|falling|fallen|dropp?\w*|declin\w+|slipp?\w*|sank|shrank|shrunk|dipp?\w*|expand\w+|widen\w+|narrow\w+|swell\w*|"
    r"swelled|doubl\w+|tripl\w+|trebl\w+|rebound\w+)"
)
# revenue rose 4.8 per cent, to 74.2 billion; or with the verb left out: and investment 12.5 per cent, to …
MONEY_CHANGE = re.compile(
    r"\b(?:investments?|revenues?|sales|output\s+value|income|earnings|loans?|deposits?|tax(?:es)?|profits?|turnover|GDP|"
    r"funding|debts?|subsidies|spending|imports\s+and\s+exports|trade|assets|capital|losses|added\s+value)\s+"
    rf"(?:[\w-]+\s+){{0,4}}?(?:{GROWN}\s+)?(?:by\s+)?(?:[\w.]+\s*(?:per\s?cent|percent|%)[^.;,\d]{{0,24}}|{GROWN}\s+"
    r"(?:sharply\s+|again\s+|further\s+|slightly\s+|steadily\s+)?),?\s*to\s+$",
    re.IGNORECASE,
)
# 93m in rent
IN_MONEY = re.compile(
    r"\s+(?:in\s+(?:(?:annual|total|net|gross|new|bank|unpaid|back|public|private|state|cash|tax|licence|license|"
    r"registered|foreign|venture|legal|advance|paid-in|paid-up)\s+)?"
    r"(?:rents?|fees|tax(?:es)?|sales|revenues?|profits?|loans?|damages|cash|subsid(?:y|ies)|fines|wages|salaries|"
    r"deposits?|interest|compensation|aid|grants?|investments?|turnover|bonuses|dividends|royalties|funding|funds|capital|debts?|"
    r"savings|income|losses|bonds|orders|contracts|sales|financing|credit|takings|premiums|arrears|back\s?pay|bribes|commissions?)|"
    r"on\s+(?:sales|revenues?|turnover|income)|"
    r"of\s+(?:(?:annual|new|bank|unpaid|back|public|private|fresh|foreign|venture)\s+)?(?:rent|tax|interest|debts?|profits?|cash|"
    r"capital|compensation|aid|investment|income|funding|credit|equity|losses|savings|bonds|grants|loans|borrowings?|revenue))\b",
    re.IGNORECASE,
)
MANY = re.compile(
    r"(?:tens|hundreds|dozens)\s+of\s+(?:thousands|millions|billions)|(?:millions|billions)$", re.IGNORECASE
)
# Words of paying: enough after an amount in this sentence or the one before.
_IT = (
    r"(?:\s+(?:out|it|him|her|them|us|back|rose|fell|grew|climbed|dropped|slipped|is|was|were|are|of|to|at|by|only|just|barely|another|a|further|the|some|"
    r"down|up|been|be|about|nearly|almost|over|more|than|not|in)){0,4}\s+$"
)
PAYING = re.compile(
    r"\b(?:took|takes|taking|lost|loses|losing|gave|gives|given|giving|lent|lends|got|wants?|wanted|ask(?:s|ed|ing)?\s+for|"
    r"offer(?:s|ed|ing)?|(?:went|goes|go|going)\s+for|saves?|saved|saving|share|earns?|earned|earning|clear(?:s|ed)|"
    r"fetch(?:es|ed)?|nett?ed|grossed|charges?|charged|collect(?:s|ed)|award(?:s|ed)?|fined|damages|fees?|rents?|"
    r"bonus(?:es)?|contribut(?:es|ed)|repaid|repays?|owes?|owed|puts?|pays?|paid|paying|spends?|spent|spending|costs?|costing|"
    r"budget(?:ed)?|reserve|stocks|savings|premiums?|deposits?|compensation|refund(?:s|ed)?|profits?|revenues?|"
    r"sales|turnover|income|losses|loans?|debts?|invests?|invested|investing|bids?|price|claims|payments|receipts|purchases|imports|exports)"
    + _IT,
    re.IGNORECASE,
)
# … and for a plain figure of five digits or more, which may count so much else.
AWARDED = re.compile(
    r"\b(?:gave|gives|given|paid|pays?|fined|award(?:s|ed)|offer(?:s|ed)|ask(?:s|ed)?\s+for|costs?|fetch(?:es|ed)|lent|"
    r"owes?|owed|repaid|charges?|charged|spent|donated|add(?:s|ed|ing)?|brings?|brought|(?:would|will|could|may|might)\s+(?:take|need|cost|bring)|needs?|borrow(?:s|ed)|chipped\s+in|put\s+up)(?:\s+(?:it|him|her|them|us|only|just|another|a|further|back)){0,3}\s+$",
    re.IGNORECASE,
)
COPULA = re.compile(
    r"\b(?:it|that|this|they)\s+(?:is|was|were|makes|made|comes\s+to|came\s+to)\s+"
    r"(?:only\s+|just\s+|now\s+|really\s+|barely\s+|a\s+mere\s+|another\s+)?$",
    re.IGNORECASE,
)
# Alone enough for a figure of five digits in groups, or in words by the thousand.
THOUSANDS_PAID = re.compile(
    r"\b(?:earn(?:s|ed|ing)?|clear(?:s|ed)|nett?(?:s|ed)|gross(?:es|ed)|takes?\s+home|took\s+home|pa(?:ys?|id|ying)|charg(?:es?|ed|ing)|"
    r"costs?|costing|fined|rents?|wages?|salar(?:y|ies)|fees?|price|bonus(?:es)?|deposits?|pensions?|rewards?|ransom|fares?|bills?|"
    r"(?:sells?|sold|bought|goes|went)\s+for|owes?|owed|owing|debts?|tuition|dowry|bribes?|compensation|damages)"
    r"(?:\s+(?:of|is|was|are|were|at|to|him|her|them|us|me|only|just|about|around|nearly|almost|some|over|him|another|a|up)){0,3}\s+$"
)
# 180 a day: a plain figure with its period is a wage or a rent.
RATE_AFTER = re.compile(r"\s+(?:an?|per|each|every)\s+(?:hour|day|night|shift|week|month|year)\b")
RATE_PAID = re.compile(
    r"\b(?:earn(?:s|ed|ing)?|pa(?:ys?|id|ying)|wages?|salar(?:y|ies)|rents?|charg(?:es?|ed|ing))"
    r"(?:\s+(?:of|is|was|are|were|at|from|to|him|her|them|us|me|only|just|about|around|nearly|almost|some|over)){0,3}\s+$"
)
RATE_GOT = re.compile(
    r"\b(?:gets?|got|getting|costs?|costing|takes?|took)(?:\s+(?:only|just|about|around|him|her|them)){0,2}\s+$"
)
MONEY_AHEAD = re.compile(r"[^.!?]{0,60}?(?:[$€£¥₩₹]|\b(?:yuan|dollars?|euros?|pounds|RMB|yen|won)\b)")
# … and with an amount in its sentence: and overtime 1,260; he takes home 5,240
SMALL_PAID = re.compile(
    r"\b(?:overtime|bonus(?:es)?|rents?|wages?|salary|fares?|fees?|tuition|insurance|deposits?|postage|tips?|price|wholesale|retail|takes?\s+home|"
    r"took\s+home|earn(?:s|ed)|charg(?:es?|ed)|pa(?:ys?|id)|costs?|sells?\s+(?:for|at)|sold\s+(?:for|at)|fetch(?:es|ed))"
    r"(?:\s+(?:of|is|was|are|were|at|only|just|about|another|a)){0,2}\s+$"
)
# a truckload to Shanghai costs 4,200 yuan, to Guangzhou 6,800
SAME_WORD = re.compile(
    r",\s+(?:and\s+)?(to|for|in|at|on|from|by)\s+(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,2}\s+"
)
# What sets a plain figure beside an amount: 5 yuan, up from 3; 40 yuan instead of 55.
BESIDE_SMALL = re.compile(
    r",?\s+(?:against|compared\s+(?:with|to)|versus|instead\s+of|rather\s+than|(?:up|down)\s+from)\s+(?:just\s+|only\s+)?"
)
EARLIER = re.compile(
    r"\s+(?:a\s+(?:year|month|week)\s+(?:earlier|ago|before)|in\s+(?:19|20)\d\d|previously|before|last\s+(?:year|month|week))\b"
)
CHANGED_FROM = re.compile(
    rf"\b(?:{GROWN}|went|up|down|cut|raised|lifted|reduced|moved|changed)\b[^.;:\d]{{0,40}}\bfrom\s+$",
    re.IGNORECASE,
)
# Connectors between an amount and a figure of the same sentence.
AND = re.compile(r"(?:\b(?:and|or|plus)|,\s*then)\s+$", re.IGNORECASE)
CHANGE = re.compile(
    r"\b(?:against|compared\s+(?:with|to)|versus|(?:up|down)\s+from|instead\s+of|rather\s+than|(?:and|but)\s+not|of\s+which|including|excluding|less|"
    r"than\s+the|(?:double|twice|half|treble|triple)(?:\s+the)?|an?\s+(?:rise|fall|drop|gain|increase|decrease|decline|cut|loss|jump|saving|shortfall|surplus)\s+of|the\s+(?:second|third|other|last|latter|former))\s+(?:just\s+|only\s+|barely\s+)?$"
    r"|,\s+(?:another|the\s+other)\s+(?:\w+\s+)?$|\bthen\s+to\s+$|,\s+not\s+$|,\s+from\s+(?:just\s+|only\s+|barely\s+)?$"
    r"|(?:^|[,;]|\band|\bbut)\s+(?:(?:will|may|should|is|was|were|been|has|had|to|then|later|now)\s+){0,3}"
    rf"(?:{GROWN}|cut|raised|lifted|reduced|lowered|doubled)\s+to\s+(?:just\s+|only\s+|barely\s+)?$",
    re.IGNORECASE,
)
WHICH = re.compile(
    r",?\s+(?:which|that)\s+(?:is|was|saves?|saved|leaves?|left|mean[st]|(?:comes|came)\s+to)\s+(?:only\s+|just\s+)?$",
    re.IGNORECASE,
)
# the same subject goes on: produced 10.46 billion yuan and passed ten billion
CONJOINED = re.compile(
    r"[^.;,]{0,40}?,?\s+(?:and|but|then)\s+(?:\w+ly\s+|may\s+|will\s+|now\s+|has\s+|had\s+|hopes\s+to\s+|should\s+|is\s+|to\s+|likely\s+|expected\s+|"
    r"soon\s+){0,3}"
    r"(?:pass(?:ed|es)?|top(?:ped|s)?|exceed(?:ed|s)?|surpass(?:ed|es)?|aims?\s+(?:at|for)|aiming\s+(?:at|for)|targets?|targeted|expects?|"
    r"expected|hopes?\s+for)\s+",
    re.IGNORECASE,
)
PRICED = re.compile(r":\s+$")
IN_ALL = re.compile(r"\s+(?:in\s+(?:all|total)|altogether|all\s+told)\b")
SUMMED = re.compile(
    r"(?:,|\bmak(?:es?|ing)|\bmade|\btotals?|\btotall?ing|\btotal\s+of|\bis|\bwas|\bc[ao]mes?\s+to)\s+$"
)
# 3m yuan in March, 2m in April; and its rival 120 million
SAME_PLACE = re.compile(
    r"(?:\s+(?:went|goes|came|comes|flowed|will\s+go))?\s+(in|for|on|to|from|into|at|by)\s+[^.;,:\d]{1,36}?(?:,|,?\s+and|,?\s+but)\s+(?:another\s+|a\s+further\s+)?"
)
ITS_RIVAL = re.compile(
    r"(?:,|,?\s+(?:and|while|but))\s+(?:the|its|his|her|their|a|an)\s+[a-z]+\s+"
    r"|,?\s+(?:and\s+)?th(?:ose|at)\s+(?:to|of|from|in|with)\s+[\w-]+\s+"
)
# 6.1bn yuan (2024: 5.4bn); 8m yuan of the 20m it needs
BESIDE = re.compile(r"\s+\((?:19|20)\d\d:\s+|\s+of\s+(?:the|a\s+total\s+of)\s+|,\s+from\s+")
PART = re.compile(r"\s+(?:for|in|from|on|to|by)\b")
# 20 million yuan now, 15 million next spring
NOW = re.compile(r"\s+(?:now|today|this\s+\w+|last\s+\w+|next\s+\w+|in\s+(?:19|20)\d\d),?\s+(?:and\s+)?")
LATER = re.compile(r"\s+(?:later|then|this|last|next|in\s+(?:19|20)\d\d)\b")
# 48.2 million yuan, 6.3 million more than last year
OFF = re.compile(r"\s+(?:(?:more|less|higher|lower)\s+than|below|above|short\s+of)\b")
VERB = re.compile(r"\s+(?:is|was|has|had|will|would|comes?|came|goes|went)\b")
OF_IT = re.compile(r"\s+of\s+(?:it|the\s+(?:sum|money|total|cost|price))\b(?!\s+\w+s\b)")
ROOM = re.compile(
    r"\b(?:room|space|seats?|housing|enough|water|power|homes?|beds|jobs|food|capacity|places|grain|shelter|care|"
    r"electricity|heat|except|vote[ds]?)\s+for\s+$",
    re.IGNORECASE,
)
DESPITE = re.compile(r"\bthe\s+$", re.IGNORECASE)
# Things counted by the ten thousand: what stands behind them may count them too.
COUNTED_THINGS = re.compile(
    r"\b(?:people|persons|residents|inhabitants|population|visit(?:s|ors?)|tourists?|guests|passengers?|users?|customers|"
    r"members|workers|employees|jobs|students|pupils|patients|farmers|households|families|homes|trees|seedlings|"
    r"saplings|units|pieces|sets|cars|vehicles|motorcycles|bicycles|bottles|boxes|jars|cans|bags|tons|tonnes|kilo\w+|"
    r"(?:square|cubic)\s+\w+|hectares|acres|copies|tickets|views?|viewers|hits|clicks|downloads|followers|fans|readers|"
    r"readership|audience|subscribers|subscriptions|listeners|parcels|packages|containers|TEUs?|chips|phones|handsets|"
    r"output(?!\s+value)|production|capacity|shipments|births|deaths|votes|voters|voted|shares|barrels|eggs|pigs|hogs|sheep|"
    r"chickens|ducks|birds|seats|beds|steps|words|accounts|entries|crowds?|attendance|traffic|crossings|circulation|"
    r"trips|miles|volts|watts|megawatts|gigawatts)\b",
    re.IGNORECASE,
)
# … or stand before them in their clause.
COUNTED_CLAUSE = re.compile(
    COUNTED_THINGS.pattern + r"(?:[^.;:,]{0,24}|[^.;:]{0,6},?\s+(?:of\s+whom|of\s+which)\s+[^.;:]{0,16})$",
    re.IGNORECASE,
)
# Another large figure, which the next one may continue.
FIGURE = re.compile(
    r"\d\s?(?:million|billion|trillion|bn|mn|m|b)\b|\d,\d{3}|\b(?:million|billion|trillion)s?\b",
    re.IGNORECASE,
)
BOUNDARY = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"(A-Z\d])|\n\s*\n")

ALONE = re.compile(
    r"\s*(?:$|[.,;:!?)”\"]|\((?:about |around |roughly |some )?(?:US\$|HK\$|[$€£¥]|RMB|USD)|"
    r"\b(?:and|or|in|by|this|last|from|for\s+the)\b)"
)
# No noun follows: the clause ends, or a word of grammar goes on.
FOLLOW = re.compile(
    r"\s*(?:$|[.,](?!\d)|[;:!?)”\"’])|\s+\((?:about |around |roughly |some )?(?:US\$|HK\$|[$€£¥]|RMB|USD)"
    r"|\s+(?:and|or|in|by|this|last|next|from|for|to|into|at|on|over|against|with|within|through|during|before|after|"
    r"since|until|than|as|but|while|when|which|that|is|was|has|had|will|would|comes?|came|goes|went|already|so\s+far|yet|"
    r"then|later|earlier|here|there|apiece|each|towards?|annually|altogether|all\s+told|alone|up|down|between\s+them|below|above|respectively|"
    r"(?:more|less|higher|lower)\s+than|out|short|of\s+(?:it|which|the\s+(?:sum|money|total|cost|price))|per\s+(?!cent\b)\w+|"
    rf"it|he|she|they|we|an?\s+(?:{PER_UNITS}))(?![\w-])"
    r"|\s+(?:more|less|extra|upfront)\s*(?:$|[.,;:!?)”\"])",
    re.IGNORECASE,
)
