from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('design', '0001_council'),
        ('design', '0002_the_scheme_has_its_own_name'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Council',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('council_name', models.CharField(default='Aldermere', max_length=80)),
                ('full_name', models.CharField(default='Aldermere Council', help_text='As in a contract or a privacy notice', max_length=120)),
                ('service_name', models.CharField(default='Adult care and support', max_length=80)),
                ('phone', models.CharField(default='01632 960 100', max_length=30)),
                ('phone_hours', models.CharField(default='Monday to Friday, 8am to 6pm', max_length=80)),
                ('emergency_phone', models.CharField(default='999', max_length=30)),
                ('out_of_hours_phone', models.CharField(default='01632 960 199', help_text='Evenings, nights and weekends', max_length=30)),
                ('relay_phone', models.CharField(default='18001 01632 960 100', help_text='Relay UK, for people who type', max_length=30)),
                ('text_phone', models.CharField(blank=True, default='', help_text='Number for text messages, if there is one', max_length=30)),
                ('email', models.EmailField(default='care@aldermere.example', max_length=254)),
                ('address', models.TextField(default='Adult care and support\nAlder House\n1 Mere Street\nAlderford\nAM1 1AA')),
                ('checked_by', models.CharField(default='Trading Standards', help_text="Who makes the scheme's checks", max_length=80)),
            ],
            options={
                'verbose_name': 'council',
            },
        ),
    ]
