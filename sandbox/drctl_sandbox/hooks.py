"""Replaces moto's methods by name, and refuses to start when a name is not what this package was written for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import moto

MOTO_VERSION = "5.2.1"


class HookMismatch(RuntimeError):
    """moto is not the version, or not of the shape, that the hooks were written against."""


def require_version() -> None:
    """Refuses any other moto: the hooks reach into its internals."""
    if moto.__version__ != MOTO_VERSION:
        raise HookMismatch(f"moto {moto.__version__} is installed, {MOTO_VERSION} is needed: run sandbox/venv")


def wrap(owner: type, name: str, replacement: Callable[..., Any]) -> None:
    """Puts `replacement(original, self, ...)` in the place of a method that must exist."""
    original = getattr(owner, name, None)
    if original is None:
        raise HookMismatch(f"{owner.__name__}.{name} does not exist in moto {moto.__version__}")

    @functools.wraps(original)
    def method(self: Any, *positional: Any, **named: Any) -> Any:
        return replacement(original, self, *positional, **named)

    setattr(owner, name, method)


def wrap_property(owner: type, name: str, replacement: Callable[..., Any]) -> None:
    """Puts `replacement(original_getter, self)` in the place of a property that must exist; its setter stays."""
    original = getattr(owner, name, None)
    if not isinstance(original, property) or original.fget is None:
        raise HookMismatch(f"{owner.__name__}.{name} is not a property in moto {moto.__version__}")
    getter = original.fget
    setattr(owner, name, property(lambda self: replacement(getter, self), original.fset))


def add(owner: type, name: str, method: Callable[..., Any]) -> None:
    """Adds a method that must not exist: if moto learns it, ours should be reviewed."""
    if hasattr(owner, name):
        raise HookMismatch(f"{owner.__name__}.{name} exists in moto {moto.__version__}: use moto's own")
    setattr(owner, name, method)
