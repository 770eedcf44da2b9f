"""The words of ledgers: headings of columns, kinds of stations, states of stations."""

import re

from liaison.lib.sheets import Field, Vocabulary
from liaison.lib.text import fold
from stations.models import Kind, Stage, Status


def _field(key: str, label: str, names: str, **marks: bool) -> Field:
    """A field with the headings it goes by, written one after another."""
    return Field(key, label, tuple(names.split()), **marks)


VOCABULARY = Vocabulary(
    (
        _field("seq", "序号", "序号 编号 序列 站点编号", is_ignored=True),
        _field(
            "county",
            "县（市、区）",
            "县（市、区） 县市区 县区 区县 所属县 所在县 所属县区 所属区县 所属县（市、区） 县别 辖区",
            carries_down=True,
        ),
        _field(
            "town",
            "所在乡镇（街道）",
            "所在乡镇（街道） 乡镇（街道） 乡镇街道 乡镇 街道 乡镇办 乡镇（办） 镇街 "
            "镇办 所属乡镇 所在乡镇 乡（镇、街道） 乡（镇） 所属街道 所在镇街",
            carries_down=True,
        ),
        _field(
            "name",
            "联络站名称",
            "联络站名称 站点名称 站名 名称 联络站（点）名称 代表联络站名称 "
            "人大代表联络站名称 代表之家名称 阵地名称 联络站 联络站点 人大代表联络站 "
            "代表联络站",
        ),
        _field("type", "站点类型", "站点类型 类型 类别 站点类别 站点性质 层级类别 建站类型"),
        _field(
            "parent",
            "所属联络站",
            "所属联络站 上级联络站 上级站 所属中心站 所属站 挂靠联络站",
        ),
        _field(
            "address",
            "地址",
            "地址 详细地址 联络站地址 站址 具体位置 位置 地点 所在位置 建设地点 设置地点",
        ),
        _field(
            "area_m2",
            "面积（平方米）",
            "面积 使用面积 建筑面积 场所面积 场地面积 平方米 面积平方米 站点面积",
        ),
        _field(
            "built",
            "建成（挂牌）时间",
            "建成时间 成立时间 成立日期 建站时间 挂牌时间 挂牌日期 启用时间 建成日期 "
            "建立时间 投入使用时间 揭牌时间 开放日期",
        ),
        _field("chief", "站长", "站长 站长姓名 负责人 负责人姓名 站点负责人 站长姓名及职务"),
        _field("chief_duty", "站长职务", "站长职务 负责人职务 站长单位及职务 站长现任职务 职务"),
        _field("deputy_chief", "副站长", "副站长 副站长姓名", takes_many=True),
        _field(
            "liaison",
            "联络员",
            "联络员 联络员姓名 专职联络员 管理员 站点联络员 日常联络员 联系人 工作人员 专干",
            takes_many=True,
        ),
        _field("sentiment", "民情联络员", "民情联络员 民情信息员", takes_many=True),
        _field("adviser", "政情咨询员", "政情咨询员 政情咨询 政策咨询员", takes_many=True),
        _field(
            "phone",
            "联系电话",
            "联系电话 电话 联系方式 手机 手机号 手机号码 办公电话 固定电话 座机 "
            "座机号 站长电话 站长联系电话 联络员电话 联络员联系电话 值班电话 联络员手机",
            takes_many=True,
        ),
        _field(
            "deputies_total",
            "进站代表数",
            "进站代表数 入驻代表 进站代表 代表人数 代表数 进站代表人数 入站代表数 驻站代表 代表总数 代表合计",
        ),
        _field("deputies_national", "其中：全国代表", "全国代表 全国人大代表 进站代表全国"),
        _field("deputies_provincial", "其中：省代表", "省代表 省人大代表 进站代表省"),
        _field("deputies_city", "其中：市代表", "市代表 市人大代表 市级代表 进站代表市"),
        _field("deputies_county", "其中：县代表", "县代表 县人大代表 县级代表 区代表 县区代表 进站代表县"),
        _field("deputies_township", "其中：乡镇代表", "乡镇代表 镇代表 乡代表 乡镇人大代表 进站代表乡"),
        _field(
            "reception_day",
            "接待日",
            "接待日 接待时间 选民接待日 代表接待日 接待选民日 接待群众日 活动日 接待日安排",
        ),
        _field(
            "served",
            "服务的村（社区）",
            "服务村 服务的村（社区） 服务范围 覆盖村 覆盖村（社区） 联系村 辐射村 服务区域 覆盖范围",
        ),
        _field("status", "状态", "状态 运行情况 运行状态 建设情况 使用状态 建设状态 目前状态"),
        _field("remark", "备注", "备注 说明", is_ignored=True),
    ),
    required=("name",),
)


# The first pattern that fits decides; 村级联络站 is a contact point of its township's station.
_KINDS = (
    (re.compile(r"网上|线上|网络|云上|掌上|数字"), Kind.ONLINE),
    (re.compile(r"行业|产业|企业|园区|专业|界别|商会|特色"), Kind.SECTOR),
    (re.compile(r"联络点|联系点|活动点|接待点|服务点|村级|^村|^社区|村(级)?站|代表小组"), Kind.POINT),
    (re.compile(r"总站"), Kind.GENERAL),
    (re.compile(r"中心"), Kind.CENTRE),
    (re.compile(r"站|之家|工作室|普通|标准|一般|乡镇|街道"), Kind.STATION),
)
_KINDS_OF_NAMES = (
    (re.compile(r"网上|线上"), Kind.ONLINE),
    (re.compile(r"点$"), Kind.POINT),
    (re.compile(r"(行业|产业)(代表)?(联络)?站$"), Kind.SECTOR),
    (re.compile(r"总站$"), Kind.GENERAL),
    (re.compile(r"中心(联络)?站$"), Kind.CENTRE),
)

_STATES = (
    (re.compile(r"停用|撤销|撤并|关闭|注销|取消"), (Status.CLOSED, None)),
    (re.compile(r"选址|拟建|规划|计划"), (Status.PREPARING, Stage.SITING)),
    (re.compile(r"[未没]"), (Status.PREPARING, Stage.BUILDING)),
    (re.compile(r"达标|验收"), (Status.RUNNING, Stage.ACCEPTED)),
    (re.compile(r"正常|运行|运转|使用|在用|开放|良好|启用"), (Status.RUNNING, Stage.OPENED)),
    (re.compile(r"挂牌|建成|已建|完成|成立"), (Status.OPENED, Stage.OPENED)),
    (re.compile(r"建设|在建|筹建|待建|装修|施工|正在建|筹备"), (Status.PREPARING, Stage.BUILDING)),
)
_UNCLEAR_STATE = re.compile(r"暂停|部分|停止")

_NAME_NOISE = re.compile(r"人大代表|人大|代表")


def kind_of(word: str, name: str) -> str:
    """The kind of station: by the word in its column, else by its name."""
    for pattern, kind in _KINDS:
        if word and pattern.search(word):
            return kind
    for pattern, kind in _KINDS_OF_NAMES:
        if pattern.search(name):
            return kind
    return Kind.STATION


def state_of(word: str) -> tuple[str, str | None] | None:
    """Status and stage that a word means; None for a word nobody knows."""
    if _UNCLEAR_STATE.search(word):
        return None
    return next((state for pattern, state in _STATES if pattern.search(word)), None)


def core(name: str) -> str:
    """What tells a station from its neighbours: its name without 人大代表 and spaces."""
    return _NAME_NOISE.sub("", fold(name))
