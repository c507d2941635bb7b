from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bare', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BareAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one', models.TextField()),
                ('two', models.TextField()),
                ('three', models.TextField()),
                ('four', models.TextField()),
                ('five', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='BarePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('picture', models.ImageField(upload_to='bare')),
            ],
        ),
    ]
