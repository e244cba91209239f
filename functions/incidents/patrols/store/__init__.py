"""Rounds as they are kept, in the incidents' table."""
