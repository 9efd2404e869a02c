"""Small tools for learning to evaluate models honestly: import the module a lesson needs."""
