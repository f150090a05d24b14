"""A server on this machine that answers as told: one reply for each request in turn, the last one for all that follow."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What comes back. `content` is what the model writes; `raw` the whole body instead."""

    content: Any = None
    status: int = 200
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    endless: bool = False

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        written = self.content if isinstance(self.content, str) else json.dumps(self.content, ensure_ascii=False)
        choice = {"index": 0, "message": {"role": "assistant", "content": written}, "finish_reason": "stop"}
        return json.dumps({"choices": [choice], "usage": {"total_tokens": 100}}).encode()


class Server:
    """`asked` holds the requests, with their headers under "headers"."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.answer: Callable[[dict[str, Any]], Reply] | None = None
        self.asked: list[dict[str, Any]] = []
        self.most_at_once = self._now = 0
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def says(self, *replies: Any) -> None:
        self.replies = [r if isinstance(r, Reply) else Reply(r) for r in replies]

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, request: dict[str, Any]) -> Reply:
        with self._lock:
            self.asked.append(request)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            if self.answer is not None:
                return self.answer(request)
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                reply = server._take({**request, "headers": dict(self.headers), "path": self.path})
                try:
                    server.closing.wait(reply.delay)
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self._write(reply)
                except OSError:
                    self.close_connection = True
                finally:
                    with server._lock:
                        server._now -= 1

            def _write(self, reply: Reply) -> None:
                if not reply.endless:
                    body = reply.body()
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                    return
                self.end_headers()
                while not server.closing.is_set():
                    self.wfile.write(b" ")
                    time.sleep(0.02)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
