"""A generated server, really listening: for the boot check and for `scaffold run`."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from scaffolder.errors import EnvironmentFailure, UsageError
from scaffolder.types import Limits, PythonEnvironment, Running, Sandbox

HOST = "127.0.0.1"
READY_S = 20.0
LOOPBACK_S = 5.0
LOOPBACK_UP = "ip link set lo up"
MOST_BYTES = 16 * 1024**2  # of one answer: a server may send without end
UNBOUNDED = Limits(  # until a person stops it
    timeout_s=10**9, cpu_s=10**9, file_bytes=10**12, output_bytes=10**12, disk_bytes=10**12, files=10**9
)


class Reply(Struct, frozen=True):
    """`status` 0: nothing came back, and `body` says why."""

    status: int
    body: bytes
    content_type: str = ""


class Server(Struct, frozen=True):
    """A running server; `address` like "http://127.0.0.1:8000"."""

    address: str
    port: int
    running: Running

    def request(self, method: str, path: str, *, body: bytes | None = None, timeout_s: float = 10.0) -> Reply:
        """One request of its own connection; `body` is sent as JSON. A connection that fails is a Reply too."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=timeout_s)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body is not None else {})
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(MOST_BYTES), answer.headers.get("content-type", ""))
        except (OSError, http.client.HTTPException) as error:
            return Reply(0, f"{type(error).__name__}: {error}".encode())
        finally:
            connection.close()

    def wait_ready(self, path: str, timeout_s: float = READY_S) -> Reply:
        """Ask until it answers, it has died, or time is over; the last reply."""
        deadline, pause_s = time.monotonic() + timeout_s, 0.01
        while True:
            reply = self.request("GET", path, timeout_s=max(deadline - time.monotonic(), 0.1))
            if reply.status or not self.running.alive or time.monotonic() > deadline:
                return reply
            time.sleep(pause_s)
            pause_s = min(pause_s * 2, 0.1)


@contextlib.contextmanager
def serve(
    root: Path,
    environment: PythonEnvironment | None,
    sandbox: Sandbox,
    *,
    app: str,
    program: str,
    env: Mapping[str, str],
    port: int = 0,
    limits: Limits | None = None,
    writable: Sequence[Path] = (),
    servers: Sequence[int] = (),
    on_output: Callable[[str], None] | None = None,
) -> Iterator[Server]:
    """Start `app` ("app.main:app") on `port` of the loopback interface (0: any free one). It ends with the block.
    `program` is the Python that serves it: its arguments are `app` and the number of the listening socket. It writes
    into `writable` besides, and may connect to the ports `servers` (a database).

    We bind and listen, the server inherits: no race for the port, and the first request waits in the queue instead of
    failing. Our own end is closed at once, else a server that died would seem to be starting. Raises UsageError where
    the port is taken.
    """
    if environment is None:
        raise EnvironmentFailure("a server needs the project's Python environment", hint="scaffold doctor")
    with _listen(port) as listener:
        number = listener.getsockname()[1]
        running = sandbox.start(
            [os.fspath(environment.python), "-c", program, app, str(listener.fileno())],
            root,
            env=env,
            limits=limits or UNBOUNDED,
            readable=[environment.root],
            writable=writable,
            servers=servers,
            descriptors=[listener.fileno()],
            on_output=on_output,
        )
    with running:
        yield Server(f"http://{HOST}:{number}", number, running)


@contextlib.contextmanager
def free_port() -> Iterator[int]:
    """The number of a port of the loopback interface, for a server that takes its port by number.

    On Linux it is kept from others until the block ends: bound and not listened on, so that only who asks for this
    number gets it.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((HOST, 0))
        number: int = held.getsockname()[1]
        if sys.platform != "linux":
            held.close()
        yield number


def need_loopback() -> None:
    """Raises EnvironmentFailure where nothing on this machine can reach a server of this machine, as in a network
    namespace whose own interface was never switched on."""
    with socket.socket() as listener:
        try:
            listener.bind((HOST, 0))
            listener.listen(1)
            socket.create_connection(listener.getsockname(), LOOPBACK_S).close()
        except OSError as error:
            raise EnvironmentFailure(
                f"this machine cannot reach itself: {HOST}: {error.strerror or error}", hint=LOOPBACK_UP
            ) from error


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise UsageError(f"port {port} cannot be used: {error.strerror}", hint="scaffold run --port 0") from error
    return listener
