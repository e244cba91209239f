"""法治: a town enforces the law by the law's own gates, so that none of them can be passed by mistake."""
