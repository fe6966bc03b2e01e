"""A model server on loopback that misbehaves on purpose: raw sockets, a case for each first part of the address."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

Case = Callable[["Call"], None]
CHUNK = "data: {}\n\n"


class Call:
    """One request: its body as JSON, its headers, the how-manieth it is of its case, and the socket to answer on."""

    def __init__(self, connection: socket.socket, head: str, body: bytes, number: int) -> None:
        self.connection = connection
        self.head = head
        self.body: dict[str, Any] = json.loads(body) if body else {}
        self.number = number

    def send(self, data: str | bytes) -> None:
        self.connection.sendall(data.encode() if isinstance(data, str) else data)

    def respond(self, status: int, body: object, kind: str = "application/json", headers: str = "") -> None:
        data = (
            body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        )
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n"
        self.send(f"{head}{headers}Connection: close\r\n\r\n".encode() + data)

    def refuse(self, status: int, message: str, code: str = "", param: str = "", headers: str = "") -> None:
        error = {"message": message, "code": code or None, "param": param or None}
        self.respond(status, {"error": error}, headers=headers)

    def open_stream(self) -> None:
        self.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")

    def piece(self, text: str = "", ending: str = "", **more: Any) -> None:
        delta: dict[str, Any] = {"content": text} if text else {}
        choice = {"index": 0, "delta": {**delta, **more.pop("delta", {})}, "finish_reason": ending or None}
        self.send(CHUNK.format(json.dumps({**EMPTY, "choices": [choice], **more})))

    def usage(self, prompt: Any = 11, completion: Any = 7, **more: Any) -> None:
        said = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": 0, **more}
        self.send(CHUNK.format(json.dumps({**EMPTY, "choices": [], "usage": said})))

    def done(self) -> None:
        self.send("data: [DONE]\n\n")

    def answer(self, text: str = "hello", ending: str = "stop") -> None:
        """As a good server would."""
        self.open_stream()
        self.piece(text)
        self.piece(ending=ending)
        self.usage()
        self.done()

    def reset(self) -> None:
        """End the connection in a way that the other side hears as an error."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


EMPTY = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}


@contextlib.contextmanager
def server(cases: dict[str, Case]) -> Iterator[tuple[str, Counter[str], list[Call]]]:
    """Its address (put the case and "/v1" behind it), how often each case was asked, and what was asked."""
    asked, calls, ended = Counter[str](), list[Call](), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, _ = listening.accept()
                    threading.Thread(target=_talk, args=(connection, cases, asked, calls), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked, calls
        ended.set()
        thread.join()


def _talk(connection: socket.socket, cases: dict[str, Case], asked: Counter[str], calls: list[Call]) -> None:
    with contextlib.suppress(OSError), connection:
        connection.settimeout(20)
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        length = next((int(x[15:]) for x in head.decode().splitlines() if x.lower().startswith("content-length:")), 0)
        while len(body) < length:
            body += connection.recv(65536)
        name = head.decode().split(" ")[1].split("/")[1]
        asked[name] += 1
        call = Call(connection, head.decode(), body, asked[name])
        calls.append(call)
        cases[name](call)


def drip(call: Call, text: str, pause_s: float = 0.02) -> None:
    """A byte now and then."""
    for byte in text:
        call.send(byte)
        time.sleep(pause_s)
