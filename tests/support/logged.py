"""What is written to the log meanwhile."""

import logging
from contextlib import contextmanager


@contextmanager
def errors_logged():
    """The messages of everything that is logged as an error, as they come."""
    heard = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: heard.append(record.getMessage())
    logging.getLogger().addHandler(handler)
    try:
        yield heard
    finally:
        logging.getLogger().removeHandler(handler)
