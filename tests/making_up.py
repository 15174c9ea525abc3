"""How much hypothesis and schemathesis make up: a little in every run, twenty times as much under ``make fuzz``."""

from hypothesis import settings

MANY = settings().max_examples
"""Examples of a test whose examples are cheap; other tests take a part of them."""
