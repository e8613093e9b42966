"""Programs that maintainers run; nothing of them is installed."""
