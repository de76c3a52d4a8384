"""The truth about what can be found. Written only by `search.index`; every engine copy is made from here."""

from django.db import models


class ChangeNumber(models.Model):
    """A counter that never goes back: a row is added for its number and taken away again."""

    def __str__(self) -> str:
        return str(self.pk)


class IndexedDocument(models.Model):
    """One document as its owner described it. A removed one stays as an empty shell until every copy knows."""

    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    keywords = models.TextField(blank=True)
    facets = models.JSONField(default=dict)
    anywhere = models.BooleanField(default=False)
    price_pence = models.PositiveIntegerField(null=True)
    price_unit = models.CharField(max_length=40, blank=True)
    approved_until = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    visible_from = models.DateField(null=True)
    visible_until = models.DateField(null=True)
    hours = models.JSONField(default=list)
    extra = models.JSONField(default=dict)
    removed = models.BooleanField(default=False)
    change = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="search_document_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"


class IndexedPlace(models.Model):
    """A place of a document. x, y, z is the same point on a sphere of radius 1: a chord in it needs no trigonometry."""

    document = models.ForeignKey(IndexedDocument, on_delete=models.CASCADE, related_name="places")
    lat = models.FloatField()
    lon = models.FloatField()
    label = models.CharField(max_length=200, blank=True)
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["lat", "lon", "document", "x", "y", "z"], name="search_place_box")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180), name="search_place_on_earth"
            )
        ]

    def __str__(self) -> str:
        return self.label or f"{self.lat:.4f}, {self.lon:.4f}"
