import AWSCore
import AWSNames

/// Compares a decoded value with the value that the data expects, member by member.
///
/// The decoded value is looked at by reflection, so that this does not depend on any writer under test.
struct ValueComparison {
    /// Members of the expectation that the generated shape does not have are skipped, as the manifest left them out.
    var allowsOmitted = false

    func check(_ value: Any, _ expected: JSONValue, _ path: String = "$") throws {
        if let content = content(value) { return try checkScalar(content, expected, path) }
        let mirror = Mirror(reflecting: value)
        switch value {
        case let message as ModelMessage:
            try checkMembers(zip(message.values.map { $0?.plain }, message.shape.schema.members), expected, path)
        case let shape as any Shape:
            let values = mirror.children.map { unwrapped($0.value) }
            try checkMembers(zip(values, type(of: shape).schema.members), expected, path)
        case let list as [Any] where mirror.displayStyle == .collection:
            let elements = expected.array.filter { !$0.isNull }
            guard case .array = expected, elements.count == list.count else {
                throw ConformanceFailure("\(path): \(list.count) elements, expected \(expected)")
            }
            for (index, pair) in zip(list, elements).enumerated() { try check(pair.0, pair.1, "\(path)[\(index)]") }
        case let map as [String: Any]:
            let entries = expected.members.filter { !$0.value.isNull }
            guard case .object = expected, Set(entries.map(\.key)) == Set(map.keys) else {
                throw ConformanceFailure("\(path): keys \(map.keys.sorted()), expected \(expected)")
            }
            for (key, entry) in map { try check(entry, expected[key], "\(path).\(key)") }
        default:
            guard let child = mirror.children.first else { throw ConformanceFailure("\(path): unknown \(value)") }
            try check(child.value, expected, path)
        }
    }

    private func checkMembers(
        _ members: Zip2Sequence<[Any?], [MemberSchema]>, _ expected: JSONValue, _ path: String
    ) throws {
        guard case .object = expected else { throw ConformanceFailure("\(path): a structure, expected \(expected)") }
        var names: Set<String> = []
        for (value, member) in members {
            names.insert(member.name)
            let wanted = expected[member.name]
            guard let value else {
                guard wanted.isNull || isAbsent(wanted) else {
                    throw ConformanceFailure("\(path).\(member.name): nil, expected \(wanted)")
                }
                continue
            }
            guard !wanted.isNull else {
                if isEmpty(value) { continue }
                throw ConformanceFailure("\(path).\(member.name): \(value), expected nothing")
            }
            try check(value, wanted, "\(path).\(member.name)")
        }
        let lost = expected.members.first { !names.contains($0.key) && !$0.value.isNull }
        if let lost, !allowsOmitted { throw ConformanceFailure("\(path): no member \(lost.key)") }
    }

    /// botocore gives an empty text where an element is empty, we give nothing for what is no text.
    private func isAbsent(_ expected: JSONValue) -> Bool { expected.string == "" }

    /// An empty list or map is as good as none.
    private func isEmpty(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        return [.collection, .dictionary].contains(mirror.displayStyle) && mirror.children.isEmpty
    }

    private func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return value }
        return mirror.children.first?.value
    }

    private enum Content {
        case text(String)
        case bytes([UInt8])
        case number(Double)
        case integer(Int)
        case boolean(Bool)
        case timestamp(Timestamp)
        case document(DocumentValue)
    }

    private func content(_ value: Any) -> Content? {
        switch value {
        case let value as String: .text(value)
        case let value as Redacted<String>: .text(value.secret)
        case let value as Redacted<[UInt8]>: .bytes(value.secret)
        case let value as any WireEnum: .text(value.rawValue)
        case let value as Bool: .boolean(value)
        case let value as Int: .integer(value)
        case let value as Double: .number(value)
        case let value as Timestamp: .timestamp(value)
        case let value as DocumentValue: .document(value)
        // By its very type: an empty list of anything can be cast to bytes.
        case let bytes as [UInt8] where type(of: value) == [UInt8].self: .bytes(bytes)
        default: nil
        }
    }

    private func checkScalar(_ content: Content, _ expected: JSONValue, _ path: String) throws {
        let isEqual =
            switch content {
            case .text(let text):
                // IAM's policy documents come percent-encoded, and the data holds what they say.
                expected.string == text
                    || (try? JSONValue(parsing: RequestComparison.decoded(text))).map { $0.matches(expected) } == true
            case .bytes(let bytes): isEqual(bytes, expected)
            case .integer(let value): expected.int == value || expected.string == String(value)
            case .number(let value): isEqual(value, expected)
            case .boolean(let value): expected.bool == value
            case .timestamp(let value): isEqual(value, expected)
            case .document(let value): matches(value, expected)
            }
        guard isEqual else { throw ConformanceFailure("\(path): got \(content), expected \(expected)") }
    }

    private func isEqual(_ bytes: [UInt8], _ expected: JSONValue) -> Bool {
        if let base64 = expected["$b"].string { return Base64.decode(base64) == bytes }
        return expected.string.map { Array($0.utf8) } == bytes
    }

    private func isEqual(_ value: Double, _ expected: JSONValue) -> Bool {
        if let number = expected.double { return number == value }
        switch expected.string {
        case "NaN": return value.isNaN
        case "Infinity": return value == .infinity
        case "-Infinity": return value == -.infinity
        default: return false
        }
    }

    private func isEqual(_ value: Timestamp, _ expected: JSONValue) -> Bool {
        if let seconds = expected.double { return abs(value.secondsSince1970 - seconds) < 1e-5 }
        guard let text = expected["$t"].string ?? expected.string else { return false }
        for format in [TimestampFormat.iso8601, .httpDate, .epochSeconds] {
            guard let wanted = Timestamp(text, format: format) else { continue }
            // Recordings hold whole seconds.
            return expected["$t"].string == nil ? wanted == value : wanted.seconds == value.seconds
        }
        return false
    }

    private func matches(_ value: DocumentValue, _ expected: JSONValue) -> Bool {
        switch (value, expected) {
        case (.null, .null): true
        case (.boolean(let left), .bool(let right)): left == right
        case (.integer(let left), .number): left == expected.int
        case (.number(let left), .number): left == expected.double
        case (.string(let left), .string(let right)): left == right
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { matches($0, $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { matches($0.value, expected[$0.key]) }
        default: false
        }
    }
}
