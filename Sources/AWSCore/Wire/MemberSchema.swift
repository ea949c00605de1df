/// What the API model says of one member: its names on the wire, where it travels and how it is written.
///
/// Generated code holds one constant a structure; readers and writers of every protocol are driven by it.
public final class MemberSchema: Sendable, ExpressibleByStringLiteral {
    /// In the model; also the name in error messages.
    public let name: String
    /// Plain value or structure, list, or map.
    public let layout: Layout
    /// Where it travels.
    public let location: Location
    /// In a request: key, element, header, query or label name.
    public let requestName: String
    /// In a response; differs from `requestName` only in the ec2 protocol and in flattened lists.
    public let responseName: String
    /// The form of a timestamp; nil for the protocol's own.
    public let timestampFormat: TimestampFormat?
    /// The XML namespace declared on the element.
    public let namespace: XMLNamespace?
    /// Further facts.
    public let traits: Traits
    /// The endpoint rules' name for this value (`contextParam`).
    public let endpointParameter: String?

    /// From its parts; what is left out has the model's default.
    public init(
        _ name: String, _ layout: Layout = .plain, at location: Location = .body, as requestName: String? = nil,
        reading responseName: String? = nil, format timestampFormat: TimestampFormat? = nil,
        namespace: XMLNamespace? = nil, traits: Traits = [], endpoint endpointParameter: String? = nil
    ) {
        self.name = name
        self.layout = layout
        self.location = location
        self.requestName = requestName ?? name
        self.responseName = responseName ?? requestName ?? name
        self.timestampFormat = timestampFormat
        self.namespace = namespace
        self.traits = traits
        self.endpointParameter = endpointParameter
    }

    /// A member of which there is nothing to say but its name.
    public convenience init(stringLiteral name: String) { self.init(name) }

    /// How the value is built up.
    public enum Layout: Sendable {
        /// A scalar or a structure.
        case plain
        /// A list; flattened ones have no element around them.
        case list(MemberSchema = "member", flattened: Bool = false)
        /// A map; flattened ones have no element around them.
        case map(MemberSchema = "key", MemberSchema = "value", flattened: Bool = false)
    }

    /// Where a member travels.
    public enum Location: Sendable, Hashable {
        /// In the body with the others.
        case body
        /// It is the body.
        case payload
        /// A header.
        case header
        /// One header an entry; the name is their prefix.
        case prefixHeaders
        /// A query parameter, or one an entry of a map.
        case query
        /// A label of the path.
        case path
        /// The response's status.
        case statusCode
    }

    /// Facts that are either there or not.
    public struct Traits: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int

        /// From bits.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// An attribute of the structure's element.
        public static let xmlAttribute = Traits(rawValue: 1)
        /// Filled in when the caller gives none, so that a retry is recognised.
        public static let idempotencyToken = Traits(rawValue: 2)
        /// Put into the host's prefix.
        public static let hostLabel = Traits(rawValue: 4)
        /// JSON in a string, or base64 of it in a header.
        public static let jsonValue = Traits(rawValue: 8)
        /// A payload that is bytes or text as it stands, not a structure.
        public static let rawPayload = Traits(rawValue: 16)
        /// A payload that is one of several structures: none of them is no body, where an empty structure would be `{}`.
        public static let union = Traits(rawValue: 32)
    }

    var element: MemberSchema {
        switch layout {
        case .plain: self
        case .list(let element, _): element
        case .map(_, let value, _): value
        }
    }

    var isFlattened: Bool {
        switch layout {
        case .plain: false
        case .list(_, let flattened), .map(_, _, let flattened): flattened
        }
    }
}

/// A namespace declaration on an element.
public struct XMLNamespace: Sendable, Hashable {
    /// Nil for the default namespace.
    public var prefix: String?
    /// The namespace's name.
    public var uri: String

    /// From its parts.
    public init(_ uri: String, prefix: String? = nil) {
        self.prefix = prefix
        self.uri = uri
    }
}

/// The members of a structure, in the order in which generated code numbers them.
public final class StructureSchema: Sendable {
    /// The shape's name in the model.
    public let name: String
    /// In order.
    public let members: [MemberSchema]

    /// - Parameters:
    ///   - names: All members, between white space.
    ///   - special: Those of which there is more to say than the name.
    public init(_ name: String, _ names: String = "", _ special: [MemberSchema] = []) {
        self.name = name
        let special = Dictionary(special.map { ($0.name, $0) }) { first, _ in first }
        members = names.split { $0 == " " || $0 == "\n" }.map { special[String($0)] ?? MemberSchema(String($0)) }
    }
}
