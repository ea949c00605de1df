import AWSCore
import AWSNames
import FoundationEssentials
import PostgresTools
import RecoveryModel

/// Looks at everything that drctl needs, one thing after the other: what is missing ends only what depends on it.
struct Doctor {
    let context: CommandContext
    var checkup = Checkup()
    /// The duty of the verb that is about to be run; nil for a look at what all verbs need.
    let duty: RolePolicy.Duty?
    /// Whose evidence was looked at.
    var evidenceRead: Set<String> = []
    /// What is missing means to a pipeline, the most fundamental first.
    private var causes: [ExitStatus] = []

    init(_ context: CommandContext, for duty: RolePolicy.Duty? = nil) {
        self.context = context
        self.duty = duty
    }

    /// The exit code: what has to be fixed first.
    var status: ExitStatus {
        [.unauthorised, .invalidPolicy, .refused].first(where: causes.contains)
            ?? (checkup.isReady ? .success : .failed)
    }

    mutating func examine() async throws {
        let policies = self.policies()
        if let configuration = configuration() {
            let regions = regions(of: policies, configuration)
            try await connection(configuration, regions.first, policies)
        } else {
            for name in ["region", "credentials", "identity", "endpoint", "clock"] {
                checkup.add(name, .unknown, "the AWS configuration cannot be read")
            }
        }
        try await evidence(of: policies, client: nil)
        await psql(policies)
        await programs()
        state()
    }

    mutating func add(_ item: Checkup.Item) {
        checkup.add(item)
        if item.status == .missing { causes.append(.failed) }
    }

    mutating func missing(_ name: String, _ text: String, fix: String?, _ cause: ExitStatus = .failed) {
        checkup.add(name, .missing, text, fix: fix)
        causes.append(cause)
    }

    private mutating func policies() -> [RecoveryPolicy] {
        // Where nobody has named one, there is none yet: that is how everybody begins.
        if context.options.policies == RunOptions().policies, !FileManager.default.fileExists(atPath: "policies") {
            checkup.add(
                "policy", .note, "there is none yet in the folder `policies`", fix: "drctl init, or --policy FILE")
            return []
        }
        do {
            let documents = try context.loadPolicies()
            for document in documents {
                let (policy, objectives) = (document.policy, document.policy.objectives)
                checkup.add(
                    "policy", .ok,
                    "\(policy.name): RTO \(objectives.rto), RPO \(objectives.rpo) (from \(document.file))")
            }
            return documents.map(\.policy)
        } catch {
            let failure = CommandFailure(error)
            missing("policy", failure.message, fix: failure.hint ?? "drctl policy check", failure.status)
            return []
        }
    }

    /// Notes every setting that is not a default, with its origin.
    private mutating func configuration() -> ClientConfiguration? {
        do {
            let configuration = try context.configuration()
            // Which region is used is a matter of its own.
            for fact in configuration.facts where fact.origin != .standard && fact.name != "region" {
                checkup.add(fact.name, .note, "\(fact.value) (from \(fact.origin))")
            }
            return configuration
        } catch {
            let (text, fix) = Self.parts(of: "\(error)")
            missing("configuration", text, fix: fix ?? "docs/configuration.md describes every setting", .unauthorised)
            return nil
        }
    }

    private mutating func regions(of policies: [RecoveryPolicy], _ configuration: ClientConfiguration) -> [Region] {
        let choice = RegionChoice(flag: context.options.region, policies: policies, configured: configuration.region)
        guard !choice.regions.isEmpty else {
            let scopes = Set(policies.flatMap(\.targetRegions).map(\.rawValue)).sorted()
            missing(
                "region", choice.reason,
                fix: scopes.isEmpty
                    ? "name it in scope.regions of a policy, or pass --region"
                    : "choose \(CountText.list(scopes, "or"))",
                scopes.isEmpty ? .failed : .refused)
            return []
        }
        let names = CountText.list(choice.regions.map(\.rawValue))
        checkup.add(
            "region", .ok, ["\(names) (\(choice.reason))", choice.ignored].compactMap(\.self).joined(separator: "; "))
        return choice.regions
    }

    private mutating func psql(_ policies: [RecoveryPolicy]) async {
        do {
            let tools = try ClientTools.locate(environment: context.environment)
            checkup.add("psql", .ok, "\(try await tools.version()) in \(tools.directory)")
        } catch {
            let fix = "install PostgreSQL's client programs (postgresql-client), or set DRCTL_PG_BIN to their folder"
            guard policies.contains(where: { $0.drill != nil }) || duty == .drill || duty == .recover else {
                checkup.add("psql", .note, "\(error); only drills need it", fix: fix)
                return
            }
            missing("psql", "\(error)", fix: fix)
        }
    }

    /// Whether what drctl remembers can be written; nothing is written to find out.
    private mutating func state() {
        let path = context.stateFolder
        let fix = "name another folder with --state or DRCTL_STATE, or let this user write to it"
        var place = path
        var isFolder = false
        while !FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) {
            // The folder that it would be made in.
            let end = place.lastIndex(of: "/")
            place = end.map { $0 == place.startIndex ? "/" : String(place[..<$0]) } ?? "."
        }
        guard isFolder else { return missing("state", "\(place) is not a folder", fix: fix) }
        guard FileManager.default.isWritableFile(atPath: place) else {
            return missing("state", "\(place) cannot be written to", fix: fix)
        }
        checkup.add(
            "state", .ok, place == path ? "\(path) can be written to" : "\(path) does not exist yet, and can be made")
    }

    /// An error's text and the hint that it ends with.
    static func parts(of text: String) -> (text: String, fix: String?) {
        let parts = text.components(separatedBy: "\nhint: ")
        return (parts[0], parts.count > 1 ? parts[1] : nil)
    }
}
