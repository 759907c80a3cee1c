"""Pages and pictures made from the program."""
