"""File formats of whole maps: one file each."""
