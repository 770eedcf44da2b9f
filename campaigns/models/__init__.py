"""The yearly campaign and what deputies contributed to it."""

from campaigns.models.campaign import Campaign, CampaignState, CampaignStep
from campaigns.models.contribution import Contribution, ContributionState, Post
from campaigns.models.parts import CampaignDocument, CampaignTarget

__all__ = [
    "Campaign",
    "CampaignDocument",
    "CampaignState",
    "CampaignStep",
    "CampaignTarget",
    "Contribution",
    "ContributionState",
    "Post",
]
