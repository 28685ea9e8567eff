"""Running as a service: what is said to systemd and the journal, and the texts that make the system start us."""
