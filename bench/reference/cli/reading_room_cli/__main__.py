"""`python -m reading_room_cli` is the same as the command."""

from reading_room_cli.main import main

main()
