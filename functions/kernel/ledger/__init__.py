"""Books that add up and show when somebody has touched them: double entry, append-only, sealed in a chain, verified.

One *ledger* is a kind of books in one unit (points, fen); it has many *books* (a village's, a collective's), each a chain of its own. An
entry is a set of postings between accounts that sum to zero; it is written once, in the transaction of what it is about, without
waiting for its neighbours, and sealed behind that write. Accounts that somebody *holds* (a household, a member) are kept as balances by
the context; a verification recomputes them, the chain and the zero sum from the entries alone.

`postings` (for rules), `entries`, `rows`, `sealing`, `verification`.
"""
