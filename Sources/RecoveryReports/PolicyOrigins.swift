package import RecoveryModel

/// Where a policy's values were written, for the formats that say where a requirement comes from.
package struct PolicyOrigins: Sendable {
    /// The policy's file, as the user named it.
    package let file: String
    private let locate: @Sendable (FieldPath) -> Diagnostic.Location?

    /// - Parameter locate: The location of a value, or of the nearest enclosing value that was written.
    package init(file: String, locate: @escaping @Sendable (FieldPath) -> Diagnostic.Location?) {
        self.file = file
        self.locate = locate
    }

    /// Of a policy that was read from a file.
    package init(_ document: PolicyDocument) {
        let origins = document.origins
        self.init(file: document.file) { origins.location(of: $0) }
    }

    /// Where the policy asks for what a finding is about; nil when no value of it was written.
    func location(of finding: Finding) -> Diagnostic.Location? { locate(finding.field) }
}

extension Finding {
    /// The value of the policy that asks for it: the control's field, with the entry's index for `[]`. A finding of no
    /// entry is asked for by the list.
    var field: FieldPath {
        var components: [FieldPath.Component] = []
        for part in control.field.utf8.split(separator: UInt8(ascii: ".")) {
            let isList = part.last == UInt8(ascii: "]")
            components.append(.key(String(decoding: isList ? part.dropLast(2) : part, as: UTF8.self)))
            guard isList else { continue }
            guard let entry else { break }
            components.append(.index(entry))
        }
        return FieldPath(components)
    }
}

/// The place of a target's findings: in AWS, and in the policy's file.
struct FindingPlace: Sendable {
    let target: TargetName
    /// Nil when they were not kept.
    let origins: PolicyOrigins?

    func location(of finding: Finding) -> Diagnostic.Location? { origins?.location(of: finding) }
}
