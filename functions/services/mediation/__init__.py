"""人民调解: committees, disputes and how they are settled, agreements and what becomes of them (DOMAIN 6, 14)."""
