"""How findings are told: to a person, to a script, to code scanning and to a workflow's log."""
