"""Secrets of people: found where they are said, never repeated, and never in anything that is written."""

from __future__ import annotations

import json
import os
import random
import string
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaffolder import credentials, emitter, planning, stacks
from scaffolder.errors import CredentialError
from tests.extent import deep
from tests.test_cli_signals import ROOT, order
from tests.test_pipeline import MANIFEST

DRAWN = random.Random(5)  # no token of anybody: drawn here, so that no scanner finds one in this file


def drawn(length: int, letters: str = string.ascii_letters + string.digits) -> str:
    return "".join(DRAWN.choice(letters) for _ in range(length))


UPPER = string.ascii_uppercase + string.digits
HEX = "0123456789abcdef"
SECRETS = {
    "AWS": "AKIA" + drawn(16, UPPER),
    "GitHub": "ghp_" + drawn(36),
    "GitHub, fine": "github_pat_" + drawn(22) + "_" + drawn(59),
    "GitLab": "glpat-" + drawn(20),
    "Slack": f"xoxb-{drawn(12, string.digits)}-{drawn(12, string.digits)}-{drawn(24)}",
    "Stripe": "sk_live_" + drawn(24),
    "OpenAI": "sk-" + drawn(48),
    "OpenAI, project": "sk-proj-" + drawn(80),
    "Anthropic": "sk-ant-api03-" + drawn(90),
    "Google": "AIza" + drawn(35),
    "PyPI": "pypi-AgEIcHlwaS5vcmc" + drawn(60),
    "npm": "npm_" + drawn(36),
    "SendGrid": f"SG.{drawn(22)}.{drawn(43)}",
    "Twilio": "AC" + drawn(32, HEX),
    "Hugging Face": "hf_" + drawn(34, string.ascii_letters),
    "JWT": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiIsIm5hbWUiOiJ4In0." + drawn(43),
    "private key": "-----BEGIN RSA PRIVATE KEY-----",
    "password in an address": f"postgres://app:{drawn(6)}7x{drawn(6)}@db.example.com/app",
}
PLAIN = [
    "A Member has a name and a token.", "test_r12_3_a_member_may_see_what_is_theirs_and_nothing_else",
    "postgresql://app:change-me@localhost:5432/app", "postgres://postgres:secret@localhost/app",
    "sqlite:///app.db?check_same_thread=1", "2026-03-31T12:00:00+00:00", "123e4567-e89b-12d3-a456-426614174000",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk", 
    "9783161484100 and DE89370400440532013000",
    "sha256:" + drawn(64, HEX), "An SKU like AB12CD34EF56 is unique.", "https://example.com/a/b2/c3/d4e5?x=1&y=2z3",
]  # fmt: skip


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_found_wherever_it_stands_in_a_line(name: str) -> None:
    for line in (SECRETS[name], f'key = "{SECRETS[name]}"', f"The key is {SECRETS[name]}, as you know."):
        (found,) = credentials.find({"a.py": f"x = 1\n{line}\n"})
        assert (found.path, found.line) == ("a.py", 2) and SECRETS[name] not in str(found)


@pytest.mark.parametrize("line", PLAIN)
def test_what_only_looks_odd_is_none(line: str) -> None:
    assert list(credentials.find({"a.txt": line})) == []


def test_the_rules_are_not_loaded_where_nothing_could_be_about_them() -> None:
    code = (
        "import sys; from scaffolder import credentials; credentials.gate({'a': 'A Book has a title.'});"
        "print('detect_secrets' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_long_text_takes_no_long_time() -> None:
    """A rule that goes back and forth over a line would not end."""
    began = time.process_time()
    for text in ("a" * 200_000, "1a" * 100_000, "://a:" * 40_000, "aws_key: " * 20_000 + "1a2b3c4d5e" * 20_000):
        list(credentials.find({"a": text}))
    assert time.process_time() - began < 20


def test_of_a_long_line_the_end_is_looked_at_too() -> None:
    for before in (1990, 1600, 3199, 50_000):
        assert list(credentials.find({"a": "x " * before + SECRETS["GitHub"] + " x" * 3000})), before


@pytest.mark.slow
@pytest.mark.parametrize("stack", ["api", pytest.param("web", marks=deep), pytest.param("cli", marks=deep)])
def test_what_our_own_templates_write_holds_none(stack: str) -> None:
    text = (ROOT / "examples" / "library" / "description.md").read_text(encoding="utf-8")
    plan = planning.compile_text(text, stack).plan
    assert plan is not None
    emitted = emitter.emit(plan, stacks.load(stack))
    assert len(emitted) > 20 and list(credentials.find({f.path: f.text for f in emitted})) == []


def command(folder: Path, *argv: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    places = {"HOME": str(folder / "home"), "SCAFFOLD_CACHE_DIR": str(folder / "cache"), "TMPDIR": str(folder / "tmp")}
    places |= {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder / "state")}
    for name in ("home", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    argv = (sys.executable, "-m", "scaffolder", *argv)
    return subprocess.run(argv, cwd=folder, env={**kept, **places, **env}, capture_output=True, text=True)


def holding(folder: Path, secret: str, *but: str) -> list[str]:
    """Files below the folder, repositories and all, in which it stands; packed objects as git shows them."""
    found = [p for p in folder.rglob("*") if p.is_file() and p.name not in but and secret.encode() in p.read_bytes()]
    for repository in folder.rglob(".git"):
        argv = ["git", "-C", str(repository.parent), "log", "--all", "-p"]
        found += [repository] if secret in subprocess.run(argv, capture_output=True, text=True).stdout else []
    return [str(p.relative_to(folder)) for p in found]


@pytest.mark.parametrize("how", ["new", "plan", "new --json", "plan --json"])
def test_a_description_with_a_secret_is_refused_and_it_is_not_repeated(tmp_path: Path, how: str) -> None:
    secret = SECRETS["Anthropic"]
    (tmp_path / "notes.md").write_text(f"# Notes\n\nA Note has a title.\nWe call the service with {secret}.\n")
    done = command(tmp_path, *how.split(), "-f", "notes.md")
    assert done.returncode == 2
    assert "the description, line 4, holds what looks like a secret (Anthropic key)" in done.stderr
    assert secret not in done.stdout + done.stderr and holding(tmp_path, secret, "notes.md") == []
    if "--json" in how:
        assert json.loads(done.stdout)["error"]["code"] == CredentialError.code


@pytest.mark.slow
def test_a_plan_with_a_secret_is_refused(tmp_path: Path) -> None:
    argv, secret = order(tmp_path), SECRETS["GitHub"]
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text() + f"\nnot_a_key: {secret}\n")
    done = command(tmp_path, *argv)
    assert json.loads(done.stdout)["error"]["code"] == "secret" and secret not in done.stdout + done.stderr
    assert not (tmp_path / "notes").exists() and holding(tmp_path, secret, "plan.yaml") == []


@pytest.mark.slow
@pytest.mark.parametrize("git", ["--no-git", ""])
def test_a_pack_with_a_secret_gives_no_repository(tmp_path: Path, git: str) -> None:
    argv, secret = [*order(tmp_path), *git.split()], SECRETS["Stripe"]
    template = tmp_path / "stacks" / "tiny" / "files" / "notes.py.jinja"
    template.write_text(f'{template.read_text()}KEY = "{{{{ "{secret[:8]}" ~ "{secret[8:]}" }}}}"\n')
    done = command(tmp_path, *argv)
    told = json.loads(done.stdout)["error"]
    assert (done.returncode, told["code"]) == (2, "secret")
    assert (
        told["message"] == "notes.py, line 2, holds what looks like a secret (Stripe Access Key): nothing was written"
    )
    assert not (tmp_path / "notes").exists() and secret not in done.stdout + done.stderr
    assert [name for name in holding(tmp_path, secret) if not name.startswith("cache/templates/")] == []


@pytest.mark.slow
def test_what_the_environment_and_the_settings_hold_stands_nowhere(tmp_path: Path) -> None:
    """Also where something goes wrong: in what is said, and in the log of a defect."""
    secret = "canary-" + drawn(30)
    (tmp_path / "home").mkdir()
    token = f"[user]\n\tname = A\n\temail = a@b.c\n[http]\n\textraHeader = AUTHORIZATION: {secret}\n"
    (tmp_path / "home" / ".gitconfig").write_text(token)
    (tmp_path / "home" / ".netrc").write_text(f"machine x login y password {secret}\n")
    env = {name: secret for name in ("AWS_SECRET_ACCESS_KEY", "DATABASE_URL", "OPENAI_API_KEY", "GITHUB_TOKEN")}
    argv = order(tmp_path, checks='"format"')
    done = [command(tmp_path, *argv, **env), command(tmp_path, *argv, **env)]  # the second finds the folder taken
    stack = tmp_path / "stacks" / "tiny" / "stack.toml"
    stack.write_text(MANIFEST.format(checks='"tests.broken_check"'))
    done.append(command(tmp_path, *[a.replace("/notes", "/other") for a in argv], **env))
    done.append(command(tmp_path, "doctor", "--json", **env))
    assert (tmp_path / "notes" / ".git").is_dir(), done[0].stderr
    assert [d.returncode for d in done] == [1, 2, 5, 0] and list((tmp_path / "state").rglob("defect-*.log"))
    assert all(secret not in d.stdout + d.stderr for d in done)
    assert holding(tmp_path, secret, ".gitconfig", ".netrc") == []
