"""A drawing as a file of its own: SVG, a page that holds it, or PNG. Each says where places and land come from.

PNG needs the extra `paper`: letters are drawn with the fonts of the machine, so its bytes may differ between machines.
"""

from markupsafe import Markup

from khronika.errors import MissingExtraError
from khronika.publish.safety import shown

_PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; font: 1rem/1.4 system-ui, sans-serif; color: #1d1b18; background: #fff; }}
main {{ padding: .5rem; }}
h1 {{ font-size: 1.1rem; margin: .2rem 0 .5rem; }}
svg {{ width: 100%; height: auto; display: block; direction: ltr; }}
p {{ color: #565149; font-size: .8rem; margin: .4rem 0 0; }}
</style>
</head>
<body>
<main>
<h1 dir="auto">{title}</h1>
{svg}
<p>{credits}</p>
</main>
</body>
</html>
"""


def embed_page(svg: str, title: str, credits_line: str, language: str, direction: str) -> str:
    """A page that asks for nothing and holds the drawing."""
    values = {"lang": language, "dir": direction, "title": shown(title), "credits": shown(credits_line)}
    return str(Markup(_PAGE).format(svg=Markup(svg), **values))


def png(svg: str, width: int = 1600) -> bytes:
    """The drawing as a picture so many pixels wide. Raises MissingExtraError."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise MissingExtraError("a picture", "paper") from error
    return bytes(svg_to_bytes(svg_string=svg, width=width, background="#ffffff"))
