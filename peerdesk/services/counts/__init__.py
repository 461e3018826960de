"""What is counted: closed quarters as they were frozen, open ones from the records."""
