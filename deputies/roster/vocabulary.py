"""The words that offices put above the columns of a roster."""

from typing import Any

from deputies.roster import kinds
from liaison.lib.sheets import Field, Vocabulary


def _field(key: str, label: str, names: str, **marks: Any) -> Field:
    """A field with the headings it goes by, written one after another."""
    return Field(key, label, tuple(names.split()), **marks)


VOCABULARY = Vocabulary(
    (
        _field("seq", "序号", "序号 编号 编码 序列", is_ignored=True),
        _field("cert", "代表证号", "代表证号 代表证号码 代表证编号 证号 证件编号", is_ignored=True),
        _field(
            "name",
            "姓名",
            "姓名 代表姓名 名字 代表名单 人大代表姓名",
            holds=kinds.is_name,
            is_found_by_cells=True,
        ),
        _field("gender", "性别", "性别", holds=kinds.is_gender, is_found_by_cells=True),
        _field("ethnicity", "民族", "民族 族别", holds=kinds.is_people, is_found_by_cells=True),
        _field(
            "birth",
            "出生年月",
            "出生年月 出生日期 出生时间 出生年月日 生日 出生 生年月 出生年份 生年 生于 生辰",
            holds=kinds.is_birth,
        ),
        _field("age", "年龄", "年龄 周岁 年龄（岁）", is_ignored=True, holds=kinds.is_age),
        _field("native", "籍贯", "籍贯 出生地 户籍 户籍所在地 户口 户口所在地", is_ignored=True),
        _field("party", "政治面貌", "政治面貌 政治面目 党派 党派（面貌） 面貌 党派面貌"),
        _field("joined", "入党时间", "入党时间 参加工作时间 入党年月 加入党派时间 工作时间", is_ignored=True),
        _field(
            "education",
            "文化程度",
            "文化程度 学历 学历学位 最高学历 全日制教育 全日制学历 教育程度 文化 受教育程度",
        ),
        _field(
            "degree",
            "学位或职称",
            "学位 学位或技术职称 职称 专业技术职称 在职教育 毕业院校 毕业院校及专业",
            is_ignored=True,
        ),
        _field(
            "duty",
            "工作单位及职务",
            "工作单位及职务 单位职务 单位及职务 单位和职务 工作单位和职务 现任职务 职务 职业 工作单位 "
            "单位名称 职业构成 单位 所在单位 工作单位职务 单位职业 现任职务职业 行政职务 党政职务",
            takes_many=True,
        ),
        _field(
            "levels",
            "代表层级",
            "代表层级 代表级别 代表层次 代表类型 代表类别 担任代表层级 担任人大代表情况 级别 层级 层次 "
            "担任何级代表 何级代表 哪级代表 代表身份 任何级人大代表 担任各级代表情况 人大代表层级",
            holds=kinds.is_levels,
            is_found_by_cells=True,
        ),
        _field(
            "tick",
            "代表层级（分列打勾）",
            "全国 省 市 县 区 乡 镇 乡镇 镇乡 乡（镇） 县（区） 县（市） 县（市、区） 县市区 全国级 国家级 "
            "省级 市级 县级 区级 乡级 镇级 乡镇级 "
            "全国代表 省代表 市代表 县代表 区代表 乡代表 镇代表 乡镇代表 县区代表 省级代表 市级代表 "
            "县级代表 区级代表 乡级代表 镇级代表 乡镇级代表 "
            "全国人大代表 省人大代表 市人大代表 县人大代表 区人大代表 乡人大代表 镇人大代表 乡镇人大代表 "
            "省级人大代表 市级人大代表 县级人大代表 区级人大代表 乡级人大代表 乡镇级人大代表 地级市 县级市",
            takes_many=True,
            holds=kinds.is_tick,
            needs_its_cells=True,
        ),
        _field(
            "district",
            "选区（选举单位）",
            "选区 原选区 选区（选举单位） 原选举单位或选区 所在选区 代表团/选举单位 选区或选举单位 "
            "选举单位（选区） "
            "当选选区 选区名称 选举单位/选区 选区/选举单位 选区号",
            holds=kinds.is_district,
            is_found_by_cells=True,
        ),
        _field("body", "选举单位", "选举单位 原选举单位 当选单位 推选单位 产生单位"),
        _field(
            "region",
            "所属乡镇（街道）",
            "所属行政区 所属县（市、区） 县区 乡镇 所在乡镇（街道） 乡镇（街道） 乡镇街道 所属乡镇 "
            "所在乡镇 乡镇办 镇街 "
            "乡（镇、街道） 所属县 县市区名称 所属街道 街道 所属乡镇（街道） 镇办 辖区",
            carries_down=True,
            takes_many=True,
            holds=kinds.is_place,
            is_found_by_cells=True,
        ),
        _field(
            "term",
            "届次",
            "届次 有效届次 任届 当选届次 届 届别 代表届次",
            holds=kinds.is_term,
            is_found_by_cells=True,
        ),
        _field("reelected", "是否连任", "是否连任 连任情况 连任", is_ignored=True),
        _field("structure", "代表构成", "结构类型 代表构成 界别 构成 代表结构", is_ignored=True),
        _field(
            "npc_post", "人大职务", "人大职务 是否人大常委会委员 人大常委会职务 常委会委员", is_ignored=True
        ),
        _field(
            "delegation",
            "代表团",
            "所属代表团 代表团 代表团名称 代表小组 所在代表团 所属代表小组 编入代表团",
            holds=kinds.is_delegation,
            is_found_by_cells=True,
        ),
        _field(
            "station",
            "所在联络站",
            "所在联络站 所属联络站 联络站 进驻联络站 入站 代表联络站 所在站 进站 联络站名称 人大代表联络站 "
            "所进联络站 "
            "编入联络站 进站名称 所在代表联络站 所在人大代表联络站 所属站点 进驻站点 联络站点",
            holds=kinds.is_station,
            is_found_by_cells=True,
        ),
        _field(
            "phone",
            "联系电话",
            "联系电话 手机 手机号 手机号码 联系方式 电话 移动电话 通讯电话 电话号码 联系手机 移动号码 "
            "本人电话 "
            "座机号 办公电话 固定电话 座机 办公室电话 单位电话",
            takes_many=True,
            holds=kinds.is_phone,
            is_found_by_cells=True,
        ),
        _field("email", "邮箱", "邮箱 电子邮箱 电子邮件 微信 微信号 QQ QQ号", is_ignored=True),
        _field(
            "address",
            "住址",
            "通讯地址 通讯住址 家庭住址 详细住址 住址 家庭地址 现住址 居住地址 居住地 住所 联系地址 "
            "详细地址 地址",
            is_dropped=True,
        ),
        _field("postcode", "邮政编码", "邮政编码 邮编", is_ignored=True),
        _field("status", "状态", "状态 职务状态 代表状态 是否在任 在任情况 变动情况"),
        _field("remark", "备注", "备注 说明 备考 附注"),
    ),
    required=("name",),
)
