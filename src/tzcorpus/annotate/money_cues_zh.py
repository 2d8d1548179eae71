"""Words by which a Chinese clause tells that a figure without a currency is money, or what else it counts."""

from __future__ import annotations

import re

from tzcorpus.annotate.money_words_zh import COUNTED, COUNTED_PASSES, ORDERED

# Compounds with a character that counts, in which it counts nothing.
_COUNTS_NOTHING = re.compile(
    "[这那哪某该][台辆人户亩吨只条家位件本株]|工人|商人|本人|别人|有人|个人|老人|媒人|合伙人|中间人|人民|人家|人均|户均|户头|客户|平台|台州|台湾|后台|台账|发票|股票|支票|第一笔|第二笔|"
    "第一年|第二年|第三年|小亩|手机号|[一每](?:亩|台|辆|吨|户|人|株|票)"
)
_MORE_COUNTED = re.compile(
    "接待|到访|报名|参与|参加|注册(?!资)|登记|签到|入住|观看|收看|评论|留言|收藏|印|孵|投放|扩种|栽|捕|捞|步数|公里|千米|斤|"
    "网民|手机|图书|考生|新生|人口|村民|职工|岗位|面积|产能|销往|库容|重量|里程|时速|票数|得票|支持率|在线|日活|月活"
)
_CLAUSE = re.compile("[，。；：！？、“”‘’（）()\n,;:!?—]")
_SENTENCE = re.compile("[。！？\n!?]")
_SUM = re.compile(r"[\d一二两三四五六七八九十百千万亿半几多](?:元|美元|块(?![地田板砖牌石])|毛(?!巾))")
# With what a figure without a unit may go on: all that CLAUSE_END and the lists begin with.
BARE_ENDS = frozenset(
    "，。；、！？,;!?）)”’」』：:… \t\u00a0\u3000\n\r大台门关俱以左上下出不的和及与或也就才还都用建打支资元起"
)
_CLAUSE_WINDOW = 26
_SENTENCE_WINDOW = 44
# Nouns of money by their last characters: 违约金, 加工费, 到岸价, 尾款.
_NOUN = re.compile(
    "(?:(?<![评条])[钱价款债]|价格|价钱|(?<![免付])费|(?<![报征])税|[薪租]|(?<![合黄五冶白千重])金|(?<![信消休])息|[工投融注增出外集筹合]资|[净毛红获盈让]利|"
    "损失|收入|支出|开支|开销|成本|利润|营收|流水|预算|身家|标的|家底|嫁妆|彩礼|红包|补贴|补助|资助|负债|资产|额度|市值|估值|赔付|分红)$"
)
# 欠信用社五万三, 赔人家20万: who gets it stands between.
_PAID_TO = re.compile(
    "(?:欠|赔|付|付给|赔给|借|借给|还|还给|罚|退|退给|找|奖|给)了?(?:[他她我你咱]们?|人家|对方|厂家|商家|东家|房东|老板|银行|信用社|师傅|公司|中介|"
    "医院|学校|村里|队里|厂里|亲戚|朋友|邻居|工人|司机|农户|客户|老乡|[老小][\u4e00-\u9fff])$"
)
_RANGE_HEAD = re.compile(r"[\d.,一二两三四五六七八九十百千万亿]{1,8}[到至~—-]$")
_LINKED = re.compile(
    "(?:总共|一共|共计|累计|合计|总计|高达|多达|达到|达|约|近|超过|超|突破|为|是|有|到|至|就|又|再|才|只|也|都|已经|已|整整|足足|至少|最多|最低|最高|不到|将近|"
    "接近|差不多|每[年月天]|月月|年年|一年|一个月|从|由|[（(])+$"
)
# What is done with a sum, right before it. In 要 and 给 alone the sum is an ask or an offer.
_PASSED = re.compile(
    "(?:要价?|开口|给|凑|攒|搭|垫|掏|砸|烧|贴|赔|亏|赚|挣|(?<![开落])花|付|欠|借|拿出|(?<![相误温])差|还缺|倒贴|补贴|省|(?<![撤衰消倒辞])退|奖|上缴|缴纳|留存|支付|结清|兑付|追回|垫付|预付|募集|筹集|筹措|盘活|撬动|配套|下拨|拨付|拨)"
    "(?:了|过|到|去|上|进|出|进去|进了|出去|下|掉|够|出来|下头一个|下第一个|给我|给他|给你|他|我|你|我们|他们|人家)?"
    "(?:就|只|才|也|都|再|又|还|要|得|至少|起码|整整|足足|不到|将近|差不多|少说|少说也要){0,3}$"
)


def _counts(piece: str) -> bool:
    plain = _COUNTS_NOTHING.sub("", piece)
    return COUNTED.search(plain) is not None or _MORE_COUNTED.search(plain) is not None


def _since(mark: re.Pattern[str], text: str, end: int, window: int) -> str:
    """What stands before ``end`` since the last ``mark``, ``window`` characters at most."""
    piece = text[max(0, end - window) : end]
    return mark.split(piece)[-1]


def sum_in_sentence(text: str, start: int) -> bool:
    """Does the sentence name a sum before ``start``?"""
    return _SUM.search(_since(_SENTENCE, text, start, _SENTENCE_WINDOW)) is not None


def counted(text: str, start: int) -> bool:
    """Does the clause before ``start`` count something else?"""
    clause = _since(_CLAUSE, text, start, _CLAUSE_WINDOW)
    return _counts(clause) or COUNTED_PASSES.search(clause) is not None or ORDERED.search(clause) is not None


def clause_says_money(text: str, start: int, end: int) -> bool:
    """Is the figure at ``start:end``, at the end of its clause, money because of what stands before it?"""
    range_head = _RANGE_HEAD.search(text, max(0, start - 10), start)
    start = range_head.start() if range_head else start
    clause = _since(_CLAUSE, text, start, _CLAUSE_WINDOW)
    if text[start - 1 : start] in ("（", "("):
        clause = _since(_CLAUSE, text, start - 1, _CLAUSE_WINDOW)
    core = _LINKED.sub("", clause)
    if _NOUN.search(core):
        return True
    shortened = SHORTENED.search(text, max(0, start), end) and not _counts(clause)
    if shortened and (_ONE_THING.search(clause) or _GOT.search(clause)):
        return True
    if not (_PASSED.search(clause) or _PAID_TO.search(core)):
        return False
    return not _counts(_since(_SENTENCE, text, start, _SENTENCE_WINDOW))


# -- figures below ten thousand -----------------------------------------------------------------------

_SMALL_NOUN = (
    "年薪|月薪|日薪|周薪|时薪|底薪|薪水|工资|工钱|工价|押金|定金|订金|首付|彩礼|礼金|奖金|房租|月租|日租|租金|学费|票价|单价|"
    "售价|报价|标价|均价|卖价|进价|批价|要价|罚款|红包|运费|提成|月收入|年收入|日收入|月供|到手|实发|应发|话费|车费|路费|饭钱|份子钱|补贴|补助|手续费|服务费|挂号费|加工费"
)
_SMALL_LINK = (
    "每[月天年人]|月月|一个月|一天|一年|[涨降跌升加减]到|只有|不到|将近|接近|超过|至少|最[低高多]|大概|差不多|不足|"
    "[才只就也是为了收要给交付达约已近超逾从由：:]"
)
SMALL_NOUN = re.compile(
    rf"(?:{_SMALL_NOUN}|(?<![免付])费|[租薪]|(?<![合黄五冶白千重])金|[售单均卖进报标批发出厂零]价|价[格钱])(?:{_SMALL_LINK}){{0,3}}$"
)
# 一天四百五, 月月还一千五: a period and a figure, where the clause hires, rents or repays.
SMALL_RATE = re.compile(
    r"(?:一天|每天|一个月|每月|每个月|月月|一年|每年|一晚|一趟)(?:就|只|才|也|都|要|得|给|开|付|拿|挣|赚|还|交|扣|补|收|倒贴){0,2}$"
)
# 每人发500, 每头牛补1000
_EACH_GETS = re.compile(
    "每(?:人|户|亩|吨|头|只|台|辆|位|名|家|张|件|单|次|斤|公斤|株|棵|平方米|平米)[\u4e00-\u9fff]{0,2}(?:发|补|奖|给|交|收|罚|赔|补贴|奖励|补助|分|扣)(?:了|给)?$"
)
# 挂号费15: beside these a figure of two digits is enough
_FEE = re.compile("(?<![免付])(?:费|票价|单价|售价|均价)$")
_HIRED = re.compile("[请雇租薪挣赚贷欠]|工[资钱价]|大工|小工|开[给出]|付|交|还|补|扣|伙食|生活费|水电")
# 一等奖5000元，三等奖2000: the figure follows a sum of its sentence.
# 一张茶盘一千八, 拿到一万八: a price said short, where one thing is sold or a sum got
SHORTENED = re.compile("[一二两三四五六七八九][万千百][一二三四五六七八九]$")
_ONE_THING = re.compile(
    r"(?<![\d十百千万第统唯专之同进])一(?:(?:月|个月|天)(?:要|得|就|才|给|开|挣|赚|拿|租)?"
    "|(?:公斤|千克|吨|单|件|斤|只|瓶|盒|箱|袋|根|双|副|罐|枚|支|枝|颗|把|趟|株|棵|匹|头|张|台|套|辆|卷|床|片|间|车|口|缸|桌|平米)"
    "(?:(?![走跑打产出做干跳读写背吃喝喂养种转飞装载含有])[\u4e00-\u9fff]){0,3}?(?:要|卖|只要|只卖|涨到|跌到|降到|得|收|就要|就卖|就|才)?)$"
)
_GOT = re.compile(
    "(?:拿到|卖了|卖到|赔了|花了|挣了|赚了|得了|收了|多收|少收|多给|少给|扣了|罚了|退了|涨到|跌到|降到|只要|要价|贷了|借了|领了|分了|付了|给了)(?:他|她|我|你|人家)?$"
)
_MEASURED = re.compile("海拔|亩产|产量|[高长宽深重]|转速|里程|时速|步|度|分贝|气压|体重|身高|寿命")
_AWARDED = re.compile(r"(?:[特一二三四五]等奖|[冠亚季]军|第[一二三四]名)(?:则|是|只有|为)?$")
_PRICED = re.compile(
    r"(?:[涨降跌掉升减加调]到了?|要|[再另]给|[涨降跌升减]至|卖到?|只要|只卖|只收|只给|收|要价|才要|才卖|倒贴)(?:只有|才)?$"
)
_SMALL_FIGURE = re.compile(
    r"\d{3,5}[多余来]?|\d,\d{3}|[一二两三四五六七八九]{1,2}[百千][一二三四五六七八九百十]*|\d{1,3}\.\d{1,2}"
)
_TWO_DIGITS = re.compile(r"[1-9]\d")
_YEAR = re.compile(r"(?:19|20)\d\d$")
# 从三千涨到五千: the first end of a change
CHANGED = re.compile(
    "(?:又|再|一路|逐步|逐年|已|先)?(?:[涨降跌升提调减增加压砍缩掉](?:高|低|少|加|价|升|涨|长)?|做大?|干|卖|冲|扩大|上升|攀升|跃升|回升|下降|"
    "下滑|回落|上涨|发展)[到至成]"
)
# 花20多万建起凉亭
SPENT = re.compile("(?:花|投|砸|掏|拿出|出资|集资|筹资|斥资|投资|耗资)(?:了|掉|近)?$")
SPENT_ON = re.compile("[买租请办修换装建造盖开搞做添聘购]")
_SMALL_END = re.compile(
    r"$|[，。；、！？,;!?）)”’」\n]|左右|上下|出头|起(?=[，。；、！？）\n]|$)|[的也就才还都](?=[^\d确以])"
)


# 水费3.2元/吨，去年才2.9: another time, and a figure of the same size
THEN = re.compile(
    "(?:今年|去年|上年|前年|明年|后来|如今|现在|眼下|当时|当年|原先|原来|以前|从前|过去|上个?月|去年同期|上年同期|同期)"
    "(?:则|才|只|只有|只要|是|为|还是|要|不到|还只有|还不到)?$"
)


def counts_between(between: str) -> bool:
    """Is anything but money counted in what stands between two figures?"""
    return COUNTED.search(_COUNTS_NOTHING.sub("", between)) is not None


def _short_price(figure: str, clause: str) -> bool:
    if not re.match("[一二两三四五六七八九][千百万]", figure) or _MEASURED.search(clause):
        return False
    if SHORTENED.search(figure):
        return _ONE_THING.search(clause) is not None or _GOT.search(clause) is not None
    return (
        _GOT.search(clause) is not None and re.search("[赔罚扣付花赚挣贷]了|[多少][收给]", clause) is not None
    )


def small_says_money(text: str, start: int, end: int, *, after_sum: bool) -> bool:
    """Is a figure below ten thousand at ``start:end`` a wage, a rent or a price without its currency?"""
    figure = text[start:end]
    if (_SMALL_FIGURE.fullmatch(figure) or _TWO_DIGITS.fullmatch(figure)) is None or not (
        _SMALL_END.match(text, end) or (text[start - 1] in "从由" and CHANGED.match(text, end))
    ):
        return False
    clause = (
        _since(_CLAUSE, text, start, _CLAUSE_WINDOW)
        if text[start - 1] not in "：:"
        else text[max(0, start - 8) : start]
    )
    clause = _RANGE_HEAD.sub("", clause)
    if _TWO_DIGITS.fullmatch(figure):
        return _FEE.search(clause) is not None
    if _EACH_GETS.search(clause):
        return True
    if _YEAR.fullmatch(figure) and not re.search("[薪资金款奖]$", clause):
        return False
    if _counts(clause.replace("每人", "").replace("每天", "")):
        return False
    if _short_price(figure, clause):
        return True
    if SMALL_NOUN.search(clause) or (SMALL_RATE.search(clause) and _HIRED.search(clause)):
        return True
    return after_sum and any(words.search(clause) for words in (_AWARDED, _PRICED, THEN))
