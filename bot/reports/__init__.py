"""A review as files that leave Slack: PDF, Markdown, CSV, JSON and a picture, all drawn from one `content.Report`."""
