"""The system calls that a program in a sandbox may not make: a seccomp filter, assembled by hand.

Standard library only: it is loaded by the supervisor, which has nothing else.
"""

from __future__ import annotations

import struct

# (name, number on x86_64, number on aarch64; None: it is not there). Looking into other processes, keys, other views of
# the file system, kernel modules, clocks, and memory and queues that would stay after the last process has ended.
DENIED: tuple[tuple[str, int | None, int | None], ...] = (
    ("ptrace", 101, 117), ("process_vm_readv", 310, 270), ("process_vm_writev", 311, 271), ("kcmp", 312, 272),
    ("pidfd_getfd", 438, 438), ("process_madvise", 440, 440), ("process_mrelease", 448, 448),
    ("migrate_pages", 256, 238), ("move_pages", 279, 239),
    ("add_key", 248, 217), ("request_key", 249, 218), ("keyctl", 250, 219),
    ("bpf", 321, 280), ("perf_event_open", 298, 241), ("userfaultfd", 323, 282), ("fanotify_init", 300, 262),
    ("io_uring_setup", 425, 425), ("io_uring_enter", 426, 426), ("io_uring_register", 427, 427),
    ("mount", 165, 40), ("umount2", 166, 39), ("pivot_root", 155, 41), ("chroot", 161, 51),
    ("open_tree", 428, 428), ("move_mount", 429, 429), ("fsopen", 430, 430), ("fsconfig", 431, 431),
    ("fsmount", 432, 432), ("fspick", 433, 433), ("mount_setattr", 442, 442),
    ("unshare", 272, 97), ("setns", 308, 268), ("personality", 135, 92),
    ("mknod", 133, None), ("mknodat", 259, 33), ("name_to_handle_at", 303, 264), ("open_by_handle_at", 304, 265),
    ("init_module", 175, 105), ("finit_module", 313, 273), ("delete_module", 176, 106),
    ("kexec_load", 246, 104), ("kexec_file_load", 320, 294), ("reboot", 169, 142), ("syslog", 103, 116),
    ("swapon", 167, 224), ("swapoff", 168, 225), ("acct", 163, 89), ("quotactl", 179, 60), ("quotactl_fd", 443, 443),
    ("iopl", 172, None), ("ioperm", 173, None), ("vhangup", 153, 58),
    ("settimeofday", 164, 170), ("clock_settime", 227, 112), ("clock_adjtime", 305, 266), ("adjtimex", 159, 171),
    ("sethostname", 170, 161), ("setdomainname", 171, 162),
    ("shmget", 29, 194), ("semget", 64, 190), ("msgget", 68, 186), ("mq_open", 240, 180),
)  # fmt: skip
# Allowed on the caller itself (0), not on other processes of the same user: (name, numbers, argument that names whom).
OWN_ONLY = (
    ("prlimit64", 302, 261, 0), ("sched_setaffinity", 203, 122, 0), ("sched_setscheduler", 144, 119, 0),
    ("sched_setparam", 142, 118, 0), ("sched_setattr", 314, 274, 0),
    ("setpriority", 141, 140, 0), ("setpriority", 141, 140, 1), ("ioprio_set", 251, 30, 1),
)  # fmt: skip
# Sending may connect a socket too: (name, numbers, argument with the flags).
SENDING = (("sendto", 44, 206, 3), ("sendmsg", 46, 211, 2), ("sendmmsg", 307, 269, 3))
OTHERS = {
    "x86_64": {"clone": 56, "clone3": 435, "ioctl": 16, "socket": 41, "connect": 42, "bind": 49},
    "aarch64": {"clone": 220, "clone3": 435, "ioctl": 29, "socket": 198, "connect": 203, "bind": 200},
}
AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
EPERM, ENOSYS = 1, 38
NEW_NAMESPACES = 0x7E020000
MSG_FASTOPEN = 0x20000000
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
AF_INET, AF_INET6, SOCK_STREAM, TYPE_MASK = 2, 10, 1, 0xF
X32 = 0x40000000

LOAD, EQUAL, ANY_BIT, AT_LEAST, AND, RETURN = 0x20, 0x15, 0x45, 0x35, 0x54, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16

Instruction = tuple[int, int, int, int]


def machines() -> list[str]:
    """The processors whose numbers are known."""
    return sorted(OTHERS)


def program(machine: str, *, sockets: bool) -> bytes:
    """The filter for a processor. `sockets`: TCP sockets can be made, else none at all. Pairs of connected sockets and
    those that were inherited work in any case."""
    column = 1 if machine == "x86_64" else 2
    number = OTHERS[machine]
    code: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, AUDIT_ARCHITECTURE[machine]), (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]  # fmt: skip
    if machine == "x86_64":
        code += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL)]
    for call in DENIED:
        known = call[column]
        if isinstance(known, int):
            code += _called(known, [_refuse()])
    code += _called(number["clone3"], [_refuse(ENOSYS)])  # its flags cannot be looked at; libraries fall back to clone
    code += _called(number["clone"], _unless_none_of(0, NEW_NAMESPACES))
    code += _called(number["ioctl"], [_argument(1), *_if_equal(TIOCSTI), *_if_equal(TIOCLINUX)])
    for _, x86_64, aarch64, place in OWN_ONLY:
        which = x86_64 if column == 1 else aarch64
        code += _called(which, [_argument(place), (EQUAL, 1, 0, 0), _refuse()])
    for _, x86_64, aarch64, place in SENDING:
        code += _called(x86_64 if column == 1 else aarch64, _unless_none_of(place, MSG_FASTOPEN))
    code += _of_sockets(number, sockets)
    code.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _of_sockets(number: dict[str, int], sockets: bool) -> list[Instruction]:
    if not sockets:
        return [i for name in ("socket", "connect", "bind") for i in _called(number[name], [_refuse()])]
    family = [_argument(0), (EQUAL, 2, 0, AF_INET), (EQUAL, 1, 0, AF_INET6), _refuse()]
    kind = [_argument(1), (AND, 0, 0, TYPE_MASK), (EQUAL, 1, 0, SOCK_STREAM), _refuse()]
    return _called(number["socket"], [*family, *kind])


def _called(number: int, then: list[Instruction]) -> list[Instruction]:
    """`then` where this is the call; what does not refuse falls through, with the number loaded again."""
    body = [*then, (LOAD, 0, 0, NUMBER)]
    return [(EQUAL, 0, len(body), number), *body]


def _argument(place: int) -> Instruction:
    """Its lower half: both processors are little-endian."""
    return (LOAD, 0, 0, FIRST_ARGUMENT + 8 * place)


def _refuse(error: int = EPERM) -> Instruction:
    return (RETURN, 0, 0, ERRNO | error)


def _if_equal(value: int) -> list[Instruction]:
    return [(EQUAL, 0, 1, value), _refuse()]


def _unless_none_of(place: int, bits: int) -> list[Instruction]:
    return [_argument(place), (ANY_BIT, 0, 1, bits), _refuse()]
