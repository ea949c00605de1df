/// A control's stable, kebab-case name, such as `database.backup-retention`.
package struct ControlID: Hashable, Comparable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let description: String

    package init(stringLiteral value: String) { description = value }
    package init(_ text: String) { description = text }

    package init(from decoder: any Decoder) throws {
        description = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package static func < (left: ControlID, right: ControlID) -> Bool { left.description < right.description }
}

/// How much a violation endangers recovery.
package enum Severity: String, Sendable, Codable, Comparable, CaseIterable {
    case low, medium, high, critical

    package static func < (left: Severity, right: Severity) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// A published requirement that a control really checks; see docs/controls.md for their sources.
package enum Standard: Hashable, Sendable, Codable {
    case securityHub(String)
    case awsConfig(String)
    case nist80053(String)
    case cis(String)
    case soc2(String)
    case iso27001(String)
    case dora(String)

    /// Such as `NIST 800-53 CP-9`.
    package var label: String {
        switch self {
        case .securityHub(let id): "Security Hub \(id)"
        case .awsConfig(let id): "AWS Config \(id)"
        case .nist80053(let id): "NIST 800-53 \(id)"
        case .cis(let id): "CIS AWS Foundations 5.0 \(id)"
        case .soc2(let id): "SOC 2 \(id)"
        case .iso27001(let id): "ISO 27001 \(id)"
        case .dora(let id): "DORA \(id)"
        }
    }

    /// Nil unless it is as `code` writes it.
    package init?(code text: String) {
        let id = String(text.drop { $0 != ":" }.dropFirst())
        switch text.prefix(while: { $0 != ":" }) {
        case "security-hub": self = .securityHub(id)
        case "aws-config": self = .awsConfig(id)
        case "nist-800-53-r5": self = .nist80053(id)
        case "cis-aws-5.0": self = .cis(id)
        case "soc2": self = .soc2(id)
        case "iso-27001-2022": self = .iso27001(id)
        case "dora": self = .dora(id)
        default: return nil
        }
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let standard = Standard(code: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "unknown standard \(text)"))
        }
        self = standard
    }

    /// As results write it, such as `nist-800-53-r5:CP-9`.
    package var code: String {
        switch self {
        case .securityHub(let id): "security-hub:\(id)"
        case .awsConfig(let id): "aws-config:\(id)"
        case .nist80053(let id): "nist-800-53-r5:\(id)"
        case .cis(let id): "cis-aws-5.0:\(id)"
        case .soc2(let id): "soc2:\(id)"
        case .iso27001(let id): "iso-27001-2022:\(id)"
        case .dora(let id): "dora:\(id)"
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}

/// What the catalogue, reports and documentation say of a control.
///
/// One object a control: an audit has a finding a control and resource, and each holds a reference only.
package final class ControlDescription: Hashable, Sendable, Codable {
    package let id: ControlID
    package let title: String
    /// One sentence in recovery terms.
    package let why: String
    package let severity: Severity
    package let standards: [Standard]
    /// The policy field that asks for it, such as `databases[].backups.retention`.
    package let field: String
    /// Whether it asks that the resource exists, so that nothing else about a missing one is news.
    package let asksForExistence: Bool

    package init(
        id: ControlID, title: String, why: String, severity: Severity, standards: [Standard], field: String,
        asksForExistence: Bool = false
    ) {
        self.id = id
        self.title = title
        self.why = why
        self.severity = severity
        self.standards = standards
        self.field = field
        self.asksForExistence = asksForExistence
    }

    package static func == (left: ControlDescription, right: ControlDescription) -> Bool {
        left === right
            || (left.id == right.id && left.title == right.title && left.why == right.why
                && left.severity == right.severity && left.standards == right.standards && left.field == right.field)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
