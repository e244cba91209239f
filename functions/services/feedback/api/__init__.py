"""Routes of words about the app, and of the public card of a grid."""
