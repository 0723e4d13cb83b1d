"""What a supervisor rates, beside what the machine rated: forms, samples, and what a report makes of both."""
