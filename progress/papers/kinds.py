"""Which documents a month gives."""

from django.db import models


class PaperKind(models.TextChoices):
    BULLETIN = "bulletin", "工作简报"
    REPORT = "report", "向同级党委的报告"
    MEETING = "meeting", "推进会材料"


ABOUT = {
    PaperKind.BULLETIN: "各县（市、区）主要数字、做法，发各报送单位",
    PaperKind.REPORT: "全市数字、进度和下一步打算，送党委前再改定",
    PaperKind.MEETING: "谁逾期、哪些数与台账不一致、哪些变化大，主持会议用",
}
