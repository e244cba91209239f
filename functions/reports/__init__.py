"""Reports: figures counted on every context's own events, briefings made of them, stars, tracking boards, public data; nothing is typed in."""
