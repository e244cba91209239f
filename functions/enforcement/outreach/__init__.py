"""普法: law brought to the villages, and the register of where it stands.

法治宣传教育法 (2025): every organ's duty (Arts. 7 to 9), sites on a public register (Art. 52), lessons from cases (Arts. 18, 19), reminders of
those who do nothing (Arts. 53, 56).
"""
