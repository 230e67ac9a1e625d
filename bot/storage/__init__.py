"""Where the state lives: SQLAlchemy on SQLite or PostgreSQL, one file for each port."""
