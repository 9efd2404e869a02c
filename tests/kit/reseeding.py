"""What other seeds say of a lesson: claims that stay, options that come true, stray numbers."""

from collections import Counter

from kit.course import sections
from kit.prose import claims_of, is_supported, literals, numbers, output_text, supports

MOST_OF_ONE_DRAW = 3  # claims about one draw, in a lesson


def numbers_of(outputs):
    """The numbers that the outputs of a cell show, in their order."""
    return [number for output in outputs for number in numbers(output_text(output))]


def places(notebook, outputs):
    """Yield each number of the prose that only outputs support, with the places that do.

    A place is (position of a cell, index of a number in its outputs).
    """
    shown = {position: numbers_of(outputs[position]) for position in outputs}
    everywhere = list(shown)
    for section in sections(notebook):
        here = [position for position, cell in section.cells if position in shown]
        for claim in claims_of(section):
            positions = here if section.is_idea else everywhere
            fixed = [n for p in positions for n in literals(notebook.cells[p].source)]
            if not is_supported(claim, fixed):
                found = [
                    (p, i)
                    for p in positions
                    for i, number in enumerate(shown[p])
                    if any(supports(number, reading) for reading in claim.readings)
                ]
                yield claim, found


def strays(notebook, page, others):
    """The numbers of the prose that lie outside what other seeds give: list of sentences.

    The range of the reseeded values at the same place is widened by its own length on both sides:
    one draw in ten lies outside the plain range of twenty.
    """
    found = []
    shown = [{p: numbers_of(outputs) for p, outputs in run.outputs.items()} for run in others]
    here = {p: numbers_of(outputs) for p, outputs in page.outputs.items()}
    for claim, where in places(notebook, page.outputs):
        ranges = [
            (here[p][i].value, [other[p][i].value for other in shown if i < len(other[p])])
            for p, i in where
        ]
        if ranges and all(outside(value, values) for value, values in ranges):
            value, values = ranges[0]
            found.append(f"{claim}: other seeds give {min(values)} to {max(values)}")
    return found


def outside(value, values):
    """Whether a value lies outside the range of others, widened by its length on both sides."""
    if not values:
        return False
    low, high = min(values), max(values)
    return not low - (high - low) <= value <= high + (high - low)


def held(page, others):
    """For each claim of a lesson, on how many of the other seeds it held: [(Claimed, int)]."""
    counts = Counter()
    for run in others:
        counts.update(i for i, claimed in enumerate(run.claims) if claimed.holds)
    return [(claimed, counts[i]) for i, claimed in enumerate(page.claims)]


def faults(page, others):
    """What a reader who changes the seed would find untrue, numbers in prose aside: sentences."""
    found = [
        f"holds on {n} of {len(others)} other seeds: {claimed.section} {claimed.sentence}"
        for claimed, n in held(page, others)
        if n < len(others) and not claimed.one_draw
    ]
    found += [f"fails on the page: {c.section} {c.sentence}" for c in page.claims if not c.holds]
    about_one_draw = sum(claimed.one_draw for claimed in page.claims)
    if about_one_draw > MOST_OF_ONE_DRAW:
        found.append(f"{about_one_draw} claims are about one draw, at most {MOST_OF_ONE_DRAW} may")
    found += ["another number of claims" for run in others if len(run.claims) != len(page.claims)]
    for i, (heading, letter) in enumerate(page.options):
        letters = Counter(run.options[i][1] for run in others)
        if set(letters) != {letter}:
            found.append(f"the option that comes true changes: {heading} {dict(letters)}")
    return found
