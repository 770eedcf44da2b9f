"""The yearly campaign and what deputies contributed to it."""

from campaigns.models.campaign import Campaign, CampaignState, CampaignStep
from campaigns.models.contribution import Contribution, ContributionState, Post

__all__ = ["Campaign", "CampaignState", "CampaignStep", "Contribution", "ContributionState", "Post"]
