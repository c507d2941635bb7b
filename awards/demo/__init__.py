"""The demo: two real awards, one to try, the pages around them, and an account for each role.

The awards are an import file like any other (``awards.yaml``), with pictures that ``pictures``
draws; ``open_round`` gives the one to try a year that is open, ``site`` makes the pages around
them and ``accounts`` the accounts. ``loading`` brings all of it in, ``removal`` takes it away.
"""
