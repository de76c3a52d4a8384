"""Words that mean the same to people who look for support: kept by editors, used by every search."""

from django.db import models

from search.synonyms import SameThing, split

LONGEST_SHOWN = 150  # characters


class SynonymSet(models.Model):
    """One concept. Both ways: any of `words` finds the others. One way: `words` also find `look_for`."""

    class Direction(models.TextChoices):
        BOTH_WAYS = "both", "Both ways: they all mean the same"
        ONE_WAY = "one", "One way: when people type these, also look for others"

    name = models.CharField("what it is about", max_length=80, unique=True)
    direction = models.CharField(
        "how they belong together", max_length=4, choices=Direction, default=Direction.BOTH_WAYS
    )
    words = models.TextField("words that people type", help_text="One on each line, or with commas between them.")
    look_for = models.TextField(
        "words to look for as well", blank=True, help_text="Only for one way. One on each line, or with commas."
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "set of search words"
        verbose_name_plural = "search words"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(direction="both", look_for="")
                | (models.Q(direction="one") & ~models.Q(look_for="")),
                name="search_synonyms_direction",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """The first words, for a list."""
        return f"{self.words} → {self.look_for}".strip(" →").replace("\n", ", ")[:LONGEST_SHOWN]

    @property
    def direction_in_words(self) -> str:
        return self.get_direction_display().partition(":")[0]

    @property
    def same_thing(self) -> SameThing:
        return SameThing(self.name, split(self.words), split(self.look_for))
