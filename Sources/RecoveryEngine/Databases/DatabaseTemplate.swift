import RecoveryModel

extension DatabaseKind {
    /// The type that templates declare.
    var templateType: TemplateType { pick(instance: .database, cluster: .cluster) }
}

extension DatabaseSubject {
    private func parameter(_ own: TemplateParameter.Own) -> JSONValue {
        TemplateParameter.reference(own.name(database.kind, database.id))
    }

    /// The engine as the policy states it; where it leaves it open, whoever deploys does.
    private var templateEngine: JSONValue {
        policy.engine.map { .string($0.description) } ?? parameter(.engine)
    }

    /// What makes the resource, besides what controls declare.
    var base: [TemplateFragment] {
        let common =
            fragment("Engine", value: templateEngine)
            + fragment("EngineVersion", value: parameter(.version))
            + fragment("ManageMasterUserPassword", value: true)
            + fragment("MasterUsername", value: TemplateParameter.reference(TemplateParameter.masterUsername))
            + fragment("DBSubnetGroupName", value: TemplateParameter.reference(TemplateParameter.subnetGroup))
            + fragment(
                database.kind.pick(instance: "VPCSecurityGroups", cluster: "VpcSecurityGroupIds"),
                value: TemplateParameter.reference(TemplateParameter.securityGroups))
        switch database.form {
        case .instance:
            return fragment("DBInstanceIdentifier", value: .string(database.id)) + common
                + fragment("DBInstanceClass", value: parameter(.instanceClass))
                + fragment("AllocatedStorage", value: parameter(.storage))
        case .multiAZCluster:
            return fragment("DBClusterIdentifier", value: .string(database.id)) + common
                + fragment("DBClusterInstanceClass", value: parameter(.instanceClass))
                + fragment("AllocatedStorage", value: parameter(.storage))
                + fragment("StorageType", value: parameter(.storageType))
                + fragment("Iops", value: parameter(.iops))
        case .auroraCluster:
            let cluster = TemplateFragment.reference(.cluster, database.id)
            return fragment("DBClusterIdentifier", value: .string(database.id)) + common
                + memberFragment("DBClusterIdentifier", value: cluster)
                + memberFragment("Engine", value: templateEngine)
                + memberFragment("DBInstanceClass", value: parameter(.instanceClass))
                + (database.members.value ?? []).map {
                    TemplateFragment(.database, $0.id, "DBInstanceIdentifier", value: .string($0.id))
                }
        }
    }

    /// A property of each instance of an Aurora cluster; of any other database, its own.
    func memberFragment(_ path: String..., value: JSONValue) -> [TemplateFragment] {
        guard database.form == .auroraCluster else {
            return [TemplateFragment(database.kind.templateType, database.id, path: path, value: value)]
        }
        return (database.members.value ?? []).map { TemplateFragment(.database, $0.id, path: path, value: value) }
    }

    /// What a live database has and a policy does not say: asked of whoever deploys.
    var parameters: [String: JSONValue] {
        let (kind, id) = (database.kind, database.id)
        var parameters: [String: JSONValue] = [
            TemplateParameter.Own.instanceClass.name(kind, id): [
                "Type": "String", "Description": .string("Instance class of \(id)"),
            ],
            TemplateParameter.Own.version.name(kind, id): policy.engine.version(of: id),
            TemplateParameter.masterUsername: [
                "Type": "String", "AllowedPattern": "[A-Za-z][A-Za-z0-9_]{0,62}",
                "Description": "Master user of new databases; not the engine's usual name, which attackers try first",
            ],
            TemplateParameter.subnetGroup: [
                "Type": "String", "Description": "DB subnet group of the databases",
            ],
            TemplateParameter.securityGroups: [
                "Type": "List<AWS::EC2::SecurityGroup::Id>", "Description": "Security groups of the databases",
            ],
        ]
        if policy.engine == nil {
            parameters[TemplateParameter.Own.engine.name(kind, id)] = [
                "Type": "String", "Description": .string("Engine of \(id), which the policy leaves open"),
                "AllowedValues": .array(
                    DatabaseEngine.names.filter { !DatabaseEngine($0).isAurora }.map(JSONValue.string)),
            ]
        }
        if database.form == .multiAZCluster {
            parameters[TemplateParameter.Own.storageType.name(kind, id)] = [
                "Type": "String", "AllowedValues": ["gp3", "io1", "io2"],
                "Description": .string("Storage type of \(id)"),
            ]
            parameters[TemplateParameter.Own.iops.name(kind, id)] = [
                "Type": "Number", "Description": .string("Provisioned IOPS of each instance of \(id)"),
            ]
        }
        if database.form != .auroraCluster {
            parameters[TemplateParameter.Own.storage.name(kind, id)] = [
                "Type": "Number", "Description": .string("Allocated storage of \(id) in GiB"),
            ]
        }
        return parameters
    }

    /// The parameter group family of whatever version is deployed: `DatabaseEngine.parameterGroupFamily` in
    /// CloudFormation's words.
    var templateFamily: JSONValue {
        let engine = database.engine
        func part(_ index: Int) -> JSONValue {
            ["Fn::Select": [.integer(index), ["Fn::Split": [".", parameter(.version)]]]]
        }
        let parts: [JSONValue] =
            switch engine.family {
            case .mysql, .mariadb, .auroraMySQL: [part(0), ".", part(1)]
            case .db2: ["-", part(0), ".", part(1)]
            case .sqlServer: ["-", part(0), ".0"]
            case .oracle: ["-", part(0)]
            case .postgres, .auroraPostgres, nil: [part(0)]
            }
        return ["Fn::Join": ["", .array([.string(engine.description)] + parts)]]
    }
}

extension DatabaseEngine? {
    /// The parameter for the version: such as families can be derived from, extended support included.
    fileprivate func version(of id: String) -> JSONValue {
        var parameter: [String: JSONValue] = [
            "Type": "String", "Description": .string("Engine version of \(id)"),
            "AllowedPattern": .string((self?.leastVersion ?? "[0-9]+") + "([.][0-9A-Za-z_-]+)*"),
        ]
        if let self { parameter["Default"] = .string(self.exampleVersion) }
        return .object(parameter)
    }
}

extension DatabaseEngine {
    /// A version that the engine has had for long: the default of a template's parameter.
    var exampleVersion: String {
        switch family {
        case .postgres, .auroraPostgres: "15"
        case .mysql, .auroraMySQL: "8.0"
        case .mariadb: "10.11"
        case .oracle: "19"
        case .sqlServer: "15.00"
        case .db2: "11.5"
        case nil: "1"
        }
    }

    /// A pattern of what a version begins with, as much as its family needs.
    fileprivate var leastVersion: String {
        switch family {
        case .postgres, .auroraPostgres: "[1-9][0-9]+"
        case .mysql, .mariadb, .auroraMySQL, .db2: "[0-9]+[.][0-9]+"
        case .oracle, .sqlServer, nil: "[0-9]+"
        }
    }
}
