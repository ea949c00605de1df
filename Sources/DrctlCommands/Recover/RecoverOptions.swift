package import AWSNames
package import ArgumentParser
import RecoveryEngine
package import RecoveryModel

/// The options that say what is recovered, from what, and as what.
package struct RecoverOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The database, if the policy selects several.", valueName: "id"))
    package var instance: String?

    @Option(
        help: ArgumentHelp(
            "What to restore: `latest`, the newest point in time; `newest`, the newest snapshot; or a snapshot's id (default: latest).",
            valueName: "latest|newest|snapshot"))
    package var from: String?

    @Option(help: ArgumentHelp("Restore to this time: RFC 3339, `15m ago`, or `latest`.", valueName: "time"))
    package var at: String?

    @Option(
        help: ArgumentHelp(
            "Restore to just before this event: `last ModifyDBInstance`, a CloudTrail event id, or words of an RDS event.",
            valueName: "event"))
    package var before: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The name of the recovered database (default: its own where it is lost, else NAME-recovered-TIME).",
            valueName: "id"))
    package var name: String?

    @Option(
        name: .customLong("switch"),
        help: ArgumentHelp(
            "Once it is verified: `none`, or `rename` the old database to NAME-before-TIME and the recovered one to NAME (default: none).",
            valueName: "none|rename"))
    package var switchover: RecoveryMission.Switchover = .none

    @Option(
        name: .customLong("into-region"),
        help: ArgumentHelp(
            "Recover in this region, from what was copied to it: the database's own region may be lost.",
            valueName: "region"))
    package var region: Region?

    @Option(
        name: .customLong("into-account"),
        help: ArgumentHelp(
            "Recover in this account of `recover.into`, from what was copied to it, with credentials of it: the database's own account may be lost.",
            valueName: "id"))
    package var account: AccountID?

    @Option(
        name: .customLong("from-account"),
        help: ArgumentHelp(
            "The database's own account, where the policy applies to several.", valueName: "id"))
    package var formerAccount: AccountID?

    @Option(
        help: ArgumentHelp(
            "Run this shell command at each step of switching over; DRCTL_STEP and others say which.",
            valueName: "command"))
    package var hook: String?

    @Flag(
        name: .customLong("even-though-healthy"),
        help: "Recover although the database exists and RDS says that it works, as when its data is damaged.")
    package var evenThoughHealthy = false

    @Option(
        name: .customLong("subnet-group"),
        help: ArgumentHelp("Instead of production's, or when nobody knows it.", valueName: "name"))
    package var subnetGroup: String?

    @Option(
        name: .customLong("security-group"),
        help: ArgumentHelp("Likewise; may be repeated.", valueName: "id"))
    package var securityGroup: [String] = []

    @Option(name: .customLong("instance-class"), help: ArgumentHelp("Likewise.", valueName: "class"))
    package var instanceClass: String?

    @Option(name: .customLong("parameter-group"), help: ArgumentHelp("Likewise.", valueName: "name"))
    package var parameterGroup: String?

    @Option(
        help: ArgumentHelp(
            "Time limit of the restore, such as 12h (default: twice the RTO, at least a day).", valueName: "duration"))
    package var deadline: String?

    package init() {}

    package mutating func validate() throws {
        if [from != nil, at != nil, before != nil].count(where: { $0 }) > 1 {
            throw ValidationError("use only one of --from, --at and --before")
        }
        if formerAccount != nil, account == nil { throw ValidationError("--from-account belongs to --into-account") }
        if let account, account == formerAccount {
            throw ValidationError("account \(account) cannot be both: --from-account names the one that is lost")
        }
        if account != nil, at != nil || before != nil || from == "latest" {
            throw ValidationError(
                "RDS replicates no automated backups to another account: choose a snapshot with --from newest or --from ID"
            )
        }
        if region != nil, before != nil {
            throw ValidationError("--before asks the database's own region: give the time with --at")
        }
        if let place = account != nil ? "account" : region != nil ? "region" : nil, switchover != .none {
            throw ValidationError("--switch renames in one \(place): leave it out with --into-\(place)")
        }
        if let deadline, TimeSpan(deadline) == nil {
            throw ValidationError("--deadline must be a duration such as 12h")
        }
        if let name, !DrillNaming.isValid(name) { throw ValidationError("--as \(name) is not a valid identifier") }
        if let hook, hook.isEmpty { throw ValidationError("--hook is empty") }
    }

    /// Whether any of them was given, as none may be beside a plan, which has them all.
    var isEmpty: Bool {
        [instance, from, at, before, name, hook, subnetGroup, instanceClass, parameterGroup, deadline]
            .allSatisfy { $0 == nil } && [account, formerAccount].allSatisfy { $0 == nil } && region == nil
            && switchover == .none && !evenThoughHealthy
            && securityGroup.isEmpty
    }

    /// Where the recovery works, when that is not where the database is.
    var elsewhere: WorkPlace? {
        region == nil && account == nil ? nil : WorkPlace(region: region, account: account, former: formerAccount)
    }

    /// As plain values.
    func values(_ pollInterval: Int) -> RecoveryOptions {
        var options = RecoveryOptions()
        if let at { options.selection = .pointInTime(at) }
        if let before { options.selection = .before(before) }
        switch from {
        case nil: break
        case "latest": options.selection = .latest
        case "newest": options.selection = .newest
        case let id?: options.selection = .snapshot(id)
        }
        options.name = name
        options.switchover = switchover
        options.hook = hook
        options.mayBeHealthy = evenThoughHealthy
        options.subnetGroup = subnetGroup
        options.securityGroups = securityGroup
        options.instanceClass = instanceClass
        options.parameterGroup = parameterGroup
        options.deadline = deadline.flatMap { TimeSpan($0) }
        options.pollInterval = pollInterval
        return options
    }
}

extension RecoveryMission.Switchover: ExpressibleByArgument {}
