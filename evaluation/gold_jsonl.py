"""Write gold documents (YAML) as JSON lines for scoring: `python evaluation/gold_jsonl.py LANGUAGE PART > FILE`.

PART is `dev` (odd numbers), `aside` (even numbers) or `all`; the half set aside is scored and never tuned on.
"""

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent / "gold"


def plain(value: Any) -> Any:
    """Dates as ISO text, all else as it is."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


def documents(language: str, part: str) -> list[dict[str, Any]]:
    """Gold documents of one language and half."""
    found = [
        d for path in sorted((HERE / language).glob("*.yaml")) for d in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    odd = {"dev": (1,), "aside": (0,), "all": (0, 1)}[part]
    return [plain(d) for d in found if int(d["id"].rsplit("-", 1)[1]) % 2 in odd]


if __name__ == "__main__":
    for document in documents(sys.argv[1], sys.argv[2]):
        print(json.dumps(document, ensure_ascii=False))
