"""The photos and documents of a page: put in order, named, taken away; and one more."""

from typing import Any

from django import forms

from accounts import uploads
from directory import photos
from directory.forms.pages import PageForm, Value, text

GONE = "gone"


class ArrangeForm(PageForm):
    """Two boxes for each file: its words, and its place. Of two with the same place the first stays first."""

    field = words = label = ""
    most = 0

    def __init__(self, data: Any = None, *, said: Value) -> None:
        super().__init__(data, said=said)
        count = len(said[self.field])
        places = [(str(number), f"{number} of {count}") for number in range(1, count + 1)]
        for number in range(1, count + 1):
            self.fields[f"words_{number}"] = text(self.label, self.most)
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label="Where on the page?", choices=[*places, (GONE, "Take it off the page")]
            )

    def opened(self, said: Value) -> Value:
        found: Value = {}
        for number, one in enumerate(said[self.field], 1):
            found |= {f"words_{number}": one[self.words], f"place_{number}": str(number)}
        return found

    def values(self) -> Value:
        given, kept = self.cleaned_data, []
        for number, one in enumerate(self.said[self.field], 1):
            if given[f"place_{number}"] != GONE:
                kept.append((int(given[f"place_{number}"]), one | {self.words: given[f"words_{number}"]}))
        return {self.field: [one for _, one in sorted(kept, key=lambda pair: pair[0])]}

    def groups(self) -> list[tuple[Value, Any, Any]]:
        """Each file with its two boxes."""
        return [
            (one, self[f"words_{number}"], self[f"place_{number}"])
            for number, one in enumerate(self.said[self.field], 1)
        ]


class PhotosForm(ArrangeForm):
    field, words, label, most = "photos", "alt", "What it shows", 200


class DocumentsForm(ArrangeForm):
    field, words, label, most = "documents", "name", "Name", 120


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label="Photo",
        help_text="JPG, PNG or WebP, up to 8MB. We make it smaller, and keep nothing of where it was taken.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Choose a photo", "empty": "The photo is an empty file. Choose another"},
    )
    alt = text(
        "What it shows",
        200,
        help_text="For people who do not see it. For example, “Four people at a table with soup”.",
    )
    agreed = forms.BooleanField(
        label="Everybody who can be recognised agreed to be shown here",
        error_messages={"required": "Tick the box if everybody agreed, or if nobody can be recognised"},
    )

    def clean_photo(self) -> Any:
        sent = self.cleaned_data["photo"]
        return photos.scene(sent, sent.size)


class DocumentForm(forms.Form):
    document = forms.FileField(
        label="Document",
        help_text=f"A PDF of up to {uploads.MOST_PAGES} pages and 10MB. People download it as it is.",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        allow_empty_file=True,
        error_messages={"required": "Choose a PDF", "max_length": "Give the file a shorter name"},
    )
    name = text("Name", 120, ask="Enter the name", help_text="As people read it. For example, “Menu for December”.")

    def clean_document(self) -> bytes:
        sent = self.cleaned_data["document"]
        if sent.size > uploads.MOST_BYTES:
            raise forms.ValidationError(uploads.LARGE)
        content: bytes = sent.read()
        return content
