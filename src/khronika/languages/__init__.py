"""Languages as data: one folder a language, YAML that a linguist edits; code only reads and checks it."""

from khronika.languages.pack import Pack, all_packs, get_pack, own_packs, shipped_packs, supported

__all__ = ["Pack", "all_packs", "get_pack", "own_packs", "shipped_packs", "supported"]
