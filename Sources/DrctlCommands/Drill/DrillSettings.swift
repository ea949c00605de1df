import AWSCore
package import ArgumentParser
import Files
import FoundationEssentials
import PostgresTools
import RecoveryModel
import RecoveryRuntime

/// The options of all drill and evidence commands.
package struct DrillSettings: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where evidence is stored (default: the policy's `evidence`, $DRCTL_EVIDENCE, or the state folder).",
            valueName: "folder|s3://bucket/prefix"))
    package var evidence: String?

    @Option(
        name: .customLong("signing-key"),
        help: ArgumentHelp(
            "Sign evidence with this Ed25519 key (default: $DRCTL_SIGNING_KEY, a path, secret or PEM text, or the policy's).",
            valueName: "file.pem|secretsmanager:name"))
    package var signingKey: String?

    @Option(
        name: .customLong("ca-bundle"),
        help: ArgumentHelp(
            "RDS certificate authorities (default: $DRCTL_RDS_CA_BUNDLE or $PGSSLROOTCERT).", valueName: "file.pem"))
    package var authorities: String?

    @Option(
        help: ArgumentHelp(
            "A secret with the username and password for the source and its copy.", valueName: "name|arn"))
    package var secret: String?

    @Option(
        name: .customLong("iam-user"), help: ArgumentHelp("Log in as this user with IAM tokens.", valueName: "name"))
    package var iamUser: String?

    @Option(
        name: .customLong("database-url-file"),
        help: ArgumentHelp(
            "A file of mode 0600 with the source's postgresql:// URL (default: $DRCTL_DATABASE_URL).",
            valueName: "file"))
    package var databaseURLFile: String?

    @Option(
        help: ArgumentHelp(
            "The database, if neither the instance nor the secret names it; or one of `selfManaged`.", valueName: "name"
        ))
    package var database: String?

    @Option(
        name: .customLong("poll-interval"),
        help: ArgumentHelp(
            "The shortest time between two polls of an instance, at least 2 on AWS.", valueName: "seconds"))
    package var pollInterval: Double?

    package init() {}

    package mutating func validate() throws {
        if [secret, iamUser, databaseURLFile].count(where: { $0 != nil }) > 1 {
            throw ValidationError("use only one of --secret, --iam-user and --database-url-file")
        }
        if let pollInterval, pollInterval < 0.01 { throw ValidationError("--poll-interval must be at least 0.01") }
    }
}

extension CommandContext {
    /// The folder of ledgers and locks.
    var drillFolder: Folder { Folder(stateFolder).folder("drills") }

    /// The dependencies of a drill in this session.
    ///
    /// - Throws: `CommandFailure`; `AWSSession.Refusal` when it would restore in a region outside the policy.
    func drillEnvironment(
        _ settings: DrillSettings, _ session: AWSSession, _ request: DrillRequest, of policy: RecoveryPolicy
    ) throws -> DrillEnvironment {
        var login = LoginSettings(
            authorities: settings.authorities ?? environment["DRCTL_RDS_CA_BUNDLE"] ?? environment["PGSSLROOTCERT"])
        login.url = try databaseURL(settings)
        login.secret = settings.secret
        login.iamUser = settings.iamUser
        login.database = settings.database
        var made = DrillEnvironment(
            client: patient(session.client), account: session.account, caller: session.caller, region: session.region,
            tools: try? ClientTools.locate(environment: environment), login: login, now: now)
        if let elsewhere = request.elsewhere {
            made.targetClient = patient(try session.client(in: elsewhere, for: policy))
        }
        let console = console
        made.progress = { console.tell($0) }
        return made
    }

    /// The polling interval in milliseconds. It is at least two seconds, since an account's request rate is shared with
    /// production, except for an endpoint on this machine, such as the sandbox.
    func pollInterval(_ seconds: Double?) throws -> Int {
        let wanted = Int((seconds ?? 2) * 1_000)
        let host = try configuration().endpointURL(forServiceID: "RDS")?.value.host ?? ""
        let isHere = host.hasPrefix("127.") || host == "localhost" || host == "[::1]"
        return isHere ? max(wanted, 10) : max(wanted, 2_000)
    }

    /// The evidence store for writing; a bucket uses the session's client.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    func evidence(_ settings: DrillSettings, of policy: RecoveryPolicy, client: AWSClient) async throws -> EvidenceStore
    {
        try evidence(
            at: evidencePlace(settings.evidence, of: policy),
            key: try await signingKey(settings.signingKey, of: policy, client: client), client: client)
    }

    /// Where the evidence of a policy is: by the policy, the option, or the environment; nil for the state folder.
    ///
    /// - Throws: `CommandFailure` when the policy names another place than the option or the environment: a proof that is
    ///   not where the policy says is none for the others who read it.
    func evidencePlace(_ option: String?, of policy: RecoveryPolicy) throws -> String? {
        let given = [("--evidence", option), ("DRCTL_EVIDENCE", environment["DRCTL_EVIDENCE"])]
            .lazy.compactMap { name, place in place.flatMap { $0.isEmpty ? nil : (name, $0) } }.first
        guard let own = policy.evidenceURL else { return given?.1 }
        guard let (name, other) = given, EvidencePolicy.place(other) != own else { return own }
        throw CommandFailure(
            .usage, "policy \(policy.name) keeps its evidence in \(own), and \(name) names \(other)",
            hint: name == "--evidence"
                ? "omit --evidence, or change `evidence` of the policy"
                : "unset \(name), or change `evidence` of the policy")
    }

    /// The evidence of a policy: where it is, and what is trusted in reading it.
    ///
    /// - Throws: `CommandFailure` for a place that contradicts the policy's.
    func evidence(_ source: EvidenceSource, of policy: RecoveryPolicy) throws -> EvidenceSource {
        var source = source
        source.place = try evidencePlace(source.place, of: policy)
        source.region = policy.scope.regions.first
        source.trustedKeys = policy.evidence?.trustedKeys ?? []
        return source
    }

    /// The places that the policies' evidence is in, each with the policies that have theirs there.
    ///
    /// - Throws: `CommandFailure` for a place that contradicts a policy's.
    func evidence(
        _ source: EvidenceSource, of policies: [RecoveryPolicy]
    ) throws -> [(source: EvidenceSource, policies: [String])] {
        let all = try policies.map { (source: try evidence(source, of: $0), policy: $0.name) }
        // A key that one policy trusts is not another one's.
        return Dictionary(grouping: all) { [$0.source.place ?? ""] + $0.source.trustedKeys.sorted() }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { ($0.value[0].source, $0.value.map(\.policy)) }
    }

    /// The evidence store at a location, or at the default location.
    ///
    /// - Throws: `CommandFailure`.
    func evidence(at place: String?, key: Ed25519PrivateKey?, client: AWSClient?) throws -> EvidenceStore {
        let named = place ?? environment["DRCTL_EVIDENCE"] ?? ""
        let place = named.isEmpty ? "\(stateFolder)/evidence" : named
        guard place.hasPrefix("s3://") else {
            return EvidenceStore(storage: FolderEvidenceStorage(folder: place), key: key)
        }
        guard let client, let storage = BucketEvidenceStorage(url: place, client: client) else {
            throw CommandFailure(
                .usage, "invalid evidence location \(place)", hint: "use a folder or s3://bucket/prefix")
        }
        return EvidenceStore(storage: storage, key: key)
    }
}

extension CommandContext {
    /// Refuses a drill whose key does not sign the chain. A place that cannot be read yet may be read later: that is said, and
    /// does not keep a drill from running.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    func requireSigner(of store: EvidenceStore, _ policy: String) async throws {
        let obstacle: String?
        do {
            obstacle = try await store.obstacleToSigning(policy)
        } catch let error as CancellationError {
            throw error
        } catch {
            let failure = CommandFailure(error)
            return console.complain("the place of the evidence cannot be read: \(failure.message)", hint: failure.hint)
        }
        guard let obstacle else { return }
        throw CommandFailure(
            .refused, obstacle,
            hint: "sign with that key (--signing-key), or replace it first: `drctl evidence rotate`")
    }
}

extension Console {
    /// Shows progress as a live line on a terminal, and phases and problems as plain lines everywhere.
    ///
    /// - Parameter label: What it is about, where several drills tell theirs: then there is no live line.
    func tell(_ progress: DrillProgress, of label: String) {
        switch progress {
        case .entered(let phase): say("  \(label): \(phase.rawValue)")
        case .notice(let text): say("    \(label): RDS event: \(text)")
        case .trouble(let text): say("    \(label): \(text)")
        case .waiting, .asking, .warming: break
        }
    }

    /// The same of a drill that runs alone.
    func tell(_ progress: DrillProgress) {
        switch progress {
        case .entered(let phase): say("  \(phase.rawValue)")
        case .waiting(let status, let elapsed, let expected):
            let usual = expected.map { " (usually \(ElapsedText.of(milliseconds: $0)))" } ?? ""
            live("    \(status), \(ElapsedText.of(milliseconds: elapsed))\(usual)")
        case .asking(let check, let number, let total): live("    [\(number)/\(total)] \(check)")
        case .warming(let relation, let done, let total):
            live("    read \(total > 0 ? done * 100 / total : 0) %, now \(relation)")
        case .notice(let text): say("    RDS event: \(text)")
        case .trouble(let text): say("    \(text)")
        }
    }
}

extension DrillVerdict {
    /// The exit status for the verdict.
    var exitStatus: ExitStatus { ExitStatus(rawValue: exitCode) ?? .failed }
}
