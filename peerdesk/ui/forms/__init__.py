"""Forms made from the declarations of a record."""
