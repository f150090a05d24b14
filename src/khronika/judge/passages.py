"""Text as the encoder is given it: passages that fit, and shouting calmed."""

_SHOUTED = 0.6


def calm(text: str) -> str:
    """A text mostly in capitals, lowered letter by letter, so that every offset stays; any other as it is."""
    upper = sum(map(str.isupper, text))
    cased = upper + sum(map(str.islower, text))
    if cased < 20 or upper < _SHOUTED * cased:
        return text
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)
