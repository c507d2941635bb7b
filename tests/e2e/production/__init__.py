"""The demo as production serves it, measured by a browser."""
