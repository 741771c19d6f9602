"""The action server: one module per topic of the conversation."""
