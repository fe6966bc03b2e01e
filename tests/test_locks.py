"""The lock of a pack: hashed packages, or it is refused before uv follows what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder import environment, locks, stacks
from scaffolder.environment import Environments
from scaffolder.errors import EnvironmentFailure, StackError
from tests.test_pipeline import make_stack

HASH = f"--hash=sha256:{'0' * 64}"
NAMED = f"greeting==1.0 {HASH}"
WHEEL = "greeting-1.0-py3-none-any.whl"
FOREIGN = [
    "--index-url http://evil.example/simple", "-i http://evil.example/simple", "--extra-index-url x", "--pre",
    "--find-links /tmp", "-f .", "--trusted-host x", "-e .", "-r /etc/passwd", "-c /etc/passwd", ".", f"/tmp/{WHEEL}",
    f"greeting @ https://evil.example/{WHEEL} {HASH}", f"https://evil.example/{WHEEL} {HASH}",
    f"greeting @ file:///tmp/{WHEEL} {HASH}", f"git+https://evil.example/x {HASH}", "--no-binary :none:",
    "greeting", "greeting>=1.0", f"greeting==1.* {HASH}", "greeting==1.0", "greeting==1.0 --hash=md5:00",
    f"{NAMED} --index-url http://evil.example", f"greeting==1.0 \\\n    {HASH} \\\n    --config-settings=x",
    "greeting==1.0; python_version > '3' # c", f"greeting==${{HOME}} {HASH}", "# fine\n\\\n-e .",
    f"{NAMED}\x0c-e .", f"{NAMED}\r-e .", f"greeting==1.0 --hash=sha256:{'0' * 63}", f"gr\u0435eting==1.0 {HASH}",
]  # fmt: skip
SOUND = [
    "", "# nothing\n\n", NAMED, f"{NAMED}\n{NAMED}", f"Greet_ing.x-1[extra,b]==1.0 {HASH}", f"# x\n{NAMED}    # via y",
    f"greeting==1.0 ; python_full_version >= '3.11' and sys_platform == \"linux\" \\\n    {HASH}",
    f"greeting==1.0 \\\n    {HASH} \\\n    {HASH}\n    # via x", f"greeting==1!2.0rc1.post2+local.1 {HASH}",
]  # fmt: skip


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_lock_that_says_anything_else_is_refused_before_uv_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, foreign: str
) -> None:
    monkeypatch.setattr(environment, "_run", lambda *_: pytest.fail("uv was started"))
    with pytest.raises(EnvironmentFailure, match="line [0-9]+ of the lock of packages") as raised:
        Environments(tmp_path / "store").ensure(f"{NAMED}\n{foreign}\n", lambda event: None)
    assert raised.value.hint and not (tmp_path / "store").exists()


@pytest.mark.parametrize("sound", SOUND)
def test_a_lock_of_packages_with_hashes_is_one(sound: str) -> None:
    locks.check(sound)


def test_the_line_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match=r"^line 4 of the lock of packages has no hash: late==2$"):
        locks.check(f"# a\ngreeting==1.0 \\\n    {HASH}\nlate==2\n")


def test_the_lock_of_a_pack_lies_in_it(tmp_path: Path) -> None:
    pack = make_stack(tmp_path / "tiny")
    (tmp_path / "elsewhere.txt").write_text("")
    text = (pack / "stack.toml").read_text().replace("lock.txt", "../elsewhere.txt")
    (pack / "stack.toml").write_text(text)
    with pytest.raises(StackError, match="outside of the pack"):
        stacks.load(str(pack))
