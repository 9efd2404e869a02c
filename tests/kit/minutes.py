"""How long a lesson takes, by what readers of the first edition took."""

from kit.course import tags

# Visible lines of code, and minutes of a reader with one semester of Python: the whole lesson, in
# November 2026 (00, 01, 02, 03, 06, 13).
READ = [(36, 22), (168, 85), (165, 110), (130, 65), (184, 100), (167, 92)]


def rate(seen):
    """Minutes for each line of code, by least squares through the origin."""
    return sum(lines * minutes for lines, minutes in seen) / sum(lines**2 for lines, _ in seen)


def left_out_error():
    """How many minutes the rate fitted to all other lessons misses one by: root mean square."""
    errors = [
        minutes - lines * rate([other for other in READ if other != (lines, minutes)])
        for lines, minutes in READ
    ]
    return (sum(error**2 for error in errors) / len(errors)) ** 0.5


def is_folded(cell):
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


def visible_lines(cells):
    """The lines of code that a reader sees, without empty ones."""
    shown = [cell for cell in cells if not is_folded(cell) and "checked" not in tags(cell)]
    return sum(bool(line.strip()) for cell in shown for line in cell.source.splitlines())


def minutes(sections):
    """What some sections of a lesson take: minutes, a multiple of five."""
    lines = sum(visible_lines(section.of("code")) for section in sections)
    return max(5, 5 * round(lines * rate(READ) / 5))
