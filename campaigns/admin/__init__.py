"""The campaigns' desk: the plan with its parts, and the register of contributions."""

from campaigns.admin import campaign, contribution

__all__ = ["campaign", "contribution"]
