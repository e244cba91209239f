"""Hand in a word about the app, answer it, ask whether that was well."""
