"""What a word about the app leads to, and until when it is answered."""
