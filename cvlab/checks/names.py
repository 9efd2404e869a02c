"""The names behind a function: whether a step that is asked for by hand is passed on."""

import functools
import inspect

from cvlab.checks.answer import WrongAnswer


def names_used(function):
    """The names that a function's code uses, and that of the reader's own functions behind it.

    Names of globals, attributes and imports; an imported function goes by its own name too, so
    that `import ... as` hides nothing, and where `getattr` is used each text counts as a name. Only
    names are looked at, nothing is run: a text that is put together is not seen. For feedback, not
    against cheating.
    """
    library = f"{getattr(function, '__module__', '')}".startswith(("sklearn.", "cvlab."))
    found = {function.__name__} if library else set()  # the imported function itself is handed in
    seen, waiting = set(), [function]
    while waiting and len(seen) < 200:
        value = waiting.pop()
        if id(value) not in seen:
            seen.add(id(value))
            for name, part in _parts(value):
                own = _is_own(part, function)
                waiting += [part] if own else []
                found |= set() if own else {name, getattr(part, "__name__", name)}
    return found


def _parts(value):
    """What a function or class refers to: (name, the object, or None if it is not known)."""
    if isinstance(value, functools.partial):
        yield "", value.func
    elif inspect.isclass(value):
        yield from vars(value).items()
    elif inspect.isfunction(value):
        known = inspect.getclosurevars(value)
        known = known.builtins | known.globals | known.nonlocals
        yield from known.items()
        defaults = (value.__defaults__ or ()) + tuple((value.__kwdefaults__ or {}).values())
        yield from (("", default) for default in defaults if callable(default))
        for code in _codes(value.__code__):
            texts = code.co_consts if "getattr" in code.co_names else ()
            names = (*code.co_names, *(text for text in texts if isinstance(text, str)))
            yield from ((name, value.__globals__.get(name)) for name in names)
    else:
        yield getattr(value, "__name__", ""), value


def _codes(code):
    yield code
    for constant in code.co_consts:
        if inspect.iscode(constant):
            yield from _codes(constant)


def _is_own(value, function):
    """Whether it is written where the function is: in the same notebook."""
    home = getattr(function, "__module__", None)
    if isinstance(value, functools.partial):
        return True
    written = inspect.isfunction(value) or inspect.isclass(value)
    return written and value.__module__ == home


def check_by_hand(function, *forbidden):
    """The step that a task asks for is written out, as far as the names in the code show it."""
    used = names_used(function) & set(forbidden)
    if used:
        raise WrongAnswer(
            "not by hand",
            f"""Your code uses `{min(used)}`, which takes the step that this task asks you to write
            out. Can you do without it?""",
        )
