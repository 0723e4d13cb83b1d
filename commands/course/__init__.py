"""`attune course`: what those do who teach a class; one subcommand a module."""
