"""The first page of `/work/`: what waits for this person, and the tasks they may do."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.utils import timezone
from django.views.generic import TemplateView

from activities.desk import waiting as waiting_activities
from deputies.models import RosterImport
from liaison.portal.desk import overview
from liaison.portal.tasks import tasks
from progress.todo import todos
from receptions.todo import todo
from standing.todo import tasks as sheets_to_do
from stations.models import LedgerImport


class WorkHomeView(LoginRequiredMixin, UserPassesTestMixin, TemplateView):
    """To-do list: gaps in the records and imports that nobody has confirmed yet."""

    template_name = "work/portal/home.html"

    def test_func(self) -> bool:
        """Members of staff only."""
        return self.request.user.is_staff

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        waiting = LedgerImport.objects.for_staff(user).waiting().defer("tables")
        rosters = RosterImport.objects.for_staff(user).filter(state=RosterImport.State.UPLOADED)
        may_import = user.has_perm("stations.import_station")
        may_bring_in = user.has_perm("deputies.import_deputy")
        return super().get_context_data(
            overview=overview(user),
            tasks=list(tasks(user)),
            reports=todos(user, timezone.now()),
            receptions=todo(user, timezone.localdate()),
            waiting=waiting[:20] if may_import else (),
            sheets=sheets_to_do(user),
            activities=waiting_activities(user),
            rosters=rosters.only("file_name", "division")[:20] if may_bring_in else (),
            **kwargs,
        )
