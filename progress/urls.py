"""Addresses of the progress app: for staff tasks. Its public pages are composed by the portal."""

from django.urls import path

from progress import overview
from progress import work as tasks
from progress.countysheet import work as countysheet
from progress.papers import work as papers

ONE = "reports/<str:county>/<month:month>"

OF_ONE_MONTH = (
    ("", tasks.ReportView, "report"),
    ("check/", tasks.CheckView, "report_check"),
    ("receipt/", tasks.ReceiptView, "report_receipt"),
    ("print/", tasks.PrintView, "report_print"),
    ("sheet.xlsx", tasks.SheetView, "report_sheet"),
    ("upload/", tasks.UploadView, "report_upload"),
    ("remind/", tasks.RemindView, "report_remind"),
    ("revise/", tasks.ReviseView, "report_revise"),
    ("files/<int:pk>/", tasks.AttachmentView, "report_attachment"),
    ("move/<slug:name>/", tasks.MoveView, "report_move"),
)
public: list = []
work: list = [
    path("reports/", overview.DeskView.as_view(), name="reports"),
    path("reports/<month:month>/", overview.MonthView.as_view(), name="reports_month"),
    path("reports/<month:month>/summary.xlsx", overview.MonthXlsxView.as_view(), name="reports_month_xlsx"),
    path(
        "reports/<month:month>/countysheet/",
        countysheet.CountySheetView.as_view(),
        name="reports_countysheet",
    ),
    path("reports/<month:month>/papers/", papers.PapersView.as_view(), name="papers"),
    path("reports/<month:month>/papers/<slug:kind>.docx", papers.PaperView.as_view(), name="paper"),
    path(
        "reports/<month:month>/papers/<slug:kind>/template.docx",
        papers.TemplateView.as_view(),
        name="paper_template",
    ),
    *(path(f"{ONE}/{tail}", view.as_view(), name=name) for tail, view, name in OF_ONE_MONTH),
]
api: list = []
