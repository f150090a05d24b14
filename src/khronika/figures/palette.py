"""Colours of the groups of kinds, for drawings on white; each keeps 3:1 against it. Marks carry a number or a title besides."""

GROUPS = {
    "demonstrations": "#005fb8", "state": "#946a00", "violence": "#b02a00", "control": "#a84a8c", "movement": "#0b7a63",
    "politics": "#33312e", "other": "#6b665d",
}  # fmt: skip
INK, SOFT, SEA, LAND, COAST, BORDER = "#1d1b18", "#5b564d", "#e8eef0", "#f6f2e8", "#8d8778", "#b5ab97"
FONT = "DejaVu Sans, Noto Sans, Noto Sans Arabic, Noto Sans CJK KR, sans-serif"


def colour(group: str) -> str:
    """A group's colour; that of `other` where it has none."""
    return GROUPS.get(group, GROUPS["other"])
