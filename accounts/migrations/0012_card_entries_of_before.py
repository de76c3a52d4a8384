"""What shops took and gave back before entries were written: one of each for a purchase, by the keys in the books."""

from django.db import migrations


def write_entries(apps, schema_editor):
    authorisations = apps.get_model("accounts", "CardAuthorisation")
    entries = apps.get_model("accounts", "CardEntry")
    transactions = apps.get_model("accounts", "Transaction")
    for asked in authorisations.objects.exclude(state="approved").order_by("pk").iterator():
        shorten(asked)
        same = {"card_id": asked.card_id, "authorisation_id": asked.pk, "merchant_name": asked.merchant_name}
        posted = transactions.objects.filter(memo=f"card:{asked.pk}", kind__in=["card_capture", "card_refund"])
        for each in posted.order_by("pk"):
            kind = each.kind.removeprefix("card_")
            reference = each.key.removeprefix(f"card:{kind}:")
            into = each.postings.filter(to_account__kind="card_settled") if kind == "capture" else each.postings.all()
            pence = sum(into.values_list("pence", flat=True))
            entries.objects.create(kind=kind, issuer_reference=reference, pence=pence, at=each.at, **same)


def shorten(asked):
    """A purchase's draws are now what was taken or is still held, and no longer what it once asked for."""
    left = asked.captured_pence
    for draw in asked.draws.order_by("position"):
        draw.pence = min(draw.pence, left)
        left -= draw.pence
        draw.save(update_fields=["pence"]) if draw.pence else draw.delete()


class Migration(migrations.Migration):
    dependencies = [('accounts', '0011_cards_and_the_outside')]
    operations = [migrations.RunPython(write_entries, migrations.RunPython.noop)]
