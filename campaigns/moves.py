"""Which step a contribution, and a campaign, may take from where: two tables, read everywhere."""

from campaigns.models import CampaignState, ContributionState
from liaison.lib.workflow import Move

C, S = CampaignState, ContributionState

CAMPAIGN_MOVES = {
    "proclaim": Move("公布启动", {C.DRAFT}, C.RUNNING, "campaigns.change_campaign"),
    "conclude": Move("总结结束", {C.RUNNING}, C.CONCLUDED, "campaigns.change_campaign"),
}
CONTRIBUTION_MOVES = {
    "submit": Move("提交审核", {S.DRAFT, S.RETURNED}, S.SUBMITTED, "campaigns.change_contribution"),
    "confirm": Move("确认", {S.SUBMITTED}, S.CONFIRMED, "campaigns.review_contribution"),
    "return": Move(
        "退回", {S.SUBMITTED, S.CONFIRMED}, S.RETURNED, "campaigns.review_contribution", needs_note=True
    ),
}
