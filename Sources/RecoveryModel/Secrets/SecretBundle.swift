package import AWSNames

/// The value of a secret, as Secrets Manager has it.
package enum SecretValue: Sendable, Hashable {
    case text(String)
    case binary([UInt8])
}

/// Secrets with their values, as they are exported and restored: in memory only, and printed by nothing.
package struct SecretBundle: Sendable, Equatable {
    /// By name.
    package var values: [String: Redacted<SecretValue>]
    package var exportedAt: Instant

    package init(values: [String: Redacted<SecretValue>], exportedAt: Instant) {
        self.values = values
        self.exportedAt = exportedAt
    }
}

/// What a restore of secrets would do, or has done: names, and never a value.
package struct SecretsRestorePlan: Sendable, Hashable {
    /// What becomes of one name.
    package enum Change: String, Sendable, Hashable, CaseIterable {
        /// It is not there.
        case added
        /// It is there with another value, which Secrets Manager keeps as its previous version.
        case changed
        /// It is there with this value.
        case same
        /// Its deletion was scheduled, which is cancelled. It has its own value again, which may be newer than the exported one.
        case undeleted
        /// It is there, and has no value.
        case filled
        /// It is there, and not in the export: it stays.
        case kept
    }

    /// One name with what becomes of it.
    package struct Entry: Sendable, Hashable {
        package var name: String
        package var change: Change
        /// Why it could not be done; nil when it was, or was not tried.
        package var failure: String?

        package init(name: String, change: Change, failure: String? = nil) {
            self.name = name
            self.change = change
            self.failure = failure
        }

        /// Whether something is written.
        package var writes: Bool {
            switch change {
            case .added, .changed, .undeleted, .filled: true
            case .same, .kept: false
            }
        }
    }

    /// The names whose present value would be replaced, and that nobody has named to be: it may be newer than the export, or
    /// another account's.
    package func unnamed(in names: [String]) -> [String] {
        entries.filter { $0.change == .changed && !names.contains($0.name) }.map(\.name)
    }

    /// Secrets Manager of a region, or a file.
    package var place: String
    package var exportedAt: Instant?
    /// By name.
    package var entries: [Entry]
    package var isDone = false

    package init(place: String, exportedAt: Instant?, entries: [Entry]) {
        self.place = place
        self.exportedAt = exportedAt
        self.entries = entries.sorted { $0.name < $1.name }
    }

    /// Whether anything would be written.
    package var changesAnything: Bool { entries.contains(where: \.writes) }
    package var failures: [Entry] { entries.filter { $0.failure != nil } }
}

/// What `drctl secrets export` has written.
package struct SecretsExport: Sendable, Hashable {
    /// How the values are written inside the encrypted file.
    package enum Form: String, Sendable, CaseIterable {
        /// Everything, also for Secrets Manager.
        case json
        /// Variables for a shell or Docker Compose.
        case env
    }

    package var file: String
    package var form: Form
    /// The secrets, or the variables, by name.
    package var names: [String]
    package var recipients: Int

    package init(file: String, form: Form, names: [String], recipients: Int) {
        self.file = file
        self.form = form
        self.names = names.sorted()
        self.recipients = recipients
    }
}

/// What `drctl secrets check` found of one secret.
package struct SecretCheckup: Sendable, Equatable {
    /// Whether its login works.
    package enum Login: Sendable, Hashable {
        case accepted
        /// The server said no.
        case refused(String)
        /// Nobody knows: the server or the value could not be reached.
        case unknown(String)
        /// It has no login to a PostgreSQL, so that there is nothing to try.
        case absent(String)
    }

    package var target: TargetName
    package var secret: String
    package var findings: [Finding]
    package var login: Login

    package init(target: TargetName, secret: String, findings: [Finding], login: Login) {
        self.target = target
        self.secret = secret
        self.findings = findings
        self.login = login
    }
}

/// The secrets of the policies.
package struct SecretCheckups: Sendable, Equatable {
    package var checkups: [SecretCheckup]
    /// The targets that could not be looked at, with the reason.
    package var failures: [String]

    package init(checkups: [SecretCheckup], failures: [String]) {
        self.checkups = checkups
        self.failures = failures
    }

    /// True when a requirement is violated or a login refused.
    package var isViolated: Bool {
        checkups.contains { checkup in
            if case .refused = checkup.login { return true }
            return checkup.findings.contains { $0.verdict == .violated }
        }
    }

    /// True when something is not known, or nothing was looked at.
    package var isIncomplete: Bool {
        !failures.isEmpty || checkups.isEmpty
            || checkups.contains { checkup in
                if case .unknown = checkup.login { return true }
                return checkup.findings.contains { $0.verdict.word == "unknown" }
            }
    }
}
