/// A form body for the query and ec2 protocols: `Action=…&Version=…&Member.1.Name=value`.
final class QueryWriter: ShapeWriter {
    // Unchecked: a writer is used by one call on one task, and the checks took a tenth of a request's time.
    @exclusivity(unchecked) private(set) var bytes: [UInt8] = []
    private let isEC2: Bool
    /// The name so far, such as `Filters.Filter.1`. Only names of map keys in models may need encoding.
    @exclusivity(unchecked) private var path: [UInt8] = []
    @exclusivity(unchecked) private var marks: [Int] = []
    /// True when the path already contains the next value's name.
    @exclusivity(unchecked) private var isPlaced = false
    @exclusivity(unchecked) private var depth = 0

    init(action: String, version: String, isEC2: Bool) {
        self.isEC2 = isEC2
        bytes.reserveCapacity(512)
        path.reserveCapacity(64)
        marks.reserveCapacity(8)
        bytes.append("Action=" as StaticString)
        bytes.append(action)
        bytes.append("&Version=" as StaticString)
        bytes.append(version)
    }

    private func enter(_ name: String) {
        marks.append(path.count)
        if isPlaced {
            isPlaced = false
        } else {
            push(name)
        }
    }

    private func push(_ name: String) {
        if !path.isEmpty { path.append(UInt8(ascii: ".")) }
        path.append(name)
    }

    private func leave() {
        guard let mark = marks.popLast() else { return }
        path.removeLast(path.count - mark)
    }

    private func pair(_ member: MemberSchema, _ value: String) {
        bytes.append("&" as StaticString)
        bytes.append(contentsOf: path)
        if isPlaced {
            isPlaced = false
        } else {
            if !path.isEmpty { bytes.append("." as StaticString) }
            bytes.append(member.requestName)
        }
        bytes.append("=" as StaticString)
        URIEncoding.append(value, to: &bytes)
    }

    func string(_ value: String, as member: MemberSchema) { pair(member, value) }
    func integer(_ value: Int, as member: MemberSchema) { pair(member, String(value)) }
    func number(_ value: Double, as member: MemberSchema) { pair(member, NumberText.text(value)) }
    func boolean(_ value: Bool, as member: MemberSchema) { pair(member, value ? "true" : "false") }
    func blob(_ value: [UInt8], as member: MemberSchema) { pair(member, Base64.encode(value)) }

    func timestamp(_ value: Timestamp, as member: MemberSchema) throws {
        pair(member, try value.text(member, default: .iso8601))
    }

    func document(_ value: DocumentValue, as member: MemberSchema) throws {
        throw SerializationError(member: member.name, problem: "the query protocol cannot transmit documents")
    }

    func stream(_ value: HTTPBody, as member: MemberSchema) throws {
        throw SerializationError(member: member.name, problem: "the query protocol cannot transmit streams")
    }

    func beginStructure(as member: MemberSchema) {
        // The input itself has no name.
        if depth == 0 { marks.append(0) } else { enter(member.requestName) }
        depth += 1
    }

    func endStructure(as member: MemberSchema) {
        depth -= 1
        leave()
    }

    func beginList(count: Int, as member: MemberSchema) {
        enter(member.requestName)
        if count == 0, !isEC2 {
            bytes.append(UInt8(ascii: "&"))
            bytes.append(contentsOf: path)
            bytes.append(UInt8(ascii: "="))
        }
        if !member.isFlattened, !isEC2 { push(member.element.requestName) }
    }

    func element(_ number: Int, of list: MemberSchema) {
        marks.append(path.count)
        push(String(number))
        isPlaced = true
    }

    func endElement(of list: MemberSchema) { leave() }
    func endList(as member: MemberSchema) { leave() }

    func beginMap(count: Int, as member: MemberSchema) {
        enter(member.requestName)
        if !member.isFlattened { push("entry") }
    }

    func entry(_ number: Int, key: String, of map: MemberSchema) {
        marks.append(path.count)
        push(String(number))
        if case .map(let keyMember, _, _) = map.layout { pair(keyMember, key) }
    }

    func endEntry(of map: MemberSchema) { leave() }
    func endMap(as member: MemberSchema) { leave() }
}

/// Numbers in the form that all protocols share.
enum NumberText {
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        // A whole number that every reader reads as the same value.
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value)).0" }
        return "\(value)"
    }
}

extension Timestamp {
    /// Writes the timestamp in the form that the member requires, else in the protocol's form.
    func text(_ member: MemberSchema, default format: TimestampFormat) throws -> String {
        guard let text = formatted(member.timestampFormat ?? format) else {
            throw SerializationError(member: member.name, problem: "the year does not have four digits")
        }
        return text
    }
}
