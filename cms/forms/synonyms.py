"""A set of words that mean the same, checked before it changes what everybody finds."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm

from search.analysis import STOP_WORDS, query_words
from search.models import SynonymSet
from search.synonyms import LONGEST_PHRASE, SameThing, phrase_key, split

MOST_PHRASES = 80  # on one side of a set
LONGEST = 60  # characters of a phrase
BOTH_WAYS = SynonymSet.Direction.BOTH_WAYS


class SynonymForm(WagtailAdminModelForm):
    class Meta:
        widgets = {
            "words": forms.Textarea(attrs={"rows": 8}),
            "look_for": forms.Textarea(attrs={"rows": 5}),
        }

    @property
    def same_thing(self) -> SameThing:
        """The set as it stands in the boxes. Only of a valid form."""
        data = self.cleaned_data
        return SameThing(data["name"], split(data["words"]), split(data["look_for"]))

    def clean_words(self) -> str:
        return _checked(self.cleaned_data["words"])

    def clean_look_for(self) -> str:
        return _checked(self.cleaned_data["look_for"])

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if {"words", "look_for", "direction"} <= data.keys():
            if data["direction"] == BOTH_WAYS:
                self._check_both_ways(data["words"], data["look_for"])
            elif not data["look_for"]:
                self.add_error("look_for", "Enter at least one word to look for as well.")
        return data

    def _check_both_ways(self, words: str, look_for: str) -> None:
        if look_for:
            self.add_error("look_for", "Leave this empty, or choose “One way”.")
        if len({phrase_key(phrase) for phrase in split(words)}) < 2:
            self.add_error(
                "words", "Enter at least two words. “Bath” and “baths” count as one: search knows they are the same."
            )
        for sentence in self._elsewhere(words):
            self.add_error("words", sentence)

    def _elsewhere(self, words: str) -> Iterator[str]:
        """Two sets that share a word are one set to the people who search, and nobody would see it."""
        others = SynonymSet.objects.filter(direction=BOTH_WAYS).exclude(pk=self.instance.pk)
        owner = {phrase_key(phrase): other for other in others for phrase in other.same_thing.typed}
        for phrase in split(words):
            if other := owner.get(phrase_key(phrase)):
                yield f"“{phrase}” is in “{other}” already. Put the words together there, or choose “One way” here."


def _checked(text: str) -> str:
    """One phrase on each line. Of far too many, none is looked at."""
    phrases = split(text)
    if len(phrases) > MOST_PHRASES:
        raise ValidationError(f"Enter {MOST_PHRASES} at most. There are {len(phrases)}.")
    if wrong := [sentence for phrase in phrases for sentence in _wrong_with(phrase)]:
        raise ValidationError(wrong[:5])
    return "\n".join(phrases)


def _wrong_with(phrase: str) -> Iterator[str]:
    words = [word.text for word in query_words(phrase)]
    if len(phrase) > LONGEST or len(phrase_key(phrase)) > LONGEST_PHRASE:
        yield f"“{phrase[:LONGEST]}” is too long. Use up to {LONGEST_PHRASE} words and {LONGEST} characters."
    elif not words:
        yield f"“{phrase}” has no letters or numbers."
    elif set(words) <= STOP_WORDS:
        yield f"Search leaves out words like “{phrase}”. Add a word that says more."
