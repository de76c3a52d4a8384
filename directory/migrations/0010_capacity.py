"""When somebody is free becomes room for so many, of services too, with the moment it was said."""

from datetime import UTC, datetime, time

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

PARTS = {
    "morning": (time(6), time(12)),
    "afternoon": (time(12), time(17, 30)),
    "evening": (time(17, 30), time(22)),
    "night": (time(22), time(6)),
}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # nobody said when: so it does not count
ONE_OF_BOTH = Q(profile__isnull=False, service=None) | Q(profile=None, service__isnull=False)


def date_what_was_said(apps, schema_editor):
    """Each part of the day has its usual hours, and was said on the day that its assistant told us."""
    Capacity = apps.get_model("directory", "Capacity")
    for part, (starts, ends) in PARTS.items():
        Capacity.objects.filter(part=part).update(starts=starts, ends=ends)
    Profile = apps.get_model("directory", "PersonalAssistantProfile")
    for pk, on in Profile.objects.exclude(told_us_on=None).values_list("pk", "told_us_on"):
        Capacity.objects.filter(profile_id=pk).update(confirmed_at=datetime.combine(on, time(0), tzinfo=UTC))


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_language_code"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("freetime", "free_time_once"),
        migrations.RemoveConstraint("freetime", "free_time_on_a_weekday"),
        migrations.RenameModel("FreeTime", "Capacity"),
        migrations.AlterModelOptions(
            "capacity", {"ordering": ["weekday", "pk"], "verbose_name_plural": "capacity"}
        ),
        migrations.AlterField(
            "capacity",
            "profile",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="free_times",
                to="directory.personalassistantprofile",
            ),
        ),
        migrations.AddField(
            "capacity",
            "service",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="free_times",
                to="directory.service",
            ),
        ),
        migrations.AddField(
            "capacity", "starts", models.TimeField("from", default=time(6)), preserve_default=False
        ),
        migrations.AddField(
            "capacity", "ends", models.TimeField("until", default=time(12)), preserve_default=False
        ),
        migrations.AddField(
            "capacity",
            "area",
            models.CharField("name of one of their areas; empty is all of them", blank=True, max_length=80),
        ),
        migrations.AddField(
            "capacity", "places", models.PositiveSmallIntegerField("how many more people", default=1)
        ),
        migrations.AddField(
            "capacity", "taken", models.PositiveSmallIntegerField("booked since it was said", default=0)
        ),
        migrations.AddField(
            "capacity",
            "confirmed_at",
            models.DateTimeField("said at", default=LONG_AGO),
            preserve_default=False,
        ),
        migrations.AddField(
            "capacity",
            "confirmed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(date_what_was_said, migrations.RunPython.noop),
        migrations.AddConstraint(
            "capacity", models.CheckConstraint(condition=ONE_OF_BOTH, name="capacity_of_a_service_or_an_assistant")
        ),
        migrations.AddConstraint(
            "capacity",
            models.UniqueConstraint(fields=("profile", "weekday", "part", "area"), name="capacity_of_assistant_once"),
        ),
        migrations.AddConstraint(
            "capacity",
            models.UniqueConstraint(fields=("service", "weekday", "part", "area"), name="capacity_of_service_once"),
        ),
        migrations.AddConstraint(
            "capacity", models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="capacity_on_a_weekday")
        ),
        migrations.AddConstraint(
            "capacity",
            models.CheckConstraint(
                condition=Q(part__in=("morning", "afternoon", "evening", "night")), name="capacity_part"
            ),
        ),
        migrations.AddConstraint(
            "capacity",
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="capacity_last_place_is_taken_once"),
        ),
        migrations.AddIndex(
            "capacity", models.Index(fields=["weekday", "part", "confirmed_at"], name="capacity_at_a_time")
        ),
        migrations.CreateModel(
            name="TakenPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=20, verbose_name="of the order")),
                ("taken_at", models.DateTimeField()),
                (
                    "capacity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_places",
                        to="directory.capacity",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["reference"], name="taken_place_of_an_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("capacity", "reference"), name="taken_place_once_by_an_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="CapacityReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_at", models.DateTimeField()),
                (
                    "profile",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="capacity_reminder",
                        to="directory.personalassistantprofile",
                    ),
                ),
                (
                    "service",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="capacity_reminder",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=ONE_OF_BOTH, name="capacity_reminder_of_a_service_or_an_assistant"
                    )
                ],
            },
        ),
    ]
