"""What the program does with records; the only code that holds a session."""
