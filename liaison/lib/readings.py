"""How Chinese names are read aloud, for sorting and for search by first letters.

pypinyin reads words. A surname often has a reading of its own (曾 is zeng, not
ceng) and so have many places (长垣 is changyuan): both are corrected here.
Whoever bears a name decides how it is read, so the result belongs in a field
that people can edit.
"""

from functools import cache
from types import ModuleType

SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "翟": "zhai", "查": "zha", "区": "ou",
    "朴": "piao", "缪": "miao", "覃": "qin", "盖": "ge", "任": "ren", "华": "hua", "乐": "yue",
    "牟": "mou", "尉": "wei", "宿": "su", "祭": "zhai", "葛": "ge", "纪": "ji", "员": "yun",
    "贠": "yun", "佴": "nai", "隗": "wei", "种": "chong", "秘": "bi", "逄": "pang", "燕": "yan",
    "应": "ying", "宁": "ning", "车": "che", "谌": "chen", "乜": "nie", "句": "gou", "阚": "kan",
    "召": "shao", "柏": "bai", "卜": "bu", "薄": "bo", "都": "du", "盛": "sheng", "郇": "xun",
    "郗": "xi", "那": "na", "能": "nai", "洗": "xian", "冼": "xian", "相": "xiang", "晟": "cheng",
    "繁": "po", "折": "she", "黑": "he", "重": "chong", "长": "chang", "过": "guo", "俞": "yu",
    "曲": "qu", "干": "gan", "费": "fei", "哈": "ha", "冯": "feng", "沈": "shen", "石": "shi",
    "尹": "yin", "万": "wan", "谷": "gu", "令": "ling", "强": "qiang", "行": "xing", "幺": "yao",
}  # fmt: skip
LONG_SURNAMES = {
    "万俟": "mo qi", "长孙": "zhang sun", "尉迟": "yu chi", "单于": "chan yu", "澹台": "tan tai",
    "令狐": "ling hu", "夏侯": "xia hou", "诸葛": "zhu ge", "皇甫": "huang fu", "宇文": "yu wen",
    "上官": "shang guan", "欧阳": "ou yang", "司马": "si ma", "慕容": "mu rong", "鲜于": "xian yu",
}  # fmt: skip
PLACES = {
    "长垣": "chang yuan", "浚县": "xun xian", "获嘉": "huo jia", "薄壁": "bo bi", "漯河": "luo he",
    "长葛": "chang ge", "召陵": "shao ling", "尉氏": "wei shi", "渑池": "mian chi",
    "柘城": "zhe cheng", "亢村": "kang cun", "胙城": "zuo cheng", "占城": "zhan cheng",
    "葛埠口": "ge bu kou",
    "六合": "lu he", "单县": "shan xian", "洪洞": "hong tong", "大城县": "dai cheng xian",
    "繁峙": "fan shi", "筠连": "jun lian", "长治": "chang zhi", "长清": "chang qing",
    "朝阳": "chao yang", "郫都": "pi du", "什邡": "shi fang", "长乐": "chang le",
    "长兴": "chang xing", "长寿": "chang shou", "长宁": "chang ning", "长武": "chang wu",
    "长丰": "chang feng",
    "长岭": "chang ling", "长阳": "chang yang", "长村": "chang cun", "上乐村": "shang le cun",
    "铅山": "yan shan", "乐亭": "lao ting", "乐陵": "lao ling", "番禺": "pan yu", "任丘": "ren qiu",
}  # fmt: skip


def pinyin(text: str, *, person: bool = False) -> str:
    """The reading of `text` in plain letters without tones: 长垣市 → changyuanshi."""
    return "".join(_syllables(text, person=person))


def initials(text: str, *, person: bool = False) -> str:
    """The first letters of the reading: 长垣市 → cys. Digits and letters stay as they are."""
    return "".join(
        syllable if syllable.isdigit() else syllable[:1] for syllable in _syllables(text, person=person)
    )


def _syllables(text: str, *, person: bool) -> list[str]:
    """The reading, syllable by syllable; whatever is no letter or digit is left out."""
    text = "".join(text.split())
    surname: list[str] = []
    if person and text:
        surname, text = _split_surname(text)
    read = _reader().lazy_pinyin(text) if text else []
    return surname + [kept for part in read if (kept := _letters(part))]


def _split_surname(name: str) -> tuple[list[str], str]:
    """The syllables of the surname and the rest of the name."""
    if name[:2] in LONG_SURNAMES:
        return LONG_SURNAMES[name[:2]].split(), name[2:]
    if name[0] in SURNAMES:
        return [SURNAMES[name[0]]], name[1:]
    return [], name


def _letters(part: str) -> str:
    """Only the letters and digits of ASCII, in lower case."""
    return "".join(char for char in part.lower() if char.isascii() and char.isalnum())


@cache
def _reader() -> ModuleType:
    """pypinyin with our places loaded; its tables are large, so only when first needed."""
    import pypinyin

    pypinyin.load_phrases_dict(
        {place: [[syllable] for syllable in read.split()] for place, read in PLACES.items()}
    )
    return pypinyin
