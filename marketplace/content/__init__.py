"""Ideas that come with Waymark, in a file: see `marketplace.actions.ideas`."""
