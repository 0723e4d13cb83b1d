"""One module a step, `vNNNN_what.py`, revision `NNNN`. A step that has been released is never changed."""
