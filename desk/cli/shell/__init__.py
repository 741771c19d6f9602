"""The chat in a terminal: a customer's words, and behind them what the desk makes of them."""
