"""Takes the customers' messages in, has them answered in order, and gives the answers out."""
