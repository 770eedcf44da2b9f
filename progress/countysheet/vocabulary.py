"""The columns of such a sheet, the headings they go by, and the indicators they fill."""

from liaison.lib.sheets import Field, Vocabulary

VOCABULARY = Vocabulary(
    fields=(
        Field("number", "序号", names=("序号",), is_ignored=True),
        Field("unit", "单位", names=("单位", "填报单位", "县市区", "县（市、区）")),
        Field("stations", "联络站数", names=("联络站数", "联络站", "联络站个数")),
        Field("activities", "接待活动", names=("接待活动", "接待场次", "接待次数")),
        Field("deputy_visits", "参加代表", names=("参加代表", "接待代表")),
        Field("voter_visits", "接待选民", names=("接待选民人次", "接待选民", "接待群众")),
        Field("collected", "收集", names=("收集", "收集意见", "收到意见")),
        Field("done", "已办结", names=("已办结", "办结")),
        Field("in_progress", "正在办理", names=("正在办理", "在办")),
        Field("rate", "办结率", names=("办结率",)),
        Field("remark", "备注", names=("备注",), is_ignored=True),
    ),
    required=("unit",),
)

INDICATOR_OF = {
    "stations": "stations",
    "activities": "receptions_held",
    "deputy_visits": "duty_present",
    "voter_visits": "visitors",
    "collected": "opinions_received",
    "done": "opinions_closed",
}
"""What is under way and the share closed follow from these and are stored nowhere."""
