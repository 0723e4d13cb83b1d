"""Helps people who write patients: checks, proofs, and ways to read a scenario without reading YAML."""
