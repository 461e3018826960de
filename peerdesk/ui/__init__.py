"""The window: pages, forms, lists and dialogs."""
