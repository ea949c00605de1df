/// A valid policy with the origin of each of its values.
package struct PolicyDocument: Sendable {
    /// The file it was read from, as the user named it.
    package var file: String
    /// The SHA-256 of the file's bytes, as they were read.
    package var digest: String
    /// With every derived value and default filled in.
    package var policy: RecoveryPolicy
    /// Warnings and notes; a policy with errors gives no document.
    package var diagnostics: [Diagnostic]
    /// The origins by path; a value without an entry has the origin of its parent.
    package var origins: [FieldPath: ValueOrigin]
    private let explain: @Sendable () -> [ExplainedValue]

    package init(
        file: String, digest: String, policy: RecoveryPolicy, diagnostics: [Diagnostic],
        origins: [FieldPath: ValueOrigin], explain: @escaping @Sendable () -> [ExplainedValue]
    ) {
        self.file = file
        self.digest = digest
        self.policy = policy
        self.diagnostics = diagnostics
        self.origins = origins
        self.explain = explain
    }

    /// All values with their origins, in the order of the reference. Made when asked for: most commands do not.
    package var explanation: [ExplainedValue] { explain() }

    /// The expanded policy as text that is equal for policies that demand the same.
    ///
    /// It does not depend on comments, the order of keys, notation, or whether a value was written or derived.
    package var canonicalText: String {
        explanation.map { "\($0.path)=\($0.value.utf8.count):\($0.value)\n" }.joined()
    }

    /// The location of a value, or of the nearest enclosing value that was written.
    package func location(of path: FieldPath) -> Diagnostic.Location? { origins.location(of: path) }
}

/// One value of the expanded policy.
package struct ExplainedValue: Sendable, Equatable, Encodable {
    /// The value's path.
    package var path: FieldPath
    /// The value in policy notation.
    package var value: String
    /// Where the value comes from.
    package var origin: ValueOrigin

    package init(path: FieldPath, value: String, origin: ValueOrigin) {
        self.path = path
        self.value = value
        self.origin = origin
    }
}

/// The origin of a value of the expanded policy.
package enum ValueOrigin: Sendable, Hashable {
    /// The policy sets it at this location.
    case written(Diagnostic.Location)
    /// It is derived from other values, as the text explains.
    case derived(String)
    /// It is a default.
    case standard
}

extension ValueOrigin: CustomStringConvertible {
    /// The origin as text, such as `dr.yaml:12:7` or `default`.
    package var description: String {
        switch self {
        case .written(let place): "\(place.file):\(place.line):\(place.column)"
        case .derived(let reason): "derived: \(reason)"
        case .standard: "default"
        }
    }
}

extension ValueOrigin: Encodable {
    private enum CodingKeys: String, CodingKey { case kind, location, reason }

    /// Encodes an object whose `kind` is `written`, `derived` or `default`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .written(let location):
            try container.encode("written", forKey: .kind)
            try container.encode(location, forKey: .location)
        case .derived(let reason):
            try container.encode("derived", forKey: .kind)
            try container.encode(reason, forKey: .reason)
        case .standard:
            try container.encode("default", forKey: .kind)
        }
    }
}

extension [FieldPath: ValueOrigin] {
    /// The origin of a value, or of the nearest enclosing value that has one.
    package func origin(of path: FieldPath) -> ValueOrigin? {
        var place: FieldPath? = path
        while let current = place {
            if let origin = self[current] { return origin }
            place = current.parent
        }
        return nil
    }

    /// The location of a value, or of the nearest enclosing value that was written.
    package func location(of path: FieldPath) -> Diagnostic.Location? {
        var place: FieldPath? = path
        while let current = place {
            if case .written(let location) = self[current] { return location }
            place = current.parent
        }
        return nil
    }
}
