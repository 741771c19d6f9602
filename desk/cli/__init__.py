"""The commands behind the Makefile: set-up, training, running and checking the project."""
