import AWSNames
package import RecoveryModel

extension Runbook {
    /// The runbook of the facts.
    package static func make(_ facts: RunbookFacts) -> Runbook {
        let names = facts.policies.map(\.policy.name)
        let chapters = [
            people(facts), prerequisites(facts), decision(facts), backups(facts), lost(facts), damaged(facts),
            region(facts), account(facts), keys(facts), secrets(facts), outside(facts), validation(facts),
            switching(facts), troubles(facts), alarms(facts), durations(facts), uncovered(facts),
        ].filter { !$0.blocks.isEmpty }
        return Runbook(
            title: "Recovery of \(CountText.list(names))", edition: facts.edition, chapters: chapters,
            gaps: facts.allGaps)
    }
}

extension RunbookFacts {
    /// Everything that is not known, each with its reason.
    var allGaps: [String] {
        var all = gaps
        for estate in estates {
            all += estate.unlisted.map { "\($1.operation) (\(estate.target.shown)): \($1.reason)" }
            for database in estate.databases {
                if case .unavailable(let failure) = database.source {
                    all.append("\(database.id) (\(estate.target.shown)): \(failure.reason)")
                }
            }
            for (role, found) in estate.roles {
                if case .unavailable(let failure) = found {
                    all.append("role \(role) (\(estate.target.shown)): \(failure.reason)")
                }
            }
            for (alias, state) in estate.keys {
                if case .unavailable(let failure) = state {
                    all.append("alias/\(alias) (\(estate.target.shown)): \(failure.reason)")
                }
            }
        }
        all += policies.compactMap { policy in policy.objectives.doubt.map { "drills of \(policy.policy.name): \($0)" }
        }
        return Set(all).sorted()
    }

    /// The databases with their estates; of clusters or of instances.
    func databases(_ kind: DatabaseKind? = nil) -> [(estate: Estate, database: Database)] {
        estates.flatMap { estate in
            estate.databases.filter { kind == nil || $0.kind == kind }.map { (estate, $0) }
        }
    }

    /// The policy of an estate.
    func policy(of estate: Estate) -> RecoveryPolicy? {
        policies.first { $0.policy.name == estate.target.policy }?.policy
    }
}

extension RunbookFacts.Estate {
    /// A command of drctl for this policy; one about a database names its region where the policy has several.
    func drctl(_ verb: String, _ database: RunbookFacts.Database? = nil, _ options: String = "") -> String {
        var command = ShellCommand("drctl \(verb)")
        command.add("--policy", file)
        command.add("--instance", database?.id)
        if database != nil || verb.hasPrefix("recover ") || verb.hasPrefix("pitr ") { addRegion(to: &command) }
        return command.text + (options.isEmpty ? "" : " \(options)")
    }

    /// Adds the region to a command of drctl, where the policy has several.
    func addRegion(to command: inout ShellCommand) {
        if hasOtherRegions { command.add("--region", target.region.rawValue) }
    }

    /// A command of the AWS CLI in this region.
    func aws(_ command: String) -> String { inRegion("aws \(command)") }

    /// The same command, where this region is not that of the configuration.
    func inRegion(_ command: String) -> String { "\(command) --region \(target.region)" }
}
