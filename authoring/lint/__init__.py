"""Says everything that is wrong or doubtful in a scenario file, with its place and how to mend it."""
