"""What Chinese writes around an amount: hedges, bounds, denominators, classes; words that only look alike.

Every pattern is applied at one offset or to a short window, so that the work stays linear in the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tzcorpus.annotate.money_reading import Bound


class Hedge(NamedTuple):
    """What a word before the amount says of it; ``inside`` the span or a verb outside it."""

    bound: Bound | None
    approx: bool
    inside: bool


_HEDGES: dict[Hedge, str] = {
    Hedge(None, True, True): "约 大约 约莫 大概 大致 差不多 左右约 小",
    Hedge("upper", True, True): "近 将近 接近 几近 几乎 近乎",
    Hedge("lower", True, True): "超 超过 逾 上 过",
    Hedge("upper", False, True): "不足 不到 至多 最多 最高",
    Hedge("lower", False, True): "至少 最少 起码 最低",
    Hedge(
        "upper", False, False
    ): "低于 少于 小于 不超过 不超 不得超过 不能超过 不应超过 未超过 没超过 没有超过 "
    "最高可达 最高达 最高可 最高可获 最高可获得 最高可得 最高给予 最高可给予 最高奖励 最高可奖励 最高补助 "
    "最高补贴 最高可享 最高可贷 最高可申请 最高限额 最高额度 最多可 最多可获 最多可得 最多给 最多给予 "
    "最多放 最多能 最多能贷 最多奖励 最多补助 最多补贴 最多可达 最多可贷 最多只能 最多只 最多不过 "
    "顶多 顶多也就 至多可 至多能 跌破 失守 "
    "不高于 不得高于 不多于 不大于 未突破 不突破 未破 没破 未满 未达 未达到 上限为 上限 上限是 封顶 以内的",
    Hedge("lower", False, False): "高于 多于 大于 不低于 不得低于 不应低于 不能低于 不少于 不得少于 不应少于 "
    "不小于 不下 不下于 超出 突破 迈过 跨过 越过 冲过 闯过 冲破 首破 已破 破 少说也要 "
    "少说也得 少说也有 少说要 少说 最少要 最少也要 最少也得 至少要 至少得 "
    "最低也有 最少也有 至少有 至少需 至少需要 至少也要 至少投资 至少投入 起码要 起码得 起码有 起码也要 "
    "下限为 下限 下限是 门槛为 门槛是",
    Hedge(None, True, False): "约合 约为 约折合 约合为 约等于",
}
HEDGES = {form: hedge for hedge, forms in _HEDGES.items() for form in forms.split()}
HEDGE_LENGTHS = tuple(sorted({len(form) for form in HEDGES}, reverse=True))
HEDGE_LASTS = frozenset(form[-1] for form in HEDGES)
# A hedge that is the end of another word is none: 签约5亿元, 附近3000元, 迈上千亿元台阶, 通过100万元.
_NOT_AFTER = {
    "约": "签节合条契违履预公特制续毁赴邀相简",
    "近": "附最邻临靠远亲晚",
    "上": "以达在线网路史世场市村镇会身手账海江车台地桌迈跨登站跃冲升踏走攀用赶追加补交献送马零",
    "过": "通经透不超难好路错迈跨越冲闯",
    "超": "英西中德意法",
    "逾": "",
    "破": "打爆攻击侦残踏识揭跌",
    "小": "大中微弱缩狭短细最较极渺减很太从",
    "最高": "",
}
_STILL = frozenset({"折合", "入账", "到账", "进账"})
# 上 and 过 hedge a magnitude without a figure (上亿元, 过百万元), never 过3亿元 as in 通过.
NEEDS_BARE = frozenset("上过")
# 小 hedges figures in characters from ten up: 小一百万, 小二十万, 小几十万.
_AFTER_SMALL = re.compile(r"[一二两三四五六七八九几]?[十百千万亿]")


def hedge_before(text: str, end: int, *, bare: bool) -> tuple[int, Hedge] | None:
    """Start and meaning of the hedge that ends at ``end``."""
    if end <= 0 or text[end - 1] not in HEDGE_LASTS:
        return None
    for length in HEDGE_LENGTHS:
        form = text[end - length : end] if length <= end else ""
        hedge = HEDGES.get(form)
        if hedge is None:
            continue
        start = end - length
        if start and text[start - 1] in _NOT_AFTER.get(form, "") and text[start - 2 : start] not in _STILL:
            return None
        if form in NEEDS_BARE and not bare:
            return None
        if form == "小" and not _AFTER_SMALL.match(text, end):
            return None
        return start, hedge
    return None


# -- behind the amount ---------------------------------------------------------------------------------

_BLANK = r"[ \u3000\n]"
AFTER = re.compile(
    rf"(?:{_BLANK}?[(（]含[)）])?{_BLANK}?(?:(?P<lower>以上(?!海)|之上)|(?P<upper>以下|以内|之内)|"
    rf"(?P<about>左右|上下|许(?![可多昌]))|(?P<some>出头))"
)
# 最高可投3亿元, 最多能贷500万元, 最高赔50万元: the verb stays outside.
CAP_BEFORE = re.compile(
    r"最[高多](?:可|能|会|只能|只)?[投赔贷补奖获得给罚享领报借发放付返减免][了给到得付放放]?$"
)
# 过10亿元的有13个
_PASSES_BEFORE = re.compile(r"(?:^|[，。；、：])过$")
_PASSES_AFTER = re.compile(r"的(?:有|占|共|项目|企业|公司|镇|村|县)")
# 起拍价1亿元起, 1000元起步: a verb, so only the value knows.
FROM_AFTER = re.compile(r"起(?:步|拍|投|售|卖)?(?=$|[，。；、！？）)\n])")
# What the patterns of this section can begin with.
RIGHT_FIRSTS = frozenset(" \u3000\n(（/／每以之左上许出起封为量级")
CAP_AFTER = re.compile(r"封顶|为限|为上限|为封顶")
_PER_UNITS = (
    "平方米|平方公里|平方千米|平方英尺|平米|平方|立方米|立方|公里|千米|米|亩|公顷|吨|公斤|千克|市斤|斤|"
    "克拉|克|盎司|"
    "人次|人|户|天|日|月|年|季度|季|周|小时|分钟|学期|学年|学分|次|件|台|套|辆|张|股|份|千瓦时|千瓦|兆瓦时|兆瓦|"
    "瓦时|瓦|度|"
    "桶|箱|罐|颗|粒|副|双|枝|根|块|片|架次|架|盘|碗|杯|串|袋|棵|株|匹|对|套|扇|把|节|列|趟|班|单|架|组|打|"
    "令|卷|捆|担|罐|坛|尾|羽|窝|只|头|桌|间|晚|夜|位|家|个|单|票|幢|栋|条|部|瓶|盒|包|袋|支|枚|颗|本|升|"
    "毫升|车|航次|标箱|注|村|床|床位|集|场|期|"
    "㎡|m²|m2|m³|kWh|kwh|KWh|kW|Wh|W|t|kg|TEU|GB|MB"
)
PER_AFTER = re.compile(
    rf"{_BLANK}?(?:[/／]{_BLANK}?|每(?!年|月|天|日|人|户|家|"
    rf"个))(?:每)?(?P<per>(?:{_PER_UNITS})(?:[·•/／](?:{_PER_UNITS}))?)(?![A-Za-z])"
)
# 一吨倒贴30元, 一碗面12块: one of the goods, with a short noun and a verb of selling before the price.
_GOODS = (
    "公斤|千克|平方米|立方米|吨|单|包|件|斤|亩|只|票|瓶|盒|箱|袋|根|双|副|罐|碗|杯|枚|支|枝|颗|粒|把|度|趟|株|棵|匹|头|张|台|套|辆|"
    "部|列|床|米|片|间|车|帧|口"
)
_SELLING = "只|才|就|能|可|要|得|卖|收|交|补|赚|贵|倒贴|涨|降|省|多|少|约|近|也|从|到|是|为"
_ONE = (
    rf"(?<![\d十百千万第统唯专之同进])(?:一(?P<one>{_GOODS})"
    rf"(?=(?:(?!{_SELLING})[^\d，。；、：的了另这那]){{0,3}}(?:{_SELLING}){{0,4}}$)"
    rf"|一(?P<one2>人|次|个(?!月)|晚|夜|小时)(?=(?:{_SELLING}|分|给){{0,3}}$))"
)
# 46万元一台, 八块五一斤, 388元一晚
ONE_AFTER = re.compile(
    rf"{_BLANK}?一(?P<per>{_GOODS}|人|次|个(?!月)|天|晚|夜|小时|年|个月|平米)(?=$|[^\u4e00-\u9fff]|[的就起呢吧了卖还涨跌降])"
)
_PER_BEFORE = re.compile(
    rf"(?:{_ONE}|每一?(?P<each>{_PER_UNITS})(?:每(?P<each2>{_PER_UNITS}))?|"
    rf"(?<![平])(?P<mean>[亩人户日月年次台村家单笔件吨])均"
    r"|(?P<wage>[月年日时周])(?:薪|工资)|"
    r"(?P<rent>月)租金?(?=[\u3400-\u9fff]{0,3}$))(?P<gap>[^\d每，。；、！？,;“”（）()\n]{0,10})$"
)
_PER_MARKS = frozenset("每一均薪租资")
PER_WINDOW = 22
_WAGE = {"时": "小时"}
# A classifier without its noun says less than the noun: 每个项目 -> 项目 would need a parser; 个 stays.


def is_list_number(text: str, at: int, head: str, tear: str) -> bool:
    """Is "1. " before a figure at the start of a line the item's number rather than a torn decimal?"""
    return (at == 0 or text[at - 1] == "\n") and len(head) <= 2 and tear[:1] == "." and len(tear) > 1


def per_before(text: str, start: int, floor: int, *, price: bool, size: bool) -> str | None:
    """The denominator named before the amount: 每亩…, 亩均税收…, 月薪…

    一吨… is one where the amount may be the ``price`` of one thing; in 一单80万元的证券 it is its ``size``.
    """
    window = text[max(floor, start - PER_WINDOW) : start]
    if _PER_MARKS.isdisjoint(window):
        return None
    match = _PER_BEFORE.search(window)
    if match is None:
        return None
    one = match["one"] or match["one2"]
    if one and (not price or (size and one in "单只个件")):
        return None
    if match["each"]:
        return f"{match['each']}·{match['each2']}" if match["each2"] else match["each"]
    return one or match["rent"] or match["mean"] or _WAGE.get(match["wage"], match["wage"])


# 跌破每桶70美元: the verb stands before the denominator.
EACH_RIGHT_BEFORE = re.compile(rf"每一?(?:{_PER_UNITS})(?:每(?:{_PER_UNITS}))?$")


def passes(text: str, start: int, end: int) -> bool:
    """Is the amount what something passes: 过10亿元的有13个?"""
    before = _PASSES_BEFORE.search(text, max(0, start - 2), start)
    return before is not None and _PASSES_AFTER.match(text, end) is not None


# The whole amount is a denominator or a header: 每万元产值, 吨标煤/万元, （亿元）, 单位：万元.
DENOMINATOR_BEFORE = re.compile(r"(?:每|[/／])[ 　]?$")
HEADER_AFTER = re.compile(r"$|[)）\]】、/／\s，,；;]")
HEADER_BEFORE = re.compile(r"(?:单位[:：]?|[(（\[【:：、/／])[ 　]?(?:人民币)?$|^$|\n$|[ 　]$")

# 万元GDP能耗, 亿元产值用地: the bare magnitude is what a use of something is divided by.
INTENSITY_AFTER = re.compile(
    r"(?:GDP|gdp|地区生产总值|生产总值|国内生产总值|工业增加值|增加值|工业产值|产值|营收)?[^，。；、\d]{0,6}?"
    r"(?:能耗|水耗|电耗|耗[水电能]|用[水电地能]|排放|碳强度|强度)"
)

# -- classes -------------------------------------------------------------------------------------------

LEVEL = re.compile(r"量级|级(?!别)")
_CLASS_NOUN = (
    "项目|企业|产业链|产业|集群|工程|母基金|基金|园区|平台|城市|俱乐部|强县|强区|强市|强镇|强省|大县|大区|"
    "大市|大镇|"
    "县|镇|村|楼宇|楼|市场|赛道|板块|订单|公司|民企|车间|工厂|园|体系|城|市值|GDP|规模|能级|矩阵|引擎|蓝海|"
    "航母|方阵|支柱"
)
_MODIFIER = r"[^\d，。；、！？,;“”（）()\n的]{0,8}?"
# behind 以上, or behind a round amount
CLASS_AFTER = re.compile(rf"的?(?:有|占了?|共|共有|是)?\d+[个家]|的?{_MODIFIER}(?:{_CLASS_NOUN})")
CLASS_RIGHT_AFTER = re.compile(
    r"(?:级|量级)?(?:产业|集群|母基金|俱乐部|GDP|gdp|强[县区市镇省]|大[县区市镇]|城市(?!群)|投资|订单|资金|"
    r"身家|市值|产值|营收|税收|企业|园区|项目|[村镇县](?![级域])|楼宇?|"
    r"[^\d，。；、！？,;“”（）()\n的]{0,4}(?:产业|产业集群|集群|基金|园区|企业|项目)|市场|赛道|蓝海|板块|"
    r"俱乐部)"
)
# 级 classes count other things too; these are never money.
NOT_MONEY_CLASS = re.compile(
    r"(?:量级)?的?[^，。；！？\n]{0,6}?(?:[参三]数|流量|用户|粉丝|像素|数据|千瓦|瓦|立方|斤|吨|人次|人口|人|"
    r"连接|token|Token|晶体管|模型|播放|"
    r"浏览|阅读|次|点击|装机|风电|光伏|机场|水库|港|并发|终端|设备|下载|话题|样本|设施|码头|泊位|会员|客流|"
    r"计算|算力|卡|亩|"
    r"产能|公里|平方|曝光|词|字|公斤|粮|活跃|票房人|条|辆|台)"
)
MONEY_CLASS = re.compile(
    r"(?:量级)?的?[^，。；！？\n]{0,8}?(?:产业|集群|企业|市场|项目|园区|基金|投资|产值|GDP|城市|赛道|经济|"
    r"规模|板块|营收|订单|公司|工程|新城|俱乐部|平台|"
    r"资金|税收|消费|贸易|出口|贷款|融资|债|镇|县|区|市|蓝图|目标|大关|台阶|门槛|龙头|支柱|蓝海|能级|矩阵|"
    r"园|行列)"
)

# -- amounts without a currency word -------------------------------------------------------------------

_MONEY_WORD = (
    "投资额|投资|融资|产值|营收|营业收入|收入|销售额|销售收入|利润|净利|利税|税收|纳税|缴税|GDP|生产总值|"
    "增加值|经济总量|"
    "贷款|授信|成交额|成交价|成交|交易额|签约额|金额|资金|预算|拨款|补贴|补贴款|奖励|奖补|补助|罚款|市值|"
    "估值|身价|身家|资产|负债|债务|欠款|欠债|"
    "注资|增资|出资|注册资本|资本金|捐款|捐赠|损失|造价|成本|费用|花费|(?<![开落])花了|耗资|斥资|投入|注入|出口额|"
    "进口额|进出口总额|进出口总值|"
    "货值|价值|总价|售价|标价|报价|均价|起拍价|货款|工资|年薪|月薪|底薪|时薪|日薪|薪资|片酬|转会费|学费|酬金|稿费|房价|单价|分红|存款|余额|募资|募集|合同额|"
    "订单额|支出|开支|中标价|"
    "奖金|等奖|奖池|赔偿|赔款|赔付|赚|赚了|净赚|挣|挣了|亏损|亏|租金|定金|首付|票房|保费|债券|违约金|"
    "押金|彩礼|身家|红包|"
    "订单|总值|总额|营业额|流水|财政收入|化债|降本|让利|减税|退税|增收|创收|创汇|(?<![日])消费|消费额|贸易额|外资|"
    "(?<![才工士师员人力床位车电水粮货能量])缺口|大乐透|落袋|到账|打款|转账|汇款|垫资|借款|"
    "(?<![空抛])投|管理规模|基金规模|资产规模|募资规模|信贷规模|贷款规模|授信规模|总规模|出价|开价|要价|标的额|标的|叫价|还价|投标价|"
    "薪酬|报酬|花掉|砸进去|砸进|砸了|砸下|分到|分得|掏了|付了|(?<![提移转递])交了|(?<![撤衰消倒辞])退了|省下|放贷|(?<![播释开投发存摆燃排])放了|库存|律师费|手续费|服务费|加盟费|押金|罚没|欠|欠了|欠下|借了|借给|经费|补偿|补偿款|欠薪|还款|套现|入账|进账|损失费|结余|授信额度|额度"
)
_LINK_WORD = (
    "总额|总量|规模|达到|达|高达|多达|突破|迈过|跨过|冲破|越过|迈上|跨上|超过|超|逾|约|近|为|是|了|过|共计|"
    "共|累计|合计|总计|已经|已|均|仅|将|有望|分别|至|到|增至|增加到|增长到|"
    "升至|提升至|跌至|降至|降到|压到|压至|砍到|缩到|涨到|升到|加到|实现|完成|不低于|不超过|不足|不到|至少|最多|最高|最低|人民币|额|就|便|有|"
    "才|只|也|都|整整|足足|大约|再|又|首次|"
    "头一个|第一个|头一笔|第一笔|可达|跌去|蒸发|缩水|减少|增加|下降|上涨|下滑|跌|涨|获得|获|拿到|拿下|收到|下了|掉了|掉|接近|将近|冲击|"
    "迈向|跨越|跨过|冲刺|冲上|的|：|:| |（|\\(|要|收|给|付|交"
)
MONEY_BEFORE = re.compile(rf"(?:{_MONEY_WORD})(?:{_LINK_WORD}){{0,5}}$")
MONEY_WINDOW = 20
_MONEY_NOUN = (
    "订单|大单|投资|资金|融资|贷款|产值|营收|收入|销售额|税收|补贴|补助|奖励|合同|利润|净利润|债务|债券|"
    "基金|市值|估值|身家|资产|"
    "注册资本|成交额|损失|罚款|罚单|赔偿|红包|年薪|彩礼|保费|预算|经费|资本|利税|票房|授信|贷款|投入|货款|"
    "奖金"
)
MONEY_AFTER = re.compile(rf"的?(?:级)?(?:{_MONEY_NOUN})")
# What else is counted in 万 and 亿: a figure without a unit in a clause with one of these is no money.
COUNTED = re.compile(
    r"[人户台辆吨亩株票]|招|聘|种[了植下]|养[了殖]|生产|制造|卖出|售出|销往|覆盖|惠及|服务|游客|旅客|访客|顾客|学生|观众|读者|居民|农民|订单量|用户|粉丝|会员|员工|就业|"
    r"客流|客运|货运|运量|吞吐|流量|销量|产量|年产|日产|月产|产能|出货|存栏|出栏|装机|发电|用电|库容|平方|面积|占地|播放|"
    r"点击|浏览|下载|订阅|点赞|转发|阅读|算力|参数|像素|寿命|转速|海拔|电话|编号|第"
)
# A sum named in the sentence tells that the next bare figure may be one, so many characters on.
SAME_SENTENCE = 50
# … and one that the next sentence opens: 去年赚了300万元。今年只有80万.
CONTRAST = re.compile(
    r"^[”’]?(?:可|但|而|不过)?(?:今年|去年|上年|前年|明年|后年|后来|如今|现在|眼下|当时|当年|原先|原来|以前|从前|过去|到了|另外?|再|又|第[一二三]年|上个月|这个月|本月)"
    r"[^，。；]{0,10}$"
)
# 头一回迈过百亿: a threshold without a word for money in its clause, but money just before.
THRESHOLD_BEFORE = re.compile(r"(?:突破|迈过|跨过|冲破|越过|迈上|跨上|站上|破|冲刺|冲击|迈向|剑指)$")
# 投资者突破2亿: what passes the mark is counted
COUNTED_PASSES = re.compile(
    r"(?:者|号|户|量|[^总]数|人|员|民|客|友|粉|师|生|车|次)(?:已|将|首次|有望|也|就|都|累计|总数|一举){0,2}"
    r"(?:突破|迈过|跨过|冲破|越过|迈上|跨上|站上|破|冲刺|冲击|迈向|剑指|超过?|逾|近|达到?)+$"
)
ORDERED = re.compile(
    r"(?:订单|库存|(?:楼市|[新二手]房|车市|全市|全年|日均|月均)[^，。]{0,6}成交)(?:达|约|近|有|共|已|超过?|突破|为|是|的)*$"
)
MONEY_NEAR = re.compile(r"元|产值|营收|GDP|税收|收入|投资|生产总值|增加值|销售额|成交|贸易|进出口")
NEAR_WINDOW = 36
CLAUSE_END = re.compile(
    r"$|[，。；、！？,;!?）)”’」』：:…\n]|\s(?![a-zA-Z])|(?:大关|台阶|门槛|关口|俱乐部|以上(?!海)|以下|"
    r"左右|上下|出头|不等|的(?:项目|大关|目标|规模))|[和及与或的也就才还都](?!平)|用于|建设|打造|支持|资金|元|起[步拍]?(?=[，。；、！？）\n]|$)"
)

# -- words that begin or end like a currency -----------------------------------------------------------

YUAN_TRAPS = re.compile(
    r"元(?:旦|老|素|件|器件|宵|首|帅|代|朝|年|月|组|宇宙|气|凶|勋|音|次方|一次|二次|三次|谋|阳|始|胞|数据|"
    r"婴|谷|曲|件|配|神|"
    r"方程|结构|运算|论|化|制|体系|催化|锂|正极|材料|乙丙|桥|复合|共聚|共线|函数|醇|酸|语法|培养|文化|社会|主体|"
    r"复|素)"
)
SINGLE_YUAN_AFTER = re.compile(
    r"$|[^\u3400-\u9fff]|[以每一的钱人到至起就可也都吧买吃看坐店菜店购]|硬币|纸币|左右|出头|左右|整|角|"
    r"[一二两三四五六七八九][角毛]|票|餐|早|门票|公交"
)
# 十元店, 两元超市, 0元购: names of shops and promotions.
YUAN_SHOP = re.compile(r"元(?:小?店(?![面铺租])|商店|超市|专柜|小铺)")
YUAN_FREE = re.compile(r"元购(?![买置进入得])")
ENOUGH = re.compile(r"就?够|不等")
BY_THE_PIECE = re.compile(r"一(?:公?斤|碗|瓶|盒|杯|次|趟|晚|天|个月)")
# Slabs, plots and panels come by the 块 too.
SLABS = re.compile(
    "[板地田砖瓷碑匾屏石布肉糖冰煤坯饼表玻璃]|奖|[金银铜]牌|招牌|豆腐|电池|硬盘|显卡|积木|拼图|腹肌|晒场|绿地|区域|[分切裂划劈锯断][成为]|铺了|砌|草坪|"
    "宅基|菜园|补丁|毛巾|手帕|面料|红薯|土豆|姜|骨头|一块块|大块|小块"
)
SLABS_IN_SENTENCE = re.compile(
    "块[^，。；]{0,4}[板地田砖瓷碑牌石布肉糖冰煤坯玻]|砖|瓷|[展石木地钢铁组光伏]板|组件|石材|玻璃"
)
# What one does with money just paid: 花5万块买设备.
SPENT_BEFORE = re.compile(r"(?:花|付|掏|凑|借|出)[了我你他她去出来到]{0,2}$")
SPENT_AFTER = re.compile(r"[买租请办修换装给还交]|起家|开店|开张")
KUAI_AFTER = re.compile(
    r"$|[，。！？；、,.!?;”）)/…\s]|一[斤个碗张份只条件瓶盒把人串杯根枝颗棵包箱罐桶双副]|多?钱|零钱|现金|[就也都才](?!地)|的(?!地|田|板|石|布)"
)
PRICE_BEFORE = re.compile(
    r"(?:[花卖价付收赚挣涨降贵给要省值亏宜借欠罚捐筹凑塞掏递]|便宜|元|每[^，。；\d]{1,4}|[人户日月件单]均|"
    r"[就才只])[了我你他她是过出到去才就只要才得]{0,3}$"
)
AFTER_TRAPS = {
    "日元": re.compile(r"[旦宵月年老首]"),  # 1月1日元旦
    "马克": re.compile(r"[思笔杯·吐龙西]"),
    "欧": re.compile(r"[洲姆盟冠元美亚阳]"),
    "比尔": re.compile(r"[·盖]"),
    "镑": re.compile(r"秤"),
    "铢": re.compile(r"两"),
    "人民币": re.compile(r"(?:汇率|升值|贬值|国际化|结算|债券|跨境)"),
}
# Short words that need a magnitude before they count as money.
NEEDS_MAGNITUDE = frozenset(
    {"欧", "镑", "比尔", "拉里", "苏姆", "索姆", "塔卡", "列弗", "列伊", "马元", "纽币"}
)
# A coin at the end of a clause after a price: 比去年低六毛, 一支五毛, 一次三毛五.
MAO_BEFORE = re.compile(
    r"(?:[花卖价付收赚挣涨降贵给要省宜低高差少多就才只]|一[^\d，。；]|每[^\d，。；]{1,6})[了到去]?$"
)
# 1.5分/千瓦时, 3分/枚; a score is 2分/题.
CENTS_PER = re.compile(r"(?:[/／]|每)(?:千瓦时|度|公里|公斤|千克|斤|吨|立方米|枚|支|颗|只|个|条|张|kWh)")
TWO_COINS = re.compile("[一二三四五六七八九1-9]分(?![钟之局公店支行院厂别期批布给成配红秒])")
# three jiao five: 三角五分 at a clause's end
COIN_AFTER = re.compile(r"$|[^\u3400-\u9fff]|一[斤度个支枚张条根枝颗棵包碗杯瓶盒]|[的钱就以左上]")
NOT_A_CENT = re.compile(r"[没不未][^，。；！？]{0,7}$")
IDIOM = re.compile(r"一分钱一分货|一(?:分|毛|块)钱?(?:也|都|没|不|未|的(?:便宜|好处))")
NEEDS_MONEY_WORD = frozenset("分角毛毫圆")
NEGATIVE_LASTS = frozenset("-−－负")
NEGATIVE_BEFORE = re.compile(r"(?:(?<=[为是达润额值至到:：(（])[-−－]|负)$")
