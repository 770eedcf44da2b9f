"""Short forms of what stands in the cells of rosters, written out."""

import re

from liaison.lib.text import fold

PEOPLES = frozenset(
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 "
    "东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 "
    "保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺".split()
)
_PARTIES = (
    (re.compile(r"预备"), "中共预备党员"),
    (re.compile(r"^(中共|共产党|中国共产党|党)(正式)?(党员)?|^党员|中共党员"), "中共党员"),
    (re.compile(r"团员"), "共青团员"),
    (re.compile(r"无党派"), "无党派人士"),
    (re.compile(r"群众|^无$|^民众$"), "群众"),
    (re.compile(r"民革"), "民革党员"),
    (re.compile(r"民盟"), "民盟盟员"),
    (re.compile(r"民建"), "民建会员"),
    (re.compile(r"民进"), "民进会员"),
    (re.compile(r"农工"), "农工党党员"),
    (re.compile(r"致公"), "致公党党员"),
    (re.compile(r"九三"), "九三学社社员"),
    (re.compile(r"台盟"), "台盟盟员"),
)
_EDUCATION = {
    "本科": "大学本科",
    "大学": "大学本科",
    "大本": "大学本科",
    "本科学历": "大学本科",
    "大学学历": "大学本科",
    "大专": "大学专科",
    "专科": "大学专科",
    "大专学历": "大学专科",
    "硕士": "硕士研究生",
    "博士": "博士研究生",
    "硕研": "硕士研究生",
    "中等专科": "中专",
    "初级中学": "初中",
    "高级中学": "高中",
}
_GENDERS = {
    "男": "男",
    "女": "女",
    "男性": "男",
    "女性": "女",
    "m": "男",
    "f": "女",
    "male": "男",
    "female": "女",
}


def gender_of(word: str) -> str | None:
    """男 or 女; None for a word that is neither."""
    return _GENDERS.get(fold(word))


def people_of(word: str) -> str:
    """回 → 回族; a name that is none of the 56 stays as it is written."""
    bare = word.removesuffix("族")
    return f"{bare}族" if bare in PEOPLES else word


def party_of(word: str) -> str:
    """党员 → 中共党员, 民盟 → 民盟盟员; an unknown word stays."""
    return next((name for pattern, name in _PARTIES if pattern.search(fold(word))), word)


def education_of(word: str) -> str:
    """本科 → 大学本科; an unknown word stays."""
    return _EDUCATION.get(word, word)
