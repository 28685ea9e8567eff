"""What comes after the no: looking back, and what there is to see of it."""
