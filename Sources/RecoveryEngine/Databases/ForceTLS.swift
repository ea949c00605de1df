import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Connections without TLS are refused, by the engine's own parameter.
    static func forceTLS(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.force-tls", cluster: "cluster.force-tls"),
            title: "TLS is required",
            why: "Recovery moves credentials and all the data over the network.",
            severity: .medium,
            standards: kind.pick(
                instance: [
                    .securityHub("RDS.38"), .awsConfig("rds-postgres-instance-encrypted-in-transit"),
                    .nist80053("SC-8"),
                ], cluster: [.nist80053("SC-8")]) + Standard.transmission,
            field: "databases[].protection.forceTLS",
            required: { $0.policy.protection.forceTLS == true ? true : nil },
            observed: \.tlsInForce,
            satisfies: { observed, _ in observed == .inForce },
            showRequired: { _ in "required" },
            showObserved: \.shown,
            remedy: { subject, _ in subject.requireTLS },
            template: { subject, _ in subject.tlsFragments }
        )
    }
}

/// What becomes of a connection without TLS.
private enum ForcedTLS: Sendable, Recordable {
    case inForce, off
    /// The parameter is set, and its group not in force.
    case waiting
    /// The engine has no parameter for it.
    case impossible

    var recorded: JSONValue {
        switch self {
        case .inForce: true
        case .off, .waiting: false
        case .impossible: .null
        }
    }

    var shown: String {
        switch self {
        case .inForce: "required"
        case .off: "not required"
        case .waiting: "not required: the parameter group waits for a restart"
        case .impossible: "no parameter of the engine does it"
        }
    }
}

extension DatabaseSubject {
    /// Whether connections without TLS are refused; not as long as the parameter group waits for a restart.
    fileprivate var tlsInForce: Collected<ForcedTLS> {
        database.forcesTLS.map {
            guard let forces = $0 else { return .impossible }
            return !forces ? .off : database.awaitsRestart ? .waiting : .inForce
        }
    }

    /// Sets the parameter in the group that is attached, or in a new one: default groups cannot be changed.
    fileprivate var requireTLS: Remedy {
        guard let parameter = database.engine.tlsParameter else {
            return .procedure(
                "\(database.engine) refuses connections without TLS by its option group or its own configuration: see its "
                    + "page of the RDS user guide.")
        }
        guard case .known(let attached) = database.parameterGroup else {
            return .procedure("Read which parameter group \(database.id) has, then audit again.")
        }
        let (id, kind) = (database.id, database.kind)
        // Members of an Aurora cluster are restarted one by one, a Multi-AZ DB cluster as a whole.
        let members = database.form == .auroraCluster ? (database.members.value ?? []).map(\.id).sorted() : []
        let restart = Change.database(.restart(kind: kind, id: id, members: members))
        // The parameter is set, and its group not in force yet.
        if database.forcesTLS.value == .some(true), database.awaitsRestart { return .changes([restart]) }
        let off = database.forcesTLS.value == .some(false) ? "0" : nil
        func set(in group: String, isInUse: Bool) -> Change {
            .database(
                .setParameter(
                    .init(kind, group, for: id), name: parameter.name, Edit(off, to: "1"),
                    isDynamic: isInUse && parameter.isDynamic))
        }
        if let attached, !attached.hasPrefix("default.") {
            return .changes([set(in: attached, isInUse: true)] + (parameter.isDynamic ? [] : [restart]))
        }
        guard let family = database.engine.parameterGroupFamily(version: database.engineVersion) else {
            return .procedure(
                "Create a parameter group for \(database.engine) \(database.engineVersion) with \(parameter.name) = 1, "
                    + "attach it to \(id), and restart it.")
        }
        let group = tlsGroupName
        return .changes([
            .database(.createParameterGroup(.init(kind, group, for: id), family: family, tags: context.target.tags)),
            set(in: group, isInUse: false),
            .database(.modify(kind: kind, id: id, [.parameterGroup(Edit(attached, to: group))])), restart,
        ])
    }

    /// The group that is made for the database when it has a default one.
    var tlsGroupName: String { "drctl-\(database.id)" }

    /// A group of the database's own.
    fileprivate var tlsFragments: [TemplateFragment] {
        guard let parameter = database.engine.tlsParameter else { return [] }
        let (kind, id) = (database.kind, database.id)
        let group = DatabaseChange.ParameterGroup(kind, tlsGroupName, for: id)
        let type = kind.pick(instance: TemplateType.parameterGroup, cluster: .clusterParameterGroup)
        let name = kind.pick(instance: "DBParameterGroupName", cluster: "DBClusterParameterGroupName")
        return [
            TemplateFragment(type, id, name, value: .string(group.name)),
            TemplateFragment(type, id, "Family", value: templateFamily),
            TemplateFragment(type, id, "Description", value: .string(group.summary)),
            TemplateFragment(type, id, path: ["Parameters", parameter.name], value: "1"),
        ] + fragment(name, value: TemplateFragment.reference(type, id))
    }
}
