"""File formats of whole maps: one file each, and the registry that names them."""
