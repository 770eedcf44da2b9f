from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("stations", "0003_expired_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="station",
            name="search_tokens",
            field=models.TextField(db_default="", default="", editable=False),
        ),
    ]
