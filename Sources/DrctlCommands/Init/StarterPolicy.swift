import AWSNames
import RecoveryEngine
import RecoveryModel

/// The text of a policy that is valid as it is and says what can be added.
struct StarterPolicy {
    static let placeholder = "000000000000"

    var name: String
    var account: String
    var region: Region
    /// False for one that nobody has named.
    var isRegionKnown: Bool
    var databases: [String]
    /// How recovery is proven; nil leaves an example in comments.
    var drill: DrillPolicy?

    var text: String {
        let remark =
            account == Self.placeholder ? " # REPLACE with your account's id, in quotes" : " # in quotes: it is a name"
        let ids = databases.isEmpty ? "app-prod" : databases.joined(separator: ", ")
        let example = databases.isEmpty ? " # REPLACE with your database's identifier" : ""
        return """
            # What has to be recoverable, how soon, and how little may be lost. Written by `drctl init`, and yours to edit:
            \(Self.usage)
            # Remove the # in front of what you want to add; docs/policy.md describes every word.
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata:
              name: \(name)
            scope:
              accounts: ["\(account)"]\(remark)
              regions: [\(region)]\(isRegionKnown ? "" : " # REPLACE with the region of your databases")
            objectives:
              rto: 4h # from the decision to restore until the data is verified
              rpo: 24h # the most data that may be lost

            databases:
              - select: {ids: [\(ids)]}\(example)
            #    backups:
            #      window: 02:00-03:00 # UTC
            #      retention: 30d

            \(suggestions)
            """
    }

    /// What to do with the file.
    static let usage = """
        #
        #   drctl policy check      finds what is wrong with it
        #   drctl policy explain    prints every value, also those that follow from the objectives
        #   drctl audit             compares it with AWS
        #
        """

    /// What can be added to any policy; a drill as it is where one was asked for.
    var suggestions: String {
        """
        # Who is notified when something is in the way of a recovery.
        #notifications:
        #  topic: \(name)-alerts
        #  subscribers:
        #    - {email: oncall@example.com} # has to confirm once

        # How it is proven: a restore beside production, into a place of its own, whose data is verified.
        \(drillText)
        """
    }

    /// The drill by the fields' own notation, behind # where it is an example.
    private var drillText: String {
        var policy = RecoveryPolicy(
            name: name, scope: PolicyScope(accounts: [], regions: []),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.drill = drill ?? .example
        let lines = PolicyWriter(policy).text(of: "drill").split(separator: "\n")
        return lines.map { "\(drill == nil ? "#" : "")\($0)\n" }.joined()
    }
}

extension DrillPolicy {
    fileprivate static var example: DrillPolicy {
        DrillPolicy(
            into: "recovery-drill", ["sg-0123456789abcdef0"], "db.t4g.medium",
            checking: .init(name: "has data", kind: .query("select count(*) from a_table_of_yours", .atLeast(1))))
    }

    /// A drill into a place of its own, with one check.
    init(into subnetGroup: String, _ securityGroups: [String], _ instanceClass: String, checking check: Check) {
        self.init()
        every = TimeSpan(30, .days)
        into.subnetGroup = subnetGroup
        into.securityGroups = securityGroups
        into.instanceClass = instanceClass
        checks = [check]
    }
}
