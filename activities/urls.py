"""Addresses of the activities app: for the public, for staff tasks, for programs."""

from django.urls import path

from activities import views, writing
from activities import work as tasks
from activities.api import ACTIVITIES
from liaison.lib.opendata import addresses

public: list = [
    path("activities/", views.ActivityListView.as_view(), name="list"),
    path("activities/<int:pk>/", views.ActivityView.as_view(), name="detail"),
]
work: list = [
    path("activities/", tasks.ActivityListView.as_view(), name="activities"),
    path("activities/new/", writing.NewActivityView.as_view(), name="activity_new"),
    path("activities/people/", tasks.PeopleView.as_view(), name="activity_people"),
    path("activities/<int:pk>/", writing.ActivityView.as_view(), name="activity"),
    path("activities/<int:pk>/review/", tasks.ReviewView.as_view(), name="activity_review"),
    path("activities/<int:pk>/recall/", tasks.RecallView.as_view(), name="activity_recall"),
    path("activities/<int:pk>/discard/", tasks.DiscardView.as_view(), name="activity_discard"),
    path("activities/<int:pk>/photos/", writing.PhotosView.as_view(), name="activity_photos"),
    path(
        "activities/<int:pk>/photos/<int:photo>/remove/",
        writing.PhotoRemoveView.as_view(),
        name="activity_photo_remove",
    ),
    path(
        "activities/<int:pk>/photos/<int:photo>/<str:size>/", tasks.PhotoView.as_view(), name="activity_photo"
    ),
]
api: list = addresses(ACTIVITIES)
