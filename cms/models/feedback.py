from django.db import models
from django.utils import timezone

from .advice import AdvicePage


class PageFeedback(models.Model):
    """One reader's answer to "Was this page useful?". Nothing about the reader is kept."""

    page = models.ForeignKey(AdvicePage, on_delete=models.CASCADE, related_name="feedback")
    useful = models.BooleanField("useful?")
    comment = models.TextField(max_length=1000, blank=True)
    given_at = models.DateTimeField("when", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "answer from a reader"
        verbose_name_plural = "answers from readers"
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{'Useful' if self.useful else 'Not useful'}: {self.page}"

    def comment_or_none(self) -> str:
        return self.comment or "(no comment)"

    comment_or_none.short_description = "Comment"  # type: ignore[attr-defined]
