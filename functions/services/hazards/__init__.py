"""隐患排查: what is checked, where and when; what was found, and what becomes of it until it is gone.

A grid worker advises and reports and never orders (安全生产法 Arts. 65, 67); a major hazard is the county's at once; what the law has reported at once is
reported, never settled (docs/decisions/0057-hazard-rounds.md).
"""
