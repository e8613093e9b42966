"""What a browser may do with a page (Content Security Policy Level 3)."""


def content_policy(framed_by: str = "'none'") -> str:
    """Allow nothing from elsewhere, nothing inline, and no frame but of ``framed_by``."""
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {framed_by}"
    )
