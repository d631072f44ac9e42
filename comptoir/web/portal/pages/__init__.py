"""Pages of what was handed in: laid out to be split, turned, left out, put in order; several documents made one."""
