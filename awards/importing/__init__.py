"""Bringing a city's existing pages in, from a file that a person can read and write.

``reading`` turns the file into data that knows its lines, ``shape`` holds it against
``schema.json``, ``entries`` makes it a flat list, ``checking`` holds that against the models and
what is here already, ``planning`` tells what would change and ``applying`` changes it.
"""
