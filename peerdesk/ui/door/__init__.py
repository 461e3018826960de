"""What the window shows while the vault is closed."""
