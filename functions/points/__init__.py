"""积分: rule books, claims, ledger, shop and boards."""
