import AWSNames
import RecoveryModel

extension Runbook {
    /// Another region or account, in which copies are restored.
    struct OtherPlace {
        var region: Region
        /// Nil for the database's own.
        var account: AccountID?
        /// What the policy names there; nil where it names nothing.
        var target: DrillPolicy.Target?

        /// For people: `us-west-2`, or `account 222222222222, us-east-1`.
        var shown: String { RecoveryMission.Home(region: region, account: account).shown }

        /// What the ARN of a copy's original begins with. Of another region's copies RDS names it, of the account's own none.
        func origin(_ home: TargetName) -> String {
            account == nil ? "arn:" : "arn:\(region.partition.rawValue):rds:\(home.region):\(home.account):"
        }
    }

    /// What is done in another place.
    static func elsewhere(
        _ estate: RunbookFacts.Estate, _ database: RunbookFacts.Database, _ there: OtherPlace
    ) -> [Block] {
        let isCluster = database.kind == .cluster
        let (kind, list) = isCluster ? ("cluster-", "DBClusterSnapshots") : ("", "DBSnapshots")
        let (name, from) =
            isCluster
            ? ("DBClusterIdentifier", "SourceDBClusterSnapshotArn")
            : ("DBInstanceIdentifier", "SourceDBSnapshotIdentifier")
        let (region, place) = (there.region, there.target)
        var recover = ShellCommand("drctl recover run")
        if let account = there.account {
            recover.add("--into-account", account.description)
            recover.add("--from-account", estate.target.account.description)
        }
        if region != estate.target.region { recover.add("--into-region", region.rawValue) }
        recover.add("--instance", database.id)
        if place == nil {
            recover.add("--subnet-group", "SUBNET-GROUP")
            recover.add("--security-group", "SECURITY-GROUP")
        }
        recover.add("--policy", estate.file)
        estate.addRegion(to: &recover)
        var steps = [
            Step(
                "In one command, which checks everything first, and the data afterwards; what follows does the same by hand:",
                recover.text),
            Step(
                "The copies there; choose the newest that is available:",
                "aws rds describe-db-\(kind)snapshots --region \(region) --query "
                    + "'\(list)[?\(name) == `\"\(database.id)\"` && starts_with(\(from) || `\"-\"`, "
                    + "`\"\(there.origin(estate.target))\"`)]'"),
        ]
        if let known = database.source.value {
            let (own, to) = (estate.target.account, there.account ?? estate.target.account)
            let home = RecoveryMission.Home(region: estate.target.region, account: there.account == nil ? nil : own)
            var source = known.moved(to: DrillScope(account: to, region: region), from: home, key: nil)
            source.subnetGroup = place?.subnetGroup ?? "SUBNET-GROUP"
            source.securityGroups = place.map(\.securityGroups) ?? ["SECURITY-GROUP"]
            source.optionGroup = nil
            source.parameterGroup = parameterGroup(source.parameterGroup, place)
            source.memberParameterGroup = nil
            for number in source.settings?.members.indices ?? 0..<0 {
                source.settings?.members[number].parameterGroup = nil
            }
            let commands = RestoreCommands(
                source: source, side: database.id, target: nil, snapshot: "SNAPSHOT-ARN", region: region
            ).all
            let restore = commands.prefix { !$0.contains(" modify-db-") }
            steps.append(
                Step(
                    place == nil
                        ? "Restore it. The policy names no place there: put what \(there.shown) has in place of capitals:"
                        : there.account == nil
                            ? "Restore it to where drills restore it there:"
                            : "Restore it to what the policy names there:", commands: Array(restore)))
        } else {
            steps.append(
                Step("Its settings are not known here: restore with the class and network of `drctl inventory show`."))
        }
        steps.append(Step("Point applications to the new endpoint; its DNS name differs from the old one."))
        let credentials = there.account == nil ? "" : " The commands need credentials of that account."
        return [
            .paragraph("Copies are in \(there.shown). What was written since the newest copy is lost.\(credentials)"),
            .steps(steps),
        ]
    }

    /// The parameter group of another region: groups are regional, and one of the same name is another group. As drills have
    /// it: that of the policy, else of the same name; nil for RDS's default.
    private static func parameterGroup(_ own: String?, _ place: DrillPolicy.Target?) -> String? {
        guard let place else {
            return own.flatMap { RestoreCommands.isDefault($0) ? nil : "PARAMETER-GROUP" }
        }
        return place.parameterGroup == "same-as-source" ? own : place.parameterGroup ?? own
    }
}
