"""Room: wording. What publications say in each language: labels of kinds and quantities, phrases; data in `words/*.yaml`."""

from khronika.wording.wording import DEFAULT, Wording, wording, wording_languages

__all__ = ["DEFAULT", "Wording", "wording", "wording_languages"]
