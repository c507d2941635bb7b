"""A site with every type of page in every state, and what has to be true of each of them."""
