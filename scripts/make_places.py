"""Write src/tzcorpus/language/tables/places.tsv from the package cpca (MIT): its adcodes.csv.

python scripts/make_places.py PATH/TO/adcodes.csv
"""

import csv
import re
import sys
from pathlib import Path

from pypinyin import Style, lazy_pinyin

TABLE = Path(__file__).parent.parent / "src/tzcorpus/language/tables/places.tsv"
# Units made since the source was published, by their six-digit codes' parents.
NEWER = [
    ("龙港市", "county"), ("临平区", "county"), ("钱塘区", "county"), ("横州市", "county"),
    ("彬州市", "county"), ("滦州市", "county"), ("神木市", "county"), ("邹平市", "county"),
    ("荔浦市", "county"), ("水富市", "county"), ("京山市", "county"), ("禄丰市", "county"),
    ("西昌市", "county"), ("漠河市", "county"), ("莘县", "county"), ("光明区", "county"),
    ("赫山区", "county"), ("南沙区", "county"), ("会东县", "county"), ("射洪市", "county"),
    ("澄江市", "county"), ("宁乡市", "county"), ("隆昌市", "county"), ("浏阳市", "county"),
    ("诸暨市", "county"), ("平湖市", "county"), ("如皋市", "county"), ("海安市", "county"),
    ("启东市", "county"), ("太仓市", "county"), ("昆山市", "county"), ("张家港市", "county"),
    ("香港特别行政区", "province"), ("澳门特别行政区", "province"), ("台湾省", "province"),
]  # fmt: skip
NOT_NAMES = re.compile(r"市辖区|直辖|^(?:城|郊|矿)区$|行政区划|^县$")
NATIONS = re.compile(
    "(?:(?:维吾尔|土家|哈尼|布依|朝鲜|仡佬|东乡|拉祜|纳西|仫佬|毛南|布朗|撒拉|达斡尔|鄂温克|鄂伦春|"
    "景颇|普米|保安|裕固|傈僳|高山|俄罗斯|塔吉克|柯尔克孜|哈萨克|锡伯|蒙古|"
    "[藏羌苗侗瑶壮回满彝傣白黎畲佤水土怒])族|各族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)+(?:独龙族怒族)?(?=自治)"
)
SUFFIX = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|(?<=神农架)林区|(?<=[一-鿿]{2})地区|省|市|县|区|盟|旗)$"
)
PINYIN = {
    "陕西": "Shaanxi", "内蒙古": "Inner Mongolia", "西藏": "Tibet", "香港": "Hong Kong",
    "澳门": "Macao", "哈尔滨": "Harbin", "呼和浩特": "Hohhot", "乌鲁木齐": "Urumqi", "拉萨": "Lhasa",
    "齐齐哈尔": "Qiqihar", "鄂尔多斯": "Ordos", "西安": "Xi'an", "六安": "Lu'an", "厦门": "Xiamen",
    "佳木斯": "Jiamusi", "包头": "Baotou", "克拉玛依": "Karamay", "喀什": "Kashgar",
    "行唐": "Xingtang", "乌什": "Wushi", "吐鲁番": "Turpan",
}  # fmt: skip
# characters that place names read otherwise than the dictionary of phrases does
READINGS = {"长": "chang", "都": "du", "朝": "chao", "漯": "luo", "行": "hang", "什": "shi", "尾": "wei"}


def main(path: str) -> None:
    rows: dict[str, tuple[str, str, str]] = {}
    with Path(path).open(encoding="utf-8-sig") as stream:
        for row in csv.DictReader(stream):
            code, name = row["adcode"][:6], row["name"]
            if not row["adcode"].endswith("000000") or NOT_NAMES.search(name):
                continue
            level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
            add(rows, name, level)
    for name, level in NEWER:
        add(rows, name, level)
    order = {"province": 0, "city": 1, "county": 2}
    lines = [
        "# Administrative divisions of China down to county level: full name, short name, level, pinyin.",
        "# Source: adcodes.csv of the package cpca 0.5.5 (MIT), with newer units and pinyin (pypinyin) added",
        "# by scripts/make_places.py.",
        "name\tshort\tlevel\tpinyin",
    ]
    for name, (short, level, pinyin) in sorted(rows.items(), key=lambda item: (order[item[1][1]], item[0])):
        lines.append(f"{name}\t{short}\t{level}\t{pinyin}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(rows), "places")


def add(rows: dict[str, tuple[str, str, str]], name: str, level: str) -> None:
    short = SUFFIX.sub("", NATIONS.sub("", name))
    for region in ("广西", "宁夏", "新疆", "西藏", "内蒙古"):
        if level == "province" and name.startswith(region):
            short = region
    if len(short) < 2:
        short = name
    syllables = [
        READINGS.get(character, syllable)
        for character, syllable in zip(short, lazy_pinyin(short, style=Style.NORMAL), strict=True)
    ]
    spoken = "".join(syllables).replace("lv", "lyu").capitalize()
    rows.setdefault(name, (short, level, PINYIN.get(short, spoken)))


if __name__ == "__main__":
    main(sys.argv[1])
