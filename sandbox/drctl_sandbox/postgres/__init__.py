"""Real PostgreSQL clusters: starting, copying, archiving and ending them."""
