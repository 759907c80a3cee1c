"""What a word is, and which words are forms of each other. Pure."""
