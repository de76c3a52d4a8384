"""Ask for receipts on one pot, and send one."""

from typing import Any

from django import forms

from accounts import uploads
from design.fields import DateField


class AskReceiptsForm(forms.Form):
    reason = forms.CharField(
        label="Why does this person’s plan ask for receipts?",
        help_text="The person reads this. For example: you asked for help to keep track of taxi fares.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why receipts are asked for"},
    )
    until = DateField(label="Until when?", help_text="The last day. Afterwards nothing asks any more.")


class ReceiptForm(forms.Form):
    """The bytes are looked at by `accounts.uploads`, which knows them by what they are."""

    file = forms.FileField(
        label="A photo or PDF of the receipt",
        help_text="JPG, PNG, WebP or PDF, up to 10MB. We keep the picture, and not where or when it was taken.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        allow_empty_file=True,
        error_messages={
            "required": "Choose a photo or PDF of the receipt",
            "max_length": "Give the file a shorter name",
        },
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > uploads.MOST_BYTES:
            raise forms.ValidationError(uploads.LARGE)
        return upload
