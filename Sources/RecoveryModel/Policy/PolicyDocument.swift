/// A policy that was read and found sound, with where each of its values comes from.
package struct PolicyDocument: Sendable {
    /// The file it was read from, as the user named it.
    package var file: String
    /// The SHA-256 of the file's bytes, as they were read.
    package var digest: String
    /// With every derived value and default filled in.
    package var policy: RecoveryPolicy
    /// Warnings and notes; a policy with errors gives no document.
    package var diagnostics: [Diagnostic]
    /// By path; a value that is not here comes from where its parent comes from.
    package var origins: [FieldPath: ValueOrigin]
    /// Every value with its origin, in the order of the reference.
    package var explanation: [ExplainedValue]

    package init(
        file: String, digest: String, policy: RecoveryPolicy, diagnostics: [Diagnostic], origins: [FieldPath: ValueOrigin],
        explanation: [ExplainedValue]
    ) {
        self.file = file
        self.digest = digest
        self.policy = policy
        self.diagnostics = diagnostics
        self.origins = origins
        self.explanation = explanation
    }

    /// The expanded policy as text that is equal for policies that demand the same.
    ///
    /// Comments, order of keys, spelling and whether a value was written or derived leave no trace in it.
    package var canonicalText: String {
        explanation.map { "\($0.path)=\($0.value.utf8.count):\($0.value)\n" }.joined()
    }

    /// Where a value was written, or the nearest value around it that was.
    package func location(of path: FieldPath) -> Diagnostic.Location? { origins.location(of: path) }
}

/// One value of the expanded policy.
package struct ExplainedValue: Sendable, Equatable, Encodable {
    /// Where it sits.
    package var path: FieldPath
    /// As a policy would write it.
    package var value: String
    /// Why it is what it is.
    package var origin: ValueOrigin

    package init(path: FieldPath, value: String, origin: ValueOrigin) {
        self.path = path
        self.value = value
        self.origin = origin
    }
}

/// Where a value of the expanded policy comes from.
package enum ValueOrigin: Sendable, Hashable {
    /// The policy says it here.
    case written(Diagnostic.Location)
    /// It follows from other values; the text says from which and why.
    case derived(String)
    /// It is what drctl asks of everybody.
    case standard
}

extension ValueOrigin: CustomStringConvertible {
    /// In words, such as `dr.yaml:12:7` or `default`.
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

    /// As an object whose `kind` is `written`, `derived` or `default`.
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
    /// The origin of a value: its own, or that of the nearest value around it.
    package func origin(of path: FieldPath) -> ValueOrigin? {
        var place: FieldPath? = path
        while let current = place {
            if let origin = self[current] { return origin }
            place = current.parent
        }
        return nil
    }

    /// Where a value was written, or the nearest value around it that was.
    package func location(of path: FieldPath) -> Diagnostic.Location? {
        var place: FieldPath? = path
        while let current = place {
            if case .written(let location) = self[current] { return location }
            place = current.parent
        }
        return nil
    }
}
