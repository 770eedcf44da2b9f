"""Addresses of the deputies app: for the public, for staff tasks, for programs."""

from django.urls import path

from deputies import views
from deputies import work as tasks
from deputies.api import DEPUTIES
from liaison.lib.opendata import addresses

public: list = [
    path("deputies/", views.DeputyListView.as_view(), name="list"),
    path("deputies/<int:pk>/", views.DeputyView.as_view(), name="detail"),
]
work: list = [
    path("imports/rosters/", tasks.RosterListView.as_view(), name="rosters"),
    path("imports/rosters/progress/", tasks.ProgressView.as_view(), name="roster_progress"),
    path("imports/rosters/<int:pk>/", tasks.RosterColumnsView.as_view(), name="roster_columns"),
    path("imports/rosters/<int:pk>/preview/", tasks.RosterPreviewView.as_view(), name="roster_preview"),
    path("imports/rosters/<int:pk>/leave/", tasks.RosterLeaveView.as_view(), name="roster_leave"),
    path("imports/rosters/<int:pk>/apply/", tasks.RosterApplyView.as_view(), name="roster_apply"),
    path("imports/rosters/<int:pk>/discard/", tasks.RosterDiscardView.as_view(), name="roster_discard"),
    path("imports/rosters/<int:pk>/undo/", tasks.RosterUndoView.as_view(), name="roster_undo"),
    path("imports/rosters/<int:pk>/result/", tasks.RosterResultView.as_view(), name="roster_result"),
]
api: list = addresses(DEPUTIES)
