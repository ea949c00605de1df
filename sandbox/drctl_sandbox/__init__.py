"""A stand-in for AWS on loopback: moto answers the API, real PostgreSQL clusters sit behind its RDS."""
