"""Copies of one entry, to be taken out of the inbox: a PDF, and all of it in a ZIP.

Both are in the language of the form, whatever the language of the one who asks.
"""
