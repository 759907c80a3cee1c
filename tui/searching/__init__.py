"""What the search screen shows and how its hits are walked through, without a screen."""
