"""Chinese firms that only what stands beside them gives away: brands without a trade, foreign words, lists.

Each rule wants an unknown word (or a transliteration) and a sign that only firms have. A word that is found
once counts everywhere in the document (see `tzcorpus.annotate.aliases`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tzcorpus.annotate.names_brand import is_transliteration, merged, quality
from tzcorpus.annotate.names_found import Found
from tzcorpus.annotate.names_left import run_before
from tzcorpus.annotate.names_lexicon import (
    NOWHERE,
    Token,
    cued_firms,
    ends_in_trade,
    jargon,
    places,
    role_nouns,
    titles,
    tokens,
    trades,
)
from tzcorpus.language.tables import column, rows

SCORE = 0.75
_HAN = "[\u4e00-\u9fff]"
# what stands right behind a brand and nothing else
_BEHIND = re.compile(
    "(?:未来工厂|灯塔工厂|超级工厂|总部大楼|旗舰店|专卖店|股价|财报|中国区|亚太区|大中华区|"
    "证券部|投资者关系|的(?:员工|工人|女工|采购员|采购经理|收购员|业务员|跟单员|老板|掌柜|厂长|工程师|技术员|司机|工厂|车间|股东|订单|总部|厂房|生产线|产能|仓库|门店|新品)|员工(?!餐)|成立[于以一二两三四五六七八九十\\d]|创立于|"
    "上市(?!公司|企业)|融资|公司(?!法|债|制|治)|"
    "董秘|董事会|监事会|年报|半年报|创办人|掌门人|厂长|车间主任|工会主席|总工程师|"
    "首席科学家|首席工程师|生产总监|销售总监|技术总监|研发总监|市场总监|运营总监|财务总监|品牌总监|法定代表人|"
    "董事长|董事局主席|董事会主席|总经理|副总经理|首席执行官|首席技术官|CEO|创始人|联合创始人|副总裁|总裁)"
)
# what stands right before one: a word for a firm, then the name
_BEFORE = re.compile(
    "(?:龙头企业|链主企业|上市公司|上市企业|独角兽企业|独角兽|小巨人企业|“小巨人”企业|知名企业|外资企业|民营企业|"
    "科技企业|科技公司|车企|药企|巨头|厂商|制造商|供应商|运营商|母公司|子公司|控股股东|初创公司|初创企业|合作伙伴|"
    "(?<![当叫看])(?:专?做|生产|专供)[^，。；、！？“”的\n]{1,9}的)(?!家)"
)
_LIST_END = re.compile(
    rf"等(?:[一二三四五六七八九十百千\d]+[多余]?[家个]|一批|一大批|多家|多个|众多|知名|龙头|国内外|国际|重点|行业){{0,6}}{_HAN}{{0,6}}?"
    "(?:企业|公司|巨头|厂商|车企|药企|客户)"
)
# words between a firm's name and a post that are no part of the name
_TITLES = titles() | role_nouns()
_ITEM = re.compile(rf"({_HAN}{{2,8}})、")
# a family name in front, two or three characters in all: more likely a person
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施洪季俞柳"
    "凌骆岳齐庞樊兰殷章颜倪翟聂焦葛申耿柴翁祁鲍牛"
)
_LATIN = re.compile(
    r"(?<![A-Za-z0-9_.@/-])[A-ZÀ-Þ][a-zß-ÿ]{2,}[A-Za-zß-ÿ]*(?:[ \u00a0-](?:[A-ZÀ-Þ][A-Za-zß-ÿ]+|"
    r"&))*(?![A-Za-z0-9])"
)
_LATIN_BEFORE = re.compile(
    "(?:企业|公司|巨头|品牌|客户|供应商|厂商|对手|制造商|运营商|集团|开发商|国的?|欧洲的?|北欧的?|外资|外商|与|和|向|从|由|给|被|替|"
    "是|用|买|跟|找|对|同|、|把|叫|全买|引进|签约)$"
)
_LATIN_AFTER = re.compile(
    rf"公司|集团|股份|中国|亚太|总部|、|的|[（(]{_HAN}{{2,8}}[）)]|（下称|（以下|首席|董事|总裁|创始|宣布|表示|[一二三]期|收入|营收|签|出|派|要|已|将|在"
)
_LATIN_NOT = re.compile(
    "模型|系统|软件|芯片|语言|算法|标准|协议|版|论文|杂志|期刊|大学|大会|奖|网络|技术|接口|指数|号|时代|技术"
)
NOT_FIRMS = frozenset(
    "App Windows Android Python Java Linux Token Club Bluetooth Internet Wifi Logo Live Show Vlog".split()
)
_COUNTRIES = tuple(sorted({name for name, kind in rows("regions") if kind == "country"} - {"中国", "中华"}))
_ABROAD = re.compile(
    "(?:" + "|".join(_COUNTRIES) + "|北欧|欧洲|外资|外商)(?:的)?(?:企业|公司|巨头|品牌|老牌|厂商|知名|客户)?$"
)
_BRACKET = re.compile(rf"[（(]({_HAN}{{2,8}})[）)]")


def find_in_context(text: str, local: frozenset[str] = NOWHERE) -> Iterator[Found]:
    """Firms named by a bare brand, in no particular order."""
    for match in _BEHIND.finditer(text):
        start = run_before(text, match.start(), reach=12)
        words = merged(tokens(text[start : match.start()], local))
        if words and _is_brand(words, len(words) - 1):
            yield _found(start + words[-1].start, match.start())
        elif len(words) > 1 and _is_product(words[-1]) and _is_brand(words, len(words) - 2):
            yield _found(start + words[-2].start, match.start())
    for match in _BEFORE.finditer(text):
        run = re.compile(rf"{_HAN}{{2,10}}").match(text, match.end())
        words = merged(tokens(run.group(), local)) if run else ()
        if words and _is_brand(words, 0) and (len(words) == 1 or words[1].tag[:1] in "pvcudrmtf"):
            yield _found(match.end(), match.end() + len(words[0].text))
    yield from _lists(text, local)
    yield from _projects(text, local)
    yield from _latin(text)
    yield from _foreign_letters(text)
    yield from _abroad(text, local)


def _found(start: int, end: int) -> Found:
    return Found(start, end, "COMPANY", "name-context", SCORE)


def _is_brand(words: tuple[Token, ...], at: int) -> bool:
    """Is this word unknown enough, and nothing like a person, a place or a thing?"""
    word = words[at]
    before = words[at - 1] if at else None
    if not 2 <= len(word.text) <= 6 or quality([word]) < 3 or word.text in places():
        return False
    if before is not None and before.tag[:1] not in "pvcudr" and before.tag != "ns":
        return False
    if len(word.text) <= 3 and word.text[0] in SURNAMES and not is_transliteration(word.text):
        return False
    return not ends_in_trade(word.text) or is_transliteration(word.text)


# Longest list that is read, in characters.
_LIST = 120


def _clause(text: str, end: int) -> int:
    """Where the clause that runs up to ``end`` begins, at most a list's length back."""
    floor = max(0, end - _LIST - 1)
    return max(floor, *(text.rfind(mark, floor, end) + 1 for mark in "，。；：！？\n“”"))


def _lists(text: str, local: frozenset[str]) -> Iterator[Found]:
    """A、B、C等企业: the items, where each is an unknown word."""
    for match in _LIST_END.finditer(text):
        start = match.start()
        begin = _clause(text, start)
        items = text[begin:start].split("、")
        if len(items) < 2 or start - begin > 80:
            continue
        at = start
        for number, item in enumerate(reversed(items)):
            at -= len(item)
            words = merged(tokens(item, local)) if re.fullmatch(rf"{_HAN}+", item) else ()
            last = number == len(items) - 1
            if len(words) == 1 and _is_brand(words, 0):
                yield _found(at, at + len(item))
            elif last and words and _is_brand(words, len(words) - 1):
                yield _found(at + words[-1].start, at + len(item))
            at -= 1


_PROJECTS = re.compile(
    r"等(?:一批|多个|[一二三四五六七八九十百\d]+[余多]?个)?(?:重大|重点|优质|大|好|产业|制造业)*项目"
)


def _projects(text: str, local: frozenset[str]) -> Iterator[Found]:
    """耀宁|低碳产业正极材料、…等一批重大项目: an unknown word in front of what is made, item by item."""
    for match in _PROJECTS.finditer(text):
        begin = _clause(text, match.start())
        at = begin
        items = text[begin : match.start()].split("、")
        if len(items) < 2 or match.start() - begin > _LIST:
            continue
        sure: list[Found] = []
        likely: list[Found] = []
        for item in items:
            run = re.match(rf"{_HAN}+", item)
            words = merged(tokens(run.group(), local)) if run else ()
            if len(words) > 1 and _is_made(words[1]):
                if _is_brand(words, 0):
                    sure.append(_found(at, at + len(words[0].text)))
                elif (quality([words[0]]) == 2 or words[0].text in cued_firms()) and words[
                    1
                ].text in jargon():
                    likely.append(_found(at, at + len(words[0].text)))
            at += len(item) + 1
        yield from sure
        if sure:  # what stands beside it and is built alike
            yield from likely


def _is_product(word: Token) -> bool:
    """Is this a word of two characters that may end a firm's name?"""
    return len(word.text) == 2 and word.text not in _TITLES and _is_made(word)


def _is_made(word: Token) -> bool:
    """Is this a word of products and plants rather than the rest of a name?"""
    return word.known and (word.text in jargon() or word.text in trades() or word.tag[:1] in "nvbm")


def _latin(text: str) -> Iterator[Found]:
    """Foreign firms in their own letters, and the Chinese name in brackets behind."""
    for match in _LATIN.finditer(text):
        name = match.group()
        if name in NOT_FIRMS or _LATIN_NOT.match(text, match.end()) or len(name) < 4:
            continue
        before, after = (
            text[max(0, match.start() - 5) : match.start()],
            _LATIN_AFTER.match(text, match.end() + (text[match.end() : match.end() + 1] == " ")),
        )
        if not (_LATIN_BEFORE.search(before) or after):
            continue
        yield _found(match.start(), match.end())
        bracket = _BRACKET.match(text, match.end())
        if bracket and bracket[1] not in jargon() and quality(list(tokens(bracket[1]))) >= 2:
            yield _found(bracket.start(1), bracket.end(1))


# 日本的SUNO, 维黛集团（Groupe Verdelle）
_CAPITALS = re.compile(
    "(?:"
    + "|".join(sorted(_COUNTRIES))
    + r")的?(?:企业|公司|客户|品牌|巨头|厂商)?([A-Z][A-Z&]{2,9})(?![A-Za-z0-9])"
)
_IN_LATIN = re.compile(
    r"(?:集团|公司|控股|银行|股份|科技)"
    r"[（(]([A-Z][A-Za-zÀ-ÿß]{2,}(?: [A-Z][A-Za-zÀ-ÿß]+|&| AG| SA| AB){0,4})[）)]"
)


def _foreign_letters(text: str) -> Iterator[Found]:
    for pattern in (_CAPITALS, _IN_LATIN):
        for match in pattern.finditer(text):
            yield _found(match.start(1), match.end(1))


def _abroad(text: str, local: frozenset[str]) -> Iterator[Found]:
    """德国|贝格菲尔德: a transliteration behind a country."""
    for match in _TRANSLITERATED.finditer(text):
        if not _ABROAD.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        words = merged(tokens(match.group(), local))
        if len(words) == 1 and not words[0].known:
            yield _found(match.start(), match.end())


_TRANSLITERATED = re.compile(f"[{''.join(sorted(column('transliteration')))}]{{3,7}}(?![·])")
