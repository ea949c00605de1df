extension [UInt8] {
    /// Appends UTF-8 in one copy; `append(contentsOf: text.utf8)` copies unit by unit through the iterator.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends text that is known at compile time.
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
