"""Addresses of the standing app: for the public, for staff tasks, for programs."""

from django.urls import path

from standing import deciding, views
from standing import work as tasks

public: list = [
    path("stations/<str:code>/standing/", views.StandingView.as_view(), name="station"),
]
work: list = [
    path("standing/", tasks.ListView.as_view(), name="standing_list"),
    path("standing/open/", deciding.OpenRoundView.as_view(), name="standing_open"),
    path("standing/decide/", deciding.DecideView.as_view(), name="standing_decide"),
    path("standing/<int:pk>/", tasks.SheetView.as_view(), name="standing"),
    path("standing/<int:pk>/evidence/<int:item>/", tasks.EvidenceView.as_view(), name="standing_evidence"),
]
api: list = []
