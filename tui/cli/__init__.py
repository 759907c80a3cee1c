"""The command line: one file each command, one line each in ``registry``."""
