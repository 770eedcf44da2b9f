"""Addresses of the receptions app: for the public, for staff tasks, for programs."""

from django.urls import path

from receptions import views, work_rules
from receptions import work as tasks

public: list = [
    path("stations/<str:code>/receptions/", views.MonthView.as_view(), name="month"),
    path("stations/<str:code>/receptions/poster/", views.PosterView.as_view(), name="poster"),
    path("stations/<str:code>/calendar.ics", views.StationCalendarView.as_view(), name="station_calendar"),
    path("deputies/<int:pk>/calendar.ics", views.DeputyCalendarView.as_view(), name="deputy_calendar"),
]
work: list = [
    path("receptions/", tasks.PlannerView.as_view(), name="receptions"),
    path("receptions/announce/", tasks.AnnounceView.as_view(), name="reception_announce"),
    path("receptions/fill/", tasks.FillView.as_view(), name="reception_fill"),
    path("receptions/new/", tasks.AddView.as_view(), name="reception_new"),
    path("receptions/rules/", work_rules.RulesView.as_view(), name="reception_rules"),
    path("receptions/rules/new/", work_rules.NewRuleView.as_view(), name="reception_rule_new"),
    path("receptions/rules/<int:pk>/", work_rules.ChangeRuleView.as_view(), name="reception_rule"),
    path("receptions/rules/<int:pk>/end/", work_rules.EndRuleView.as_view(), name="reception_rule_end"),
    path("receptions/<int:pk>/", tasks.ReceptionView.as_view(), name="reception"),
    path("receptions/<int:pk>/postpone/", tasks.PostponeView.as_view(), name="reception_postpone"),
    path("receptions/<int:pk>/cancel/", tasks.CancelView.as_view(), name="reception_cancel"),
    path("receptions/<int:pk>/record/", tasks.RecordView.as_view(), name="reception_record"),
]
api: list = []
