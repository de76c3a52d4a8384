"""Who the council is: set in the admin, shown on every page."""

from typing import Any, Self

from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="home")
class Council(BaseGenericSetting):
    """Name, numbers and words of the council. Another council changes these, and the colours in `sass/_brand.scss`."""

    council_name = models.CharField(max_length=80, default="Aldermere")
    full_name = models.CharField(
        max_length=120, default="Aldermere Council", help_text="As in a contract or a privacy notice"
    )
    service_name = models.CharField(max_length=80, default="Adult care and support")
    phone = models.CharField(max_length=30, default="01632 960 100")
    phone_hours = models.CharField(max_length=80, default="Monday to Friday, 8am to 6pm")
    emergency_phone = models.CharField(max_length=30, default="999")
    out_of_hours_phone = models.CharField(
        max_length=30, default="01632 960 199", help_text="Evenings, nights and weekends"
    )
    relay_phone = models.CharField(
        max_length=30, default="18001 01632 960 100", help_text="Relay UK, for people who type"
    )
    text_phone = models.CharField(
        max_length=30, blank=True, default="", help_text="Number for text messages, if there is one"
    )
    email = models.EmailField(default="care@aldermere.example")
    address = models.TextField(default="Adult care and support\nAlder House\n1 Mere Street\nAlderford\nAM1 1AA")
    checked_by = models.CharField(max_length=80, default="Trading Standards", help_text="Who makes the scheme's checks")

    class Meta:
        verbose_name = "council"

    @classmethod
    def current(cls) -> Self:
        """The council as set, or as it comes; reading never writes. Remembered for the page that may not ask (500)."""
        global _last
        _last = cls.base_queryset().first() or cls()
        return _last

    @classmethod
    def remembered(cls) -> Any:
        """The council as last seen by this process, without asking the database."""
        return _last or cls()


_last: Council | None = None
