"""Sliders over pictures, one module a lesson: all that is fitted is ready before the first move."""
