"""Files written in the background: ledgers of incidents, documents of every context; the one worker that packs the libraries for it."""
