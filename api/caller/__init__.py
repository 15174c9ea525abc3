"""Who asks: keys, tokens, and what each caller has run up."""
