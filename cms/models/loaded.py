from django.db import models


class LoadedPage(models.Model):
    """A page of ours that was put into this site once. It is never put in again: what editors did to it stays."""

    key = models.CharField(max_length=100, unique=True)
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
