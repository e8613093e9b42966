"""What server and workers say to each other comes out as it went in."""

import pytest

from mcdgraph.serving.frames import (
    PACKET_BYTES,
    FrameType,
    Head,
    JobRequest,
    decode_head,
    decode_request,
    encode_head,
    encode_headers,
    encode_request,
    frame,
    packet,
    read_packet,
    whole_frames,
)

REQUEST = JobRequest("GET", b"/a%20b", b"q=\xff", [(b"accept", b"*/*")], b"\0body", "::1", "1.0")


def test_a_request_survives() -> None:
    """Bytes, numbers and names alike."""
    assert decode_request(encode_request(REQUEST)) == REQUEST


@pytest.mark.parametrize("size", [0, 1, PACKET_BYTES, PACKET_BYTES + 1])
def test_a_long_request_is_announced(size: int) -> None:
    """What fits goes along, of the rest only the length does."""
    number, request, length = read_packet(packet(7, b"x" * size))
    assert number == 7
    assert (request, length) == ((b"x" * size, 0) if size <= PACKET_BYTES else (b"", size))


@pytest.mark.parametrize("headers", [[], [("Content-Type", "text/html"), ("ETag", '"x"')]])
@pytest.mark.parametrize("part", ["", "things"])
def test_a_head_survives(headers: list[tuple[str, str]], part: str) -> None:
    """Status, headers, flags and part; then the body."""
    head = Head(404, encode_headers(headers), keep=True, file=False, part=part)
    data = encode_head(3, head)
    assert decode_head(data + b"body") == (3, head, len(data))
    assert list(head.headers) == [(n.encode(), v.encode()) for n, v in headers]


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "a\r\nb", "a\0b", "\n", "\x7f"])
def test_no_header_holds_another(value: str) -> None:
    """A line break in a header is refused, whoever made it."""
    with pytest.raises(ValueError, match="x-test"):
        encode_headers([("x-test", value)])


@pytest.mark.parametrize("cut", [0, 3, 5, 9, 12])
def test_frames_are_read_when_they_are_whole(cut: int) -> None:
    """What is there of the next is left."""
    data = frame(FrameType.DATA, b"ab", b"c") + frame(FrameType.END)
    found = [(kind, data[start:end]) for kind, start, end in whole_frames(data[: len(data) - cut])]
    expected = [(FrameType.DATA, b"abc"), (FrameType.END, b"")]
    assert found == expected[: 2 if cut == 0 else 1 if cut <= 5 else 0]
