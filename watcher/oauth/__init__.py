"""Signing in by OAuth 2.0 (RFC 6749): what is kept of it, and how it becomes an access token."""
