"""The doctor: holds everything there is against everything else, and says what is wrong.

``checks.CHECKS`` is the table of checks, ``run`` makes them; each other module has some of them.
"""
