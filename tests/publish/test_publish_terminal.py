import io

import msgspec
from chronicle_case import Case
from rich.console import Console

from khronika.publish import table


def printed(case: Case, width: int) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    console.print(table(case.events))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_table_is_readable_at_100_columns(case: Case) -> None:
    lines = printed(case, 100).splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].split() == ["date", "place", "kind", "numbers", "src", "lang", "id"]
    row = next(line for line in lines if "Incheon" in line)
    assert all(value in row for value in ("2022-10-03", "Strike", "200–999", "ko", "khr-00000000000000000000000002"))


def test_no_id_is_cut_at_80_columns(case: Case) -> None:
    column = "".join(line[66:].strip() for line in printed(case, 80).splitlines()[2:])
    assert all(event.event_id in column for event in case.events)


def test_figures_follow_the_events(case: Case) -> None:
    text = printed(case, 140)
    assert text.index("Figure:") > text.index("Misrata")


def test_names_cannot_steer_the_terminal(case: Case) -> None:
    event = case.events[0]
    place = msgspec.structs.replace(event.place, name="[red]\x1b[31mred\x07[/nothing]")
    case.events[:] = [msgspec.structs.replace(event, place=place)]
    text = printed(case, 200)
    assert "\x1b" not in text and "\x07" not in text and "[red][31mred" in text.replace("\n", "")
