"""What the organiser says about itself: header, footer, notices."""

from django.core.validators import MaxLengthValidator
from django.db import models
from simple_history.models import HistoricalRecords

from liaison.divisions.models import Division
from liaison.pages.parts import part


class SiteSettings(models.Model):
    """The one row of words that staff may change without a developer.

    Codes that an office was not issued stay empty and are not shown (look.md §2.3).
    """

    city = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本站城市"
    )
    site_name = models.CharField("网站名称", max_length=40, default="人大代表联络站")
    organiser = models.CharField("主办单位", max_length=60, blank=True)
    undertaker = models.CharField("承办单位", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    office_hours = models.CharField("办公时间", max_length=60, blank=True)
    address = models.CharField("办公地址", max_length=80, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    icp = models.CharField("ICP 备案号", max_length=40, blank=True)
    icp_url = models.URLField("ICP 备案链接", blank=True)
    police_record = models.CharField("公安备案号", max_length=40, blank=True)
    police_url = models.URLField("公安备案链接", blank=True)
    site_code = models.CharField("网站标识码", max_length=20, blank=True, help_text="未核发时留空")
    error_report_url = models.URLField("网站找错链接", blank=True, help_text="未开通“我为政府网站找错”时留空")
    gov_mark = models.ImageField(
        "党政机关网站标识", upload_to="site", blank=True, help_text="使用核发的图片，不要自行绘制"
    )
    gov_mark_url = models.URLField("标识链接", blank=True)
    emblem = models.ImageField(
        "国徽图案", upload_to="site", blank=True, help_text="使用标准图案，只显示在首页页头"
    )
    privacy_contact = models.CharField(
        "个人信息保护联系方式", max_length=80, blank=True, help_text="公布在隐私保护页"
    )
    retention_note = models.TextField("保存期限说明", blank=True, validators=[MaxLengthValidator(500)])
    compares_counties = models.BooleanField(
        "公开分县对比", default=True, help_text="不勾选时，“进展公开”的月度数据只显示全市合计"
    )
    is_demo = models.BooleanField("演示数据", default=False, editable=False)

    history = HistoricalRecords(verbose_name="网站设置修改记录")

    class Meta:
        verbose_name = verbose_name_plural = "网站设置"
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.site_name

    @classmethod
    def load(cls) -> "SiteSettings":
        """The row in force; an unsaved default before anybody wrote one."""
        return _in_force()

    @property
    def served_city(self) -> Division | None:
        """The city shown to the public: the chosen one, else the first that was loaded."""
        return self.city or _first_city()


@part
def _in_force() -> SiteSettings:
    return SiteSettings.objects.select_related("city").first() or SiteSettings()


@part
def _first_city() -> Division | None:
    return Division.objects.at_top()
