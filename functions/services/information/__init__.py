"""信息采集: forms as data, visits, records of households and persons, consent, re-checks, dated queries, deletion (DOMAIN 7, 12.1).

What is collected names purpose, ground, term and sensitivity before it is asked; what is held is never asked again. `workspace` answers a
person's requests about the own data by `service.answer_requests`.
"""
