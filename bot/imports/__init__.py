"""Files with contacts and purchases: read, matched, checked in staging rows, applied to the end, taken back."""
