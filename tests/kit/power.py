"""Whether the claims of a lesson can fail: each section's must notice when its code goes wrong.

A section's *spoiler* makes its code wrong in the way the section warns of. It is either (old, new),
a replacement in the source of the section's computing cells, or a function from source to source.
"""

import ast

from kit.course import run, tags


class Swap(ast.NodeTransformer):
    """Exchange train and test, X_train and X_test, y_train and y_test wherever they are read."""

    other = {"train": "test", "test": "train"}

    def visit_Name(self, node):
        *first, last = node.id.split("_")
        if isinstance(node.ctx, ast.Load) and last in self.other:
            node.id = "_".join([*first, self.other[last]])
        return node


def train_and_test_swapped(source):
    """The code with train and test exchanged where they are read, but not where they are set."""
    return ast.unparse(Swap().visit(ast.parse(source)))


def spoiled(source, spoiler):
    return spoiler(source) if callable(spoiler) else source.replace(*spoiler)


def is_changed(source, spoiled_source):
    return ast.dump(ast.parse(source)) != ast.dump(ast.parse(spoiled_source))


def checked_cells(section):
    return [cell for cell in section.of("code") if "checked" in tags(cell)]


def complaint(section, spoiler, names):
    """What is wrong with a section's claims, seen in a spoiled run: "" if it fails as it should."""
    computing = [cell.source for cell in section.of("code") if "checked" not in tags(cell)]
    wrong = [spoiled(source, spoiler) for source in computing]
    if not any(map(is_changed, computing, wrong)):
        return "its spoiler changes nothing"
    try:
        for source in wrong:
            run(source, names)
    except Exception as error:
        return f"its spoiled code stops before the claims: {error!r}"
    try:
        for cell in checked_cells(section):
            run(cell.source, names)
    except AssertionError:
        return ""
    except Exception as error:
        return f"its claims stop without failing: {error!r}"
    return "its claims hold although the code before it is spoiled"
