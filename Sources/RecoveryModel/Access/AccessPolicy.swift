/// An IAM, bucket, key or topic policy: who may do what, to what, when.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
package struct AccessPolicy: Hashable, Sendable, Document {
    package var statements: [AccessStatement]
    /// The `Id` element, kept as it was.
    package var id: String?
    /// The language's version: variables such as `${aws:username}` are plain text in the one of 2008.
    package var version: String

    package init(statements: [AccessStatement], id: String? = nil, version: String = "2012-10-17") {
        self.statements = statements
        self.id = id
        self.version = version
    }

    /// Parses a policy document.
    ///
    /// - Throws: `AccessPolicyError` when the text is not JSON or not a policy.
    package init(parsing text: String) throws {
        let document: JSONValue
        do { document = try JSONValue(parsing: text) } catch { throw AccessPolicyError(reason: "it is not JSON") }
        try self.init(document)
    }

    /// From a document that is parsed already.
    ///
    /// - Throws: `AccessPolicyError` when it is not a policy.
    package init(_ document: JSONValue) throws {
        guard case .object = document, let list = document["Statement"] else {
            throw AccessPolicyError(reason: "it has no Statement")
        }
        statements = try list.listed.map(AccessStatement.init(parsing:))
        id = document["Id"]?.text
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
        version = document["Version"]?.text ?? "2008-10-17"
    }

    /// The document.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "Version": .string(version), "Statement": .array(statements.map(\.json)),
        ]
        if let id { members["Id"] = .string(id) }
        return .object(members)
    }

    package init(from decoder: any Decoder) throws { try self.init(JSONValue(from: decoder)) }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// Statements by Sid; those without one, and the later ones of a Sid that is used twice, by their place.
    package var parts: [String: AccessStatement] {
        var parts: [String: AccessStatement] = [:]
        for (index, statement) in statements.enumerated() {
            let name = "statement \(statement.sid ?? "\(index + 1)")"
            parts[parts[name] == nil ? name : "\(name) (\(index + 1))"] = statement
        }
        return parts
    }
}

/// Why a text is not a policy document.
package struct AccessPolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: String
    package var description: String { "not a policy document: \(reason)" }
}
