"""Programs that use up the machine: (code, limits, how it must end or a word that it must say)."""

from __future__ import annotations

from scaffolder.types import Limits

MIB = 2**20
SMALL = Limits(
    timeout_s=6, cpu_s=60, memory_bytes=512 * MIB, processes=32, file_bytes=16 * MIB, disk_bytes=64 * MIB, files=2000
)
SHORT = Limits(timeout_s=0.5)
LONG = Limits(timeout_s=10)
WAIT = "\nimport time; time.sleep(60)"

EXCESSES: dict[str, tuple[str, Limits, str]] = {
    "ignores the request to end": (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + WAIT, SHORT, "timeout",
    ),
    "spins": ("while True: pass", SHORT, "timeout"),
    "becomes a daemon": (
        "import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0: time.sleep(60)\n  os._exit(0)",
        LONG, "ended",
    ),
    "becomes a daemon that holds the output": (
        "import os\nif os.fork() == 0:\n  os.setsid()\n  print(1, flush=True)\n  import time; time.sleep(60)",
        LONG, "ended",
    ),
    "forks without end": (
        "import os, time\nmade = 0\n"
        "for _ in range(300):\n  try:\n    if os.fork() == 0: time.sleep(60)\n    made += 1\n  except OSError: break\n"
        "print('stopped' if made < 100 else 'never stopped')", SMALL, "stopped",
    ),
    "starts a new generation for each that is ended": (
        "import os, time\nos.setsid() if os.fork() == 0 else None\n"
        "while True:\n  try:\n    if os.fork(): os._exit(0)\n  except OSError: time.sleep(.01)",
        SHORT, "timeout or ended",
    ),
    "prints without end": ("import os\nwhile True: os.write(1, b'x' * 65536)", Limits(output_bytes=8 * MIB), "output"),
    "takes memory": ("x = bytearray(700 * 2**20); print('had it')", SMALL, "MemoryError"),
    "takes memory with many": (
        "import os\nfor _ in range(4):\n  if os.fork() == 0: break\nx = bytearray(b'x') * (300 * 2**20)" + WAIT,
        SMALL, "memory",
    ),
    "takes memory as a file without a name": (
        "import os\nf = [os.memfd_create('x') for _ in range(30)]\nfor n in f: os.write(n, bytes(4 * 2**20))" + WAIT,
        SMALL, "disk",
    ),
    "keeps files that it has deleted": (
        "import os\nkept = []\nfor _ in range(30):\n  kept.append(open('x', 'wb', 0)); os.unlink('x')\n"
        "  kept[-1].write(bytes(4 * 2**20))" + WAIT, SMALL, "disk",
    ),
    "writes one large file": ("open('x', 'wb').write(bytes(20 * 2**20)); print('wrote it')", SMALL, "File too large"),
    "writes many files": ("for n in range(40): open(str(n), 'wb').write(bytes(4 * 2**20))" + WAIT, SMALL, "disk"),
    "writes very many small files": ("for n in range(4000): open(str(n), 'w').close()" + WAIT, SMALL, "disk"),
    "fills the folder for temporary files": (
        "import os\nos.chdir(os.environ['TMPDIR'])\n"
        "for n in range(40): open(str(n), 'wb').write(bytes(4 * 2**20))" + WAIT,
        SMALL, "disk",
    ),
    "writes where nobody can look": (
        "import os\nos.mkdir('d')\nos.chmod('d', 0o300)\n"
        "for n in range(40): open(f'd/{n}', 'wb').write(bytes(4 * 2**20))" + WAIT,
        SMALL, "disk",
    ),
    "writes deeper than a path is long": (
        "import os\nfor _ in range(1100):\n  os.mkdir('deep'); os.chdir('deep')\n"
        "for n in range(40): open(str(n), 'wb').write(bytes(4 * 2**20))" + WAIT,
        SMALL, "disk",
    ),
    "ends everything it can see": ("import os\nos.kill(-1, 9); print('alive')", LONG, "ended"),
    "steers the terminal": (
        "import os; os.write(1, b'\\x1b]0;t\\x07\\x1b[2J\\x9b1m\\x1bP+q\\x1b\\\\\\x1b_x\\x1b\\\\plain')", LONG, "plain",
    ),
}  # fmt: skip
