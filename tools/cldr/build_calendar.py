"""Write names of months and weekdays from CLDR (through babel) as languages/<code>/calendar.yaml.

    pip install babel
    python tools/cldr/build_calendar.py [CODE…] [--out src/khronika/languages]

Serves every language of CLDR; without a code it rewrites those that have a calendar.yaml already. All widths and both
contexts are taken: genitive and nominative, full and abbreviated; narrow forms (M, T, W) are left out.
What CLDR does not know (inflected forms, Levantine months, spoken words) is added by hand in dates.yaml.
"""

import argparse
from pathlib import Path

from babel import Locale

LANGUAGES = Path(__file__).parents[2] / "src" / "khronika" / "languages"
HEAD = "# Made by tools/cldr/build_calendar.py from Unicode CLDR (Unicode-3.0); do not edit, add to dates.yaml.\n"


def names(table) -> dict[int, list[str]]:
    """Number to all its names, longest first, without a final point; without names that are only a number."""
    found: dict[int, set[str]] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in table.get(context, {}).get(width, {}).items():
                bare = name.rstrip(".").lower()
                if not any(c.isdigit() for c in bare) and len(bare) > 1:
                    found.setdefault(number, set()).add(bare)
    return {n: sorted(forms, key=lambda f: (-len(f), f)) for n, forms in sorted(found.items())}


def calendar_yaml(code: str) -> str:
    """The text of one language's calendar.yaml. Weekdays are ISO's: Monday 1 to Sunday 7."""
    locale = Locale.parse(code)
    weekdays = {n + 1: forms for n, forms in names(locale.days).items()}
    lines = [HEAD]
    for title, table in (("month", names(locale.months)), ("weekday", weekdays)):
        lines.append(f"{title}:" + ("" if table else " {}"))
        lines += [f"  {n}: [{', '.join(_quoted(f) for f in forms)}]" for n, forms in table.items()]
    return "\n".join(lines).replace("\n\n", "\n") + "\n"


def _quoted(form: str) -> str:
    return form if form.replace("-", "").isalnum() and form not in ("no", "on", "yes", "off") else f'"{form}"'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("codes", nargs="*", metavar="CODE")
    parser.add_argument("--out", type=Path, default=LANGUAGES)
    wanted = parser.parse_args()
    codes = wanted.codes or sorted(path.parent.name for path in wanted.out.glob("*/calendar.yaml"))
    for code in codes:
        target = wanted.out / code / "calendar.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(calendar_yaml(code), encoding="utf-8")
        print(target)


if __name__ == "__main__":
    main()
