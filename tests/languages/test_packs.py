from typing import Any

import pytest

from khronika.extraction.check import check_packs, marked
from khronika.languages import all_packs, shipped_packs
from khronika.languages.own import shape_problems
from khronika.languages.pack import Pack
from khronika.languages.source import HERE


def pack(code: str = "xx", **sections: Any) -> dict[str, Pack]:
    return {code: Pack(code, {"pack": {"word_ends": "open"}, **sections})}


def entry(**changes: Any) -> dict[str, Any]:
    row = {
        "id": "xx.march",
        "concept": "protest",
        "words": ["march"],
        "finds": ["a [[march]]"],
        "ignores": ["a walk"],
        "__line__": 7,
    }
    return {key: value for key, value in {**row, **changes}.items() if value is not None}


def faults(**sections: Any) -> list[str]:
    return [str(problem) for problem in check_packs(pack(**sections))]


def test_every_word_list_does_what_its_examples_say() -> None:
    problems = check_packs()
    assert not problems, "\n" + "\n".join(map(str, problems))


def test_every_deep_pack_has_triggers_actors_and_cues() -> None:
    deep = [p for p in all_packs().values() if p.about.get("status") == "deep"]
    assert {"en", "ko"} <= {p.code for p in deep}
    assert [(p.code, s) for p in deep for s in ("triggers", "actors", "cues") if not p.section(s)] == []


def test_no_shipped_pack_has_a_fault_of_shape() -> None:
    sections = {code: pack.sections for code, pack in shipped_packs().items()}
    assert [str(problem) for problem in shape_problems(sections, HERE)] == []


def test_a_sound_entry_has_no_fault() -> None:
    assert faults(triggers=[entry()]) == []


def test_an_example_that_is_not_found_is_named_with_file_and_line() -> None:
    (fault,) = faults(triggers=[entry(finds=["a [[walk]]"], ignores=["nothing"])])
    assert fault == "languages/xx/triggers.yaml:7: xx.march: not found in 'a [[walk]]'; instead: nothing"


def test_the_mark_must_enclose_exactly_what_is_found() -> None:
    assert len(faults(triggers=[entry(finds=["[[a march]]"])])) == 1


def test_an_example_to_ignore_must_not_be_found() -> None:
    assert faults(triggers=[entry(ignores=["the march"])]) == [
        "languages/xx/triggers.yaml:7: xx.march: found where it should not: 'march' in 'the march'"
    ]


def test_contexts_decide_what_is_found() -> None:
    assert faults(triggers=[entry(not_near=["wedding"], ignores=["a wedding march"])]) == []


def test_unknown_keys_concepts_and_words_given_twice_are_faults() -> None:
    said = faults(
        triggers=[
            entry(concept="parade", colour="red", words=["march", "march"], near=["@nobody"], side="left", reach=0)
        ]
    )
    assert len(said) == 6
    assert [
        word
        for word in ("colour", "parade", "given twice", "@nobody", "side", "reach")
        if not any(word in fault for fault in said)
    ] == []


def test_an_id_may_stand_once_in_a_pack() -> None:
    assert [fault for fault in faults(triggers=[entry()], cues=[entry()]) if "id given twice" in fault]


def test_one_syllable_needs_a_context() -> None:
    bare = {"words": ["군"], "finds": ["[[군]]"], "ignores": ["말"]}
    assert len(faults(triggers=[entry(**bare)])) == 1
    assert faults(triggers=[entry(**bare, before=["은"], id="xx.army")]) != []
    assert faults(triggers=[entry(words=["군"], finds=["[[군]]은 왔다"], ignores=["군이 왔다"], before=["은"])]) == []


def test_missing_examples_are_faults() -> None:
    assert len(faults(triggers=[entry(finds=None, ignores=None)])) == 2


def test_exactly_one_part_is_marked() -> None:
    assert marked("no mark") is None
    assert marked("[[two]] of [[them]]") is None
    assert marked("one [[of]] them") == ("one of them", 4, 6)


def test_attribution_frames_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    cue = {"id": "xx.said", "concept": "speech", "words": ["said"], "finds": ["he [[said]]"], "ignores": ["no"]}
    noun = {
        "id": "xx.body",
        "concept": "source_noun",
        "words": ["ministry"],
        "finds": ["the [[ministry]]"],
        "ignores": ["no"],
    }
    frame = {
        "id": "xx.frame",
        "words": ["said"],
        "takes": "before",
        "finds": ["the [[health ministry]] said"],
        "ignores": ["she said"],
        "__line__": 3,
    }
    sections = {"cues": [cue, noun], "attribution": {"frames": [frame], "articles": ["the"]}}
    monkeypatch.setattr("khronika.extraction.attribution.get_pack", lambda code: pack(code, **sections)[code])
    assert faults(**sections) == []
    frame["finds"] = ["the health [[ministry]] said"]
    assert faults(**sections) == [
        "languages/xx/attribution.yaml:3: xx.frame: not named in 'the health [[ministry]] said'; instead: 'health ministry'"
    ]
