"""Names of places and where they are, from imported tables."""

from django.db import models


class GazetteerPlace(models.Model):
    """A postcode, an outward code (the mean of its postcodes) or a town. `key` is its folded name."""

    class Kind(models.TextChoices):
        POSTCODE = "postcode"
        OUTWARD = "outward"
        TOWN = "town"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    lat = models.FloatField()
    lon = models.FloatField()
    ward = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)  # of a postcode
    measured = models.BooleanField(default=False)  # the mean of postcodes, not a place somebody gave

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_gazetteer_once"),
            models.CheckConstraint(
                condition=models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="search_gazetteer_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name
