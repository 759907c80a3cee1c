"""The caret: where it can stand, what it selects, where its motions take it. Pure, no screen."""
