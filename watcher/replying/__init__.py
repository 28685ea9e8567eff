"""Deciding and writing: whom to answer, when, in which words. Pure."""
