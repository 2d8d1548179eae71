"""Pages in traditional script: kept as they are, and reported.

Conversion belongs to those who ask for it: it cannot be undone and changes names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from tzcorpus.extras import require
from tzcorpus.records import Block, Edit, Span, Suspect

# Frequent characters that only traditional script has, and what simplified script writes for each (OpenCC's
# t2s for characters with one reading).
_TRADITIONAL = (
    "國會學說時們個來為這對經過發開關問題與業產機車東長門書電話見現實點頭氣萬億兩級場廠進遠運還選達連間聞陽陰際陸隊階難雲離義習聯聲職肅臨舉舊藝術處號補裝複觀規視覺計"
    "討訓記講許設訪證評詞試詩該詳語誤請調談論諸謝識議護譽讀變讓財責貨質費資賽贊輕載輸轉農遊郵鄉醫針鋼錄錢鐵鎮閉閱陳隨險雙靜響頁項順領頻顏願類風飛飯館驗體魚鳥麥黃齊龍"
    "灣臺縣區園圓團圖報攝編輯攜擴據擇專訊網勞動務勝勢協單衛歷壓參員樂樓橋樹檢權歡歲歸殺決沒況淨濟滿漁潔熱燈爭爾獎獨環確碼禮種積稱穩窮競筆節範簡紅約紀純紙細終組結給統"
    "絕綠維緊線練總續績縮織繼罷羅聖腦腳膽興艙蘇蘭虛蟲訂認貢貧販貫買貿賀賣賬賴購趕跡軍軟輛輪辦邊鄭銀銷鋪鍋鎖閃雜霧韓頂預頓飲養馬駐駕騎騙驅驚鮮鯉麗"
)
_SIMPLIFIED = (
    "国会学说时们个来为这对经过发开关问题与业产机车东长门书电话见现实点头气万亿两级场厂进远运还选达连间闻阳阴际陆队阶难云离义习联声职肃临举旧艺术处号补装复观规视觉计"
    "讨训记讲许设访证评词试诗该详语误请调谈论诸谢识议护誉读变让财责货质费资赛赞轻载输转农游邮乡医针钢录钱铁镇闭阅陈随险双静响页项顺领频颜愿类风飞饭馆验体鱼鸟麦黄齐龙"
    "湾台县区园圆团图报摄编辑携扩据择专讯网劳动务胜势协单卫历压参员乐楼桥树检权欢岁归杀决没况净济满渔洁热灯争尔奖独环确码礼种积称稳穷竞笔节范简红约纪纯纸细终组结给统"
    "绝绿维紧线练总续绩缩织继罢罗圣脑脚胆兴舱苏兰虚虫订认贡贫贩贯买贸贺卖账赖购赶迹军软辆轮办边郑银销铺锅锁闪杂雾韩顶预顿饮养马驻驾骑骗驱惊鲜鲤丽"
)
_FIND_TRADITIONAL = re.compile(f"[{_TRADITIONAL}]")
_FIND_SIMPLIFIED = re.compile(f"[{_SIMPLIFIED}]")
_LEVEL = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
# So many such characters, and more of them than simplified ones: names and quotations hold a few.
_FEWEST = 5
# Characters from the beginning that are looked at.
_LOOKED_AT = 20_000


def simplified(line: str) -> str:
    """The line, character for character as simplified script writes it; for comparison only."""
    return line.translate(_LEVEL) if _FIND_TRADITIONAL.search(line) else line


def traditional_suspects(raw: str) -> list[Suspect]:
    """One suspect where a text is in traditional script; its span is the first character that shows it.

    >>> [suspect.rule for suspect in traditional_suspects("臺灣經濟開發區舉行投產儀式")]
    ['script']
    """
    first = _FIND_TRADITIONAL.search(raw)
    if first is None:
        return []
    many = len(_FIND_TRADITIONAL.findall(raw, 0, _LOOKED_AT))
    if many < _FEWEST or many <= len(_FIND_SIMPLIFIED.findall(raw, 0, _LOOKED_AT)):
        return []
    message = 'the text is in traditional script and is kept so (script = "simplified" converts it)'
    return [Suspect(Span(*first.span()), "script", message)]


def script_edits(raw: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Edits that write the blocks in simplified script, each word as OpenCC's t2s has it.

    Raises `ExtraMissingError` where OpenCC is not installed.
    """
    convert = _converter().convert
    for span in (span for block in blocks for span in block.fragments):
        text = raw[span.start : span.end]
        written = convert(text)
        if len(written) != len(text):  # a word that changes its length: character by character
            written = "".join(new if len(new := convert(old)) == 1 else old for old in text)
        for at, (old, new) in enumerate(zip(text, written, strict=True), span.start):
            if old != new:
                yield Edit(Span(at, at + 1), new, "script", 0.9)


@cache
def _converter() -> Any:
    return require("opencc", purpose="conversion to simplified script").OpenCC("t2s")
