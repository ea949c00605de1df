/// The exit codes of all commands, documented in docs/exit-codes.md.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Compliant, nothing to change, or completed and verified.
    case success = 0
    /// An operation failed; a retry may succeed.
    case failed = 1
    /// Violations, pending changes or drift, as with terraform.
    case difference = 2
    /// A drill's data is not verified, or RTO or RPO was missed.
    case notVerified = 3
    /// Something could not be checked, and no violation was found.
    case incomplete = 4
    /// Refused before anything was changed.
    case refused = 5
    /// Resources were not deleted; their ids are printed.
    case cleanupFailed = 6
    /// The command line is invalid.
    case usage = 64
    /// The policy is invalid.
    case invalidPolicy = 65
    /// Missing or invalid credentials.
    case unauthorised = 77
    /// Interrupted by SIGINT.
    case interrupted = 130
    /// Terminated by SIGTERM.
    case terminated = 143
}
