"""The kinds of values that elements have: texts, codes, addresses, and how they sort."""
