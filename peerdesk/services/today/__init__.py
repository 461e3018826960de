"""What is due, overdue and lapsing."""
