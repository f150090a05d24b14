"""Room: linkage. Any table linked with itself or with another: which rows tell of one and the same, and why.

Stands alone beside `resolve`, which links mentions by frozen weights; here the weights are estimated from the table.
"""

from khronika.resolution.linkage.comparisons import AgreementLevel, ColumnComparison, read_comparisons
from khronika.resolution.linkage.model import (
    ComparisonWeights,
    LevelWeights,
    LinkedGroup,
    LinkedPair,
    LinkExplanation,
    LinkWeights,
)  # fmt: skip
from khronika.resolution.linkage.run import Linkage, link_tables

__all__ = [
    "AgreementLevel",
    "ColumnComparison",
    "ComparisonWeights",
    "LevelWeights",
    "LinkExplanation",
    "LinkWeights",
    "Linkage",
    "LinkedGroup",
    "LinkedPair",
    "link_tables",
    "read_comparisons",
]
