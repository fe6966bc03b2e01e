"""Programs that misbehave on purpose, run for real: what they leave behind is nothing."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scaffolder import sandboxes
from scaffolder.errors import SandboxError, UsageError
from scaffolder.sandboxes import docker, landlock, seatbelt
from scaffolder.sandboxes.process import ProcessSandbox, cool
from scaffolder.sandboxes.starting import Enclosure
from scaffolder.server import free_port
from scaffolder.types import Limits, Result, Sandbox
from tests.test_cli_signals import wait_for

pytestmark = pytest.mark.slow

Tree = Callable[[dict[str, str]], Path]
SHORT = Limits(timeout_s=0.4)


@pytest.fixture
def mark(request: pytest.FixtureRequest) -> str:
    """An argument that no other process of the machine has, to find survivors by."""
    return f"survivor-{os.getpid()}-{abs(hash(request.node.name)) % 10**8}"


@pytest.fixture
def sandbox() -> Iterator[ProcessSandbox]:
    sandbox = ProcessSandbox()
    yield sandbox
    sandbox.cancel()


def survivors(mark: str) -> list[str]:
    return [path.parent.name for path in Path("/proc").glob("[0-9]*/cmdline") if mark.encode() in read(path)]


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def python(sandbox: ProcessSandbox, root: Path, code: str, *arguments: str, limits: Limits = SHORT) -> Result:
    return sandbox.run([sys.executable, "-I", "-S", "-c", code, *arguments], root, limits=limits)


def copies() -> set[Path]:
    return {p for folder in (Path("/dev/shm"), Path("/tmp")) for p in folder.glob(f"scaffold-run-{os.getpid()}-*")}


def test_a_program_runs_in_a_copy_and_its_results_come_back(sandbox: ProcessSandbox, tree: Tree) -> None:
    root = tree({"a.txt": "before", "sub/b.txt": "b", ".git/config": "", ".scaffold/data/app.db": "rows"})
    code = "import os; print(sorted(os.listdir('.'))); open('a.txt','w').write('after'); open('out','w').write('made')"
    before = copies()
    ended = sandbox.run([sys.executable, "-c", code], root, collect=["out", "missing", "../home/x"])
    assert (ended.exit_code, ended.stdout, ended.files) == (0, "['.scaffold', 'a.txt', 'sub']\n", {"out": b"made"})
    assert (root / "a.txt").read_text() == "before" and not (root / "out").exists()
    assert copies() == before


def test_the_copy_has_no_links_that_lead_back(sandbox: ProcessSandbox, tree: Tree, tmp_path: Path) -> None:
    root = tree({"a.txt": "before"})
    (root / "link").symlink_to(root / "a.txt")
    (root / "folder").symlink_to(tmp_path)
    assert python(sandbox, root, "import os; print(os.listdir('.'))").stdout == "['a.txt']\n"


def test_a_result_that_leads_out_of_the_copy_is_not_collected(sandbox: ProcessSandbox, tree: Tree) -> None:
    code = "import os; os.symlink('/etc/passwd', 'stolen'); os.mkdir('d'); os.symlink('/etc', 'd/e')"
    ended = sandbox.run([sys.executable, "-c", code], tree({"a": ""}), collect=["stolen", "d/e/passwd"])
    assert ended.exit_code == 0 and ended.files == {}


def test_the_environment_is_clean(sandbox: ProcessSandbox, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    code = "import os; print('\\n'.join(sorted(os.environ))); print(os.environ['HOME'])"
    ended = sandbox.run([sys.executable, "-c", code], tree({"a": ""}), env={"DATABASE_URL": "x"})
    names = ended.stdout.splitlines()
    assert {"DATABASE_URL", "HOME", "LANG", "PATH", "PYTHONHASHSEED", "TMPDIR", "TZ"} <= set(names)
    assert "SECRET_TOKEN" not in names and "SECRET" not in ended.stdout
    assert not Path(names[-1]).exists()


def test_there_is_no_terminal_and_no_input(sandbox: ProcessSandbox, tree: Tree) -> None:
    code = "import os, sys; print(repr(sys.stdin.read()), os.getsid(0) == os.getpid(), os.isatty(1))"
    assert python(sandbox, tree({"a": ""}), code).stdout == "'' True False\n"


LEFT_BEHIND = {
    "ignores the request to end": "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
    "spins": "while True: pass",
    "has a child in a session of its own": ("import os, time\nif os.fork() == 0: os.setsid()\ntime.sleep(60)"),
    "is a daemon": (
        "import os, time\nif os.fork() == 0:\n  os.setsid()\n"
        "  if os.fork() == 0: time.sleep(60)\n  os._exit(0)\nos.wait()"
    ),
    "holds the output open": "import os, time\nif os.fork() == 0:\n  os.setsid(); time.sleep(60)",
    "forks on": (
        "import os, time, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "for _ in range(5):\n  if os.fork() == 0:\n    os.setsid()\ntime.sleep(60)"
    ),
}


@pytest.mark.parametrize("code", LEFT_BEHIND.values(), ids=LEFT_BEHIND.keys())
def test_nothing_survives(sandbox: ProcessSandbox, tree: Tree, mark: str, code: str) -> None:
    started = time.monotonic()
    ended = python(sandbox, tree({"a": ""}), code, mark)
    assert time.monotonic() - started < 5
    assert ended.reason == "timeout" or ended.exit_code == 0
    assert survivors(mark) == []


def test_a_flood_of_output_is_cut_and_ended(sandbox: ProcessSandbox, tree: Tree) -> None:
    code = "import os\nos.write(1, b'first line\\n')\nwhile True: os.write(1, b'x' * 65536)"
    ended = python(sandbox, tree({"a": ""}), code, limits=Limits(timeout_s=20, output_bytes=4 * 2**20))
    assert (ended.exit_code, ended.reason) == (None, "output")
    assert ended.stdout.startswith("first line\n") and "bytes left out" in ended.stdout and len(ended.stdout) < 2**20


def test_the_first_and_the_last_of_much_output_are_kept(sandbox: ProcessSandbox, tree: Tree) -> None:
    code = "print('first'); print('x' * 3_000_000); print('last')"
    ended = python(sandbox, tree({"a": ""}), code, limits=Limits(timeout_s=20))
    assert ended.stdout.startswith("first\n") and ended.stdout.endswith("last\n") and ended.exit_code == 0


def test_output_cannot_steer_a_terminal(sandbox: ProcessSandbox, tree: Tree) -> None:
    code = r"import os; os.write(1, b'\x1b[2J\x1b]0;title\x07red\x1b[31m\r\nbell\x07\x9b1m tab\t\xff end\x1b]8;;http://x\x1b\\\x00\n')"
    ended = python(sandbox, tree({"a": ""}), code)
    assert not [c for c in ended.stdout if ord(c) < 32 and c not in "\n\t" or 127 <= ord(c) < 160]
    assert ended.stdout.startswith("red\nbell") and "title" not in ended.stdout


BEYOND_LIMITS = {
    "memory": ("x = bytearray(3 * 2**30)", Limits(memory_bytes=2**30, timeout_s=20), "MemoryError"),
    "file size": ("open('big','wb').write(bytes(2**22))", Limits(file_bytes=2**20, timeout_s=20), ""),
    "processor time": ("while True: pass", Limits(cpu_s=1, timeout_s=20), ""),
}


@pytest.mark.parametrize(("code", "limits", "said"), BEYOND_LIMITS.values(), ids=BEYOND_LIMITS.keys())
def test_limits_hold(sandbox: ProcessSandbox, tree: Tree, code: str, limits: Limits, said: str) -> None:
    ended = python(sandbox, tree({"a": ""}), code, limits=limits)
    assert ended.exit_code != 0 and ended.reason == "" and said in ended.stderr


def test_processor_time_of_all_children_is_counted(sandbox: ProcessSandbox, tree: Tree) -> None:
    code = (
        "import os, time\nif os.fork() == 0:\n  t = time.process_time()\n"
        "  while time.process_time() - t < .2: pass\n  os._exit(0)\nos.wait()"
    )
    assert python(sandbox, tree({"a": ""}), code, limits=Limits()).cpu_s >= 0.2


def test_the_memory_of_the_largest_process_is_told(sandbox: ProcessSandbox, tree: Tree) -> None:
    ended = python(sandbox, tree({"a": ""}), "x = bytearray(100 * 2**20)", limits=Limits())
    assert 100 * 2**20 < ended.peak_bytes < 200 * 2**20


def test_a_program_that_does_not_exist_is_a_result(sandbox: ProcessSandbox, tree: Tree) -> None:
    ended = sandbox.run(["/no/such/program"], tree({"a": ""}))
    assert ended.exit_code == 127 and "/no/such/program: No such file" in ended.stderr


def test_what_is_launched_while_all_is_called_off_ends_too(tmp_path: Path) -> None:
    sandbox = ProcessSandbox()
    sandbox.cancel()
    result = sandbox.run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path)
    assert result.exit_code is None and result.seconds < 10


def test_another_thread_can_cancel(sandbox: ProcessSandbox, tree: Tree, mark: str) -> None:
    threading.Timer(0.3, sandbox.cancel).start()
    ended = python(sandbox, tree({"a": ""}), "import time; time.sleep(60)", mark, limits=Limits())
    assert (ended.exit_code, ended.reason, ended.seconds < 5) == (None, "interrupted", True)
    assert survivors(mark) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_when_scaffold_is_ended_its_programs_end_and_the_copy_is_removed(tree: Tree, mark: str, number: int) -> None:
    root = str(tree({"a": ""}))
    code = (
        "import sys\nfrom pathlib import Path\nfrom scaffolder.sandboxes.process import ProcessSandbox\n"
        f"argv = [sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(60)', {mark!r}]\n"
        f"with ProcessSandbox().start(argv, Path({root!r}), on_output=lambda t: print(t, flush=True)) as r:\n"
        "    r.wait()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None and process.stdout.readline() == b"1\n"
    process.send_signal(number)
    process.wait(10)
    deadline = time.monotonic() + 5
    while survivors(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert survivors(mark) == []
    with ProcessSandbox().start(["/bin/true"], tree({"a": ""})):  # the next run sweeps what a killed one left
        left = [p for place in (Path("/dev/shm"), Path("/tmp")) for p in place.glob(f"scaffold-run-{process.pid}-*")]
    assert left == []


def test_a_server_inherits_a_socket_and_ends_with_the_block(sandbox: ProcessSandbox, tree: Tree, mark: str) -> None:
    code = (
        "import socket, sys\nlistener = socket.socket(fileno=int(sys.argv[1]))\nprint('up', flush=True)\n"
        "while True:\n  c, _ = listener.accept()\n  c.sendall(b'hello')\n  c.close()\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        number = listener.fileno()
        running = sandbox.start([sys.executable, "-c", code, str(number), mark], tree({"a": ""}), descriptors=[number])
    with running:
        assert socket.create_connection(("127.0.0.1", port), 5).recv(5) == b"hello"
        assert running.alive and running.pid > 0
        wait_for(lambda: running.output() == "up\n", "what the server said")
    assert survivors(mark) == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)


def test_a_backend_that_isolates_nothing_runs_our_templates_only() -> None:
    chosen = sandboxes.choose("process", trusted=lambda: True)
    assert chosen.name == "process" and not chosen.isolates and "NOT isolated" in chosen.description
    with pytest.raises(sandboxes.Unisolated, match="process: does not isolate files and network") as raised:
        sandboxes.choose("process", trusted=lambda: False)
    assert raised.value.exit_code == 2 and raised.value.hint
    assert "WITHOUT isolation" in sandboxes.unprotected().description
    for name in ("bubbles", "supervisor", "no.such.module"):
        with pytest.raises(UsageError, match=f"there is no sandbox '{name}'"):
            sandboxes.choose(name, trusted=lambda: True)


class Leaky(ProcessSandbox):
    """Says that it isolates, and does not."""

    name = "leaky"
    isolates = True


class Broken(ProcessSandbox):
    """Does not start."""

    name = "broken"
    isolates = True

    def enclosure(self, walls: object, *, alone: bool = True) -> Enclosure:
        return Enclosure(["/bin/sh", "-c", "echo no permission to create a namespace >&2; exit 1"])


class ShutDoor(Broken):
    """The same, where descriptors come through a door."""

    def walls(self, argv: object, readable: object, writable: Sequence[Path], ports: object) -> dict[str, Any]:
        return {"door": writable[0] / "door"}

    def enclosure(self, walls: Any, *, alone: bool = True) -> Enclosure:
        return replace(super().enclosure(walls), door=walls["door"])


class Handed(ProcessSandbox):
    """Nothing around it, and no descriptor comes through but by the door."""

    def walls(self, argv: object, readable: object, writable: Sequence[Path], ports: object) -> dict[str, Any]:
        return {"door": writable[0] / "door"}

    def enclosure(self, walls: Any, *, alone: bool = True) -> Enclosure:
        return Enclosure(door=walls["door"])

    puts_up_walls = False


def test_descriptors_come_through_a_door_that_is_shut_before_anything_runs(tree: Tree) -> None:
    code = (
        "import os, socket, sys\nlistener = socket.socket(fileno=int(sys.argv[1]))\nlink, _ = listener.accept()\n"
        "link.sendall(repr(os.listdir('..')).encode())\nprint('answered')"
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        argv = [sys.executable, "-c", code, str(number)]
        with Handed().start(argv, tree({"a": ""}), descriptors=[number]) as running:
            with socket.create_connection(listener.getsockname(), 5) as link:
                seen = link.recv(1000).decode()
            ended = running.wait()
    assert (ended.exit_code, ended.stdout) == (0, "answered\n")
    assert "app" in seen and "door" not in seen


def test_the_profile_of_a_mac_names_what_may_be_reached_and_nothing_else(tmp_path: Path) -> None:
    odd = tmp_path / 'a "b" \\ c'
    odd.mkdir()
    (tmp_path / "link").symlink_to(odd)
    sandbox = seatbelt.SeatbeltSandbox()
    walls = sandbox.walls(["/venv/bin/python"], [tmp_path / "lib"], [tmp_path / "link"], [8123])
    *_, program, option, told = sandbox.enclosure(walls).argv
    assert (Path(program).name, option) == ("sandbox-exec", "-p")
    rules = told.splitlines()
    assert rules[:2] == ["(version 1)", "(deny default)"] and told.count("(") == told.count(")")
    name = str(odd.resolve()).replace("\\", "\\\\").replace('"', '\\"')
    assert f'(allow file-write* (subpath "{name}"))' in rules
    (read,) = [rule for rule in rules if rule.startswith("(allow file-read* ")]
    assert f'(subpath "{(tmp_path / "lib").resolve()}")' in read and '(subpath "/")' not in read
    assert str(Path.home()) not in read.replace(sys.base_prefix, "").replace(sys.prefix, "")
    assert [rule for rule in rules if "network" in rule] == [
        '(allow network-bind network-inbound (local ip "localhost:8123"))',
        '(allow network-outbound (remote ip "localhost:8123"))',
    ]
    assert "network" not in seatbelt.profile({"readable": [], "writable": ["/x"], "ports": []})


def test_a_container_is_empty_but_for_what_is_mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client of ours notes what it is asked."""
    asked = tmp_path / "asked"
    client = tmp_path / "docker"
    client.write_text(f"""#!/bin/sh
echo "$@" >> {asked}; env >> {tmp_path}/env
case "$1" in version) echo 99.9;; image) exit 1;; import) test "$(wc -c)" = 10240 || exit 3;; esac
""")
    client.chmod(0o755)
    monkeypatch.setenv("DOCKER_HOST", "unix:///somewhere")
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    sandbox = docker.DockerSandbox(str(client))
    assert sandbox.description.startswith("docker 99.9 (files, network, processes isolated")
    strange = tmp_path / "a,b"
    strange.mkdir()
    enclosure = sandbox.enclosure({"readable": [str(strange), "/nonexistent"], "writable": [str(tmp_path)]})
    told = " ".join(enclosure.argv)
    assert asked.read_text().splitlines()[1:] == [
        f"image inspect --format {{{{.Id}}}} {docker.IMAGE}", f"import - {docker.IMAGE}"
    ]  # fmt: skip
    assert f'"source={strange}","target={strange}",readonly' in told and "/nonexistent" not in told
    for part in ("--network none", "--read-only", "--cap-drop ALL", "no-new-privileges", "--pids-limit"):
        assert part in told
    assert "hunter2" not in (tmp_path / "env").read_text() + str(enclosure.env)
    assert enclosure.env["DOCKER_HOST"] == "unix:///somewhere" and enclosure.door == tmp_path / "door"
    with pytest.raises(SandboxError, match="cannot open the way to one server"):
        sandbox.enclosure({"readable": [], "writable": [str(tmp_path)]}, alone=False)


@pytest.mark.parametrize(
    ("backend", "why"),
    [
        (Leaky, "its self-test fails: reads files outside, lists folders outside, writes outside, connects to this"),
        (Broken, "the sandbox ended before it ran anything: no permission to create a namespace"),
        (ShutDoor, "the sandbox cannot start: it ended at once: no permission to create a namespace"),
    ],
)
def test_a_backend_that_does_not_hold_is_passed_over(
    backend: type[ProcessSandbox], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandboxes.process, "connect", backend)
    monkeypatch.setattr(sandboxes, "BACKENDS", ("process",))
    with pytest.raises(SandboxError, match=f"process: {why}"):
        sandboxes.choose(trusted=lambda: True)


def test_the_strongest_backend_of_the_machine_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = [name for name in sandboxes.BACKENDS if not isinstance(fitness(name), str)]
    assert sandboxes.choose(trusted=lambda: True).name == fit[0] and fit[-1] == "process"
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "bubblewrap: is not installed" in str(fitness("bubblewrap"))


def fitness(name: str) -> Sandbox | str:
    try:
        return sandboxes.usable(name)
    except SandboxError as error:
        return f"{name}: {error.message}"


@pytest.mark.parametrize("name", sandboxes.BACKENDS)
def test_every_backend_keeps_the_contract(tree: Tree, name: str) -> None:
    backend = fitness(name)
    if isinstance(backend, str):
        pytest.skip(backend)
    assert backend.name == name and backend.description.startswith(name)
    ended = backend.run([sys.executable, "-c", "print(6 * 7)"], tree({"a": ""}))
    assert (ended.exit_code, ended.stdout, ended.reason) == (0, "42\n", "")


@pytest.mark.parametrize("name", [name for name in sandboxes.BACKENDS if name != "process"])
def test_a_warm_interpreter_that_is_let_go_leaves_nothing(tree: Tree, name: str) -> None:
    backend = fitness(name)
    if not isinstance(backend, ProcessSandbox):
        pytest.skip(str(backend))
    before = copies()
    backend.warm(Path(sys.executable), ["json"])
    if backend._warm is None:
        pytest.skip(f"{name}: programs of one interpreter cannot be kept apart on this kernel")
    assert backend.run([sys.executable, "-c", "print(1)"], tree({"a": ""})).stdout == "1\n"
    (folder,) = copies() - before
    assert list(folder.iterdir()) == []
    backend._warm = None
    cool()
    assert folder not in copies()


@pytest.mark.parametrize("name", [name for name in sandboxes.BACKENDS if name != "process"])
def test_who_can_reach_the_port_of_a_check_stands_in_the_line(tree: Tree, name: str) -> None:
    """It listens, and talks to itself; a backend without a network of its own cannot keep others away."""
    backend = fitness(name)
    if isinstance(backend, str):
        pytest.skip(backend)
    code = (
        "import socket, sys, time\nport = int(sys.argv[1])\nlistener = socket.create_server(('0.0.0.0', port))\n"
        "socket.create_connection(('127.0.0.1', port), 5)\nprint('up', flush=True)\ntime.sleep(60)\n"
    )
    with free_port() as port:
        running = backend.start([sys.executable, "-c", code, str(port)], tree({"a": ""}), ports=[port])
        with running:
            wait_for(lambda: running.output() == "up\n", "the program's word that it listens")
            with socket.socket() as probe:
                reached = probe.connect_ex(("127.0.0.1", port)) == 0
    assert reached == ("a port that a check asks for is open to others" in backend.description)


def test_a_copy_that_another_run_has_removed_already_is_no_reason_to_touch_what_is_around(tmp_path: Path) -> None:
    """Two runs may sweep at once, and around it is the folder for everybody's temporary files."""
    tmp_path.chmod(0o777)
    sandboxes.remove(tmp_path / "scaffold-run-1-gone")
    assert tmp_path.stat().st_mode & 0o777 == 0o777


def test_where_there_is_no_nobody_root_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a container knows its root alone."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(os, "chown", refused)
    with pytest.raises(SandboxError, match="cannot be given to the user nobody: Invalid argument"):
        landlock.LandlockSandbox().walls(["/bin/true"], [], [tmp_path], [])


@pytest.mark.parametrize("mode", [0o755, 0o700], ids=["open", "closed"])
@pytest.mark.parametrize("name", [name for name in sandboxes.BACKENDS if name != "process"])
def test_copies_and_libraries_may_lie_anywhere(
    tree: Tree, name: str, mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also below the folder for temporary files, and where only their owner can pass."""
    backend = fitness(name)
    if isinstance(backend, str):
        pytest.skip(backend)
    place = Path(tempfile.mkdtemp(dir="/tmp", prefix="anywhere-"))
    try:
        (place / "deep" / "copies").mkdir(parents=True)
        (place / "deep" / "library").mkdir()
        (place / "deep" / "library" / "colours.py").write_text("x = 7\n")
        place.chmod(mode)
        monkeypatch.setenv("TMPDIR", str(place / "deep" / "copies"))
        monkeypatch.setattr(tempfile, "tempdir", None)
        code = f"import sys; sys.path.insert(0, {str(place / 'deep' / 'library')!r}); import colours; print(colours.x)"
        argv = [sys.executable, "-c", f"{code}; open('made', 'w').close()"]
        ended = backend.run(argv, tree({"a": ""}), readable=[place / "deep" / "library"], collect=["made"])
        assert (ended.stdout, ended.files) == ("7\n", {"made": b""}), ended
    finally:
        shutil.rmtree(place)


SEED = (
    "import subprocess, sys\n"
    "fresh = subprocess.run([sys.executable, '-c', 'print(hash(\"a\"))'], capture_output=True)\n"
    "print(hash('a') == int(fresh.stdout))"
)
THREAD = "import threading, time\nthreading.Thread(target=lambda: (time.sleep(.1), print('late'))).start()"
PLACES = "import os, tempfile; print('SECRET' in os.environ, tempfile.gettempdir() == os.environ['TMPDIR'])"
START = "import sys; print(sys.argv, __name__, sys.path[0] == '')"
WARM_PROGRAMS = {
    "text": (["-c", START, "a", "b"], 0, "['-c', 'a', 'b'] __main__ True\n"),
    "module": (["-m", "tool", "a"], 0, "tool a __main__\n"),
    "no module": (["-m", "nothing"], 1, ""),
    "exit status": (["-c", "import sys; print('x'); sys.exit(7)"], 7, "x\n"),
    "exit message": (["-c", "import sys; sys.exit('because')"], 1, ""),
    "exception": (["-c", "1 / 0"], 1, ""),
    "at exit": (["-c", "import atexit; atexit.register(print, 'bye')"], 0, "bye\n"),
    "thread": (["-c", THREAD], 0, "late\n"),
    "environment": (["-c", PLACES], 0, "False True\n"),
    "imports": (["-c", "import colorsys, mine; print(mine.x)"], 0, "1\n"),
    "input": (["-c", "print(repr(open(0).read()))"], 0, "''\n"),
    "hash seed": (["-c", SEED], 0, "True\n"),
    "signal": (["-c", "import os; os.kill(os.getpid(), 9)"], -9, ""),
}
MINE = {"mine.py": "x = 1\n", "tool.py": "import sys\nprint('tool', *sys.argv[1:], __name__)\n"}


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
@pytest.mark.parametrize(("argv", "status", "out"), WARM_PROGRAMS.values(), ids=WARM_PROGRAMS.keys())
def test_a_warm_interpreter_runs_a_program_as_a_fresh_one_does(
    sandbox: ProcessSandbox,
    tree: Tree,
    warm: bool,
    argv: list[str],
    status: int,
    out: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET", "hunter2")
    if warm:
        sandbox.warm(Path(sys.executable), ["json", "colorsys", "no_such_module"])
    ended = sandbox.run([sys.executable, *argv], tree(MINE), limits=Limits(timeout_s=10))
    assert (ended.exit_code, ended.stdout, ended.reason) == (status, out, ""), ended.stderr
    if status == 1:
        assert re.search("No module named nothing|because|ZeroDivisionError", ended.stderr)


@pytest.mark.parametrize("code", LEFT_BEHIND.values(), ids=LEFT_BEHIND.keys())
def test_nothing_survives_a_program_of_a_warm_interpreter(sandbox: ProcessSandbox, tree: Tree, code: str) -> None:
    sandbox.warm(Path(sys.executable), ["json"])
    ended = sandbox.run([sys.executable, "-c", code], tree({"a": ""}), limits=SHORT)
    assert ended.reason == "timeout" or ended.exit_code == 0
    assert in_copies() == []


def in_copies() -> list[str]:
    """Processes whose working folder is, or was, a copy of ours."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if f"scaffold-run-{os.getpid()}-" in os.readlink(link):
                found.append(link.parent.name)
    return found


def test_programs_of_a_warm_interpreter_know_nothing_of_each_other(sandbox: ProcessSandbox, tree: Tree) -> None:
    sandbox.warm(Path(sys.executable), ["json", "random"])
    code = "import json, random, sys; print(hasattr(json, 'mark'), random.random()); json.mark = 1"
    first, second = (sandbox.run([sys.executable, "-c", code], tree({"a": ""})).stdout.split() for _ in range(2))
    assert first[0] == second[0] == "False" and first[1] != second[1]


def test_a_warm_interpreter_that_was_killed_is_done_without(
    sandbox: ProcessSandbox, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.warm(Path(sys.executable), ["json", "this_test"])
    assert sandbox._warm is not None
    sandbox._warm._process.kill()
    assert sandbox.run([sys.executable, "-c", "print(1)"], tree({"a": ""})).stdout == "1\n"
    sandbox._warm._process.wait()
    assert sandbox.run([sys.executable, "-c", "print(2)"], tree({"a": ""})).stdout == "2\n"
    monkeypatch.setattr(sandbox._warm, "fits", lambda argv: True)  # it died after it was looked at
    assert sandbox.run([sys.executable, "-c", "print(3)"], tree({"a": ""})).stdout == "3\n"


def test_a_warm_server_inherits_a_socket_under_its_number(sandbox: ProcessSandbox, tree: Tree) -> None:
    sandbox.warm(Path(sys.executable), ["json"])
    code = "import socket, sys\nc, _ = socket.socket(fileno=int(sys.argv[1])).accept()\nc.sendall(b'hello')"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number, port = listener.fileno(), listener.getsockname()[1]
        running = sandbox.start([sys.executable, "-c", code, str(number)], tree({"a": ""}), descriptors=[number])
    with running:
        assert socket.create_connection(("127.0.0.1", port), 5).recv(5) == b"hello"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)


def test_a_warm_interpreter_ends_with_scaffold() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom scaffolder.sandboxes.process import ProcessSandbox\n"
        "s = ProcessSandbox()\ns.warm(Path(sys.executable), ['json'])\nprint(s._warm._process.pid)\n"
    )
    pid = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    deadline = time.monotonic() + 5
    while read(Path(f"/proc/{pid}/cmdline")) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not read(Path(f"/proc/{pid}/cmdline"))


def test_what_belongs_to_one_machine_is_not_copied(tmp_path: Path) -> None:
    root = tmp_path / "app"
    root.mkdir()
    theirs = (".env", ".env.local", "app.db", "app.db-wal", "app.db-shm")
    for name in (*theirs, ".env.example", "main.py"):
        (root / name).write_text("")
    copy = sandboxes.scratch_copy(root)
    try:
        assert sorted(os.listdir(copy / "app")) == [".env.example", "main.py"]
    finally:
        sandboxes.remove(copy)
