import Digests
package import RecoveryModel

/// The part of an answer that may be stored: counts, flags, times and digests as they are, anything else as a digest.
///
/// A policy's query can return user data; evidence must never hold it.
package enum PresentableValue {
    /// The form that is stored and compared.
    ///
    /// - Parameter type: The type of the column as PostgreSQL names it, where it was asked for.
    package static func of(_ raw: String?, type: String? = nil, check: PlannedCheck) -> String {
        guard let raw else { return "NULL" }
        // Names from the catalog and figures, as many as the query lets through.
        if [.surveyed, .profiled].contains(check.expectation) { return raw }
        switch AnswerType(type) {
        case .number, .boolean, .time: return raw
        case .padded: return of(AnswerType.trimmed(raw))
        case .text, .unknown: break
        }
        return check.origin == .builtIn || check.name == CheckName.schemaVersion ? String(raw.prefix(200)) : of(raw)
    }

    /// The form of a policy's own value.
    package static func of(_ raw: String) -> String {
        isPlain(raw) ? raw : "sha256:" + SHA256.hex(raw).prefix(16)
    }

    private static func isPlain(_ text: String) -> Bool {
        if ["t", "f", "true", "false", ""].contains(text) { return true }
        let allowed = Set("0123456789-+:. TZ")
        return text.utf8.count <= 40 && text.contains(where: \.isNumber) && text.allSatisfy(allowed.contains)
    }
}

/// Times as PostgreSQL prints them in a session in UTC: `2026-11-23 05:10:00.123456+00`, with or without offset.
package enum DatabaseTime {
    /// Nil when the text is not a date or time.
    package static func instant(_ text: String) -> Instant? {
        if text.utf8.count == 10 { return Instant(text + "T00:00:00Z") }
        if let instant = Instant(text) { return instant }
        let body = text.utf8.count > 19 ? Array(text.utf8.dropFirst(19)) : []
        if body.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) { return Instant(text + ":00") }
        return Instant(text + "Z")
    }
}
