"""One module per screen, each with its sibling ``.tcss``; imported when first shown."""
