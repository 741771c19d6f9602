"""Text functions for Chinese and English that need no Rasa; each is total and linear in the text."""
