"""A module a section, listed in contents.py: `read(inputs)` gives what its template shows, a class whose fields are the
names there, and each function that draws a figure takes it."""
