"""What Slack tells us, one file a flow. A listener reads, enters the boundary, calls one use case, and speaks."""
