"""What `grace setup` finds out by itself: providers, guesses, and a first look. The conversation is in cli/setup.py."""
