"""What is sent about the app, and what is answered."""
