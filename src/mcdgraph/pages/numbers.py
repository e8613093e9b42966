"""Numbers as people read them."""


def grouped(number: int) -> str:
    """Group the digits of a number by thin spaces, as is read in every language (ISO 80000-1)."""
    return f"{number:,}".replace(",", "\u202f")
