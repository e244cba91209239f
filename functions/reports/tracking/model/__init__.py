"""Boards, points and hot spots as they are answered."""
