"""Is a short string a Chinese personal name? Surname and given name, and no word of the dictionary."""

from __future__ import annotations

from tzcorpus.clean.lexicon import is_common_word

# Surnames, by the 2020 report on names of the Ministry of Public Security (the first hundred, in its
# order), then others that are met in newspapers.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵覃武钱戴严莫孔向常汤康易乔赖庞樊兰殷施洪翁安颜倪牛温芦季俞章鲁葛伍"
    "申尤毕聂柴焦柳邢岳齐梅庄辛管祝左涂谷舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翟隋植甘景薄单包司柏宁柯"
    "阮桂闵解强丛华车冉房边辜连仇蔚郁池佟木晏瞿娄骆褚苟滕邬艾冷麻明郎应裘竺励楼诸葛屠虞宣骆项缪计干伊闻莘卓冼尚邸贝芮晋蒲鞠岑桑敖巫匡蓝封时丰敬胥麦戚仲巩祁谌荆滕宗官初党谯凤花皮鄢逄逯濮阙佘仝覃"
)
DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "夏侯",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
)


def is_name(text: str) -> bool:
    """Could ``text`` be a person's full name, and is it no common word?

    >>> is_name("林知远"), is_name("高速"), is_name("渡船")
    (True, False, False)
    """
    if text[:2] in DOUBLE_SURNAMES:
        return 3 <= len(text) <= 4
    return 2 <= len(text) <= 3 and text[0] in SURNAMES and not is_common_word(text)
