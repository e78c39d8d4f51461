"""`python -m bot analyse`: what a file of purchases says, without any bot."""
