"""Where mail lives: one narrow protocol and its backends."""
