"""The other side of the transport benchmarks: HTTP/1.1 over TLS on 127.0.0.1, a thread a connection.

    peer.py CERTIFICATE KEY

Prints its port. GET /N answers N bytes, PUT takes and drops the body, GET /stall never answers, anything else gets 600
bytes.
"""

import socket
import ssl
import sys
import threading

PIECE = bytes(1 << 20)
SMALL = b"<Response>" + b"x" * 590


def serve(connection):
    reader = connection.makefile("rb", buffering=1 << 16)
    sink = memoryview(bytearray(1 << 18))
    while line := reader.readline():
        method, target, _ = line.split()
        length, expects = 0, False
        while (field := reader.readline()) not in (b"\r\n", b""):
            name, _, value = field.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            expects = expects or name.lower() == b"expect"
        if expects:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        while length > 0:
            length -= reader.readinto1(sink[: min(length, len(sink))])
        if target == b"/stall":
            while connection.recv(1 << 16):
                pass
            return
        size = int(target[1:]) if method == b"GET" and target[1:].isdigit() else None
        if size is None:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(SMALL) + SMALL)
            continue
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        while size > 0:
            connection.sendall(PIECE[:size] if size < len(PIECE) else PIECE)
            size -= len(PIECE)


def handle(raw, context):
    try:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with context.wrap_socket(raw, server_side=True) as connection:
            serve(connection)
    except (OSError, ValueError):
        pass  # The client went away, which some of the benchmarks are about.


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)
    while True:
        raw, _ = listener.accept()
        threading.Thread(target=handle, args=(raw, context), daemon=True).start()


main()
