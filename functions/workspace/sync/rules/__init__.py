"""What stands on what in a batch; from where a phone reads on, and until when it has read everything."""
