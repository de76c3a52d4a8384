"""What can be bought."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Payee
from directory import public
from directory.models import Organisation, PersonalAssistantProfile, Service, Status, TaxonomyTerm
from marketplace.models.terms import OfferTerms


class ListingState(models.TextChoices):
    PAUSED = "paused", "Paused"
    PUBLISHED = "published", "Published"


class ListingQuerySet(models.QuerySet["Listing"]):
    def sound(self, day: date) -> "ListingQuerySet":
        """What the directory stands behind: of a service that is public, or an assistant whose approval holds that day.

        Approval ends at midnight by itself and a service comes down the day its registration ends (Health and Social
        Care Act 2008 s.10), so what may be sold is asked of the directory each time and kept nowhere.
        """
        return self.filter(
            Q(service__in=public.public_services()) | Q(personal_assistant__in=public.approved_assistants(day))
        )

    def on_sale(self, day: date) -> "ListingQuerySet":
        """What its seller offers now, where the directory stands behind it."""
        return self.sound(day).filter(state=ListingState.PUBLISHED)


class Listing(OfferTerms):
    """An offer with a price: of one service or of one self-employed personal assistant."""

    slug = models.SlugField(max_length=120, unique=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="listings")
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="listings"
    )
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="listings")
    is_personal_care = models.BooleanField("help with the body that CQC regulates", default=False)
    state = models.CharField(max_length=10, choices=ListingState, default=ListingState.PAUSED)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ListingQuerySet.as_manager()

    class Meta(OfferTerms.Meta):
        ordering = ["title", "pk"]
        constraints = [
            *OfferTerms.Meta.constraints,
            models.CheckConstraint(
                condition=Q(service__isnull=False, personal_assistant=None)
                | Q(service=None, personal_assistant__isnull=False),
                name="listing_of_a_service_or_an_assistant",
            ),
            models.CheckConstraint(condition=Q(state__in=ListingState.values), name="listing_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("marketplace-listing", args=[self.slug])

    def is_sound(self, day: date) -> bool:
        return Listing.objects.sound(day).filter(pk=self.pk).exists()

    def approval_holds(self, day: date) -> bool:
        """Of an assistant: whether their approval holds that day, be their page up or not. Organisations are not sold
        by approval."""
        holding = public.holding_assistants(day)
        return self.personal_assistant_id is None or holding.filter(pk=self.personal_assistant_id).exists()

    @property
    def is_taken_down(self) -> bool:
        """Of an assistant: whether the council took the page down, and not she herself."""
        profile = self.personal_assistant
        if profile is None or profile.status != Status.WITHDRAWN:
            return False
        last = profile.publications.order_by("-at", "-pk").first()
        return last is not None and last.by_id != profile.user_id

    @property
    def registration_holds(self) -> bool:
        """Of a service that gives personal care: whether CQC registers it now."""
        return self.service is None or not self.service.gives_personal_care or self.service.is_cqc_registered

    @property
    def called(self) -> str:
        """How a sentence names the seller: "Ben is already booked then"."""
        return self.personal_assistant.first_name if self.personal_assistant else self.seller

    @property
    def offered_by(self) -> Service | PersonalAssistantProfile:
        """The directory's record of it."""
        offered: Any = self.personal_assistant or self.service
        return offered

    @property
    def kinds(self) -> "models.Manager[TaxonomyTerm]":
        """The kinds of help that it gives."""
        kinds: Any = self.personal_assistant.needs if self.personal_assistant else self.service.terms  # type: ignore[union-attr]
        return kinds

    @property
    def sold_by(self) -> PersonalAssistantProfile | Organisation:
        """Whom one writes to about it."""
        sold_by: Any = self.personal_assistant or self.service.organisation  # type: ignore[union-attr]
        return sold_by

    @property
    def seller(self) -> str:
        """The name people know the seller by."""
        return self.personal_assistant.name if self.personal_assistant else self.service.organisation.name  # type: ignore[union-attr]
