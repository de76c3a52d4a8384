"""What the money is for: outcomes, personal budgets, the way each pot is held, and the choice behind it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.people import ContactFormat, Person


class Outcome(models.Model):
    """Something that matters in a person's life, in words a person would use."""

    name = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class WayOfHolding(models.TextChoices):
    """The ways a personal budget can be held (Care Act 2014 ss.26, 31-33)."""

    OWN_BANK = "own_bank", "Your own bank account"
    CARD_ACCOUNT = "card_account", "A card account"
    COUNCIL = "council", "The council looks after it"
    PROVIDER = "provider", "A provider looks after it"


class ClientGroup(models.TextChoices):
    """Whose budget pays, as the council's accounts group people. For cost codes only."""

    PHYSICAL = "physical", "Physical support"
    SENSORY = "sensory", "Support for sight or hearing loss"
    MEMORY = "memory", "Support with memory and thinking"
    LEARNING = "learning", "Learning disability support"
    MENTAL_HEALTH = "mental_health", "Mental health support"
    SOCIAL = "social", "Social support"
    CARER = "carer", "Support for a carer"


class PersonalBudget(models.Model):
    """What the council has agreed to pay for a person's support (Care Act 2014 s.26).

    `load_calendar` is the first day of any of its four-week periods; without it the clock pays nothing. Up to
    `loads_settled_until` every day is loaded or is not to be; empty after a change, until the clock has looked again.
    """

    class Period(models.TextChoices):
        WEEK = "week", "a week"
        FOUR_WEEKS = "four_weeks", "every 4 weeks"
        YEAR = "year", "a year"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="budgets")
    amount_pence = models.PositiveIntegerField()
    period = models.CharField(max_length=12, choices=Period)
    is_gross = models.BooleanField("paid before the person's contribution is taken off", default=False)
    is_for_caring = models.BooleanField("support for a carer (Care Act 2014 s.20)", default=False)
    reassessment = models.CharField("reassessment behind a smaller amount", max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    client_group = models.CharField(max_length=20, choices=ClientGroup, blank=True)
    load_calendar = models.DateField(null=True, blank=True)
    loads_settled_until = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="budget_is_positive"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="budget_dates"),
            models.UniqueConstraint(
                fields=["person", "is_for_caring"], condition=Q(ends_on=None), name="budget_one_without_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"Budget {self.pk}"


class ChoiceRecord(models.Model):
    """Which ways of holding the money a person was shown, how, and which she chose. Opens the card account."""

    ON_SCREEN = "screen"  # she read them on this website herself, in the usual words
    HOW_SHOWN = (*ContactFormat.choices, (ON_SCREEN, "On this website"))

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="choices")
    shown = models.JSONField("ways that were shown", default=list)
    shown_format = models.CharField(max_length=20, choices=HOW_SHOWN)
    helped_by = models.CharField("who helped to choose", max_length=150, blank=True)
    chosen = models.CharField(max_length=20, choices=WayOfHolding)
    provider = models.CharField("provider who looks after it", max_length=150, blank=True)
    chosen_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Choice {self.pk}"

    @property
    def is_in_her_format(self) -> bool:
        """Also where she read them on this website herself, but for somebody who reads Easy Read."""
        hers = self.person.contact_format
        on_screen = self.shown_format == self.ON_SCREEN and hers != ContactFormat.EASY_READ
        return on_screen or self.shown_format == hers


class CardAccount(models.Model):
    """Money that cards can spend: one person's pots held this way. What is available and held is in its pots."""

    class Kind(models.TextChoices):
        BUDGET = "budget", "Personal budget"
        OWN_MONEY = "own_money", "Own money"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="card_accounts")
    kind = models.CharField(max_length=12, choices=Kind)
    choice = models.ForeignKey(ChoiceRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="own_money") | Q(choice__isnull=False), name="card_account_needs_a_recorded_choice"
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(closed_at=None), name="card_account_one_open_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"Card account {self.pk}"


class Pot(models.Model):
    """Money set aside for a purpose, held in the way the person chose.

    Pots in a card account or held by the council or a provider are in the ledger, with what is available and what
    is held for orders. Money in the person's own bank account is hers: the ledger has no account for it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pots")
    budget = models.ForeignKey(PersonalBudget, on_delete=models.PROTECT, null=True, blank=True, related_name="pots")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="pots")
    label = models.CharField(max_length=80)
    weekly_pence = models.PositiveIntegerField(default=0)
    is_contingency = models.BooleanField("set aside for emergencies", default=False)
    held_as = models.CharField(max_length=20, choices=WayOfHolding)
    choice = models.ForeignKey(ChoiceRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="pots")
    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="pots")
    available = models.OneToOneField("accounts.LedgerAccount", on_delete=models.PROTECT, null=True, related_name="+")
    held = models.OneToOneField("accounts.LedgerAccount", on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    by_order = models.BooleanField("own money, paid by card for one order at a time: nothing is kept", default=False)
    is_set_aside = models.BooleanField("set aside for what an employer owes later: nobody spends it", default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_set_aside=False)
                | Q(budget=None, card_account=None, available__isnull=False, weekly_pence=0, by_order=False),
                name="pot_set_aside_stands_alone",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(by_order=True, closed_at=None), name="pot_by_order_one_open"
            ),
            models.CheckConstraint(
                condition=Q(by_order=False)
                | Q(budget=None, outcome=None, card_account=None, available__isnull=False, weekly_pence=0),
                name="pot_by_order_stands_alone",
            ),
            models.CheckConstraint(
                condition=Q(available=None, held=None) | Q(available__isnull=False, held__isnull=False),
                name="pot_available_and_held",
            ),
            models.CheckConstraint(
                condition=Q(held_as="card_account", card_account__isnull=False)
                | (~Q(held_as="card_account") & Q(card_account=None)),
                name="pot_in_a_card_account",
            ),
        ]

    def __str__(self) -> str:
        return self.label
