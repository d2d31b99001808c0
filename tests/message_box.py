"""A service on this computer that takes messages as Apprise sends them to a ``json://`` address, and refuses some."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

SECRET = "kata-sandi-rahasia"  # noqa: S105 - that of nobody
"""Part of every address; it may be printed nowhere."""


@dataclass
class Mailbox:
    """What came in, as name, heading and text; a name in ``broken`` is answered by an error."""

    port: int = 0
    came: list[tuple[str, str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def address(self, name: str) -> str:
        """Return the address of a name."""
        return f"json://upk:{SECRET}@127.0.0.1:{self.port}/{name}"

    @property
    def names(self) -> list[str]:
        """Return to whom messages came, in order."""
        return [name for name, _, _ in self.came]

    def take(self, name: str, message: dict[str, str]) -> int:
        """Return the status for a message that comes in."""
        if name in self.broken:
            return 503
        self.came.append((name, message["title"], message["message"]))
        return 200


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Yield a mailbox that is open until the block ends."""
    box = Mailbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(box.take(self.path.strip("/"), json.loads(content)))
            self.end_headers()

        def log_message(self, *words):
            """Say nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
