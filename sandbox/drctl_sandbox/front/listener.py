"""The HTTP server: keep-alive as in AWS, and full control over what is sent.

werkzeug's development server closes every connection and adds headers of its own; a client's connection pool,
its reaction to a shifted Date header or to half an answer could not be tried against it.
"""

from __future__ import annotations

import email.utils
import io
import socket
import struct
import tempfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO, cast
from urllib.parse import unquote_to_bytes

from .replies import Reply

# Larger bodies (objects, dumps) wait on the disk until moto reads them.
_IN_MEMORY = 1 << 20
# How long a connection may be idle before its thread ends.
_IDLE_SECONDS = 120


class ConnectionReset(Exception):
    """The connection must be reset (RST) without an answer."""


class Listener(ThreadingHTTPServer):
    """Serves one application on loopback, a thread for each connection."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, application: Callable[[dict[str, Any]], Reply]) -> None:
        self.application = application
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may disconnect at any time."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A small response must not wait for the acknowledgement of its header.
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS

    def _serve(self) -> None:
        listener = cast(Listener, self.server)
        with self._body() as body:
            try:
                reply = listener.application(self._environ(body))
            except ConnectionReset:
                self._reset()
                return
        self._send(reply)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_PATCH = do_OPTIONS = _serve

    def _body(self) -> BinaryIO:
        """The whole body, read from the socket first: a slow client never holds moto's lock."""
        if "chunked" in (self.headers.get("Transfer-Encoding") or "").lower():
            spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))
            while size := int(self.rfile.readline().split(b";")[0], 16):
                self._move(size, spool)
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass  # trailers
        else:
            left = int(self.headers.get("Content-Length") or 0)
            if left <= _IN_MEMORY:
                return io.BytesIO(self.rfile.read(left) if left else b"")
            spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))
            self._move(left, spool)
        spool.seek(0)
        return spool

    def _move(self, count: int, spool: BinaryIO) -> None:
        while count:
            piece = self.rfile.read(min(count, _IN_MEMORY))
            if not piece:
                raise ConnectionError("the client went away")
            spool.write(piece)
            count -= len(piece)

    def _environ(self, body: BinaryIO) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        length = body.seek(0, io.SEEK_END)
        body.seek(0)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            # WSGI carries the bytes of the path as latin-1.
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "RAW_URI": self.path,
            "REQUEST_URI": self.path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(length),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(cast(Listener, self.server).server_port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": body,
            "wsgi.input_terminated": True,
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            key = "HTTP_" + name.upper().replace("-", "_")
            if key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"):
                environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def _send(self, reply: Reply) -> None:
        headers = [
            (name, value) for name, value in reply.headers if name.lower() not in ("content-length", "connection")
        ]
        # A response to HEAD has the Content-Length of the GET response.
        promised = reply.header("Content-Length") if self.command == "HEAD" else None
        if reply.status not in (204, 304):
            headers.append(("Content-Length", promised or str(len(reply.body))))
        if reply.header("Date") is None:
            headers.append(("Date", email.utils.formatdate(usegmt=True)))
        self.close_connection = self.close_connection or reply.sent is not None
        if self.close_connection:
            headers.append(("Connection", "close"))
        head = f"HTTP/1.1 {reply.line}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
        body = b"" if self.command == "HEAD" else reply.body[: reply.sent]
        self.wfile.write(head.encode("latin-1") + body)

    def _reset(self) -> None:
        # A linger time of zero makes the kernel send RST instead of FIN.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Calls are recorded, not logged."""
