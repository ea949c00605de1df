"""RDS as AWS behaves: states, backups, restores and rules that moto leaves out, on real PostgreSQL."""
