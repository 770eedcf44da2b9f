"""Which step an opinion may take from where: one table, read everywhere (domain.md “Opinion”).

已提交 → 待审核 → 不予受理 | 已受理 → 已转交 → 办理中 → 已答复 → 已办结 → 已评价; a duplicate joins its
parent; the author may ask once to have it handled again.
"""

from liaison.lib.workflow import Move
from opinions.models import OpinionState as S

HANDLE = "opinions.handle_opinion"
AUTHOR = ""
"""No right of staff: only whoever knows the code takes these steps."""

MOVES = {
    "accept": Move("受理", {S.SUBMITTED}, S.ACCEPTED, HANDLE),
    "decline": Move("不予受理", {S.SUBMITTED}, S.DECLINED, HANDLE),
    "refer": Move("转交", {S.ACCEPTED}, S.REFERRED, HANDLE),
    "begin": Move("开始办理", {S.REFERRED}, S.HANDLING, HANDLE),
    "answer": Move("答复", {S.HANDLING}, S.ANSWERED, HANDLE),
    "close": Move("办结", {S.ANSWERED}, S.CLOSED, HANDLE),
    "merge": Move("并入重复件", {S.SUBMITTED, S.ACCEPTED}, S.DUPLICATE, HANDLE),
}
AUTHORS_MOVES = {
    "confirm": Move("确认办结", {S.ANSWERED}, S.CLOSED, AUTHOR),
    "rate": Move("评价", {S.CLOSED}, S.RATED, AUTHOR),
    "reopen": Move("要求重新办理", {S.ANSWERED, S.CLOSED, S.RATED}, S.HANDLING, AUTHOR, needs_note=True),
}
