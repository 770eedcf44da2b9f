"""Which step a case, and a round, may take from where: two tables, read everywhere."""

from awards.models import CaseState, RoundState
from liaison.lib.workflow import Move

C, R = CaseState, RoundState

ROUND_MOVES = {
    "open": Move("开始申报", {R.DRAFT, R.JUDGING}, R.OPEN, "awards.decide_awardround"),
    "judge": Move("开始评选", {R.OPEN}, R.JUDGING, "awards.decide_awardround"),
    "publicise": Move("公布获奖案例", {R.JUDGING}, R.PUBLISHED, "awards.decide_awardround"),
}
CASE_MOVES = {
    "submit": Move("报送", {C.DRAFT, C.RETURNED}, C.SUBMITTED, "awards.write_awardcase"),
    "forward": Move("推荐到市", {C.SUBMITTED}, C.FORWARDED, "awards.forward_awardcase"),
    "return": Move("退回", {C.SUBMITTED}, C.RETURNED, "awards.forward_awardcase", needs_note=True),
    "send_back": Move("退回", {C.FORWARDED}, C.RETURNED, "awards.decide_awardround", needs_note=True),
}
