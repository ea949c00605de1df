import Digests
import RecoveryModel

/// Reads a policy file and the base policies that it extends: maps are merged, lists and single values are replaced.
struct PolicyLayers {
    private static let maximumLayers = 8

    private(set) var diagnostics: [Diagnostic] = []
    /// The files that were read, the policy's own first; base policies as paths relative to the working directory.
    private(set) var files: [String] = []
    /// The SHA-256 of the policy's own file.
    private(set) var digest = ""

    /// The merged map; nil when a file could not be read.
    mutating func load(_ file: String, read: (String) throws -> [UInt8]) -> SourceNode? {
        files = [Self.path(file, besides: "")]
        let bytes: [UInt8]
        do {
            bytes = try read(file)
        } catch {
            report(
                .init(file: file, line: 1, column: 1), "unreadable-file", "failed to read the file: \(error)",
                "choose another with `--policy`, or write one: docs/policy.md shows one")
            return nil
        }
        digest = SHA256.hex(bytes)
        return root(of: bytes, file: file).flatMap { extended($0, file: file, read: read) }
    }

    private mutating func root(of bytes: [UInt8], file: String) -> SourceNode? {
        let text: String
        switch PolicyText.decode(bytes, file: file) {
        case .success(let decoded): text = decoded
        case .failure(let error):
            diagnostics.append(error.diagnostic)
            return nil
        }
        let (node, problems) = YAMLReader.read(text, file: file)
        diagnostics += problems
        guard let node else { return nil }
        switch node.content {
        case .map: return node
        case .scalar(let scalar) where scalar.isMissing || scalar.isNull:
            report(
                node.location, "empty-policy", "the file contains no policy",
                "write a policy: docs/policy.md shows one")
        case .scalar, .list:
            report(
                node.location, "wrong-type", "expected a map, found \(node.kind)",
                "begin with `apiVersion: \(PolicyLanguage.version)`")
        }
        return nil
    }

    private mutating func extended(
        _ node: SourceNode, file: String, read: (String) throws -> [UInt8]
    ) -> SourceNode? {
        guard let name = node["extends"], case .scalar(let scalar) = name.content, !scalar.text.isEmpty else {
            return node
        }
        let base = Self.path(scalar.text, besides: file)
        guard !files.contains(base), files.count < Self.maximumLayers else {
            let isCycle = files.contains(base)
            report(
                name.location, "extends-cycle",
                isCycle
                    ? "extends: `\(base)` extends itself"
                    : "extends: more than \(Self.maximumLayers) layers",
                "remove `extends` from one of the files")
            return node
        }
        let bytes: [UInt8]
        do {
            bytes = try read(base)
        } catch {
            report(
                name.location, "unreadable-file", "extends: failed to read `\(base)`: \(error)",
                "the path is relative to this file")
            return node
        }
        files.append(base)
        guard let below = root(of: bytes, file: base).flatMap({ extended($0, file: base, read: read) }) else {
            return node
        }
        return Self.merge(node, over: below)
    }

    /// The values of `top`, and those of `below` that `top` does not set.
    private static func merge(_ top: SourceNode, over below: SourceNode) -> SourceNode {
        guard case .map(let entries) = top.content, case .map(let lower) = below.content else { return top }
        var merged = entries.map { entry in
            guard let other = below[entry.key] else { return entry }
            var result = entry
            result.value = merge(entry.value, over: other)
            return result
        }
        merged += lower.filter { entry in !entries.contains { $0.key == entry.key } }
        return SourceNode(content: .map(merged), location: top.location)
    }

    /// A path relative to a file, with `.` and `..` resolved as far as possible.
    static func path(_ path: String, besides file: String) -> String {
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let isAbsolute = path.hasPrefix("/")
        var parts: [Substring] = []
        for part in (isAbsolute ? [] : folder) + path.split(separator: "/", omittingEmptySubsequences: false) {
            if part == "..", let last = parts.last, last != "..", !last.isEmpty {
                parts.removeLast()
            } else if part != ".", !part.isEmpty || parts.isEmpty {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }

    private mutating func report(
        _ location: Diagnostic.Location, _ id: String, _ summary: String, _ hint: String?
    ) {
        diagnostics.append(Diagnostic(.error, id: id, summary, at: location, hint: hint))
    }
}
