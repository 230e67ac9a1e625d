"""What the product does: orchestration of pure parts through ports. No Slack, SQL or model names."""
