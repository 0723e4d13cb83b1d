"""The steps by which a file of kept sessions comes to have the present schema; run when a file is opened."""
