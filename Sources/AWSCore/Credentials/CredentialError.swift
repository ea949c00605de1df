/// Why there are no credentials: every source that was tried, in order, with the reason.
///
/// It contains no secret: reasons are drctl's own texts or error messages of a service or helper.
public struct CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One source that was tried.
    public struct Attempt: Hashable, Sendable {
        /// Such as `environment` or `profile 'dev'`.
        public var source: String
        /// What is missing, or the failure.
        public var reason: String
        /// True when the source is configured, so that its failure ended the search.
        public var isConfigured: Bool
        /// The fix.
        public var hint: String?
    }

    /// The sources in the order they were tried; the last one ended the search.
    public var attempts: [Attempt]

    /// The source is not configured: the search continues.
    static func notConfigured(_ source: String, _ reason: String, hint: String? = nil) -> CredentialError {
        CredentialError(
            attempts: [Attempt(source: source, reason: reason, isConfigured: false, hint: hint)])
    }

    /// The source is configured but fails: the search ends, since another identity must not be used instead.
    static func failed(_ source: String, _ reason: String, hint: String? = nil) -> CredentialError {
        CredentialError(
            attempts: [Attempt(source: source, reason: reason, isConfigured: true, hint: hint)])
    }

    /// True when another source may be tried.
    var allowsNextSource: Bool { attempts.last.map { !$0.isConfigured } ?? true }

    /// For people; ends with the hints.
    public var description: String {
        var text: String
        if let failure = attempts.last, failure.isConfigured {
            text = "Failed to get credentials from \(failure.source): \(failure.reason)."
            let before = attempts.dropLast()
            if !before.isEmpty { text += " Tried before: \(Self.list(before))." }
        } else {
            text = "No credentials found. Tried: \(Self.list(attempts[...]))."
        }
        let hints = attempts.compactMap(\.hint)
        let hint = allowsNextSource && hints.isEmpty ? Self.startHint : hints.last
        return text + (hint.map { "\nhint: \($0)" } ?? "")
    }

    private static func list(_ attempts: ArraySlice<Attempt>) -> String {
        attempts.map { "\($0.source) (\($0.reason))" }.joined(separator: ", ")
    }

    private static let startHint =
        "name a profile with --profile or AWS_PROFILE, or sign in with `aws sso login` or `aws configure`"
}
