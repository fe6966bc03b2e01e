"""A program for the inside of a sandbox. It tries everything here, and prints the names of what went well, which
should be nothing. What it cannot know (whether a file arrived outside) is looked at from outside.

    python attempts.py FACTS     (JSON: where the things are that it should not reach)
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import platform
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable

facts = json.loads(sys.argv[1])
home, victim, sibling = facts["home"], facts["victim"], facts["sibling"]
libc = ctypes.CDLL(None, use_errno=True)
ATTEMPTS: list[Callable[[], object]] = []
NUMBERS = {  # x86_64, aarch64
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "pidfd_getfd": (438, 438), "pidfd_open": (434, 434),
    "unshare": (272, 97), "mount": (165, 40), "pivot_root": (155, 41), "chroot": (161, 51), "setns": (308, 268),
    "add_key": (248, 217), "keyctl": (250, 219), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "personality": (135, 92), "shmget": (29, 194), "mq_open": (240, 180),
    "prlimit64": (302, 261), "setpriority": (141, 140), "sched_setaffinity": (203, 122), "clone": (56, 220),
    "clone3": (435, 435), "sethostname": (170, 161), "init_module": (175, 105), "swapon": (167, 224),
    "clock_settime": (227, 112), "syslog": (103, 116), "reboot": (169, 142), "acct": (163, 89),
}  # fmt: skip


def attempt(function: Callable[[], object]) -> Callable[[], object]:
    ATTEMPTS.append(function)
    return function


def call(name: str, *arguments: object) -> int:
    number = NUMBERS[name][0 if platform.machine() == "x86_64" else 1]
    result: int = libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def require(found: object) -> None:
    if not found:
        raise OSError("nothing")


def append(path: str) -> None:
    with open(path, "a") as file:
        file.write("hostile\n")


# First, before the others leave some open


@attempt
def has_descriptors_that_are_not_its_own() -> None:
    own = {0, 1, 2, facts["listener"]}
    for number in set(range(1024)) - own:
        with contextlib.suppress(OSError):
            os.fstat(number)
            return
    raise OSError("none")


# Files of the person


@attempt
def reads_a_key() -> None:
    open(f"{home}/.ssh/id_ed25519").close()


@attempt
def reads_a_token() -> None:
    open(f"{home}/.config/gh/hosts.yml").close()


@attempt
def lists_the_home() -> None:
    os.listdir(home)


@attempt
def writes_into_the_home() -> None:
    append(f"{home}/made")


@attempt
def changes_a_start_file() -> None:
    append(f"{home}/.bashrc")


@attempt
def writes_through_a_link() -> None:
    os.symlink(f"{home}/.bashrc", "link")
    append("link")


@attempt
def writes_through_a_second_name() -> None:
    os.link(f"{home}/.bashrc", "second")
    append("second")


@attempt
def moves_a_file_away() -> None:
    os.rename(f"{home}/.bashrc", "moved")


@attempt
def removes_a_file() -> None:
    os.unlink(f"{home}/.bashrc")


@attempt
def truncates_a_file() -> None:
    os.truncate(f"{home}/.bashrc", 0)


@attempt
def changes_modes_and_times() -> None:
    os.utime(f"{home}/.profile", (1, 1))
    os.chmod(f"{home}/.profile", 0o777)


@attempt
def reads_raw_disks_and_memory() -> None:
    for path in ("/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/mem", "/dev/kmsg", "/proc/kcore"):
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_RDONLY))
            return
    raise OSError("none")


@attempt
def makes_a_device() -> None:
    os.mknod("device", 0o020600, os.makedev(1, 3))


@attempt
def reads_the_passwords_of_the_machine() -> None:
    open("/etc/shadow").close()


@attempt
def comes_by_a_handle() -> None:
    handle = ctypes.create_string_buffer(struct.pack("=Ii", 8, 1) + struct.pack("=Q", 2))
    call("open_by_handle_at", os.open(".", os.O_RDONLY), handle, os.O_RDONLY)


# Environment, and what later runs


@attempt
def puts_code_into_the_environment() -> None:
    append(f"{facts['environment']}/lib/evil.pth")


@attempt
def changes_an_installed_module() -> None:
    append(f"{facts['environment']}/lib/module.py")


@attempt
def plants_a_hook() -> None:
    append(f"{facts['project']}/.git/hooks/pre-commit")


@attempt
def changes_the_settings_of_the_repository() -> None:
    append(f"{facts['project']}/.git/config")


@attempt
def plants_a_conftest_in_the_project() -> None:
    append(f"{facts['project']}/conftest.py")


@attempt
def reads_secrets_of_its_own_environment() -> None:
    require([value for value in os.environ.values() if "hunter2" in value])


# Other processes


@attempt
def reads_environments() -> None:
    for pid in (victim, sibling, os.getppid(), 1):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/environ", "rb") as file:
            if b"hunter2" in file.read():
                return
    raise OSError("none")


@attempt
def writes_the_memory_of_others() -> None:
    for pid in (victim, sibling, os.getppid()):
        with contextlib.suppress(OSError):
            os.close(os.open(f"/proc/{pid}/mem", os.O_RDWR))
            return
    raise OSError("none")


@attempt
def signals_others() -> None:
    for pid in (victim, sibling):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM)
            return
    raise OSError("none")


@attempt
def ends_its_supervisor() -> None:
    """Where it succeeds, nobody hears of it: what this program says is lost too."""
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(0.1)
    raise OSError("it lives")


@attempt
def traces_others() -> None:
    for pid in (victim, sibling, os.getppid()):
        with contextlib.suppress(OSError):
            call("ptrace", 16, pid, 0, 0)
            return
    raise OSError("none")


@attempt
def takes_a_descriptor_of_another() -> None:
    call("pidfd_getfd", call("pidfd_open", victim, 0), 0, 0)


@attempt
def limits_others() -> None:
    for pid in (victim, sibling):
        with contextlib.suppress(OSError):
            call("prlimit64", pid, 0, struct.pack("=QQ", 1, 1), None)
            return
    raise OSError("none")


@attempt
def slows_others_down() -> None:
    call("setpriority", 0, victim, 19)


@attempt
def pins_others_to_a_processor() -> None:
    call("sched_setaffinity", victim, 8, ctypes.c_ulong(1))


@attempt
def writes_into_the_copy_of_a_sibling() -> None:
    append(f"{facts['copy']}/app/left")


# The network


@attempt
def connects_to_this_machine() -> None:
    socket.create_connection(("127.0.0.1", facts["port"]), 1)


@attempt
def connects_by_the_address_of_this_machine() -> None:
    socket.create_connection((facts["address"], facts["port"]), 1)


@attempt
def sends_a_datagram() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hostile", ("127.0.0.1", facts["datagrams"]))


@attempt
def connects_to_a_socket_file() -> None:
    socket.socket(socket.AF_UNIX).connect(facts["socket"])


@attempt
def connects_to_a_socket_without_a_file() -> None:
    socket.socket(socket.AF_UNIX).connect("\0" + facts["abstract"])


@attempt
def asks_the_kernel_for_its_addresses() -> None:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)


@attempt
def makes_a_raw_socket() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


def inherited() -> socket.socket:
    return socket.socket(fileno=os.dup(facts["listener"]))


@attempt
def turns_what_it_listens_on_into_a_connection() -> None:
    """Its network is that of who made it, whatever the program itself has."""
    listener = inherited()
    libc.connect(listener.fileno(), struct.pack("=H14x", 0), 16)  # to nobody: it listens no more
    listener.connect(("127.0.0.1", facts["port"]))


@attempt
def connects_by_sending() -> None:
    """The same, without connect()."""
    listener = inherited()
    with contextlib.suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    listener.sendto(b"hostile", 0x20000000, ("127.0.0.1", facts["port"]))


@attempt
def binds_it_anew() -> None:
    listener = inherited()
    listener.bind(("127.0.0.1", 0))


# The kernel


@attempt
def becomes_root() -> None:
    require(os.getuid() == 0 or not os.setuid(0))


@attempt
def makes_a_namespace_of_users() -> None:
    call("unshare", 0x10000000)


@attempt
def makes_a_namespace_with_a_process() -> None:
    pid = call("clone", 0x10000000 | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)


@attempt
def makes_a_namespace_the_new_way() -> None:
    pid = call("clone3", struct.pack("=11Q", 0x10000000, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0), 88)
    if pid == 0:
        os._exit(0)


@attempt
def enters_a_namespace() -> None:
    call("setns", os.open("/proc/1/ns/mnt", os.O_RDONLY), 0)


@attempt
def mounts() -> None:
    call("mount", b"none", b"/tmp", b"tmpfs", 0, None)


@attempt
def changes_its_root() -> None:
    call("chroot", b".")


@attempt
def changes_the_kernel() -> None:
    for path in (
        "/proc/sys/kernel/core_pattern",
        "/proc/sys/kernel/modprobe",
        "/proc/sysrq-trigger",
        "/sys/power/state",
    ):
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_WRONLY))
            return
    raise OSError("none")


@attempt
def makes_a_control_group() -> None:
    for folder in ("/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/unified"):
        with contextlib.suppress(OSError):
            os.mkdir(f"{folder}/hostile")
            return
    raise OSError("none")


def refused(name: str, *arguments: object) -> None:
    """The call as such is refused. With these arguments it would fail with something else."""

    def go() -> None:
        try:
            call(name, *arguments)
        except OSError as error:
            if error.errno in (1, 13, 38):
                raise

    go.__name__ = f"calls_{name}"
    ATTEMPTS.append(go)


for asked in ("keyctl", "bpf", "perf_event_open", "userfaultfd", "init_module", "swapon", "acct"):
    refused(asked, 0, 0, 0, 0, 0)
refused("io_uring_setup", 1, ctypes.create_string_buffer(256))
refused("personality", 0x0040000)
refused("sethostname", b"hostile", 7)
refused("syslog", 3, ctypes.create_string_buffer(16), 16)
refused("add_key", b"user", b"hostile", b"x", 1, -3)
refused("clock_settime", 0, struct.pack("=QQ", 1, 1))


@attempt
def leaves_memory_behind() -> None:
    call("shmget", 0x5CAFF, 4096, 0o1666)


@attempt
def leaves_a_queue_behind() -> None:
    call("mq_open", b"hostile", os.O_CREAT | os.O_RDWR, 0o666, None)


@attempt
def types_into_the_terminal() -> None:
    import fcntl

    for stream in (0, 1, 2):
        with contextlib.suppress(OSError):
            fcntl.ioctl(stream, 0x5412, b"x")
            return
    fcntl.ioctl(os.open("/dev/tty", os.O_RDWR), 0x5412, b"x")


# Seen from outside only: inside there may be such a place that nobody else has
for place in (f"/tmp/{facts['mark']}", f"/dev/shm/{facts['mark']}", f"/var/tmp/{facts['mark']}"):
    with contextlib.suppress(OSError):
        append(place)

# What a program leaves in its copy
PLANTED = {
    "conftest.py": "import os", "black.py": "x = 1", "sitecustomize.py": "x = 1", "evil.pth": "import os",
    "pyproject.toml": "[tool.mypy]\nplugins = ['evil.py']\n", "__pycache__/main.cpython-311.pyc": "x",
    ".git/hooks/pre-commit": "#!/bin/sh\n", ".git/config": "[core]\nfsmonitor = evil\n",
    "sub/.git/config": "[core]\nfsmonitor = evil\n", ".vscode/settings.json": "{}", ".envrc": "evil",
}  # fmt: skip
for path, text in PLANTED.items():
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
os.remove("main.py")
os.symlink("/etc/hostname", "main.py")

done = []
for attempted in ATTEMPTS:
    signal.alarm(5)
    try:
        attempted()
        done.append(attempted.__name__)
    except Exception:  # contained, in whatever words
        continue
signal.alarm(0)
print(json.dumps({"tried": len(ATTEMPTS), "done": done}), flush=True)

# Whoever removes this copy must not change what the link leads to
os.mkdir("locked")
os.symlink(f"{home}/.inputrc", "locked/link")
os.chmod("locked", 0o500)
os.makedirs("closed/in")
append("closed/in/file")
os.chmod("closed", 0)
start = os.open(".", os.O_RDONLY)
for _ in range(3000):  # deeper than a path can be long, and than Python follows itself
    os.mkdir("d")
    os.chdir("d")
append("file")
os.fchdir(start)
os.chmod("..", 0)
