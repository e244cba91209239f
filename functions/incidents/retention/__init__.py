"""Retention of incidents and what is attached to them: closed ones lose who and where after their term, and every file (个保法 Arts. 19, 47).

What stays is what figures are made of: place to the village, category, times, units, results. `infra.retention` runs it, dry first.
"""
