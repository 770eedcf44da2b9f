"""Addresses of the campaigns app: for the public, for staff tasks, for programs."""

from django.urls import path

from campaigns import views
from campaigns import work as tasks
from campaigns.commending import CommendView

public: list = [
    path("campaigns/", views.CampaignsView.as_view(), name="list"),
    path("campaigns/<int:year>/", views.CampaignView.as_view(), name="detail"),
    path("campaigns/<int:year>/contributions/", views.ContributionListView.as_view(), name="contributions"),
    path("campaigns/<int:year>/documents/<int:pk>/", views.DocumentView.as_view(), name="document"),
]
work: list = [
    path("contributions/", tasks.ContributionListView.as_view(), name="contributions"),
    path("contributions/new/", tasks.PickDeputyView.as_view(), name="contribution_who"),
    path("contributions/new/<int:deputy>/", tasks.RegisterView.as_view(), name="contribution_new"),
    path("contributions/commend/", CommendView.as_view(), name="contribution_commend"),
    path("contributions/<int:pk>/", tasks.ContributionView.as_view(), name="contribution"),
    path("contributions/<int:pk>/edit/", tasks.ReviseView.as_view(), name="contribution_edit"),
    path("contributions/<int:pk>/move/", tasks.MoveView.as_view(), name="contribution_move"),
    path("contributions/<int:pk>/evidence/", tasks.EvidenceView.as_view(), name="contribution_evidence"),
]
api: list = []
