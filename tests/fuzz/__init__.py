"""Random use and random requests, beside a model that says what must come of them."""
