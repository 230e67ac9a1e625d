"""Reviews as values: what people do to them, what risk follows, what to do about it. Nothing here reads or writes."""
