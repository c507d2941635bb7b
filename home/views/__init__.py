"""Views of addresses that are no pages."""
