"""Vidarium: a self-hosted, multi-tenant video platform for companies, whose privacy policy is executable."""
