/// The schema of a member as a Swift expression.
struct SchemaEmitter {
    let model: Model

    /// Nil for a member of which there is nothing to say but its name.
    func member(_ member: Member) throws -> String? {
        let shape = member.shape
        var arguments = ["\"\(member.key)\""]
        if let layout = try layout(shape, listName: requestName(member)) { arguments.append(layout) }
        if let location = location(member) { arguments.append("at: .\(location)") }
        let request = try requestName(member)
        let response = try responseName(member)
        if request != member.key { arguments.append("as: \"\(request)\"") }
        if response != request { arguments.append("reading: \"\(response)\"") }
        arguments += shared(shape)
        var traits: [String] = []
        if shape.has("xmlAttribute") { traits.append(".xmlAttribute") }
        if shape.has("idempotencyToken") { traits.append(".idempotencyToken") }
        if shape.has("hostLabel") { traits.append(".hostLabel") }
        if shape.has("jsonvalue") { traits.append(".jsonValue") }
        if member.isPayload, !shape.isStructure, shape.type == "blob" || shape.type == "string" {
            traits.append(".rawPayload")
        }
        if member.isPayload, shape.has("union") { traits.append(".union") }
        if !traits.isEmpty { arguments.append("traits: [\(traits.joined(separator: ", "))]") }
        if let context = shape["contextParam"]?["name"]?.string { arguments.append("endpoint: \"\(context)\"") }
        return arguments.count == 1 ? nil : ".init(\(arguments.joined(separator: ", ")))"
    }

    private func shared(_ shape: Shape) -> [String] {
        var arguments: [String] = []
        if shape.type == "timestamp", let format = shape["timestampFormat"]?.string {
            arguments.append("format: .\(Self.format(format))")
        }
        if model.dialect == .restXML, let namespace = Self.namespace(shape["xmlNamespace"]) {
            arguments.append("namespace: \(namespace)")
        }
        return arguments
    }

    static func namespace(_ value: JSON?) -> String? {
        guard let uri = value?["uri"]?.string ?? value?.string else { return nil }
        let prefix = value?["prefix"]?.string.map { ", prefix: \"\($0)\"" } ?? ""
        return "XMLNamespace(\"\(uri)\"\(prefix))"
    }

    private static func format(_ name: String) -> String {
        switch name.lowercased() {
        case "iso8601": "iso8601"
        case "rfc822": "httpDate"
        default: "epochSeconds"
        }
    }

    // MARK: layouts

    private func layout(_ shape: Shape, listName: String) throws -> String? {
        switch shape.type {
        case "list":
            let element = try model.shape(shape["member"] ?? .null)
            let isFlattened = shape.isFlattened && model.isXML
            let name = isFlattened ? listName : element.locationName ?? "member"
            let isHeader = shape["location"]?.string == "header"
            let inner = try nested(element, name, standard: "member", isHeader: isHeader)
            let flag = isFlattened ? "flattened: true" : nil
            return ".list(\([inner, flag].compactMap(\.self).joined(separator: ", ")))"
        case "map":
            let key = try model.shape(shape["key"] ?? .null)
            let value = try model.shape(shape["value"] ?? .null)
            let isFlattened = shape.isFlattened && model.isXML
            let keyText = try nested(key, key.locationName ?? "key", standard: "key", isHeader: false)
            let valueText = try nested(value, value.locationName ?? "value", standard: "value", isHeader: false)
            let parts = [
                keyText ?? (valueText == nil ? nil : "\"key\""), valueText, isFlattened ? "flattened: true" : nil,
            ]
            return ".map(\(parts.compactMap(\.self).joined(separator: ", ")))"
        default: return nil
        }
    }

    private func nested(_ shape: Shape, _ name: String, standard: String, isHeader: Bool) throws -> String? {
        var arguments = ["\"\(name)\""]
        if let layout = try layout(shape, listName: name) { arguments.append(layout) }
        arguments += shared(shape)
        // The comma of a date in a header must not end it.
        if isHeader, shape.type == "timestamp", shape["timestampFormat"] == nil {
            arguments.append("format: .httpDate")
        }
        if arguments.count == 1 { return name == standard ? nil : arguments[0] }
        return ".init(\(arguments.joined(separator: ", ")))"
    }

    // MARK: names

    private func location(_ member: Member) -> String? {
        if member.isPayload { return "payload" }
        switch member.shape["location"]?.string {
        case "header": return "header"
        case "headers": return "prefixHeaders"
        case "querystring": return "query"
        case "uri": return "path"
        case "statusCode": return "statusCode"
        default: return nil
        }
    }

    private func requestName(_ member: Member) throws -> String {
        let shape = member.shape
        switch model.dialect {
        case .ec2:
            if let name = shape["queryName"]?.string { return name }
            return shape.locationName.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? member.key
        case .query where shape.type == "list" && shape.isFlattened:
            return try flattenedName(member)
        case .restXML where member.isPayload && shape.isStructure:
            return try payloadName(member)
        default:
            return shape.locationName ?? member.key
        }
    }

    private func responseName(_ member: Member) throws -> String {
        let shape = member.shape
        guard model.isXML, shape.type == "list", shape.isFlattened else {
            return model.dialect == .ec2 ? shape.locationName ?? member.key : try requestName(member)
        }
        return try flattenedName(member)
    }

    /// The elements' own name, where the list as such is flattened, as in old models; else the member's.
    private func flattenedName(_ member: Member) throws -> String {
        let isListsOwn = try model.shape(named: member.shape.name).isFlattened
        let element = isListsOwn ? try model.shape(member.shape["member"] ?? .null).locationName : nil
        return element ?? member.shape.locationName ?? member.key
    }

    /// The root of a body that is one member: a reference with a namespace of its own names it, as S3's do; another that
    /// only repeats the member's name leaves it to the structure.
    private func payloadName(_ member: Member) throws -> String {
        let shape = try model.shape(named: member.shape.name)
        let own = shape["locationName"]?.string ?? shape.name
        guard let name = member.shape.locationName else { return own }
        let hasNamespace = member.shape["xmlNamespace"] != nil && shape["xmlNamespace"] == nil
        return name == member.key && !hasNamespace ? own : name
    }
}
