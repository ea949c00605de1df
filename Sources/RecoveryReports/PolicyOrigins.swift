package import RecoveryModel

/// Where a policy's values were written, for the formats that say where a requirement comes from.
package struct PolicyOrigins: Sendable {
    /// The policy's file, as the user named it.
    package let file: String
    private let locate: @Sendable (_ field: String, _ entry: Int?) -> Diagnostic.Location?

    /// - Parameter locate: The location of a value, or of the nearest enclosing value that was written.
    package init(
        file: String, locate: @escaping @Sendable (_ field: String, _ entry: Int?) -> Diagnostic.Location?
    ) {
        self.file = file
        self.locate = locate
    }

    /// Of a policy that was read from a file. It is kept while AWS is asked, so it holds nothing but the places of what
    /// controls require: twelve bytes for each field of each entry.
    ///
    /// - Parameter fields: Those that a finding can be about, such as `databases[].backups.retention`.
    package init(_ document: PolicyDocument, fields: some Sequence<String>) {
        let table = PlaceTable(document.origins, fields: fields)
        self.init(file: document.file, locate: table.location)
    }

    /// Where the policy asks for what a finding is about; nil when no value of it was written.
    func location(of finding: Finding) -> Diagnostic.Location? { locate(finding.control.field, finding.entry) }
}

/// The places of some fields of every entry.
private struct PlaceTable: Sendable {
    private struct Place {
        /// Its number in `files`.
        var file: UInt32
        var line: UInt32
        var column: UInt32
    }

    private var files: [String] = []
    /// By field; the first place is that of the list as a whole, the others are those of its entries. Line 0 is none.
    private var places: [String: [Place]] = [:]

    init(_ origins: [FieldPath: ValueOrigin], fields: some Sequence<String>) {
        var entries: [String: Int] = [:]
        for path in origins.keys where path.components.count > 1 {
            guard case .key(let list) = path.components[0], case .index(let index) = path.components[1] else {
                continue
            }
            entries[list] = max(entries[list, default: 0], index + 1)
        }
        var numbers: [String: UInt32] = [:]
        for field in Set(fields) {
            let count = field.split(separator: "[]", maxSplits: 1).first.flatMap { entries[String($0)] } ?? 0
            places[field] = (-1..<count).map { entry in
                let path = FieldPath(field: field, entry: entry < 0 ? nil : entry)
                guard let location = origins.location(of: path) else { return Place(file: 0, line: 0, column: 0) }
                let number = numbers[location.file] ?? UInt32(files.count)
                if numbers.updateValue(number, forKey: location.file) == nil { files.append(location.file) }
                return Place(
                    file: number, line: UInt32(clamping: location.line), column: UInt32(clamping: location.column))
            }
        }
    }

    @Sendable func location(of field: String, entry: Int?) -> Diagnostic.Location? {
        guard let known = places[field] else { return nil }
        // An entry of which nothing was written, such as one that a default adds, is asked for by the list.
        let index = entry.map { $0 + 1 } ?? 0
        let place = known.indices.contains(index) ? known[index] : known[0]
        guard place.line > 0 else { return nil }
        return Diagnostic.Location(file: files[Int(place.file)], line: Int(place.line), column: Int(place.column))
    }
}

extension FieldPath {
    /// A field of a control, with the entry's index for `[]`. What is about no entry is asked for by the list.
    package init(field: String, entry: Int?) {
        var components: [Component] = []
        for part in field.utf8.split(separator: UInt8(ascii: ".")) {
            let isList = part.last == UInt8(ascii: "]")
            components.append(.key(String(decoding: isList ? part.dropLast(2) : part, as: UTF8.self)))
            guard isList else { continue }
            guard let entry else { break }
            components.append(.index(entry))
        }
        self.init(components)
    }
}

/// The place of a target's findings: in AWS, and in the policy's file.
struct FindingPlace: Sendable {
    let target: TargetName
    /// Nil when they were not kept.
    let origins: PolicyOrigins?

    func location(of finding: Finding) -> Diagnostic.Location? { origins?.location(of: finding) }
}
