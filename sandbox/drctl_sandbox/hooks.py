"""Replaces moto's methods by name, and refuses to start when a name differs from what this package expects."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import moto

MOTO_VERSION = "5.2.1"


class HookMismatch(RuntimeError):
    """moto's version or structure differs from what the hooks expect."""


def require_version() -> None:
    """Refuses any other version of moto, since the hooks depend on its internals."""
    if moto.__version__ != MOTO_VERSION:
        raise HookMismatch(f"moto {moto.__version__} is installed, {MOTO_VERSION} is needed: run sandbox/venv")


def wrap(owner: Any, name: str, replacement: Callable[..., Any]) -> None:
    """Replaces a method, or a function of a module, which must exist, by `replacement(original, ...)` with its arguments."""
    original = getattr(owner, name, None)
    if original is None:
        raise HookMismatch(f"{owner.__name__}.{name} does not exist in moto {moto.__version__}")

    @functools.wraps(original)
    def method(self: Any, *positional: Any, **named: Any) -> Any:
        return replacement(original, self, *positional, **named)

    setattr(owner, name, method)


def wrap_property(owner: type, name: str, replacement: Callable[..., Any]) -> None:
    """Replaces the getter of an existing property by `replacement(original_getter, self)`; its setter stays."""
    original = getattr(owner, name, None)
    if not isinstance(original, property) or original.fget is None:
        raise HookMismatch(f"{owner.__name__}.{name} is not a property in moto {moto.__version__}")
    getter = original.fget
    setattr(owner, name, property(lambda self: replacement(getter, self), original.fset))


def add(owner: type, name: str, method: Callable[..., Any]) -> None:
    """Adds a method that must not exist: if moto adds it, the sandbox's should be reviewed."""
    if hasattr(owner, name):
        raise HookMismatch(f"{owner.__name__}.{name} exists in moto {moto.__version__}: use moto's own")

    # moto finds actions among a class's functions; a bound method is none.
    def action(self: Any, *positional: Any, **named: Any) -> Any:
        return method(self, *positional, **named)

    setattr(owner, name, action)
