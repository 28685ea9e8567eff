"""What makes the pages, the pictures and the release from the program. Nothing here is installed with it."""
