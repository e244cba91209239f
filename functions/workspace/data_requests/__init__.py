"""A person's requests about the own data: a copy, a correction, deletion; decided by the county's administrator with the reason.

个人信息保护法 Arts. 44 to 50: whoever processes personal data gives a convenient way to ask, and says why where it refuses.
"""
