"""One JSON value as a file of a release: UTF-8, indented, the same bytes for the same value."""

import json
from typing import Any

import msgspec


def json_file(value: Any) -> bytes:
    """The file's bytes; a lone surrogate, which UTF-8 cannot hold, is written as an escape."""
    try:
        return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"
