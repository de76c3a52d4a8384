from django.db import migrations

CHECK = "welfare:"


def as_handed_over(apps, schema_editor):
    """What a check handed over is about its person, unless somebody of safeguarding said that it is not."""
    Check = apps.get_model("accounts", "WelfareCheck")
    concerns = apps.get_model("cms", "Concern").objects.filter(source_ref__startswith=CHECK, person=None)
    for concern in concerns.exclude(events__name="unlink"):
        number = concern.source_ref.removeprefix(CHECK)
        check = Check.objects.filter(pk=number).first() if number.isdigit() else None
        if check is not None:
            concern.person_id = check.person_id
            concern.save(update_fields=["person"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0032_welfare'),
        ('cms', '0008_complaints_and_concerns'),
    ]

    operations = [migrations.RunPython(as_handed_over, migrations.RunPython.noop)]
