"""Small pieces that know no record."""
