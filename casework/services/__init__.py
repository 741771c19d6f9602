"""What the entry points ask of the core."""
