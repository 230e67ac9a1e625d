"""The product: asking, reviewing and reminding, in Slack and in a terminal."""
