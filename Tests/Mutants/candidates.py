"""Where a decision in Swift source can be broken: places in code (never in text or comments), and what to write instead."""

from __future__ import annotations

import pathlib
import re
from dataclasses import dataclass

COMPARISON = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",)}
LOGIC = {"&&": ("||",), "||": ("&&",)}
# Neither an operator's own declaration nor a type that has to be another one.
BINARY = re.compile(r"(?<!func) (<=|>=|==|!=|<|>|&&|\|\|) ")
# Only conditions that bind nothing and stand alone: those with operators are broken by their operators.
GUARD = re.compile(r"\bguard ([^{}]+?) else \{")
CONDITION = re.compile(r"\bif ([^{}]+?) \{")
BINDING = re.compile(r"\b(let|var|case)\b|#|,")
NUMBER = re.compile(r"(?<=[<>=+*/-] )\d[\d_]*(?![\w.])|(?<=return )\d[\d_]*(?![\w.])")


@dataclass(frozen=True)
class Candidate:
    """A place in a file, and the way in which it can be broken."""

    file: str
    start: int
    end: int
    kind: str
    before: str
    after: str
    line: int
    text: str

    @property
    def key(self) -> str:
        """What stays the same when lines are added elsewhere: names an accepted survivor."""
        return f"{self.file} | {self.text} | {self.before} -> {self.after}"


def code_only(source: str) -> str:
    """The source with everything in literals and comments blanked out, at the same offsets."""
    out = list(source)
    index = 0
    while index < len(source):
        literal = re.compile(r'//[^\n]*|/\*.*?\*/|(#*)("""|")', re.S).match(source, index)
        if not literal:
            index += 1
            continue
        end = literal.end() if literal.group(2) is None else end_of_text(source, literal)
        for place in range(index, end):
            if out[place] != "\n":
                out[place] = "\0"
        index = end
    return "".join(out)


def end_of_text(source: str, opening: re.Match[str]) -> int:
    """Where a string literal ends: interpolations count as text, with the strings within them."""
    hashes, quotes = opening.group(1), opening.group(2)
    index, depth = opening.end(), 0
    while index < len(source):
        if depth == 0 and source.startswith(quotes + hashes, index):
            return index + len(quotes + hashes)
        if source.startswith("\\" + hashes + "(", index):
            depth, index = depth + 1, index + 2 + len(hashes)
        elif depth and source[index] == '"':
            inner = re.compile(r'(#*)("""|")').match(source, index)
            index = end_of_text(source, inner)
        elif depth and source[index] in "()":
            depth, index = depth + (1 if source[index] == "(" else -1), index + 1
        else:
            index += 2 if source[index] == "\\" and not hashes else 1
    return index


def candidates(root: pathlib.Path, file: pathlib.Path) -> list[Candidate]:
    """Every way to break the file, in its order; places that overlap are given once."""
    source = file.read_text()
    code = code_only(source)
    found: list[tuple[int, int, str, str, str]] = []
    for match in BINARY.finditer(code):
        operator = match.group(1)
        if code[code.rfind("\n", 0, match.start()) + 1 : match.start()].lstrip().startswith("extension "):
            continue
        for other in (COMPARISON | LOGIC)[operator]:
            found.append((match.start(1), match.end(1), "operator", operator, other))
    for pattern, kind in ((GUARD, "guard"), (CONDITION, "condition")):
        for match in pattern.finditer(code):
            inner = match.group(1)
            if BINDING.search(inner) or BINARY.search(inner) or "\n" in inner:
                continue
            text = source[match.start(1) : match.end(1)]
            after = "true" if kind == "guard" else f"!({text})"
            found.append((match.start(1), match.end(1), kind, text, after))
    for match in NUMBER.finditer(code):
        if any(start <= match.start() < end for start, end, *_ in found):
            continue
        found.append((match.start(), match.end(), "number", match.group(), f"{match.group()} + 1"))
    return [
        Candidate(
            str(file.relative_to(root)), start, end, kind, before, after, source.count("\n", 0, start) + 1,
            source[source.rfind("\n", 0, start) + 1 : source.find("\n", start)].strip(),
        )
        for start, end, kind, before, after in sorted(found)
    ]  # fmt: skip
