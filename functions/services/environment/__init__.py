"""The village environment (人居环境): courtyards with stars (点), lines kept and rubbish carried off (线), work days (面), and their map.

What is overdue is owed and climbs; nobody is named where everybody reads (DOMAIN 17, docs/decisions/0063-the-village-environment.md).
"""
