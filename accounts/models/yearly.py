"""The yearly statement about cards: written once, kept as it was written, so that two days cannot be subtracted."""

from django.db import models


class YearlyStatement(models.Model):
    """For the council's year that ends on 31 March of `year`. `tables` holds `queries.yearly.Figures`: a title, what it
    says, rows of label and count (none where it is under five), and a total where it may be said."""

    year = models.PositiveSmallIntegerField(unique=True)
    written_at = models.DateTimeField()
    tables = models.JSONField()

    class Meta:
        ordering = ["-year"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Card statement {self.year}"
