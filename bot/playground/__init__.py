"""A stand-in Slack workspace that is as strict as Slack. It knows Slack and nothing of the bot."""
