"""Encryption by age (https://age-encryption.org/v1), through `pyrage`, the extra `crypt`. No cipher of our own.

A key file holds one identity, as `age-keygen` writes it; what is encrypted to its recipient can be read with it alone.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from khronika.errors import CannotError, MissingExtraError, UsageError
from khronika.ledger.durable import cannot, sync_file


def _age() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise MissingExtraError("encryption", "crypt") from error
    return pyrage


def new_key(path: Path) -> str:
    """Writes a new key file, which must not exist; gives its recipient. Raises CannotError."""
    identity = _age().x25519.Identity.generate()
    recipient = str(identity.to_public())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(f"# public key: {recipient}\n{identity}\n")
        sync_file(path)
    except OSError as error:
        raise cannot(path, error) from error
    return recipient


def read_key(path: Path) -> Any:
    """The identity of a key file. Raises CannotError."""
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        (line,) = [line for line in lines if line and not line.startswith("#")]
        return _age().x25519.Identity.from_str(line)
    except OSError as error:
        raise CannotError(path, error.strerror or str(error), "name the key file") from error
    except (ValueError, _age().IdentityError) as error:
        raise CannotError(path, "holds no one age key", "make one with: khronika archive key FILE") from error


def recipient_of(path: Path) -> str:
    """Whom a key file reads for."""
    return str(read_key(path).to_public())


def encrypted(produce: Callable[[BinaryIO], None], target: BinaryIO, recipients: list[str]) -> None:
    """Writes to the target, encrypted, what `produce` writes; nothing of it lies open on a disk, nor whole in memory.

    Raises UsageError: no such recipient; and whatever `produce` raises.
    """
    age = _age()
    try:
        public = [age.x25519.Recipient.from_str(one) for one in recipients]
    except age.RecipientError as error:
        raise UsageError(f"{', '.join(recipients)}: no recipient of age ({error}); it begins with age1") from error
    _through(produce, lambda stream: age.encrypt_io(stream, target, public))


def decrypted(source: BinaryIO, key: Path, consume: Callable[[BinaryIO], None]) -> None:
    """Hands the plain bytes to `consume` as they come. Raises CannotError: another key, or bytes that changed."""
    identity, age = read_key(key), _age()

    def produce(stream: BinaryIO) -> None:
        try:
            age.decrypt_io(source, stream, [identity])
        except BrokenPipeError:
            return
        except (age.DecryptError, OSError) as error:
            raise CannotError(source.name, f"cannot be decrypted: {error}", "name its key, or use another") from error

    _through(produce, consume)


def _through(produce: Callable[[BinaryIO], None], consume: Callable[[BinaryIO], Any]) -> None:
    """Runs both ends of a pipe; what either raises is raised, the producer's first."""
    outlet, inlet = os.pipe()
    faults: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(inlet, "wb") as stream:
                produce(stream)
        except BrokenPipeError:
            pass  # the reader has said what is wrong
        except BaseException as error:
            faults.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(outlet, "rb") as stream:
            consume(stream)
    except BaseException:
        thread.join()
        if faults:
            raise faults[0] from None
        raise
    thread.join()
    if faults:
        raise faults[0]
