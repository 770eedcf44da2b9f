"""What the demo's receptions say. Fictional, and plausible."""

from datetime import time

from receptions.models import HolidayPolicy, Months, Recurrence
from receptions.models.rule import LAST

MORNING, AFTERNOON = (time(9), time(11, 30)), (time(14, 30), time(17))
R, H = Recurrence, HolidayPolicy

RULES = {
    "每月 10 日、25 日上午 9:00—11:30": (R.MONTH_DAYS, {"month_days": [10, 25]}, MORNING, H.NEXT_WORKDAY),
    "每月 15 日上午 9:00—11:30": (R.MONTH_DAYS, {"month_days": [15]}, MORNING, H.NEXT_WORKDAY),
    "每周一上午 9:00—11:30": (R.WEEKLY, {"weekdays": [0]}, MORNING, H.SKIP),
    "每周三下午 14:30—17:00": (R.WEEKLY, {"weekdays": [2]}, AFTERNOON, H.NEXT_WORKDAY),
    "每月第一个周五 15:00—16:00": (
        R.NTH_WEEKDAY,
        {"weekdays": [4], "nth": 1},
        (time(15), time(16)),
        H.NEXT_WEEK,
    ),
    "每周二、周四上午 9:00—11:00": (R.WEEKLY, {"weekdays": [1, 3]}, (time(9), time(11)), H.SKIP),
    "单月 15 日上午 9:00—11:30": (
        R.MONTH_DAYS,
        {"month_days": [15], "months": Months.ODD},
        MORNING,
        H.NEXT_WORKDAY,
    ),
    "每月最后一个周五下午 14:30—16:30": (
        R.NTH_WEEKDAY,
        {"weekdays": [4], "nth": LAST},
        (time(14, 30), time(16, 30)),
        H.NEXT_WEEK,
    ),
    "每月第一个周六上午 8:30—11:00": (
        R.NTH_WEEKDAY,
        {"weekdays": [5], "nth": 1},
        (time(8, 30), time(11)),
        H.NEXT_WORKDAY,
    ),
}
"""By the words on the wall (`stations.demo.words.RECEPTION_NOTES`), and some more."""

OTHERS = [*list(RULES)[5:], *list(RULES)[6:], next(iter(RULES))]
KEEPERS_NOTE = next(iter(RULES))
TOPICS = [
    "冬季供暖",
    "农村道路养护",
    "秋冬季防火",
    "养老服务",
    "校园周边安全",
    "农田灌溉和机井",
    "物业管理",
    "明年民生实事征集",
]
TODAYS = [
    (time(9), time(11, 30)),
    (time(9, 30), time(11)),
    (time(14, 30), time(17)),
    (time(15), time(17, 30)),
]
POSTPONED = [
    "与镇人民代表大会会议冲突",
    "接待室停电检修",
    "大雾红色预警，群众出行不便",
    "接待代表参加市人大集中视察",
]
CANCELLED = ["全镇防汛值守", "接待室内部整修", "与全县换届选举工作冲突"]
AWAY = ["外出培训", "参加上级会议", "身体不适", "生产值班"]
RESULTS = [
    "反映村口路段夜间照明不足，代表已实地查看，转镇村镇建设办公室安排路灯。",
    "咨询城乡居民医保缴费和报销，当场答复；一件转县医保局。",
    "反映老旧小区下水管道堵塞，转街道城管办，约定一周内上门疏通。",
    "反映机井电表箱老化，转供电所检修，代表下次接待日回访。",
    "对镇区集市占道提出建议，已汇总到下一次代表议事会讨论。",
    "反映公交站点距离养老院较远，拟形成代表建议向县人大提出。",
    "咨询宅基地确权登记手续，当场解释并联系自然资源所窗口办理。",
    "反映学校门口上下学拥堵，已与交警中队商量设置护学岗。",
    "询问秸秆综合利用补贴，农业服务中心工作人员到场解答。",
    "没有群众来访，代表与联络员梳理了上月意见的办理情况。",
]
