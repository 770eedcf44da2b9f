"""Addresses of the awards app: for the public, for staff tasks, for programs."""

from django.urls import path

from awards import deciding, views
from awards import work as tasks

public: list = [
    path("awards/", views.AwardsView.as_view(), name="list"),
    path("awards/<int:year>/", views.YearView.as_view(), name="year"),
    path("awards/<int:year>/<int:pk>/", views.CaseView.as_view(), name="case"),
]
work: list = [
    path("awards/", tasks.CaseListView.as_view(), name="awards"),
    path("awards/new/", tasks.WriteView.as_view(), name="award_new"),
    path("awards/judging/", deciding.JudgingView.as_view(), name="award_judging"),
    path("awards/publicise/", deciding.PubliciseView.as_view(), name="award_publicise"),
    path("awards/<int:pk>/", deciding.CaseView.as_view(), name="award_case"),
    path("awards/<int:pk>/edit/", tasks.ReviseView.as_view(), name="award_edit"),
    path("awards/<int:pk>/move/", deciding.MoveView.as_view(), name="award_move"),
    path("awards/<int:pk>/mark/", deciding.MarkView.as_view(), name="award_mark"),
    path("awards/<int:pk>/prize/", deciding.PrizeView.as_view(), name="award_prize"),
    path("awards/<int:pk>/photos/<int:photo>/", tasks.PhotoView.as_view(), name="award_photo"),
]
api: list = []
