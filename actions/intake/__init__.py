"""The intake: what was told, what is still needed, and what is said next."""
