"""From a question, or a described way of working, to a cited answer."""
