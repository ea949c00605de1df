import AWSNames
package import RecoveryModel

/// A database with what the policy requires of it.
package struct DatabaseSubject: Subject {
    package let context: ControlContext
    package let entry: Int?
    package let policy: DatabasePolicy
    package let database: Database

    package var resource: ResourceReference { database.reference }

    /// True for a read replica whose source is judged too: the source's backups are then its own.
    var isBackedUpBySource: Bool {
        guard case .instance(_, let source?) = database.form else { return false }
        return context.instanceNames.contains(source)
    }

    /// Its kept drills; nil when evidence was not read. Those of a database that could not be seen are not known either: a
    /// selector by tags then stands for databases that nobody can name.
    var drills: Collected<[DrillProof]>? {
        context.drills.map { drills in
            database.status.flatMap { _ in
                drills.map { proofs in
                    let place = context.target.place
                    guard let account = AccountID(place.account) else { return [] }
                    let scope = DrillScope(account: account, region: Region(place.region))
                    return (proofs[DrilledDatabase(scope, database.kind, database.id)] ?? [])
                        .filter { ($0.arn ?? database.arn) == database.arn }
                }
            }
        }
    }

    /// A change of one setting.
    func modify(_ setting: DatabaseSetting) -> Remedy {
        .changes([.database(.modify(kind: database.kind, id: database.id, [setting]))])
    }

    /// A change of retention or window, which AWS Backup may own.
    func modifyBackups(_ setting: DatabaseSetting) -> Remedy {
        guard !database.isManagedByAWSBackup else {
            return .procedure(
                "AWS Backup manages the automated backups of \(database.id), and RDS refuses to change them: change the "
                    + "backup plan.")
        }
        return modify(setting)
    }

    /// Of instances and Multi-AZ DB clusters as a whole, of Aurora clusters each member that differs.
    func modifyMembers(
        where current: KeyPath<Database.Member, Collected<Bool>>, is unwanted: Bool,
        _ setting: (Edit<Bool>) -> DatabaseSetting
    ) -> Remedy {
        let edit = Edit(unwanted, to: !unwanted)
        guard database.form == .auroraCluster else { return modify(setting(edit)) }
        let members = (database.members.value ?? []).filter { $0[keyPath: current].value == unwanted }
        return .changes(
            members.map { .database(.modifyMember(id: $0.id, of: database.id, setting(edit))) })
    }

    func fragment(_ path: String..., value: JSONValue) -> [TemplateFragment] {
        [TemplateFragment(database.kind.templateType, database.id, path: path, value: value)]
    }
}

extension Database {
    /// The `aws rds` options that name it, for instructions.
    var cliIdentifier: String {
        kind.pick(instance: "--db-instance-identifier", cluster: "--db-cluster-identifier") + " \(id)"
    }

    /// What RDS calls it in the names of commands.
    var cliNoun: String { kind.pick(instance: "db-instance", cluster: "db-cluster") }

    /// What RDS calls its snapshots in the names of commands.
    var cliSnapshot: String { kind.pick(instance: "db-snapshot", cluster: "db-cluster-snapshot") }
}
