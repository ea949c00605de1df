"""A stand-in for AWS on loopback: moto implements the API, and real PostgreSQL clusters back its RDS."""
