from django.db import migrations, models


class Migration(migrations.Migration):
    """A language may have a private code, such as x-makaton (RFC 5646: 35 characters hold every tag in use)."""

    dependencies = [("directory", "0008_approval_cases")]

    operations = [
        migrations.AlterField(
            "language", "code", models.CharField(max_length=35, unique=True, verbose_name="ISO 639 code, or one of BCP 47")
        ),
    ]
