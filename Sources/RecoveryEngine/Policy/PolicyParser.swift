package import RecoveryModel

/// Reads policies: the result is a valid, expanded policy, or all reasons why it is refused.
package enum PolicyParser {
    /// Reads the text of one policy file.
    ///
    /// - Parameter today: The date against which waivers expire.
    package static func parse(_ text: String, file: String, today: CalendarDay) -> PolicyParseResult {
        parse(bytes: Array(text.utf8), file: file, today: today)
    }

    /// Reads the bytes of one policy file.
    package static func parse(bytes: [UInt8], file: String, today: CalendarDay) -> PolicyParseResult {
        load(file, today: today) { _ in bytes }
    }

    /// Reads a policy file and those that it extends.
    ///
    /// - Parameter read: Returns a file's bytes; the error it throws is shown to the user.
    package static func load(
        _ file: String, today: CalendarDay, read: (String) throws -> [UInt8]
    ) -> PolicyParseResult {
        var layers = PolicyLayers()
        guard let root = layers.load(file, read: read) else {
            return .refused(layers.diagnostics, layers: layers.files)
        }
        var reader = PolicyReader()
        var policy = RecoveryPolicy.blank
        Record<RecoveryPolicy>.policy.read(root, FieldPath([]), &policy, &reader)
        // A value that is refused as YAML is not reported a second time.
        let refused = Set(layers.diagnostics.map(\.location))
        let problems = layers.diagnostics + reader.diagnostics.filter { !refused.contains($0.location) }
        guard !problems.hasErrors else { return .refused(problems, layers: layers.files) }
        let written = WrittenPolicy(
            policy: policy, origins: reader.origins, file: file, digest: layers.digest, layers: layers.files,
            problems: problems)
        return PolicyExpansion.expand(written, today: today)
    }
}

/// A policy, or all reasons why it is refused.
package struct PolicyParseResult: Sendable {
    /// Nil when one of the diagnostics is an error.
    package let document: PolicyDocument?
    /// Errors, warnings and notes, by location.
    package let diagnostics: [Diagnostic]
    /// The files that were read: the policy's own, then its base policies.
    package let layers: [String]

    static func refused(_ diagnostics: [Diagnostic], layers: [String]) -> PolicyParseResult {
        PolicyParseResult(document: nil, diagnostics: diagnostics.sortedByPlace(), layers: layers)
    }
}
