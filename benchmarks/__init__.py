"""Speed, measured as ratios within one run; never a timed test."""
