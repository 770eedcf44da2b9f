"""What the cells of a roster's columns look like, whatever stands above them."""

import re
from datetime import date

from django.utils import timezone

from deputies.roster import words
from deputies.roster.months import read_birth
from liaison.lib.sheets import Cell, values
from liaison.lib.text import fold

_LEVEL = r"(全国|国家|省|地?市|州|县|区|旗|乡|镇|街道)级?"
_LEVELS = re.compile(rf"({_LEVEL})+([一二两三四五]级)?(人大|人民)?(代表)?")
_NAMED = re.compile(rf".{{0,20}}({_LEVEL}|[一二两三四五]级)(第.{{1,4}}届)?(人民代表大会|人大|人民)?代表")
_JOINTS = re.compile(r"[、,，;；/|+&\s()（）和及与]+")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]$")
_TERM = re.compile(r".{0,10}第?[一二三四五六七八九十\d]{1,3}届")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,12}(镇|乡|街道|办事处|办|县|区|市|苏木)")
_AGE = re.compile(r"\d{2,3}(岁|周岁)?")
_NOT_TICKED = re.compile(r"[否无非×xXnN0]|不是")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任"
    "袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴"
    "谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪干解应"
    "宗丁宣贲邓郁单杭洪包诸左石崔吉龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰"
    "秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申"
    "扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎闫充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广"
    "禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公付代原郜苑买阿吾努"
)
_WRITTEN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff·•・.．]{4,15}")
_NO_NAME = re.compile(r"(镇|乡|村|街道|县|市|区|站|族|中|专|员|部|团|级)$")
_TICK_WORDS = {"连任", "新当选", "代表", "当选"}


def is_name(cell: Cell) -> bool:
    """A person's name: a surname first, two to four characters or a transcribed one."""
    bare = _ASIDE.sub("", values.compact(cell))
    is_written = bool(_WRITTEN_NAME.fullmatch(bare)) and not _NO_NAME.search(bare)
    return is_written and ("·" in bare or bare[0] in _SURNAMES)


def is_gender(cell: Cell) -> bool:
    """男, 女 and the like."""
    return words.gender_of(values.compact(cell)) is not None


def is_people(cell: Cell) -> bool:
    """One of the 56 peoples: 汉族, 回."""
    return values.compact(cell).removesuffix("族") in words.PEOPLES


def is_birth(cell: Cell) -> bool:
    """A month in which somebody of age can have been born."""
    return bool(read_birth(cell, _today()).month)


def _today() -> date:
    return timezone.localdate()


def is_age(cell: Cell) -> bool:
    """49 or 49岁."""
    return bool(_AGE.fullmatch(fold(values.text(cell))))


def is_levels(cell: Cell) -> bool:
    """Words for congresses and nothing else: 市、县, 县级, 辉县市人大代表, 市县镇三级代表."""
    written = fold(_ASIDE.sub("", values.text(cell)))
    bare = _JOINTS.sub("", written)
    return bool(_LEVELS.fullmatch(bare) or _NAMED.fullmatch(bare))


def is_tick(cell: Cell) -> bool:
    """A tick or its absence; also a word that repeats the heading."""
    said = fold(values.text(cell))
    is_word = said in _TICK_WORDS or bool(_TERM.fullmatch(said)) or is_levels(cell)
    return not said or values.is_ticked(cell) or bool(_NOT_TICKED.fullmatch(said)) or is_word


def is_place(cell: Cell) -> bool:
    """A township, subdistrict or county by its name."""
    written = values.compact(cell)
    return bool(_PLACE.fullmatch(written)) and not is_levels(cell)


def is_district(cell: Cell) -> bool:
    """A constituency."""
    return "选区" in values.text(cell)


def is_delegation(cell: Cell) -> bool:
    """A delegation or group."""
    return values.compact(cell).endswith(("代表团", "代表小组", "代表组"))


def is_station(cell: Cell) -> bool | None:
    """A liaison station or contact point; a township's bare name may mean its station."""
    is_named = re.search(r"联络站|联络点|代表之家|人大.*站$", values.compact(cell))
    return True if is_named else (None if is_place(cell) else False)


def is_term(cell: Cell) -> bool:
    """第十六届, 新乡市十四届."""
    return bool(_TERM.fullmatch(fold(values.text(cell))))


def is_phone(cell: Cell) -> bool:
    """A cell with a telephone number in it."""
    return values.phones(cell).first is not None
