from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0017_scheme_logo"),
    ]

    operations = [
        migrations.AddField(
            model_name="approvalscheme",
            name="code_of_conduct",
            field=models.TextField(blank=True, verbose_name="code of conduct, a sentence on each line"),
        ),
    ]
