"""RDS as AWS behaves: statuses, backups, restores and rules that moto lacks, on real PostgreSQL."""
