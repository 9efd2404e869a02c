"""Small tools for learning how to evaluate a model honestly. Import a module when a lesson needs it."""
