"""How allauth behaves here: accounts are made by staff, never by visitors."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    """No sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False: citizens need no account, staff get theirs from staff."""
        return False
