"""The stores of the core on SQLAlchemy, and their in-memory twin."""
