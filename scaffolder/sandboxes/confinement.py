"""What a process puts around itself before it runs what was generated: another user where it was root, Landlock for
files, ports and signals, seccomp for system calls. All of it holds for whatever it starts, and cannot be taken back.

Standard library only: it is loaded by the supervisor, which has nothing else.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import stat
import struct
import sys
from collections.abc import Iterable
from typing import Any

from scaffolder.sandboxes import syscalls

NOBODY = 65534
# To read what only its owner may: the right to just that, or the wider one that containers have instead.
CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE = 2, 1
PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_SECCOMP, PR_CAPBSET_DROP = 4, 8, 22, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 38, 47, 2
SECCOMP_MODE_FILTER = 2
SYS_CAPGET, SYS_CAPSET = {"x86_64": 125, "aarch64": 90}, {"x86_64": 126, "aarch64": 91}
CAPABILITY_VERSION_3 = 0x20080522

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every processor
VERSION = 1
UNDER_PATH, PORT = 1, 2
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, MAKE_CHAR, MAKE_BLOCK = 1, 2, 4, 8, 1 << 6, 1 << 11
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
BIND_TCP, CONNECT_TCP = 1, 2
ABSTRACT_SOCKETS, SIGNALS = 1, 2
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
READ = EXECUTE | READ_FILE | READ_DIR
PORTS_SINCE, SCOPES_SINCE = 4, 6
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def landlock_version() -> int:
    """What the kernel offers: 0 for nothing; from 4 on ports, from 6 on signals."""
    if sys.platform != "linux":
        return 0
    offered: int = _libc().syscall(CREATE_RULESET, None, 0, VERSION)
    return max(0, offered)


def enclose(walls: dict[str, Any]) -> None:
    """Put up `walls` (see `Landlock.walls`) around the calling process. Raises OSError where one of them fails."""
    if os.getuid() == 0:
        become_nobody(search=walls["search"])
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    version = landlock_version()
    if version:
        _restrict_files(version, walls)
    _filter_calls(syscalls.program(platform.machine(), sockets=bool(walls["ports"])))


def become_nobody(*, search: bool) -> None:
    """Give up root for good. `search`: reading stays possible where only the owner may, since what must be read lies
    behind such folders; Landlock, or the mounts, say what can be read or written at all."""
    right = _right_to_read() if search else 0
    kept = 1 << right if search else 0
    _prctl(PR_SET_KEEPCAPS, 1)
    for capability in range(64):
        if not kept >> capability & 1:
            with contextlib.suppress(OSError):  # the kernel has fewer
                _prctl(PR_CAPBSET_DROP, capability)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    header = struct.pack("=Ii", CAPABILITY_VERSION_3, 0)
    data = struct.pack("=6I", kept, kept, kept, 0, 0, 0)
    _checked(_libc().syscall(SYS_CAPSET[platform.machine()], header, data))
    if search:
        _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, right)
    _prctl(PR_SET_DUMPABLE, 1)  # else our own supervisor could not ask how much memory it uses


def _right_to_read() -> int:
    header = struct.pack("=Ii", CAPABILITY_VERSION_3, 0)
    data = ctypes.create_string_buffer(24)
    _checked(_libc().syscall(SYS_CAPGET[platform.machine()], header, data))
    permitted = struct.unpack("=6I", data.raw)[1]
    return CAP_DAC_READ_SEARCH if permitted >> CAP_DAC_READ_SEARCH & 1 else CAP_DAC_OVERRIDE


def _restrict_files(version: int, walls: dict[str, Any]) -> None:
    files = (1 << 13) - 1
    for since, right in ((2, REFER), (3, TRUNCATE), (5, IOCTL_DEV)):
        files |= right if version >= since else 0
    ports = BIND_TCP | CONNECT_TCP if version >= PORTS_SINCE else 0
    scopes = ABSTRACT_SOCKETS | SIGNALS if version >= SCOPES_SINCE else 0
    size = 24 if scopes else 16 if ports else 8
    ruleset = _checked(_libc().syscall(CREATE_RULESET, struct.pack("=QQQ", files, ports, scopes)[:size], size, 0))
    _allow(ruleset, walls["readable"], READ)
    _allow(ruleset, walls["writable"], files & ~(MAKE_CHAR | MAKE_BLOCK | IOCTL_DEV))
    _allow(ruleset, DEVICES, READ_FILE | WRITE_FILE)
    for port in walls["ports"] if ports else ():
        _checked(_libc().syscall(ADD_RULE, ruleset, PORT, struct.pack("=QQ", ports, port), 0))
    _checked(_libc().syscall(RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _allow(ruleset: int, paths: Iterable[str], rights: int) -> None:
    """What is not there needs no rule."""
    for path in paths:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        allowed = rights if stat.S_ISDIR(os.fstat(place).st_mode) else rights & OF_FILES
        _checked(_libc().syscall(ADD_RULE, ruleset, UNDER_PATH, struct.pack("=Qi", allowed, place), 0))
        os.close(place)


def _filter_calls(program: bytes) -> None:
    instructions = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    buffer = ctypes.create_string_buffer(described, len(described))
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(buffer))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(*arguments: int) -> None:
    _checked(_libc().prctl(*(ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:5])))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
