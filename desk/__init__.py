"""The desk: the gateway to customers, the API, and the pages of the people who answer."""
