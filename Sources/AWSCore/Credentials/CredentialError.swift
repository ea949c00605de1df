/// Why there are no credentials: every place that was looked at, in order, and what was found there.
///
/// Holds no secret: reasons are ours, or what a service or helper said of its failure.
public struct CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One place that was looked at.
    public struct Attempt: Hashable, Sendable {
        /// Such as `environment` or `profile 'dev'`.
        public var source: String
        /// What is missing there, or what went wrong.
        public var reason: String
        /// Credentials were configured there, so that the search ended with this failure.
        public var isConfigured: Bool
        /// What to do about it.
        public var hint: String?
    }

    /// In the order tried; the last one is why the search ended.
    public var attempts: [Attempt]

    /// The place has no credentials configured: the search goes on.
    static func notConfigured(_ source: String, _ reason: String, hint: String? = nil) -> CredentialError {
        CredentialError(
            attempts: [Attempt(source: source, reason: reason, isConfigured: false, hint: hint)])
    }

    /// The place has credentials configured that cannot be had: the search ends, as another identity must not step in.
    static func failed(_ source: String, _ reason: String, hint: String? = nil) -> CredentialError {
        CredentialError(
            attempts: [Attempt(source: source, reason: reason, isConfigured: true, hint: hint)])
    }

    /// Whether another place may be asked.
    var allowsNextSource: Bool { attempts.last.map { !$0.isConfigured } ?? true }

    /// For people; ends with the hints.
    public var description: String {
        var text: String
        if let failure = attempts.last, failure.isConfigured {
            text = "Credentials from \(failure.source) could not be had: \(failure.reason)."
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
