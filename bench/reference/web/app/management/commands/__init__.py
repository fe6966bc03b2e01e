"""What operators type: `python manage.py help`."""
