"""The agents' desk: its pages, its events, and the accounts behind them."""
