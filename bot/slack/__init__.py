"""The bot in Slack: events in, cards out. Nothing else in the product knows Slack's words."""
