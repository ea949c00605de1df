/// Times as credential sources write them: RFC 3339, and the `UTC` that older AWS tools put in place of `Z`.
enum InternetTimestamp {
    /// Seconds since 1970, fractions cut off; nil when the text is no such time.
    static func seconds(_ text: String) -> Int? {
        let time = text.hasSuffix("UTC") ? "\(text.dropLast(3))Z" : text
        return Timestamp(time, format: .iso8601)?.seconds
    }

    /// RFC 3339 in UTC, whole seconds; the bare number beyond the year 9999.
    static func text(_ seconds: Int) -> String { Timestamp(seconds: seconds).formatted(.iso8601) ?? String(seconds) }
}
