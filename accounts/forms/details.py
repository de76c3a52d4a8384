from django import forms


class NameForm(forms.Form):
    name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text="As you want people you book to see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
