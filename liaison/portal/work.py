"""The first page of `/work/`: what waits for this person, and the tasks they may do."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.utils import timezone
from django.views.generic import TemplateView

from liaison.portal.desk import overview
from liaison.portal.tasks import tasks


class WorkHomeView(LoginRequiredMixin, UserPassesTestMixin, TemplateView):
    """To-do list: gaps in the records and imports that nobody has confirmed yet."""

    template_name = "work/portal/home.html"

    def test_func(self) -> bool:
        """Members of staff only."""
        return self.request.user.is_staff

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        seen = overview(user)
        return super().get_context_data(overview=seen, tasks=tasks(user, seen, timezone.now()), **kwargs)
