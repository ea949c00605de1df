import AWSCore
import Files
import RecoveryModel
import RecoveryRuntime

/// Why a command ends without a result: the message for the user and the exit code.
package struct CommandFailure: Error, Sendable {
    package var status: ExitStatus
    package var message: String
    package var hint: String?

    package init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    /// Converts any error; this is the only place where errors become messages for the user.
    package init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let failure as RunFailure: self.init(.failed, failure.description, hint: failure.hint)
        case let refusal as AWSSession.Refusal: self.init(.refused, refusal.description, hint: refusal.hint)
        case let error as ClientError: self.init(error)
        case let failure as FileFailure: self.init(.failed, failure.description, hint: failure.hint)
        case let error as CredentialError: self.init(credentials: error)
        case let failure as EvidenceFailure: self.init(.failed, failure.description, hint: failure.hint)
        case let failure as BackupFailure: self.init(.failed, failure.description, hint: failure.hint)
        case let error as ConfigurationError: self.init(.unauthorised, error.description)
        default: self.init(.failed, "\(error)")
        }
    }

    private init(_ error: ClientError) {
        let hint = ErrorAdvice.hint(for: error)
        switch error.cause {
        case .credentials(let cause): self.init(credentials: cause)
        case .service where ErrorAdvice.endsSession(error):
            self.init(.unauthorised, error.description, hint: hint)
        default: self.init(.failed, error.description, hint: hint)
        }
    }

    /// The same as the reason why one target of a run has no result.
    var ofRun: RunFailure { RunFailure(message, hint: hint) }

    /// What is wrong with the credentials; its last line can be the fix.
    private init(credentials error: any Error) {
        let parts = "\(error)".split(separator: "\nhint: ", maxSplits: 1)
        self.init(.unauthorised, String(parts.first ?? ""), hint: parts.count > 1 ? String(parts[1]) : nil)
    }
}
