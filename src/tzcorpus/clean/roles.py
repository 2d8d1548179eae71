"""What a line of a newspaper page is, by its own words alone.

`line_role` knows the lines that say what they are: bylines, credits, captions, editor lines, page
furniture, scraps. It returns None for everything else (headings and running text), which only a line's
neighbours can tell apart. The patterns allow for the blanks that OCR puts between characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from tzcorpus.clean.mojibake import readable
from tzcorpus.clean.names import is_name
from tzcorpus.clean.traditional import simplified
from tzcorpus.language.scripts import HAN
from tzcorpus.records import Role

_H = f"[{HAN}]"
_B = "[ \t\u00a0\u3000]"
# Two to four characters of a name, which OCR or typesetting may space out; foreign names have a dot.
_NAME = rf"{_H}(?:{_B}?{_H}){{1,3}}(?:·{_H}{{1,5}})?"
_NAMES = rf"{_NAME}(?:(?:{_B}|[、，,/／]){{1,4}}{_NAME}){{0,7}}"
_POST = (
    r"(?:本报|本社|本网|本刊|新华社|中新社|人民网|光明网|央视)?(?:全媒体|融媒体?|首席|特约|特派|见习|实习|驻\w{2,6}|"
    r"高级|摄影|文字|视觉|数据){0,2}(?:记者(?!手记|札记|观察|调查|见闻|连线|视线|走笔|专访|来信|感言)|通讯员|评论员|报道员|撰稿人?|实习生|作者|采写|撰文|观察员)"
)
_PAPER = rf"{_H}{{1,8}}(?:日报|晚报|时报|晨报|早报|周报|周刊|商报|快报|导报|都市报|新闻网|在线|客户端)"
_DATE = rf"\d{{4}}{_B}?[年./-]{_B}?\d{{1,2}}{_B}?[月./-]{_B}?\d{{1,2}}{_B}?日?"
_WEEKDAY = rf"(?:星期|周|礼拜){_B}?[一二三四五六日天]"
_NUMERAL = r"[\dA-Za-z〇零一二三四五六七八九十百]{1,4}"

# A credit ends in 摄 (photographed) after a name, or names where the picture comes from.
_CREDIT = re.compile(
    rf"[（(【\[]?{_B}*(?:"
    rf"(?:图[/／:：]|{_POST}|(?:本报|新华社|中新社)(?:发|供)?)?[:：]?{_B}*{_NAMES}{_B}*[/／]?{_B}*(?:摄影?|拍摄)(?:影报道)?"
    rf"|(?:(?:图[/／:：]|{_POST}[:：]?{_B}*){_NAMES}{_B}*[/／]?{_B}*|{_NAMES}(?:{_B}+|[/／]))(?:供图|图|绘|制图|文[/／]图|文并摄)"
    rf"|(?:资料|档案|网络|历史){_B}?(?:图片?|照片)|(?:新华社|中新社|视觉中国|人民视觉|影像中国)(?:发|供图|记者)?"
    rf"|(?:照片|图片|供图|摄影|摄|制图|绘图)(?:来源)?[:：]{_B}*[^，。]{{2,24}}"
    rf"|(?:以上|本组)?(?:图片?|照片)?(?:均|皆)[为由]{_NAMES}(?:摄|拍摄|供图|提供)"
    rf"|{_H}{{2,20}}(?:供图|提供图片|图片来源|/?供图)|(?:图片?|照片)由[^，。]{{2,24}}提供"
    rf"){_B}*[）)】\]]?[。.]?{_B}*"
)
_BLANKET = re.compile(
    rf"{_B}*(?:本版|本文|文中|以上|除署名外|版面|本组|本专题)[^，。]{{0,6}}(?:图片|照片|摄影|配图|图表|供图|制图)[^，。]{{0,30}}[。]?{_B}*"
)
_GLYPH = "■□●○◆◇▲△▼▽★☆◎▪▫◼•※"
_BYLINE = re.compile(
    rf"{_B}*(?:"
    rf"[{_GLYPH}]{_B}*(?:{_POST}{_B}*[:：/]?{_B}*)?{_NAMES}(?:{_B}*{_POST}{_B}*[:：/]?{_B}*{_NAMES}){{0,3}}"
    rf"|[（(]?(?:{_POST}|文[/／图|丨 ]{{1,3}}|作者[:：]|撰文[:：]?|采写[:：]?){_B}*[:：/]?{_B}*{_NAMES}"
    rf"(?:{_B}*(?:{_POST}|文|图|摄影|摄){_B}*[:：/]?{_B}*(?:{_NAMES})?){{0,4}}(?:{_B}*(?:报道|文|文/图|文并摄|整理|综述))?[）)]?"
    rf"|(?:{_POST}{_B}*){{1,2}}|本报记|文[/／]图|(?:数据|资料|文字)整理.{{0,8}}|(?:本报|本刊){_H}{{1,6}}{_B}?(?:整理|综合|报道)"
    rf"|(?:来源|稿源|转自|据)[:：]{_B}*[^，。]{{2,20}}|[（(]{_H}{{2,20}}(?:提供|供稿)[）)]"
    rf"|[（(]作者(?:单位|系|为|是|简介)[:：]?[^（）()]{{2,40}}[）)]"
    rf"){_B}*"
)
_EDITOR_WORD = (
    r"(?:[\d一二三四五六七八九十]{1,3}版)?(?:本报|本版|值班|执行|版面|责任|见习|主任)?(?:责编|编辑|主编|副主编|总编|编审|编委|美编|美术编辑|美术|版式|版面|组版|排版|校对|校检|"
    r"校审|审读|审校|审核|审定|审签|核校|统稿|(?:数据|资料|文字|图表)整理|一读|二读|设计|视觉|制图|图编|统筹|策划|监制|终审|复审|初审)"
)
_EDITOR = re.compile(
    rf"{_B}*[{_GLYPH}]?{_B}*{_EDITOR_WORD}(?:{_B}*[:：;；/／丨|]{_B}*(?:{_NAMES})?|{_B}+{_NAMES})"
    rf"(?:{_B}*[|/｜丨;；,，]?{_B}*{_EDITOR_WORD}(?:{_B}*[:：/／丨|]{_B}*|{_B}*){_NAMES})*"
    rf"(?:{_B}*(?:电子)?(?:邮箱|信箱|电话|E-?mail|热线).{{0,60}})?{_B}*",
    re.I,
)
# The same as engines read it: the first character of 责编 misread, or no blank left before the names.
_MISREAD_EDITOR = re.compile(
    rf"{_H}编{_B}?[:：]{_B}?{_NAMES}|(?:(?:责任编辑|责编|编辑|校对|美编|版式|组版)(?![部室们器]){_H}{{2,3}}){{2,4}}"
)
_CONTACT = re.compile(
    r".{0,30}(?:[\w.+-]{2,40}@[\w-]{1,40}\.[\w.]{2,20}|(?:邮箱|信箱|热线|电话|传真|邮编|网址)[:：])", re.I
)
_CAPTION = re.compile(
    rf"{_B}*(?:[▲△▼▽◀▶◄►↑↓←→⬆⬇]{_B}*\S|[（(]?(?:图为(?![证凭])|图①|"
    rf"图[一二三四五六七八九十\d①-⑳]{{1,2}}[:：、,， ]|"
    rf"(?:上|下|左|右|中|本|题|大|小|主|前|后|左上|右上|左下|右下){_B}?图(?:[:：为是]|{_B}|[①-⑳]|[（(])|"
    rf"图片?说明|(?:图片|照片)(?:[:：]|来源|提供|{_B})|(?:资料|配|附|插)图[:：])|[①-⑳].{{4,}}(?:摄|供图)$)"
)
# A caption with its credit on one line.
_CREDITED = re.compile(
    rf".{{4,60}}(?:[〈《<(（\[]{_B}*资料(?:图|照)片?.?"
    rf"|[。”’ ]{_B}*[“”‘’\"]?(?:{_POST}{_B}*)?{_NAME}{_B}*[摄报][)）]?)"
)
_SCENE = re.compile(
    r"(?:效果图|示意图|规划图|实景图?|俯瞰图?|鸟瞰图?|一角|一景|全景图?|外景|内景|夜景|全貌|风貌|远眺|航拍图?|资料图|图表|掠影)$"
)
_TURN = re.compile(
    rf"{_B}*[（(【]?{_B}*(?:下转|上接|紧接|转接|转|接)第?{_B}?{_NUMERAL}{_B}?版[^（()），。；！？\n]{{0,24}}[）)】]?{_B}*"
)
_FURNITURE = (
    # a date that OCR has misread: a weekday after digits, nothing of a sentence; a year and its 年 or 月
    re.compile(r"20\d{2}(?:\d{0,2}\D|年?[\d\]\[lI|]{0,2}月?\D?)|第\S{1,4}版"),
    re.compile(r"(?=.{0,20}\d)[^，。、；！？“”]{1,20}星期[一二三四五六日天]?\s*"),
    re.compile(
        # the longest name alone: a row of 周刊周刊 has too many readings otherwise
        rf"{_B}*(?:(?:(?>{_PAPER})|{_DATE}|{_WEEKDAY}|农历\S{{2,8}}|[□■|｜/\-—·:：,，]|第?{_B}?{_NUMERAL}{_B}?版(?:[:：]{_H}{{2,8}})?|"
        rf"总?第{_B}?[\d一二三四五六七八九十百千]{{1,6}}{_B}?[期号]|今日{_B}?\d{{1,3}}{_B}?版|[A-D]?\d{{1,3}}"
        rf"|[.'’‘“”\"]|要闻|综合|经济|专题|专版|文化|时政|国际|地方|副刊|广告|特刊|理论|评论|民生|产业|周刊|新闻|头版|视点|深度){_B}*){{1,10}}"
    ),
    re.compile(
        rf"{_B}*[【\[（(]?(?:上|下)一?[版篇页期](?:预告)?(?:[】\]）):：>|{_B[1:-1]}].{{0,40}}|$)"
        rf"|[^，。；！？]{{0,44}}(?:上一篇|下一篇|上一版|下一版|返回(?:目录|首页|顶部)|版面(?:导航|概览|目录)|标题导航|往期回顾|数字报)[^，。；！？]{{0,40}}"
    ),
    re.compile(
        r".{0,24}(?:copyright|©|版权所有|版权声明|未经(?:书面)?(?:授权|许可|允许)[^。]{0,20}(?:转载|使用|复制|摘编|刊登|链接|镜像)|不得转载|转载请|ICP备|备案号).{0,60}",
        re.I,
    ),
    re.compile(
        r".{0,20}(?:国内统一(?:连续出版物号|刊号)|统一刊号|邮发代号|CN\s?\d{2}-\d{4}|零售价|每份(?:零售|售价|定价)|社址|报社地址|广告经营许可证|承印|印刷[:：])"
        r".{0,60}",
        re.I,
    ),
    re.compile(
        r".{0,10}(?:浏览(?:次数|量)?|阅读(?:次数|量|数)?|点击(?:率|数|量)?|评论数?|字号|访问量|稿件来源|发布时间|发稿时间|更新时间|日期|版次)"
        r"[:：]?\s*(?:[\d\[\]【】()（）].{0,30}|大\s*中\s*小.{0,10})"
    ),
    re.compile(r"\s*(?:https?://|www\.)\S{3,120}\s*", re.I),
    re.compile(
        r"\s*分享(?:到|至)?[:：]?.{0,60}|\s*[【\[]?(?:放大|缩小|默认|打印|收藏|分享|评论|关闭|纠错|首页|朗读|全文复制|大|中|小|字体|\+|-|\||｜|[【\[】\]]|\s){2,20}\s*"
    ),
    re.compile(
        r"\s*(?:当前位置|您(?:当前)?的位置|微信公众号|官方微博)(?:[:：\s].{0,60})?|\s*首页\s*[>＞»].{0,60}"
        r"|\s*(?:扫一扫|扫码|扫描)[^。]{0,20}(?:关注|下载|订阅|公众号|客户端|微信|二维码|查看|阅读|观看)[^。]{0,30}。?"
    ),
)
_ANY_FURNITURE = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in _FURNITURE), re.I)
# blanks are taken once and a code ends where the next one begins: a row of either has one reading
_FILES = re.compile(
    r"[*\s]*+(?:(?:[\w-]{1,40}+\.(?:jpe?g|png|gif|bmp|tiff?|pdf|html?|txt)"
    r"|(?>[A-Z]{1,3}[:：](?:\S{0,12}?(?=[*\s]|$|[A-Z]{1,3}[:：])|附图片|附照片|有图))"
    r"|[（(]?附(?:图片|照片|表|图)\d*[）)]?)[*\s]*+)*+"
)
_FINAL = re.compile(r"[。！？!?…；][”’」』）)》]*$")
# A scrap is shorter than this many characters and has no ideograph to speak of.
_LONGEST_SCRAP = 12
_RULE_LINE = re.compile(r"[\s一二三—_\-|｜丨IlⅠ·.,，。:：;；'\"‘’“”*~=+<>《》／/\\^`、°•■□●○◆]+")
_WORDY = re.compile(f"[{HAN}]|[0-9]|[A-Za-z]{{4}}")
_LONGEST_SIMPLE = 60
_LONGEST_FURNITURE = 110


def line_role(text: str, *, furniture: Collection[str] = (), bylines: Collection[str] = ()) -> Role | None:
    """The role of a line that says what it is; None where its neighbours must tell.

    ``furniture`` and ``bylines`` are lines a user knows of a paper, compared without blanks.

    >>> line_role("本报记者 林知远摄"), line_role("■ 林知远 何小舟"), line_role("渡船每周三开航。")
    ('credit', 'byline', None)
    """
    line = simplified(text.strip())
    if not line:
        return None
    if furniture or bylines:
        bare = "".join(text.split())
        if bare in furniture:
            return "furniture"
        if bare in bylines:
            return "byline"
    if len(line) > _LONGEST_FURNITURE:
        return "caption" if _CAPTION.match(line) else None
    return _of_short_line(line)


# Without one of these characters a line is none of what the patterns below know.
_CLUES = frozenset(
    "摄图照资绘供记通讯评论作者撰采报来源转据文编校审版刊期号接上下返导目回览阅读点访发更日权载允印邮热电传网址"
    "@:：.©星周放大缩默打收关首位扫微分享策统监设视美要综经专时政国地副广特理民产新深说附①"
    f"（(【[/／《|｜>＞{_GLYPH}▶◀↑↓←→"
) | frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")

# Every credit or blanket credit holds one of these, every contact one of those.
_OF_PICTURES, _OF_CONTACTS = frozenset("摄图绘照社视影"), frozenset("@:：")
_DATA_NOTE = re.compile(
    r"[（(〈《]?(?:本栏|本版|本文|以上|文中)?数据(?:截至|来源|均?为|由|均来自)[^。]{0,30}[。）)〉》]{0,2}"
)


# Words that say what a line is, which OCR or typesetting may space out.
_SPACED_WORD = re.compile(
    "|".join(
        f"(?<!{_H}){f'{_B}?'.join(word)}"
        for word in (
            "本报讯", "本报", "本刊", "本版", "记者", "通讯员", "实习生", "数据整理", "资料整理", "文字整理",
            "资料图片", "责任编辑", "责编", "编辑", "版式", "校对", "美编", "摄影", "来源",
        )
    )
    + f"|(?<=本报){_B}?记{_B}?者"
)  # fmt: skip


@lru_cache(maxsize=4096)
def _of_short_line(line: str) -> Role | None:
    line = readable(line)
    role = _by_patterns(line)
    if role is None and len(line) <= _LONGEST_SIMPLE and (" " in line or "\u3000" in line):
        closed = _SPACED_WORD.sub(lambda word: "".join(word.group().split()), line)
        closed = _SPACED_WORD.sub(lambda word: "".join(word.group().split()), closed)
        return _by_patterns(closed) if closed != line else None
    return role


def _by_patterns(line: str) -> Role | None:
    if _CLUES.isdisjoint(line):
        return "noise" if is_scrap(line) else None
    if len(line) <= _LONGEST_SIMPLE:
        if _TURN.fullmatch(line):
            return "furniture"
        pictured = not _OF_PICTURES.isdisjoint(line)
        if pictured and (_CREDIT.fullmatch(line) or _BLANKET.fullmatch(line)) and not _CAPTION.match(line):
            return "credit"
        if _EDITOR.fullmatch(line) or _DATA_NOTE.fullmatch(line) or _MISREAD_EDITOR.fullmatch(line):
            return "editor"
        if _BYLINE.fullmatch(line):
            return "byline"
        if is_scrap(line):
            return "noise"
    if _ANY_FURNITURE.fullmatch(line):
        return "furniture"
    if len(line) <= _LONGEST_SIMPLE and _FILES.fullmatch(line) and _WORDY.search(line):
        return "furniture"
    if _CAPTION.match(line) or (
        len(line) <= _LONGEST_SIMPLE and line[-1] in "摄)）〉》片" and _CREDITED.fullmatch(line)
    ):
        return "caption"
    if not _OF_CONTACTS.isdisjoint(line) and _CONTACT.match(line) and not _FINAL.search(line):
        return "editor"
    return None


def is_scrap(line: str) -> bool:
    """Is it what OCR makes of rules and pictures: marks, dashes, a few letters, no words?

    >>> is_scrap("SS"), is_scrap("｜一一一一"), is_scrap("GDP增长5%。")
    (True, True, False)
    """
    if _RULE_LINE.fullmatch(line):
        return not (line[-1] in "。！？" and line[0] in "一二三")
    return len(line) <= _LONGEST_SCRAP and not _WORDY.search(line) and line[-1] not in "。！？"


def is_page_number(line: str) -> bool:
    """Is it nothing but a page number?"""
    return re.fullmatch(r"\s*[-—·]?\s*[A-D]?\d{1,3}\s*[-—·]?\s*", line) is not None


# What OCR makes of the ■ □ ● before a byline.
_MISREAD_GLYPH = re.compile(r"^\s*[口囗回日国OoQ@0■□●○◆◇▲]\s+")


def is_bare_byline(line: str) -> bool:
    """Is it nothing but one or more personal names, as under a column or an editor's note?

    >>> is_bare_byline("林知远　何小舟"), is_bare_byline("文化生活")
    (True, False)
    """
    parts = _MISREAD_GLYPH.sub("", line).split()
    if not 1 <= len(parts) <= 5:
        return False
    if len(parts) >= 2 and all(len(part) == 1 for part in parts):
        parts = ["".join(parts)]  # 伊 霄: a name of two, spaced to the width of three
    return all(is_name(part) for part in parts)


_ISSUER = re.compile(
    rf"{_H}{{3,20}}(?:局|委员会|委|办公室|办|中心|厅|研究院|研究所|总队|调查队|部|协会|联合会|管委会|公司)"
)


def is_issuers(line: str) -> bool:
    """Is it the names of two bodies or more that sign a bulletin, blanks between?

    >>> is_issuers("望澜市统计局　望澜市大数据中心"), is_issuers("统计局 数字里的一年")
    (True, False)
    """
    parts = line.split()
    return len(parts) > 1 and all(_ISSUER.fullmatch(part) for part in parts)


# What photographs show people doing.
_SHOWING = re.compile(
    r"正在|正[忙为在将向从把给驶]|[里上内外旁前下]，|查看|检查|调试|展示|观看|参观|挑选|装卸|操作|作业|忙碌|合影|试[压车飞航驾]|巡[检查]|走[过进]|转动|"
    r"(?:工人|工程师|技[术工]员?|职工|员工|经理|居民|游客|村民|农民|茶农|学生|设计师|研究人员|人员|队员|志愿者|顾客|老人|孩子)们?(?:在|正|向|为|调)|"
    r"^从?空中|俯[瞰拍]|航拍|吊装|分拣|测试|包装|登记|拍摄|远望|收割|主播|驶[出入过]|停靠|晾晒|采摘|签约|揭牌|启动仪式|开工仪式"
)
_SPEECH = re.compile(r"[说称示绍]，|说[。：]|[说道称][，：]?“|：“")
_TURN_OF_SPEECH = re.compile(r"[\u4e00-\u9fff]{1,4}[:：]\s?")
_FIGURES = re.compile(r"\d+")
_MONEY = re.compile(r"\d[\d.,]*[百千万亿]{0,3}(?:美|欧)?元|\d[\d.,]*[%％]")
_LONGEST_SCENE = 42


def shows_scene(text: str) -> float:
    """Log odds that one short finished sentence says what a photograph shows, by its words alone."""
    if len(text) > _LONGEST_SCENE or text.count("。") != 1 or not text.rstrip().endswith("。"):
        return -9.0
    if _TURN_OF_SPEECH.match(text) or "？" in text or "！" in text:
        return -9.0
    score = 1.0 if _SHOWING.search(text) else -1.0
    if _SPEECH.search(text):
        score -= 1.5
    if _MONEY.search(text):
        score -= 1.0
    return score - 0.5 * min(3, len(_FIGURES.findall(text)))


_THING = re.compile(
    r"[^，。；：、！？“”\s]{4,24}的[^，。；：、！？“”\s]{0,8}"
    r"(?:工地|厂[区房]|车间|生产线|机器人|地块|光伏板|风[车机]|码头|[汽货客列]车|设备|展[品厅台区]|大棚|果园|茶园|稻田|货轮|渔船|大桥|校园|教室|样品|窑炉)"
)
_SHORTEST_THING = 11
_OF_SENTENCES = re.compile("[了把被将已还也就都是让使说昨]|[今去明]年|日前|近日|目前")


def shows_thing(line: str) -> bool:
    """Is a line without marks the name of a thing that a picture shows, longer than sub-headings are?

    >>> shows_thing("渡船码头上等待装船的新能源汽车"), shows_thing("会说话的机器人")
    (True, False)
    """
    if len(line) < _SHORTEST_THING or _OF_SENTENCES.search(line):
        return False
    return _THING.fullmatch(line) is not None


def is_scene(line: str) -> bool:
    """Does a short line end like a caption of a view (…效果图, …俯瞰) and hold no sentence?"""
    line = line.strip()
    return len(line) <= 30 and _SCENE.search(line) is not None and "，" not in line
