"""Chinese short names without a legal form: brand + trade word, and firms everybody knows.

Precision first: a brand that jieba's dictionary does not hold is enough before a strong trade word; an
ordinary word needs something beside it that only a firm has: a title, a list of firms, 公司, a facility.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from tzcorpus.annotate.names_found import Found
from tzcorpus.annotate.names_left import Left, read_left
from tzcorpus.annotate.names_lexicon import (
    NOWHERE,
    is_word,
    known_firms,
    strong_tails,
    titles,
    tokens,
    trades,
    weak_tails,
)
from tzcorpus.annotate.names_signs import signs_after, signs_before
from tzcorpus.language.tables import column, one_of

# behind the name: what only a firm has or is
_TITLES = one_of(titles())
_SITES = one_of(column("facilities"))
_FIRM_AFTER = re.compile(
    rf"(?:{_TITLES}|公司|集团|的?(?:{_SITES})|占地|[\u4e00-\u9fff]{{0,7}}(?:主任|部长|经理|厂长|主管|总监|老板|工程师)|说|表示|称|宣布|"
    rf"拿[到走下出]|赔|派|(?:[一二三四五六七八九]成|全部|\d+(?:\.\d+)?%的?|的)?股权|股价|股票|原?股东|市值|董事会|证券部|总部|法定代表人|(?:全体|现有|的)?员工|"
    rf"(?:的|[一二两三四五六七八九]号)?(?:生产车间|车间|生产线|产线|厂房|厂区|工厂)|的(?:订单|产能|前身|工人|老板|创始人|股份|营收|年报|上市)|"
    rf"(?:原来|目前|去年|今年|如今|此前|正在|计划|拟|将|已|已经|年底|当年|现有|曾)*(?:在[\u4e00-\u9fff]{{2,4}})?(?:设厂|建厂|办厂|上市|融资|投产|扩产|停产|"
    rf"复工|停工|破产|亏损|盈利|裁员|重组|增资|扩建|投资|跟投|参股|入股|获评|入选|入围|研发|招聘|创办|起诉|接手|供货)|"
    rf"发布(?:新品|年报|公告|财报|业绩)|被判|败诉|胜诉|欠薪|新厂区?|重启|发行|摘牌|退市|敲钟|宣告|董秘|市场部|销售部|研发部|"
    rf"采购部|人力资源部|财务部|生产部|品牌部|党支部|党委书记|工会|[\u4e00-\u9fff]{{2,3}}基地(?:投产|开工|竣工|落成|建成)|"
    rf"[与和同][\u4e00-\u9fff]{{2,12}}?(?:签订|签约|签署|达成合作|合并|联合|共同投资|合资)|"
    rf"(?:独家)?(?:供货|供应(?!紧张|充足|不足|链|量|商|短缺|偏紧)|承运|代工|承包|施工|中标)|"
    rf"投入|出资|牵头|认购|承建|负责|扩产|增资|把|跟着|帮着|的?(?:货款|客户|研报|股东|销售额|技术员)|等(?:[一二三四五六七八九十百千\d]+[多余]?家|一批|多家|一大批|众多|"
    rf"知名|龙头|本土|重点|优质|"
    r"头部|链主|上市|科技|高科技|新能源|制造|规上|国内|国际|行业){0,6}(?:[\u4e00-\u9fff]{0,8}?)(?:企业|公司|巨头|厂商|集团|车企|"
    r"药企|项目)|（\d{6}|\(\d{6}|（股票|(?:正式)?(?:签约|落户|入驻|挂牌|上市|投产|创始|成立于|创立于|中标|发布公告))"
)
_FIRM_BEFORE = re.compile(
    r"(?:企业|公司|龙头|链主|巨头|厂商|供应商|制造商|运营商|走进|来到|引进|引入|招引|引育|收购|并购|入股|参股|投资方|"
    r"客户|子公司|旗下|给|向|由|找到|请到|租给|欠|替|卖给|交给|赔了|牵手|携手|联合|联手|记者在|记者从|股东|"
    r"走访了?|考察了?|起诉|采购自|来自|施工方|承运方|入驻的有|退给|创办了?|创立了?|入职|供职于|就职于|加盟|装上|投资了?)[“]?$"
)
# behind the name: the words go on to a body or a class that is no firm
_TRADES = one_of(trades())
_BODIES = one_of(column("bodies"))
_BODY_AFTER = re.compile(
    rf"(?:{_TRADES}){{0,2}}(?:产业|技术|制造业|应用)?(?:创新)?(?:{_BODIES})(?!部)|[与和]?(?:{_TRADES}){{0,2}}(?:研究所|研究院|实验室)"
)
SCORES = {3: 0.9, 2: 0.8, 1: 0.7}


@cache
def _tails() -> Any:
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(sorted(strong_tails() | weak_tails()), matchkind=MatchKind.LeftmostLongest)


@cache
def _tail_words() -> tuple[str, ...]:
    return tuple(sorted(strong_tails() | weak_tails()))


# Words that close a name: what follows them is said of the firm.
_CLOSING = re.compile(
    r"(?:科技|股份|集团|控股|[药泵锂铝铜钢纸酒乳茶塑线缆电灯鞋袜衣木门窗锁果粮米面油糖盐船矿煤磁]业)$"
)
_CORPORATE = frozenset(("集团", "股份", "控股", "科技"))


class Weighed(NamedTuple):
    """A brand with a trade and what speaks for it: ``need`` signs of a firm are wanted, ``signs`` stand
    beside it; ``clean`` says whether it may begin where it does, ``whole`` whether it may end
    there as well, ``quality`` what `Left.quality` says (a rare
    noun counts as an ordinary word here: 营商|环境).
    """

    found: Found
    need: int
    signs: int
    clean: bool
    whole: bool
    quality: int

    @property
    def enough(self) -> bool:
        """Do the signs of this one mention suffice?"""
        return self.signs - (not self.clean) >= self.need


def find_short(text: str, local: frozenset[str] = NOWHERE) -> Iterator[Found]:
    """Brand + trade names in order; they may overlap what other rules find."""
    return (one.found for one in weigh_short(text, local) if one.enough)


def weigh_short(text: str, local: frozenset[str] = NOWHERE) -> Iterator[Weighed]:
    """Candidates in order, with those that only the rest of the document can decide."""
    floor = 0
    for start, end, strong in _chains(text):
        character = text[start - 1]
        if not ("\u4e00" <= character <= "\u9fff" or character.isalnum() or character in "）)"):
            continue
        weighed = _weigh(text, start, end, strong, floor, local)
        if weighed:
            if weighed.enough:
                floor = weighed.found.end
            yield weighed


def _chains(text: str) -> Iterator[tuple[int, int, bool]]:
    """Runs of trade words: where the last begins, where the run ends, and whether it ends in a strong one.

    A run ends at a closing word (电斐科技|新能源 …), unless 集团, 股份 … follows that.
    """
    words = _tail_words()
    strong = strong_tails()
    chain: tuple[int, int, bool] | None = None
    for index, start, end in _tails().find_matches_as_indexes(text):
        word = words[index]
        if chain and chain[1] == start:
            if _CLOSING.search(text, chain[0], chain[1]) and word not in _CORPORATE:
                continue
            if word not in strong and chain[2]:
                continue  # 鸿隼物流|家具: what a strong word is followed by is the thing, not the firm
            chain = (start, end, word in strong)
            continue
        if chain:
            yield chain
        chain = (start, end, word in strong) if start else None
    if chain:
        yield chain


def _weigh(
    text: str, start: int, end: int, strong: bool, floor: int, local: frozenset[str]
) -> Weighed | None:
    left = read_left(text, end, floor=floor, local=local)
    if not left.brand and strong and left.place in local and left.trade:
        # a place that only the document knows may as well be a brand: 荻溪|米业, 岷川|发投
        left = left._replace(brand=left.place, place="", quality=3)
    if not left.trade or left.start >= start:
        return None
    if left.brand in _PLAIN:
        return None  # 台州|经济|发展
    if text[start:end] == "股份" and _SHARES_OF.search(text, max(0, left.start - 6), left.start):
        return None  # 增持|紫金矿业|股份
    of_a_town = not left.brand and _is_town(left.place) and text[start:end] not in _PLAIN
    if not of_a_town and (len(left.brand) < 2 or left.quality == 0 or _FORM_INSIDE.search(left.brand)):
        return None
    if "集团" in left.trade[:-2]:
        return None  # 百色百矿集团|电解
    if not strong and left.brand in known_firms():
        return None  # 比亚迪|供应链
    if "（" in left.trade or "(" in left.trade:
        strong = True
    if _BODY_AFTER.match(text, end) or (left.brand and is_word(left.brand + left.trade)):
        return None
    after = max(_FIRM_AFTER.match(text, end) is not None, signs_after(text, end))
    before = max(
        _FIRM_BEFORE.search(text[max(0, left.start - 6) : left.start]) is not None,
        signs_before(text, left.start, alone=not after),
    )
    clean = left.before is None or before > 0 or left.before.tag[:1] in _FREE_LEFT or left.before.tag == "ns"
    open_right = after > 0 or _ends_here(text, end)
    need = (
        _need(left, strong=strong, open_right=open_right)
        if left.brand
        else (_need_of_a_town(text, start, end, strong=strong))
    )
    score = SCORES[max(1, left.quality)]
    found = Found(left.start, end, "COMPANY", "name-short", score, left.place, left.brand, left.trade)
    named = left.quality > 2 or left.brand_tag != "n"
    return Weighed(found, need, after + before, clean, clean and open_right, left.quality if named else 1)


_SHARES_OF = re.compile("(?:[增减]持|持有|转让|出售|收购|认购|买入|卖出)了?$")
# A town and what is made there (定海|冻品) is more often a phrase than a firm.
_NEED_OF_A_TOWN = 2
# trades that, behind a town, say nothing of a firm
_PLAIN = frozenset(
    "制造 工业 农业 商业 旅游 文旅 教育 体育 交通 经济 建设 建筑 投资 外贸 贸易 电商 物流 环境 生态 "
    "健康 医疗 文化 数据 智慧 数字 海洋 渔业 林业 草业 水利 环保 能源 安全 消防 应急 公交 出行 港口 "
    "高铁 铁路 高速 客运 养老 技术 国际 发展".split()
)
# the end of another name in front of the trade: 海城集团|参与|建设, 保税区|外贸
_FORM_INSIDE = re.compile("集团|公司|股份|.[区园]$")


_COOPERATIVE = re.compile("制|合作|经济|公司|有限")


def _need_of_a_town(text: str, start: int, end: int, *, strong: bool) -> int:
    if text[start:end] == "股份" and not _COOPERATIVE.match(text, end):
        return 0  # 湾里|股份
    return 1 if strong else _NEED_OF_A_TOWN


def _is_town(place: str) -> bool:
    return len(place) == 2 and place not in column("regions", where=(1, "country"))


# jieba's tags of words after or before which a name may begin or end; m, t, f: numbers, times, positions
_FREE_LEFT = frozenset("pcvurdmtfy")
_NAMES = frozenset(("nz", "nr", "nrt", "nt"))
_NOUNS = frozenset(("n", "nz", "nr", "nrt", "nt", "ns", "i", "l"))
_FREE_RIGHT = frozenset("pcvurdmtfy")
_ENDS = re.compile(r"$|[^\w（(]|\n|[的在是已将与和把被为从向也就还则曾由及等占]")


def _ends_here(text: str, end: int) -> bool:
    """Is what follows a name's end: punctuation, a function word, a verb?"""
    if _ENDS.match(text, end):
        return True
    following = tokens(text[end : run_after(text, end)])
    return bool(following) and following[0].tag[:1] in _FREE_RIGHT and len(following[0].text) < 5


def run_after(text: str, at: int, *, reach: int = 6) -> int:
    """Where the run of word characters that begins at ``at`` ends, at most ``reach`` on."""
    match = re.compile(rf"[\u4e00-\u9fff]{{0,{reach}}}").match(text, at)
    return match.end() if match else at


def _need(left: Left, *, strong: bool, open_right: bool) -> int:
    """How many signs of a firm must stand beside brand and trade."""
    if left.quality == 3:
        if not strong and left.brand_tag[:1] == "v":
            return 1  # 曳引|钢绳, 共建|轴承: more likely what is done with the thing
        return 0 if strong or (open_right and len(left.brand) <= 4) else 1
    if left.quality == 2:
        named = left.brand_tag in _NAMES
        return 0 if (strong or left.place or named) and open_right else 1
    if left.place:  # 福建|星云|电子
        return 0 if strong and open_right and left.brand_tag in _NOUNS else 1
    return 2
