"""Writes all mutants into one copy of the sources, each behind a switch: one build serves every run."""

from __future__ import annotations

import pathlib
import re

from candidates import COMPARISON, Candidate

SWITCH = "Sources/RecoveryModel/ActiveMutant.swift"
HEAD = """#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let activeMutant = getenv("DRCTL_MUTANT").flatMap { Int(String(cString: $0)) } ?? 0

/// A byte for each mutant, in the file that is to show which of them were reached.
nonisolated(unsafe) private let reached: UnsafeMutablePointer<UInt8>? = getenv("DRCTL_MUTANTS_REACHED").flatMap { path in
    let file = open(path, O_RDWR)
    let size = lseek(file, 0, SEEK_END)
    guard size > 0, let bytes = mmap(nil, Int(size), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) else { return nil }
    return bytes.assumingMemoryBound(to: UInt8.self)
}

/// Whether it is this mutant that runs.
package func isActive(_ mutant: Int) -> Bool {
    reached?[mutant] = 1
    return activeMutant == mutant
}

package func mutantNumber<N: BinaryInteger>(_ id: Int, _ number: N) -> N { isActive(id) ? number + 1 : number }
package func mutantNumber(_ id: Int, _ number: Double) -> Double { isActive(id) ? number + 1 : number }
package func mutantGuard(_ id: Int, _ condition: Bool) -> Bool { isActive(id) || condition }
package func mutantCondition(_ id: Int, _ condition: Bool) -> Bool { isActive(id) ? !condition : condition }
"""


def operator_name(id: int) -> str:
    """An operator of our own for each mutant: it keeps the precedence of the one that it stands for."""
    return chr(0x2501 + id // 100) + chr(0x2501 + id % 100)


def declaration(id: int, candidate: Candidate) -> str:
    name, before, after = operator_name(id), candidate.before, candidate.after
    if before in ("&&", "||"):
        group = "LogicalConjunctionPrecedence" if before == "&&" else "LogicalDisjunctionPrecedence"
        return (
            f"infix operator {name} : {group}\n"
            f"package func {name} (l: Bool, r: @autoclosure () throws -> Bool) rethrows -> Bool {{\n"
            f"    isActive({id}) ? try l {after} r() : try l {before} r()\n}}\n"
        )
    bound = "Equatable" if before in ("==", "!=") else "Comparable"
    text = (
        f"infix operator {name} : ComparisonPrecedence\n"
        f"package func {name} <T: {bound}>(l: T, r: T) -> Bool {{ isActive({id}) ? l {after} r : l {before} r }}\n"
    )
    if bound == "Equatable":
        text += (
            f"package func {name} <T>(l: T?, r: _OptionalNilComparisonType) -> Bool {{\n"
            f"    isActive({id}) ? l {after} r : l {before} r\n}}\n"
        )
    else:
        text += (
            f"package func {name} <A: Comparable, B: Comparable>(l: (A, B), r: (A, B)) -> Bool {{\n"
            f"    isActive({id}) ? l {after} r : l {before} r\n}}\n"
        )
    return text


def replacement(id: int, candidate: Candidate) -> str:
    match candidate.kind:
        case "operator":
            return operator_name(id)
        case "guard":
            return f"mutantGuard({id}, {candidate.before})"
        case "condition":
            return f"mutantCondition({id}, {candidate.before})"
        case _:
            return f"mutantNumber({id}, {candidate.before})"


def declare(copy: pathlib.Path, mutants: dict[int, Candidate]) -> None:
    """The switch of all mutants. It stays when some of them are left out: only the files that had them are built again."""
    declared = [declaration(id, mutant) for id, mutant in mutants.items() if mutant.kind == "operator"]
    update(copy / SWITCH, HEAD + "\n" + "\n".join(declared))


def write(root: pathlib.Path, copy: pathlib.Path, mutants: dict[int, Candidate]) -> None:
    """The sources with these mutants; lines keep their numbers, so that an error of the compiler names its mutant."""
    files: dict[str, list[tuple[int, Candidate]]] = {}
    for id, mutant in mutants.items():
        files.setdefault(mutant.file, []).append((id, mutant))
    for folder in ("Sources/RecoveryEngine", "Sources/RecoveryModel"):
        for path in (root / folder).rglob("*.swift"):
            name = str(path.relative_to(root))
            text = path.read_text()
            for id, mutant in sorted(files.get(name, []), key=lambda each: -each[1].start):
                text = text[: mutant.start] + replacement(id, mutant) + text[mutant.end :]
            if name in files and "/RecoveryEngine/" in name and not re.search(r"^.*import RecoveryModel$", text, re.M):
                text = "import RecoveryModel; " + text
            update(copy / name, text)


def update(path: pathlib.Path, text: str) -> None:
    """Written only where it differs: what has not changed is not built again."""
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
