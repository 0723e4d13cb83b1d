"""Proof: what can happen in a scenario, whatever a trainee says."""
