"""Make the lists of given and family names that masking of persons looks words up in.

Source: the person providers of Faker (MIT licence), all locales below. Run by hand with Faker installed:
`python tools/names/build.py`. One folded name a line, sorted; names of several words are parted.
"""

import importlib
from pathlib import Path

from khronika.text.fold import fold

TARGET = Path(__file__).parents[2] / "src" / "khronika" / "disclosure" / "lists"
LOCALES = (  # noqa: SIM905
    "ar_AA ar_SA ar_PS ar_DZ de_DE de_AT de_CH en_US en_GB en_IN en_NG en_KE es_ES es_MX es_AR es_CO fr_FR fr_DZ pt_BR pt_PT "
    "ru_RU uk_UA tr_TR ko_KR fa_IR uz_UZ az_AZ hy_AM ka_GE tw_GH yo_NG ha_NG ig_NG zu_ZA vi_VN pl_PL ro_RO bg_BG id_ID hi_IN sw"
).split()
GIVEN = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary")
FAMILY = ("last_names", "last_names_male", "last_names_female")


def names(kinds: tuple[str, ...], locales: list[str]) -> set[str]:
    found: set[str] = set()
    for locale in locales:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        found |= {str(name) for kind in kinds for name in getattr(provider, kind, None) or ()}
    return {word for name in found for word in fold(name).replace("-", " ").split() if word.isalpha()}


def main() -> None:
    given, family = names(GIVEN, LOCALES), names(FAMILY, LOCALES)
    for name, words in (("given", given), ("family", family)):
        kept = sorted(w for w in words if len(w) > 1 or "\uac00" <= w <= "\ud7a3")
        (TARGET / f"{name}.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
        print(name, len(kept))


if __name__ == "__main__":
    main()
