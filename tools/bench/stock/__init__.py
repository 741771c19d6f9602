"""A bot as `rasa init` sets one up, on our intents and messages, to measure beside the product."""
