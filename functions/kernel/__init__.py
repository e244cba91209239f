"""What all contexts share: identity and access, units, working time, clock, problems, paging, history, ids."""
