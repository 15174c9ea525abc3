"""What an operation promises at every door: its name, fields, pages and price."""
