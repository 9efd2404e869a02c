"""The weights of a stack, and what it gains."""

import numpy as np

from cvlab.pictures import svg

BASES_TOP, BASE_HEIGHT = 100, 30
WEIGHT_ZERO, ERROR_ZERO = 210, 450


def draw_stack(weights, errors, stack_error, title, label="test error"):
    """Draw the weight of each base model, and its error beside the error of the stack: SVG text.

    Parameters
    ----------
    weights : dict, base model -> weight
        A base model that is missing is not in the stack.
    errors : dict, base model -> error of that model alone
    stack_error : float
    title : str
    label : str
        What the errors are, with their unit.
    """
    best = min(errors, key=errors.get)
    found = f"The stack has error {_three_digits(stack_error)}; "
    found += f"best alone is {best} with {_three_digits(errors[best])}."
    bottom = BASES_TOP + (len(errors) + 1) * BASE_HEIGHT
    body = [
        svg.text(svg.MARGIN, 36, svg.heading(title, ["", ""])[0], size=16, weight=600),
        svg.text(svg.MARGIN, 58, found, fill=svg.SOFT),
        svg.text(WEIGHT_ZERO, BASES_TOP - 16, "weight in the stack", fill=svg.SOFT),
        svg.text(ERROR_ZERO, BASES_TOP - 16, label, fill=svg.SOFT),
        *(_base_line(i, name, weights.get(name), errors) for i, name in enumerate(errors)),
        svg.text(svg.MARGIN, bottom - 10, "stack", weight=600),
        _error_bar(bottom - BASE_HEIGHT, stack_error, errors, svg.TEST),
        f'<path d="M{WEIGHT_ZERO} {BASES_TOP - 6}V{bottom - BASE_HEIGHT}" stroke="{svg.INK}"/>',
    ]
    used = ", ".join(f"{name} {_signed(weight)}" for name, weight in weights.items())
    return svg.drawing(stack_height(len(errors)), f"{title}: weights {used}. {found}", body)


def stack_height(n_bases):
    """Tell how tall `draw_stack` draws that many base models, in pixels: int."""
    return BASES_TOP + (n_bases + 1) * BASE_HEIGHT + 16


def _base_line(i, name, weight, errors):
    """Draw one base model: its name, its weight as a bar from zero, its error alone."""
    top = BASES_TOP + i * BASE_HEIGHT
    alone = svg.text(svg.MARGIN, top + 20, name) + _error_bar(
        top, errors[name], errors, svg.SOFT_STROKE
    )
    if weight is None:
        return alone + svg.text(WEIGHT_ZERO + 8, top + 20, "not in the stack", fill=svg.SOFT)
    length = 130 * float(np.clip(weight, -0.7, 1.3))  # a weight of 1 is 130 pixels long
    bar = svg.rect(
        f"{WEIGHT_ZERO + min(length, 0):.1f}", top + 6, f"{abs(length):.1f}", 18, svg.TRAIN
    )
    return alone + bar + svg.text(WEIGHT_ZERO + 180, top + 20, _signed(weight))


def _error_bar(top, error, errors, fill):
    length = 220 * min(error / max(errors.values()), 1.2)
    bar = svg.rect(ERROR_ZERO, top + 6, f"{length:.1f}", 18, fill)
    return bar + svg.text(f"{ERROR_ZERO + length + 8:.1f}", top + 20, _three_digits(error))


def _three_digits(error):
    return f"{error:#.3g}".rstrip(".")


def _signed(weight):
    return f"{round(weight, 2) + 0:.2f}".replace("-", "−")
