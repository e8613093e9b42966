"""What a page says, as typed values: the graph read for people, with no word of HTTP."""
