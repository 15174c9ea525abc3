"""From a map as its maker drew it to rows of the model: what its types, fields and connections mean."""
