"""A company's videos: what arrives, what it is called, and what happens to it at the end."""
