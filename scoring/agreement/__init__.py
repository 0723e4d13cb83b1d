"""How far those who rate the same agree: arithmetic on ratings, with intervals. Pure; needs numpy."""
