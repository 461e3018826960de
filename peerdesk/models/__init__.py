"""What a record is: declarations only, with no queries and no input or output."""
