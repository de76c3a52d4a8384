from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST_NAME = 80


class SavedSearch(models.Model):
    """A search somebody wants to hear of. It may speak of her health: it goes with her sign-in, and no e-mail names it.

    Documents are numbered as search first sees them: `seen` is the last one that was looked at, and those after
    `news_after` are what the last e-mail spoke of.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=LONGEST_NAME)
    asked = models.TextField("what stands behind /search/?")
    emails = models.BooleanField("e-mails about new results", default=True)
    seen = models.BigIntegerField()
    news_after = models.BigIntegerField()
    looked_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "saved searches"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["looked_at"], condition=models.Q(emails=True), name="saved_search_to_look")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(news_after__lte=models.F("seen")), name="saved_search_news_are_seen"
            )
        ]

    def __str__(self) -> str:
        return f"saved search {self.pk}"
