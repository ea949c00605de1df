import RecoveryModel

/// Collects all problems, and the location of each value, while fields are read.
struct PolicyReader {
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var origins: [FieldPath: ValueOrigin] = [:]

    /// Records where a value was written.
    mutating func note(_ path: FieldPath, at location: Diagnostic.Location) {
        origins[path] = .written(location)
    }

    /// Adds a problem; its summary begins with the path, so that it can be understood without the file.
    mutating func report(
        _ refusal: Refusal, as severity: Diagnostic.Severity = .error, at path: FieldPath,
        _ location: Diagnostic.Location
    ) {
        let summary = path.components.isEmpty ? refusal.summary : "\(path): \(refusal.summary)"
        diagnostics.append(
            Diagnostic(
                severity, id: refusal.id, summary, detail: refusal.detail, at: location, hint: refusal.hint))
    }
}

/// Why a value is refused.
struct Refusal: Error {
    var id: String
    var summary: String
    var detail: String?
    var hint: String?

    init(_ id: String, _ summary: String, detail: String? = nil, hint: String? = nil) {
        self.id = id
        self.summary = summary
        self.detail = detail
        self.hint = hint
    }

    static func wrongType(_ node: SourceNode, wanted: String, hint: String? = nil) -> Refusal {
        Refusal("wrong-type", "expected \(wanted), found \(node.kind)", hint: hint)
    }
}
