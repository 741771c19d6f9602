"""The promise gate: what may be said to a customer, and what needs a written form first."""
