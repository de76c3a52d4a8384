"""What search comes with: words that mean the same, for a council that starts."""
