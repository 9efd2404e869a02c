"""The weights of a stack, and what it gains."""

import numpy as np

from cvlab.pictures import svg

BASES_TOP, BASE_HEIGHT = 100, 30
WEIGHT_ZERO, WEIGHT_ONE, WEIGHT_WORDS = 210, 340, 390
ERROR_ZERO, ERROR_WORST = 450, 670


def draw_stack(weights, errors, *, stack_error, title, label):
    """Draw the weight of each base model, and its error beside the error of the stack: SVG text.

    The base model with the largest error has the same length of bar in every picture.

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
    bottom, worst = _top(len(errors)), max(errors.values())
    body = [
        svg.text(WEIGHT_ZERO, BASES_TOP - 16, "weight in the stack", fill=svg.SOFT),
        svg.text(ERROR_ZERO, BASES_TOP - 16, label, fill=svg.SOFT),
    ]
    for i, name in enumerate(errors):
        body.append(svg.text(svg.MARGIN, _top(i) + 20, name))
        body.append(_error_bar(_top(i), errors[name] / worst, errors[name]))
        body.append(_weight_bar(_top(i), weights.get(name)))
    body += [
        svg.text(svg.MARGIN, bottom + 20, "stack", weight=600),
        _error_bar(bottom, stack_error / worst, stack_error, fill=svg.TEST),
        f'<path d="M{WEIGHT_ZERO} {BASES_TOP - 6}V{bottom}" stroke="{svg.INK}"/>',
    ]
    used = ", ".join(f"{name} {_signed(weight)}" for name, weight in weights.items())
    about = f"weights {used}. {found}"
    return svg.drawing(title, found, body, height=bottom + BASE_HEIGHT + 16, about=about)


def _top(i):
    """Return where the line of base model i begins, in pixels; the stack's comes last."""
    return BASES_TOP + i * BASE_HEIGHT


def _weight_bar(top, weight):
    """Draw a weight as a bar from zero, cut where it leaves its part of the page: SVG text."""
    if weight is None:
        return svg.text(WEIGHT_ZERO + 8, top + 20, "not in the stack", fill=svg.SOFT)
    length = float(np.clip(weight, -0.7, 1.3)) * (WEIGHT_ONE - WEIGHT_ZERO)
    left = WEIGHT_ZERO + min(length, 0)
    bar = svg.rect(left, top + 6, width=abs(length), height=18, fill=svg.TRAIN)
    return bar + svg.text(WEIGHT_WORDS, top + 20, _signed(weight))


def _error_bar(top, share, error, *, fill=svg.SOFT_STROKE):
    """Draw an error as a bar that is a share of the worst base model's: SVG text."""
    length = min(share, 1.2) * (ERROR_WORST - ERROR_ZERO)
    bar = svg.rect(ERROR_ZERO, top + 6, width=length, height=18, fill=fill)
    return bar + svg.text(f"{ERROR_ZERO + length + 8:.1f}", top + 20, _three_digits(error))


def _three_digits(error):
    return f"{error:#.3g}".rstrip(".")


def _signed(weight):
    return f"{round(weight, 2) + 0:.2f}".replace("-", "−")
