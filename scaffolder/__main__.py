"""The `scaffold` command, and `python -m scaffolder`: what Ctrl-C does is settled before the rest is imported."""

from __future__ import annotations

import signal

from scaffolder.lifetime import open_streams, stop


def main() -> None:
    """Ends with the exit code of the command."""
    open_streams()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else somebody wants it to be ignored
        signal.signal(signal.SIGINT, stop)
    from scaffolder import cli

    cli.main()


if __name__ == "__main__":
    main()
