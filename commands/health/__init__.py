"""What `attune doctor` looks at, one module a kind of thing."""
