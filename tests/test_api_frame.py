"""The frame of emitted api applications, run as people run it: settings that refuse, logins, messages that leave the
house, files in and out."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import shutil
import socketserver
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffolder import commands, serving, stacks
from scaffolder.plan import Entity, Field, Notification, Plan, Trigger
from tests import plans
from tests.api_apps import Server, run, server, write

pytestmark = pytest.mark.slow

SECRET = "a-key-for-signing-webhooks-of-forty-chars"


@dataclass
class Post:
    """What a mail server and a receiver of webhooks were given."""

    mails: list[str] = field(default_factory=list)
    hooks: list[tuple[str, bytes, str]] = field(default_factory=list)  # path, body, signature


def announcing() -> Plan:
    """The library, which also tells of every new book by e-mail, by a webhook and in the application."""
    plan = plans.library()
    news = [
        Notification(name=f"new_book_{channel}", trigger=Trigger(on="created", entity="Book"), channel=channel, to=to,
                     subject="New: {title}", body="Come and read.", satisfies=["R9"])
        for channel, to in (("email", "role:librarian"), ("webhook", ""), ("in_app", "role:librarian"))
    ]  # fmt: skip
    return plan.model_copy(update={"notifications": [*plan.notifications, *news]})


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(announcing(), tmp_path_factory.mktemp("announcing") / "app")


@pytest.fixture
def root(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "app"))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data.db"


@contextmanager
def listening(handler: type[socketserver.BaseRequestHandler], *, http: bool) -> Iterator[int]:
    """A server of our own on a free port."""
    kind: type[socketserver.TCPServer] = HTTPServer if http else socketserver.ThreadingTCPServer
    with kind(("127.0.0.1", 0), handler) as opened:
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        try:
            yield opened.server_address[1]
        finally:
            opened.shutdown()


@contextmanager
def post_office() -> Iterator[tuple[Post, dict[str, str]]]:
    """A mail server and a receiver of webhooks, and the settings that lead to them."""
    post = Post()

    class Mail(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline().strip().upper():
                if line == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    lines = iter(self.rfile.readline, b".\r\n")
                    post.mails.append(b"".join(lines).decode())
                self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 ok\r\n")
                if line == b"QUIT":
                    return

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            post.hooks.append((self.path, body, self.headers["X-Signature"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing to the terminal."""

    with listening(Mail, http=False) as smtp, listening(Hook, http=True) as hook:
        there = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(smtp)}
        yield post, {**there, "WEBHOOK_URL": f"http://127.0.0.1:{hook}/news?from=us", "WEBHOOK_SECRET": SECRET}


def ask(base: Server, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, dict[str, str]]:
    """Status, body (parsed where it is JSON) and headers of an answer."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    request = urllib.request.Request(base.base + path, data, given, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            found, status, names = response.read(), response.status, dict(response.headers)
    except urllib.error.HTTPError as error:
        found, status, names = error.read(), error.code, dict(error.headers)
    is_json = "json" in names.get("content-type", "")
    return status, json.loads(found) if is_json and found else found.decode(), names


def log_in(base: Server, root: Path, url: str, role: str) -> str:
    """The header of somebody new with this role."""
    email = f"{role}@example.com"
    run(root, "app", "create-user", "--email", email, "--password", "a long password", "--role", role, url=url)
    status, body, _ = ask(base, "POST", "/auth/login", {"email": email, "password": "a long password"})
    assert status == 200
    return f"Bearer {body['token']}"


def send_file(base: Server, path: str, text: str, who: str) -> tuple[int, Any]:
    body = (
        '--cut\r\nContent-Disposition: form-data; name="file"; filename="rows.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{text}\r\n--cut--\r\n"
    ).encode()
    kind = "multipart/form-data; boundary=cut"
    status, answer, _ = ask(base, "POST", path, body, Authorization=who, Content_Type=kind)
    return status, answer


def refused(root: Path, **env: str) -> str:
    """What the application says on its way out."""
    said = run(root, "-c", "import app.main", url="sqlite:///x.db", code=1, **env)
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"DATABASE_URL": "postgresql://app:change-me@database/app"}, "DATABASE_URL still holds a placeholder"),
        ({"SMTP_PASSWORD": "changeme"}, "SMTP_PASSWORD still holds a placeholder"),
        ({"WEBHOOK_URL": "https://example.com", "WEBHOOK_SECRET": "short"}, "WEBHOOK_SECRET is shorter than 32"),
        ({"TOKEN_HOURS": "many"}, "TOKEN_HOURS"),
    ],
)
def test_production_refuses_bad_settings_in_one_line(root: Path, env: dict[str, str], said: str) -> None:
    message = refused(root, ENVIRONMENT="production", **env)
    assert message.startswith("settings: ") and said in message


def test_what_the_readme_says_of_deploying_is_taken_by_production(root: Path) -> None:
    told = [c.text for c in commands.of_readme("README.md", (root / "README.md").read_text())]
    settings = "\n".join(line for line in told if line.endswith(">> .env"))
    subprocess.run(["sh", "-ec", settings], cwd=root, check=True)
    given = dict(line.split("=", 1) for line in (root / ".env").read_text().splitlines())
    compose = yaml.safe_load((root / "compose.yaml").read_text())
    told_to = compose["services"]["app"]["environment"]
    env = {
        name: re.sub(r"\$\{(\w+):(?:-(.*?)|\?.*?)\}", lambda m: given.get(m[1], m[2]), str(v))
        for name, v in told_to.items()
    }
    assert env["ENVIRONMENT"] == "production" and env["DATABASE_URL"].startswith("postgresql://app:")
    run(root, "-c", "import app.main", url=env.pop("DATABASE_URL"), **env)


def test_samples_are_for_an_empty_database_outside_production(root: Path, url: str) -> None:
    run(root, "alembic", "upgrade", "head", url=url)
    for env, code, said in (
        ({"ENVIRONMENT": "production"}, 1, "not for production"),
        ({}, 0, "9 rows"),
        ({}, 1, "rows already"),
    ):
        assert said in run(root, "app", "seed", url=url, code=code, **env)


def test_eight_who_open_a_new_database_at_once_are_not_locked_out(root: Path, url: str) -> None:
    run(root, "alembic", "upgrade", "head", url=url)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)  # what each would set else


def test_development_takes_the_settings_of_the_example(root: Path, url: str) -> None:
    lines = (root / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    run(root, "-c", "import app.main", url=url, **{**given, "DATABASE_URL": url})


def test_the_line_that_run_says_makes_a_first_user_in_the_database_that_it_runs_on(root: Path, url: str) -> None:
    run(root, "alembic", "upgrade", "head", url=url)
    env = {"DATABASE_URL": url, "DATA_DIR": str(root / "the data")}
    line = serving.first_user(announcing(), stacks.load("api"), Path(sys.executable), root, env)
    given = {"PATH": os.environ["PATH"], "PASSWORD": "a long password", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(["sh", "-c", line], cwd="/", env=given, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("user 1: you@example.com, "), done.stderr
    assert serving.first_user(plans.shop(), stacks.load("api"), Path(sys.executable), root, env) == ""


def test_a_login_begins_and_ends_and_guessing_is_slowed_down(root: Path, url: str) -> None:
    with server(root, url) as base:
        me = {"email": "Ann@Example.com", "password": "a long password"}
        assert ask(base, "POST", "/auth/signup", {**me, "role": "member"})[0] == 201
        assert ask(base, "POST", "/auth/signup", {**me, "role": "member"})[0] == 409
        assert ask(base, "POST", "/auth/signup", {**me, "role": "librarian"})[0] == 422
        token = ask(base, "POST", "/auth/login", me)[1]["token"]
        bearer = f"Bearer {token}"
        assert ask(base, "GET", "/auth/me", Authorization=bearer)[1]["role"] == "member"
        assert ask(base, "POST", "/auth/logout", Authorization=bearer)[0] == 204
        assert ask(base, "GET", "/auth/me", Authorization=bearer)[0] == 401
        assert token not in Path(url.removeprefix("sqlite:///")).read_bytes().decode("latin-1")
        wrong = {**me, "password": "another password"}
        assert [ask(base, "POST", "/auth/login", wrong)[0] for _ in range(6)] == [401] * 5 + [429]
        assert ask(base, "POST", "/auth/login", me)[0] == 429
        unknown = ask(base, "POST", "/auth/login", {**wrong, "email": "nobody@example.com"})
        assert (unknown[0], unknown[1]["detail"]) == (401, "The e-mail address or the password is wrong.")


def test_people_who_sign_up_may_bring_their_profile(root: Path, url: str) -> None:
    with server(root, url) as base:
        me = {"email": "ann@example.com", "password": "a long password", "role": "member"}
        bad = ask(base, "POST", "/auth/signup", {**me, "profile": {"name": "Ann"}})
        assert bad[0] == 422 and [e["field"] for e in bad[1]["errors"]] == ["profile"]
        status, user, _ = ask(base, "POST", "/auth/signup", {**me, "profile": {"name": "Ann", "email": me["email"]}})
        assert status == 201  # the refused one has left no user behind
        bearer = f"Bearer {ask(base, 'POST', '/auth/login', {k: me[k] for k in ('email', 'password')})[1]['token']}"
        members = ask(base, "GET", "/members", Authorization=bearer)[1]["items"]
        assert [(m["name"], m["user_id"]) for m in members] == [("Ann", user["id"])]


def test_messages_leave_only_with_what_they_tell_of(root: Path, url: str) -> None:
    with post_office() as (post, there):
        with server(root, url, **there) as base:
            who = log_in(base, root, url, "librarian")
            good = "title,author,copies\nEmma,Austen,1\nUlysses,Joyce,2\n"
            assert send_file(base, "/books/import?dry_run=true", good, who) == (200, {"created": 2, "errors": []})
            assert send_file(base, "/books/import", good + "Bad,,-1\n", who)[0] == 422
            assert (post.mails, post.hooks) == ([], [])
            assert send_file(base, "/books/import", good, who) == (200, {"created": 2, "errors": []})
            inbox = ask(base, "GET", "/notifications", Authorization=who)[1]
        assert [m["subject"] for m in inbox["items"]] == ["New: Ulysses", "New: Emma"]
        assert re.findall(r"^Subject: (.*?)\r$", "".join(post.mails), re.M) == ["New: Emma", "New: Ulysses"]
        assert "To: librarian@example.com" in post.mails[0]
        path, body, signature = post.hooks[0]
        assert (path, json.loads(body)["subject"]) == ("/news?from=us", "New: Emma")
        assert signature == hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def test_what_could_not_be_sent_is_sent_by_the_next_run_of_jobs_once(root: Path, url: str) -> None:
    with server(root, url, SMTP_HOST="127.0.0.1", SMTP_PORT="1") as base:
        who = log_in(base, root, url, "librarian")
        book = {"title": "Emma", "author": "Austen"}
        assert ask(base, "POST", "/books", book, Authorization=who)[0] == 201
    with post_office() as (post, there):
        for _ in range(2):
            run(root, "app", "run-jobs", "--now", "2026-03-02T09:00:00", url=url, **there)
        assert len(post.mails) == 1 and "Come and read." in post.mails[0]


def test_the_tests_of_an_application_tell_nobody_of_anything(root: Path, url: str) -> None:
    with post_office() as (post, there):
        said = run(root, "pytest", "-q", "tests/test_books_fields.py", url=url, **there, ENVIRONMENT="production")
    assert " passed" in said or "[100%]" in said
    assert (post.mails, post.hooks) == ([], [])


# Two tests of a generated application: the first keeps a connection open, as one of eight at once may.
LEFT_BEHIND = """\
import os
import sqlite3

OPEN = []


def tables() -> list[str]:
    OPEN.append(sqlite3.connect(os.environ["DATABASE_URL"].removeprefix("sqlite:///")))
    return [name for (name,) in OPEN[-1].execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def test_something_is_left_behind() -> None:
    assert "left_behind" not in tables()
    OPEN[-1].execute("CREATE TABLE left_behind (id INTEGER)")
    OPEN[-1].commit()


def test_nothing_of_it_is_found() -> None:
    assert "books" in (found := tables()) and "left_behind" not in found
"""


def test_a_test_of_an_application_finds_nothing_of_the_one_before(root: Path, url: str) -> None:
    (root / "tests" / "test_left_behind.py").write_text(LEFT_BEHIND)
    said = run(root, "pytest", "-q", "tests/test_left_behind.py", url=url)
    assert " passed" in said or "[100%]" in said


def test_every_error_is_a_problem_document_and_tells_no_secrets(root: Path, url: str) -> None:
    with server(root, url) as base:
        who = log_in(base, root, url, "librarian")
        asked = [
            ("GET", "/nowhere", None, 404),
            ("PUT", "/books", None, 405),
            ("POST", "/books", b"{", 422),
            ("POST", "/books", {"title": "x\x00"}, 422),
            ("GET", "/books/99999999999999999999", None, 422),
            ("GET", "/books?page=0", None, 422),
        ]
        for method, path, body, expected in asked:
            status, document, headers = ask(base, method, path, body, Authorization=who)
            assert (status, headers["content-type"]) == (expected, "application/problem+json"), path
            assert document["status"] == expected and document["title"] and "detail" in document
        assert ask(base, "GET", "/members")[2]["www-authenticate"] == "Bearer"
        assert ask(base, "GET", "/members", Authorization="Bearer wrong")[0] == 401
        assert ask(base, "GET", "/health", X_Request_ID="abc-1")[2]["x-request-id"] == "abc-1"
        assert len(ask(base, "GET", "/health", X_Request_ID="a b")[2]["x-request-id"]) == 32
    lines = [json.loads(line) for line in (root / "server.log").read_text().splitlines() if line.startswith("{")]
    assert {"id": "abc-1", "status": 200, "message": "GET /health"}.items() <= next(
        line for line in lines if line.get("id") == "abc-1"
    ).items()


def test_a_spreadsheet_takes_nothing_that_was_exported_for_a_formula(root: Path, url: str) -> None:
    with server(root, url) as base:
        who = log_in(base, root, url, "librarian")
        for title in ("=1+1", "+49 30 1", 'a "b", c'):
            assert ask(base, "POST", "/books", {"title": title, "author": "x"}, Authorization=who)[0] == 201
        text = ask(base, "GET", "/books/export.csv", Authorization=who)[1]
    assert "'=1+1" in text and "+49 30 1" in text and '"a ""b"", c"' in text


def test_entities_may_be_called_like_modules_of_the_frame(tmp_path: Path, url: str) -> None:
    names = ("Error", "Report", "Transfer", "Action", "Function", "Notification", "Job", "Setting", "Problem")
    entities = [Entity(name=n, fields=[Field(name="title", required=True)], satisfies=["R1"]) for n in names]
    root = write(plans.small().model_copy(update={"entities": entities}), tmp_path / "app")
    with server(root, url) as base:
        for path in ("errors", "reports", "transfers", "actions", "functions", "notifications", "jobs", "settings"):
            assert base.post(f"/{path}", {"title": "x"}).status == 201, path
        assert base.get("/nowhere").status == 404


def test_the_page_of_all_routes_needs_nothing_from_elsewhere(root: Path, url: str) -> None:
    with server(root, url) as base:
        for path in ("/", "/docs"):
            status, page, headers = ask(base, "GET", path)
            assert status == 200 and headers["content-type"].startswith("text/html")
            assert "default-src 'none'" in headers["content-security-policy"]
            assert re.findall(r"(?:src|href)=\"([^\"]*)", page) == ["openapi.json"] * 2 and "//" not in page.replace(
                "// ", ""
            )
        assert not {"/", "/docs"} & set(ask(base, "GET", "/openapi.json")[1]["paths"])
