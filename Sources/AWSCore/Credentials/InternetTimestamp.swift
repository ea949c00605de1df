/// Times in credential sources: RFC 3339, also with the `UTC` that older AWS tools write instead of `Z`.
enum InternetTimestamp {
    /// Seconds since 1970 without fractions; nil when the text is not such a time.
    static func seconds(_ text: String) -> Int? {
        let time = text.hasSuffix("UTC") ? "\(text.dropLast(3))Z" : text
        return Timestamp(time, format: .iso8601)?.seconds
    }

    /// RFC 3339 in UTC, whole seconds; the bare number beyond the year 9999.
    static func text(_ seconds: Int) -> String { Timestamp(seconds: seconds).formatted(.iso8601) ?? String(seconds) }
}
