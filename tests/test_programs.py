"""uv and ruff are found, also by two threads at once, while Python gathers how it was built."""

from __future__ import annotations

import subprocess
import sys

TWO = """
import sysconfig, threading, time

gather = sysconfig._init_posix

def slowly(variables):
    time.sleep(0.3)
    gather(variables)

sysconfig._init_posix = slowly
from scaffolder import programs

found = []
threads = [threading.Thread(target=lambda find=find: found.append(find())) for find in (programs.ruff, programs.uv)]
for thread in threads:
    thread.start()
    time.sleep(0.1)
for thread in threads:
    thread.join()
print(sorted(path.rpartition("/")[2] for path in found))
"""


def test_programs_are_found_by_two_threads_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", TWO], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("['ruff', 'uv']\n", "")
