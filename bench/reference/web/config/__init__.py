"""How the application is set up, and what a web server starts."""
