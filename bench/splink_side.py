"""Splink on DuckDB on the mentions of `invented_mentions.py`; run by `beside_splink.py` in an environment that has Splink.

The model is what a careful user would write down: levels for kinds of one family, shared days, distance, counts, sorts of
actors and topics, term frequency of places, five rules of blocking; m and u estimated by Splink's own ways. Prints JSON:
seconds and processor seconds of reading, training, comparing and of clustering at each threshold, with precision and recall.
"""

import json
import sys
import time
from collections import Counter

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

WEIGHTS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0)  # bits
FAMILY = """CASE WHEN kind IN ('protest_peaceful', 'protest_intervened', 'demonstration_violent') THEN 'demonstration'
 WHEN kind IN ('shelling', 'drone_strike') THEN 'remote' WHEN kind IN ('explosive', 'clash', 'attack_civilians') THEN 'armed'
 ELSE kind END"""
TABLE = f"""CREATE TABLE mention AS SELECT id AS unique_id, kind, {FAMILY} AS family, CAST(date_start AS DATE) AS first,
 CAST(date_end AS DATE) AS last, date_trunc('week', CAST(date_start AS DATE)) AS week,
 coalesce(CAST(place.geonameid AS VARCHAR), place.name || '/' || place.admin1) AS spot, place.country_iso3 AS country,
 place.country_iso3 || '/' || place.admin1 AS region, place.level AS level, place.lat AS lat, place.lon AS lon,
 CAST(floor(place.lat * 10) AS INT) || '/' || CAST(floor(place.lon * 10) AS INT) AS square,
 claims[1].quantity AS quantity, claims[1].low AS low, coalesce(claims[1].high, 1e9) AS high,
 nullif(list_transform(actors, lambda a: a.type), []) AS sorts, topics[1] AS topic
 FROM read_json('{{path}}', format='newline_delimited')"""


def level(sql: str, label: str, **more: object) -> dict[str, object]:
    """A level by its condition."""
    return {"sql_condition": sql, "label_for_charts": label, **more}


def null(column: str) -> dict[str, object]:
    """The level of what is missing."""
    return level(f'"{column}_l" IS NULL OR "{column}_r" IS NULL', "missing", is_null_level=True)


def comparison(name: str, *levels: dict[str, object]) -> dict[str, object]:
    """A comparison of these levels and the rest."""
    return {"output_column_name": name, "comparison_levels": [*levels, level("ELSE", "else")]}


def settings() -> SettingsCreator:
    """Comparisons and blocking."""
    half = "pow(sin(radians({0}_l - {0}_r) / 2), 2)"
    turn = f"{half.format('lat')} + cos(radians(lat_l)) * cos(radians(lat_r)) * {half.format('lon')}"
    km = f"12742 * asin(sqrt({turn}))"
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            comparison("kind", null("kind"), level("kind_l = kind_r", "same"), level("family_l = family_r", "alike")),
            comparison(
                "days", null("first"), level("first_l = first_r AND last_l = last_r", "same"),
                level("first_l <= last_r AND first_r <= last_l", "shared"),
                level("abs(date_diff('day', first_l, first_r)) <= 1", "next"),
            ),
            comparison(
                "place", null("spot"),
                level("spot_l = spot_r", "same", tf_adjustment_column="spot"),
                level(f"{km} <= 15 AND level_l != 'adm1' AND level_r != 'adm1'", "near"),
                level("region_l = region_r AND (level_l = 'adm1' OR level_r = 'adm1')", "inside"),
            ),
            comparison(
                "count", null("low"), level("low_l = low_r AND high_l = high_r", "same"),
                level("low_l <= high_r AND low_r <= high_l", "overlap"),
                level("greatest(low_l, low_r) <= 1.6 * least(high_l, high_r)", "close"),
            ),
            comparison("sorts", null("sorts"), level("sorts_l = sorts_r", "same"), level("list_has_any(sorts_l, sorts_r)", "some")),
            cl.ExactMatch("topic"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("spot", "first"), block_on("spot", "week"), block_on("square", "first"),
            block_on("region", "first"), block_on("spot", "last"),
        ],
        retain_matching_columns=False,
    )  # fmt: skip


class Watch:
    """Seconds since the last look, by the wall and by the processor, all threads together."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def lap(self) -> dict[str, float]:
        """Both, rounded."""
        wall, cpu = time.perf_counter(), time.process_time()
        spent = {"wall": round(wall - self.wall, 2), "cpu": round(cpu - self.cpu, 2)}
        self.wall, self.cpu = wall, cpu
        return spent


def scores(rows: list[tuple[str, str]], truth: dict[str, int]) -> tuple[float, float]:
    """Precision and recall of pairs in one cluster."""
    groups: dict[str, Counter[int]] = {}
    for cluster, name in rows:
        groups.setdefault(cluster, Counter())[truth[name]] += 1
    found = sum(c.total() * (c.total() - 1) // 2 for c in groups.values())
    right = sum(n * (n - 1) // 2 for c in groups.values() for n in c.values())
    wanted = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return right / max(1, found), right / max(1, wanted)


def main(path: str, threads: int) -> None:
    """Reads, trains, compares, clusters."""
    with open(f"{path}.truth", encoding="ascii") as lines:  # noqa: PTH123
        truth = {name: int(number) for name, number in map(str.split, lines)}
    watch, done = Watch(), {}
    connection = duckdb.connect()
    connection.execute(f"SET threads={threads}")
    connection.execute(TABLE.replace("{path}", path))
    done["reading"] = watch.lap()
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("mention"), settings(), log_level="ERROR")
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("spot", "first", "kind", "low", "high")], recall=0.2)
    train.estimate_u_using_random_sampling(max_pairs=3e6, seed=1)
    train.estimate_parameters_using_expectation_maximisation(block_on("spot", "first"))
    train.estimate_parameters_using_expectation_maximisation(block_on("region", "low", "high", "kind"))
    done["training"] = watch.lap()
    pairs = linker.inference.predict(threshold_match_weight=WEIGHTS[0])
    done["comparing"] = watch.lap()
    done["thresholds"] = []
    for weight in WEIGHTS:
        watch.lap()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_weight=weight)
        spent = watch.lap()
        rows = connection.execute(f"SELECT cluster_id, unique_id FROM {clusters.physical_name}").fetchall()
        precision, recall = scores(rows, truth)
        done["thresholds"].append({"weight": weight, "precision": precision, "recall": recall, **spent})
    print(json.dumps(done))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
