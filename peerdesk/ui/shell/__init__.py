"""The window itself: sidebar, menus, search, undo and status."""
