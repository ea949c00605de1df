import AWSCore
package import ArgumentParser
import Files
import FoundationEssentials
import PostgresTools
import RecoveryModel
import RecoveryRuntime

/// What every verb of drills and evidence may be told.
package struct DrillSettings: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where evidence is kept (default: $DRCTL_EVIDENCE, or evidence in the state folder).",
            valueName: "folder|s3://bucket/prefix"))
    package var evidence: String?

    @Option(
        name: .customLong("signing-key"),
        help: ArgumentHelp(
            "Sign evidence with this Ed25519 key (default: $DRCTL_SIGNING_KEY, a path, a secret or the PEM text).",
            valueName: "file.pem|secretsmanager:name"))
    package var signingKey: String?

    @Option(
        name: .customLong("ca-bundle"),
        help: ArgumentHelp(
            "RDS's certificate authorities (default: $DRCTL_RDS_CA_BUNDLE or $PGSSLROOTCERT).", valueName: "file.pem"))
    package var authorities: String?

    @Option(
        help: ArgumentHelp("A secret with username and password, for the source and its copy.", valueName: "name|arn"))
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

    @Option(help: ArgumentHelp("The database, where neither instance nor secret names it.", valueName: "name"))
    package var database: String?

    @Option(
        name: .customLong("poll-interval"),
        help: ArgumentHelp("The least time between two looks at an instance; 2 at AWS itself.", valueName: "seconds"))
    package var pollInterval: Double?

    package init() {}

    package mutating func validate() throws {
        if [secret, iamUser, databaseURLFile].count(where: { $0 != nil }) > 1 {
            throw ValidationError("give one of --secret, --iam-user and --database-url-file")
        }
        if let pollInterval, pollInterval < 0.01 { throw ValidationError("--poll-interval must be 0.01 or more") }
    }
}

extension CommandContext {
    /// The folder of ledgers and locks.
    var drillFolder: Folder { Folder(stateFolder).folder("drills") }

    /// What a drill works with, in this session.
    ///
    /// - Throws: `CommandFailure`; `AWSSession.Refusal` when it restores where the policy does not allow it.
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
        if let elsewhere = request.elsewhere { made.there = patient(try session.client(in: elsewhere, for: policy)) }
        let console = console
        made.progress = { console.tell($0) }
        return made
    }

    /// In milliseconds. Never under two seconds but on this machine itself, where a sandbox answers: an account's limits
    /// are shared with production, whatever way leads to it.
    func pollInterval(_ seconds: Double?) throws -> Int {
        let wanted = Int((seconds ?? 2) * 1_000)
        let host = try configuration().endpointURL(forServiceID: "RDS")?.value.host ?? ""
        let isHere = host.hasPrefix("127.") || host == "localhost" || host == "[::1]"
        return isHere ? max(wanted, 10) : max(wanted, 2_000)
    }

    /// The store of evidence to write to; a bucket is asked with the session's client.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    func evidence(_ settings: DrillSettings, client: AWSClient) async throws -> EvidenceStore {
        try evidence(at: settings.evidence, key: try await signingKey(settings, client: client), client: client)
    }

    /// The store of evidence at a place, or where it is by default.
    ///
    /// - Throws: `CommandFailure`.
    func evidence(at place: String?, key: Ed25519PrivateKey?, client: AWSClient?) throws -> EvidenceStore {
        let place = place ?? environment["DRCTL_EVIDENCE"] ?? "\(stateFolder)/evidence"
        guard place.hasPrefix("s3://") else {
            return EvidenceStore(storage: FolderEvidenceStorage(folder: place), key: key)
        }
        guard let client, let storage = BucketEvidenceStorage(url: place, client: client) else {
            throw CommandFailure(.usage, "\(place) is no place for evidence", hint: "write s3://bucket/prefix")
        }
        return EvidenceStore(storage: storage, key: key)
    }
}

extension Console {
    /// A live line on a terminal; phases and troubles as plain lines everywhere.
    func tell(_ progress: DrillProgress) {
        switch progress {
        case .entered(let phase): say("  \(phase.rawValue)")
        case .waiting(let status, let elapsed, let expected):
            let usual = expected.map { ", usually \(ElapsedText.of(milliseconds: $0))" } ?? ""
            live("    \(status), \(ElapsedText.of(milliseconds: elapsed))\(usual)")
        case .asking(let check, let number, let total): live("    [\(number)/\(total)] \(check)")
        case .warming(let relation, let done, let total):
            live("    \(total > 0 ? done * 100 / total : 0) % read, now \(relation)")
        case .told(let text): say("    RDS: \(text)")
        case .trouble(let text): say("    \(text)")
        }
    }
}

extension DrillVerdict {
    /// What the verdict means to a pipeline.
    var exitStatus: ExitStatus { ExitStatus(rawValue: exitCode) ?? .failed }
}
