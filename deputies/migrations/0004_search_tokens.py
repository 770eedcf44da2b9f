from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("deputies", "0003_reading_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="deputy",
            name="search_tokens",
            field=models.TextField(default="", editable=False),
        ),
    ]
