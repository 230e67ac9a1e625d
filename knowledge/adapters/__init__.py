"""One technology each; only a composition root names them."""
