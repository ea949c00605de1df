/// How a command ends: the one table of exit codes, documented in docs/exit-codes.md.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Compliant, nothing to change, or done and verified.
    case success = 0
    /// An operation did not succeed; trying again may help.
    case failed = 1
    /// Violations, pending changes or drift, as terraform has it.
    case difference = 2
    /// A drill's data did not verify, or RTO or RPO were missed.
    case notVerified = 3
    /// Something could not be checked, and nothing that was checked is violated.
    case incomplete = 4
    /// Refused before anything was changed.
    case refused = 5
    /// Resources are left behind; their ids are printed.
    case cleanupFailed = 6
    /// The command line is wrong.
    case usage = 64
    /// The policy is invalid.
    case invalidPolicy = 65
    /// No credentials, or not authorised at all.
    case unauthorised = 77
    /// Interrupted by SIGINT.
    case interrupted = 130
    /// Terminated by SIGTERM.
    case terminated = 143
}
