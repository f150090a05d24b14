"""Before the first page: the port, and an archive whose derived store and index are there."""

import socket
import threading

from khronika.archive.folder import Folder
from khronika.errors import CannotError
from khronika.ledger import Ledger
from khronika.review.desk import Desk

SMALL = 20_000  # statements up to which the index is made before the page is shown


def bound_socket(port: int) -> socket.socket:
    """A socket of 127.0.0.1. Raises CannotError where the port is taken."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(("127.0.0.1", port))
    except OSError as error:
        found.close()
        raise CannotError(f"127.0.0.1:{port}", error.strerror or str(error), "choose another --port, or 0") from error
    return found


def make_ready(desk: Desk) -> None:
    """Brings the store up to the ledger, and makes the index: at once, or beside the page where that takes long."""
    folder: Folder = desk.archive.folder
    with Ledger(folder.ledger) as ledger:
        statements = ledger.last()[0]
    if statements and not (folder.derived / "derived.sqlite").exists():
        desk.archive.code("auto")
    if statements <= SMALL or desk.index.path.exists():
        desk.index.catch_up()
    else:
        threading.Thread(target=desk.index.catch_up, daemon=True).start()
    desk.weigher.start()
