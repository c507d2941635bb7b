"""The demo: two real awards, the pages around them, and an account for each role.

The awards are an import file like any other (``awards.yaml``), with pictures that ``pictures``
draws; ``site`` makes the pages around them and ``accounts`` the accounts. ``loading`` brings all
of it in and takes it away again.
"""
