/// One member in the API model: its names on the wire, its location and its form.
///
/// Generated code contains one constant per structure, which drives the readers and writers of every protocol.
public final class MemberSchema: Sendable, ExpressibleByStringLiteral {
    /// The name in the model, which error messages use too.
    public let name: String
    /// Whether the member is a plain value or structure, a list, or a map.
    public let layout: Layout
    /// The location of the member in a request or response.
    public let location: Location
    /// The name in a request: of the key, element, header, query parameter or label.
    public let requestName: String
    /// The name in a response; it differs from `requestName` only in the ec2 protocol and in flattened lists.
    public let responseName: String
    /// The form of a timestamp; nil means the protocol's default.
    public let timestampFormat: TimestampFormat?
    /// The XML namespace declared on the element.
    public let namespace: XMLNamespace?
    /// Further traits.
    public let traits: Traits
    /// The name of this value in the endpoint rules (`contextParam`).
    public let endpointParameter: String?

    /// Creates the schema from its parts; omitted ones have the model's defaults.
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

    /// Creates the schema of a member that only has a name.
    public convenience init(stringLiteral name: String) { self.init(name) }

    /// The structure of a value.
    public enum Layout: Sendable {
        /// A scalar or a structure.
        case plain
        /// A list; a flattened one has no enclosing element.
        case list(MemberSchema = "member", flattened: Bool = false)
        /// A map; a flattened one has no enclosing element.
        case map(MemberSchema = "key", MemberSchema = "value", flattened: Bool = false)
    }

    /// The location of a member in a request or response.
    public enum Location: Sendable, Hashable {
        /// The body, together with other members.
        case body
        /// The member is the body.
        case payload
        /// A header.
        case header
        /// One header per entry; the name is the prefix of all.
        case prefixHeaders
        /// A query parameter, or one per entry of a map.
        case query
        /// A label of the path.
        case path
        /// The status of the response.
        case statusCode
    }

    /// Traits without a value.
    public struct Traits: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int

        /// Creates the set from its bits.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// The member is an attribute of the structure's element.
        public static let xmlAttribute = Traits(rawValue: 1)
        /// The member is filled in when the caller sets no value, so that AWS recognises a retry.
        public static let idempotencyToken = Traits(rawValue: 2)
        /// The member is part of the host's prefix.
        public static let hostLabel = Traits(rawValue: 4)
        /// The value is JSON in a string, or its base64 form in a header.
        public static let jsonValue = Traits(rawValue: 8)
        /// The payload is unencoded bytes or text, not a structure.
        public static let rawPayload = Traits(rawValue: 16)
        /// The payload is a union: when it is unset there is no body, where an empty structure would be `{}`.
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
    /// The prefix; nil for the default namespace.
    public var prefix: String?
    /// The name of the namespace.
    public var uri: String

    /// Creates the value from its parts.
    public init(_ uri: String, prefix: String? = nil) {
        self.prefix = prefix
        self.uri = uri
    }
}

/// The members of a structure, in the order in which generated code numbers them.
public final class StructureSchema: Sendable {
    /// The shape's name in the model.
    public let name: String
    /// The members, in order.
    public let members: [MemberSchema]

    /// - Parameters:
    /// - names: All members, separated by white space.
    /// - special: The members that have more than a name.
    public init(_ name: String, _ names: String = "", _ special: [MemberSchema] = []) {
        self.name = name
        let special = Dictionary(special.map { ($0.name, $0) }) { first, _ in first }
        members = names.split { $0 == " " || $0 == "\n" }.map { special[String($0)] ?? MemberSchema(String($0)) }
    }
}
