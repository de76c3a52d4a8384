from django import forms

from accounts.forms.fields import MoneyField


class TopUpForm(forms.Form):
    pounds = MoneyField(label="How much do you want to add?", at_least=100, at_most=500_000)
    reference = forms.CharField(widget=forms.HiddenInput(), max_length=40)
