"""One numbered module for each change of the database's shape."""
