"""Invented persons of whom some are written down twice, with slips."""

from random import Random

FIRSTS = ["Anna", "Berta", "Carla", "Doris", "Elena", "Frida", "Greta", "Hanna", "Irina", "Judit", "Klara", "Lotte"]
LASTS = ["Miller", "Miller", "Miller", "Miller", "Baker", "Baker", "Fisher", "Carter", "Mason", "Turner", "Weaver",
         "Thatcher", "Sawyer", "Cooper", "Hooper", "Glover", "Tanner", "Potter", "Archer", "Falconer"]  # fmt: skip
COMPARISONS = {"first": "name", "last": "name", "born": "date"}


def persons(seed=1, many=120, repeated=30):
    """Rows and, for each, who it is."""
    draw = Random(seed)
    people = [
        {
            "first": draw.choice(FIRSTS),
            "last": draw.choice(LASTS),
            "born": f"{draw.randint(1940, 2004)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        }
        for _ in range(many)
    ]
    rows = list(enumerate(people)) + [(n, with_slip(draw, people[n])) for n in draw.sample(range(many), repeated)]
    draw.shuffle(rows)
    return [row for _, row in rows], [who for who, _ in rows]


def with_slip(draw, person):
    column = draw.choice(["first", "last", "born"])
    if column == "born":
        return {**person, "born": f"{draw.randint(1940, 2004)}{person['born'][4:]}"}
    name, at = person[column], draw.randrange(1, len(person[column]))
    return {**person, column: name[:at] + draw.choice("aeiou") + name[at + 1 :]}


def true_pairs(who):
    return {(i, j) for j in range(len(who)) for i in range(j) if who[i] == who[j]}
