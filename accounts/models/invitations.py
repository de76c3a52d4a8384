"""How somebody comes to a sign-in of her own: a link by e-mail, or a code on paper."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.people import Person

MOST_TRIES = 5


class Invitation(models.Model):
    """One way in, for one person, once. What opens it is kept as a keyed hash (`accounts.codes`), never as it is.

    For `person` the second proof is her date of birth. `sign_in` is that of a delegate or of council staff, made and
    locked until it is accepted: their second proof is a number that they are told by word of mouth.
    """

    class Way(models.TextChoices):
        EMAIL = "email", "A link by e-mail"
        POST = "post", "A code by post"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    sign_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    way = models.CharField(max_length=8, choices=Way)
    email = models.EmailField("where the link goes", blank=True)
    opener = models.CharField("hash of the link's token or of the code", max_length=64, blank=True)
    number = models.CharField("hash of the number told by word of mouth", max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField("wrong second proofs", default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField("taken back, or replaced by a newer one", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, sign_in=None, number="")
                | (Q(person=None, sign_in__isnull=False) & ~Q(number="")),
                name="invitation_of_a_person_or_a_sign_in",
            ),
            models.CheckConstraint(
                condition=(Q(way="email") & ~Q(email="") & ~Q(opener="")) | Q(way="post", email=""),
                name="invitation_goes_somewhere",
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(ended_at=None), name="invitation_used_or_ended"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_lasts"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="invitation_tries"),
            models.UniqueConstraint(fields=["opener"], condition=~Q(opener=""), name="invitation_opener_once"),
            models.UniqueConstraint(
                fields=["person", "way"],
                condition=Q(used_at=None, ended_at=None),
                name="invitation_one_open_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["sign_in"], condition=Q(used_at=None, ended_at=None), name="invitation_one_open_for_a_sign_in"
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
