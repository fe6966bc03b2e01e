"""The command line: parse, call, choose the exit code. A command is a module of this folder, imported when it is named.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, cast

import click

from scaffolder import __version__
from scaffolder.errors import Interrupted, ScaffoldError, Terminated, UsageError
from scaffolder.lifetime import ENDING, begin, leave, stop, when_ended

if TYPE_CHECKING:
    from scaffolder.config import Settings
    from scaffolder.console import Terminal
    from scaffolder.plan import Question

COMMANDS = ("new", "plan", "explain", "check", "run", "batch", "replay", "stacks", "models", "config", "doctor")


class Commands(click.Group):
    """The listing of this folder, in the order in which people need the commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return cast(click.Command, import_module(f"{__name__}.{name}").command)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="scaffold %(version)s")
def commands() -> None:
    """Describe an app in plain English; get a repository that is proven to do what you said.

    \b
    scaffold new "A Book has a title and an ISBN (unique). Members can borrow Books."
    """


def main() -> NoReturn:
    """The `scaffold` command."""
    begin()
    try:
        code = call(sys.argv[1:])
    except (KeyboardInterrupt, Terminated) as again:  # a second one, while the first was being told
        code = getattr(again, "exit_code", Interrupted.exit_code)
    settle()
    leave(code)


def call(argv: Sequence[str]) -> int:
    """Run one command line; its exit code. The one place where any exception ends."""
    when_ended(unwind)
    if signal.getsignal(signal.SIGINT) in (stop, signal.default_int_handler):  # else somebody wants it to be ignored
        signal.signal(signal.SIGINT, unwind)
    try:
        code = commands.main(args=list(argv), prog_name="scaffold", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        return _fail(argv, UsageError(error.format_message(), hint=_usage(error)))
    except (KeyboardInterrupt, click.Abort):
        return _fail(argv, Interrupted("interrupted"))
    except ScaffoldError as error:
        return _fail(argv, error)
    except SystemExit:  # what click makes of an output that nobody reads any more; 1 would say that a proof failed
        return 141
    except Exception as error:
        return _fail(argv, defect(error, argv))


def unwind(number: int, frame: FrameType | None) -> None:
    """What signals to end do: unwind the stack, so that children are ended and half-made files removed.

    Some things are never left in the middle: an import (Python keeps a lock then that other threads wait for without
    end, and some libraries take what ends their first lines for a fault of theirs), the taking and giving back of a
    lock, which nobody would give back any more, and the start of a program, which nobody would end.
    """
    if locking(frame) or importing_or_starting(frame):
        signal.signal(signal.SIGALRM, lambda _, later: unwind(number, later))
        signal.setitimer(signal.ITIMER_REAL, 0.005)
        return
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    signal.signal(number, signal.SIG_IGN)
    raise Terminated("terminated")


def importing_or_starting(frame: FrameType | None) -> bool:
    """Whether a module is being imported, be it in its own lines, or a program is being started."""
    while frame is not None:
        code = frame.f_code
        starting = code.co_filename == _file_of("subprocess") and code.co_name == "__init__"
        if starting or code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def locking(frame: FrameType | None) -> bool:
    """Whether a lock is being taken or given back. Who waits for something may be called away."""
    if frame is None or frame.f_code.co_filename != _file_of("threading"):
        return False
    return frame.f_code.co_name not in ("wait", "wait_for", "join", "_wait_for_tstate_lock")


def _file_of(module: str) -> str | None:
    """Of a module that somebody has imported: where nobody has, nothing of it can be running."""
    return getattr(sys.modules.get(module), "__file__", None)


def settle() -> None:
    """The outcome stands, and no signal changes it any more; Python would die of one even on its way out."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def defect(error: Exception, argv: Sequence[str]) -> ScaffoldError:
    """Write the log of a defect of ours; the error that says where it is. What the machine refuses is none."""
    from scaffolder import files, journal
    from scaffolder.config import state_folder

    return files.of_the_machine(error) or journal.log_defect(error, state_folder(), f"arguments: {list(argv)}")


def read_description(spec: str | None, files: Sequence[str]) -> tuple[str, str]:
    """(text, where it is from) of SPEC, `-` or the files. Raises UsageError where there is none, or two."""
    if spec is not None and files:
        raise UsageError("a description and -f were both given", hint="give one of them")
    if files:
        return "\n\n".join(_read(name) for name in files), ", ".join(files)
    if spec == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input"), "standard input"
    return spec or "", "argument"


def settled(text: str, stack: str, terminal: Terminal, ask: bool | None) -> tuple[str, list[Question]]:
    """The description with the answers to what it leaves open, and the questions. Where neither --ask nor --no-ask was
    given, questions are asked where somebody is there to answer; where nobody is, --ask tells what is taken instead."""
    from scaffolder.console import asking as dialogue

    live = dialogue.possible(terminal)
    if ask is False or ask is None and not live:
        return text, []
    from scaffolder.compiler import asking

    asked = asking.questions(text, stack)
    questions = [a.question for a in asked]
    if not live:
        dialogue.tell(terminal, questions)
        return text, questions
    picked = dialogue.ask(terminal, questions)
    return asking.answered(text, [a.lines[answer] for a, answer in zip(asked, picked, strict=True)]), []


def open_terminal(settings: Settings, *, verbose: bool, no_color: bool) -> Terminal:
    from scaffolder import console

    return console.terminal("never" if no_color else settings.color, verbose=verbose)


def say_meaning(terminal: Terminal, code: str, say: Callable[[str], None] | None = None) -> None:
    """What a finding of the planner means, and a line that is accepted. Nothing for other codes."""
    import re

    from scaffolder.compiler import findings

    found, say = findings.explain(code), say or terminal.say
    if found:
        message = re.sub(r"\{\w+\}", "…", found.message)
        say(f"{terminal.paint(f'{found.severity}[{found.code}]', found.severity)}: {message}")
        say(f"  {found.explanation}")
        say(f"  accepted: {terminal.paint(found.example, 'accent')}")


def _read(name: str) -> str:
    if name == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    try:
        return _decoded(Path(name).read_bytes(), name)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 text (byte {error.start})", hint="save it as UTF-8") from error


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path} --help" if context else "scaffold --help"


def _fail(argv: Sequence[str], error: ScaffoldError) -> int:
    """Say what went wrong, as text and, where it was asked for, as the document of the command."""
    from scaffolder import console
    from scaffolder.console import diagnostics
    from scaffolder.console.outcome import show_error
    from scaffolder.types import ErrorInfo

    info = ErrorInfo(error.code, error.message, error.hint)
    options = list(argv)[: list(argv).index("--")] if "--" in argv else list(argv)
    terminal = console.terminal("never" if "--no-color" in options else "auto")
    diagnostics.show(terminal, error.diagnostics)
    show_error(terminal, info)
    if "--json" in options:
        with contextlib.suppress(OSError):
            terminal.out.write(_document(next((a for a in argv if a in COMMANDS), ""), info, error.exit_code))
            terminal.out.flush()
    return error.exit_code


def _document(command: str, info: Any, exit_code: int) -> str:
    from scaffolder import report
    from scaffolder.types import Run

    status: Any = {2: "refused", 130: "interrupted", 143: "interrupted"}.get(exit_code, "failed")
    if command == "plan":
        return report.to_json(report.plan_document(status, error=info))
    if command == "batch":
        return report.to_json(report.batch_document([], 0.0, info))
    if command in ("new", "check"):
        return report.to_json(report.run_document(Run(status, exit_code, info)))
    return report.to_json({"status": status, "error": report.error_part(info)})
