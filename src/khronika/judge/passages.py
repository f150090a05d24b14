"""Text as the encoder is given it: passages that fit, and shouting calmed."""

from khronika.text.capitals import shouted


def calm(text: str) -> str:
    """A text mostly in capitals, lowered letter by letter, so that every offset stays; any other as it is."""
    if not shouted(text):
        return text
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)
