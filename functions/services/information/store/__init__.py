"""Forms, records, visits, readings and disposals as they are kept."""
