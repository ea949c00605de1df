/// Reads CSV in psql's format: `"` is doubled inside quotes, and records end with a newline.
enum CSVReader {
    /// The records; an unquoted field that equals the marker is null.
    static func records(_ bytes: ArraySlice<UInt8>, null: String) throws -> [[String?]] {
        var records: [[String?]] = []
        var record: [String?] = []
        var field: [UInt8] = []
        var quoted = false
        var position = bytes.startIndex

        func finishField() {
            let text = String(decoding: field, as: UTF8.self)
            record.append(!quoted && text == null ? nil : text)
            field.removeAll(keepingCapacity: true)
            quoted = false
        }

        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty && !quoted:
                quoted = true
                try readQuoted(bytes, &position, into: &field)
            case UInt8(ascii: ","):
                finishField()
            case UInt8(ascii: "\n"):
                finishField()
                records.append(record)
                record = []
            default:
                field.append(byte)
            }
        }
        guard field.isEmpty, record.isEmpty else { throw PostgresError(.tool, "psql's output ends inside a record") }
        return records
    }

    private static func readQuoted(
        _ bytes: ArraySlice<UInt8>, _ position: inout Int, into field: inout [UInt8]
    ) throws {
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\"") else {
                field.append(byte)
                continue
            }
            guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else { return }
            field.append(byte)
            position += 1
        }
        throw PostgresError(.tool, "psql's output ends inside a quoted field")
    }
}
