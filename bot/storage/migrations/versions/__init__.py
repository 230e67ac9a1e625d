"""The steps, one for each flow or change. A step that was released is never edited."""
