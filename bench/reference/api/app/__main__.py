"""`python -m app`: see commands.py."""

import sys

from app.commands import main

sys.exit(main())
