"""Who to ask, and on which number."""

from django.db import models

from directory.models.locations import Location
from directory.models.organisations import Organisation
from directory.models.records import exactly_one
from directory.models.services import Service


class Contact(models.Model):
    """A person or a desk to ask for. Published, so never a private person's details."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150, blank=True)
    title = models.CharField("job", max_length=150, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.title


class Phone(models.Model):
    """A telephone number of exactly one of these."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="phones"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="phones")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="phones")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="phones")
    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=[("voice", "Telephone"), ("text", "Text")], default="voice")
    description = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("organisation", "service", "location", "contact"), name="phone_of_one"
            ),
        ]

    def __str__(self) -> str:
        return self.number
