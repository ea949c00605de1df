import RecoveryModel

extension DatabaseSubject {
    /// Whose names the template's parameters for the database begin with.
    private var parameterPrefix: String { TemplateSynthesizer.logicalID("DB", database.id) }

    private func parameter(_ name: String) -> JSONValue { ["Ref": .string(parameterPrefix + name)] }

    /// What makes the resource, besides what controls declare.
    var base: [TemplateFragment] {
        let common =
            fragment("Engine", value: .string(database.engine.description))
            + fragment("EngineVersion", value: parameter("EngineVersion"))
            + fragment("ManageMasterUserPassword", value: true)
            + fragment("MasterUsername", value: "postgres")
        switch database.form {
        case .instance:
            return fragment("DBInstanceIdentifier", value: .string(database.id)) + common
                + fragment("DBInstanceClass", value: parameter("Class"))
                + fragment("AllocatedStorage", value: parameter("Storage"))
        case .multiAZCluster:
            return fragment("DBClusterIdentifier", value: .string(database.id)) + common
                + fragment("DBClusterInstanceClass", value: parameter("Class"))
                + fragment("AllocatedStorage", value: parameter("Storage"))
                + fragment("StorageType", value: "gp3")
        case .auroraCluster:
            let cluster: JSONValue = [
                "Ref": .string(TemplateSynthesizer.logicalID("AWS::RDS::DBCluster", database.id))
            ]
            return fragment("DBClusterIdentifier", value: .string(database.id)) + common
                + memberFragment("DBClusterIdentifier", value: cluster)
                + memberFragment("Engine", value: .string(database.engine.description))
                + memberFragment("DBInstanceClass", value: parameter("Class"))
                + (database.members.value ?? []).map {
                    TemplateFragment("AWS::RDS::DBInstance", $0.id, "DBInstanceIdentifier", value: .string($0.id))
                }
        }
    }

    /// A property of each instance of an Aurora cluster; of any other database, its own.
    func memberFragment(_ path: String..., value: JSONValue) -> [TemplateFragment] {
        guard database.form == .auroraCluster else {
            return [
                TemplateFragment(database.kind.resource.cloudFormationType ?? "", database.id, path: path, value: value)
            ]
        }
        return (database.members.value ?? []).map {
            TemplateFragment("AWS::RDS::DBInstance", $0.id, path: path, value: value)
        }
    }

    /// What a live database has and a policy does not say: asked of whoever deploys.
    var parameters: [String: JSONValue] {
        let (id, name) = (database.id, parameterPrefix)
        var parameters: [String: JSONValue] = [
            "\(name)Class": ["Type": "String", "Description": .string("Instance class of \(id)")],
            "\(name)EngineVersion": [
                "Type": "String", "Default": .string(database.engine.exampleVersion),
                "AllowedPattern": "[0-9]+([.][0-9A-Za-z_]+)*", "Description": .string("Engine version of \(id)"),
            ],
        ]
        if database.form != .auroraCluster {
            parameters["\(name)Storage"] = [
                "Type": "Number", "Description": .string("Allocated storage of \(id) in GiB"),
            ]
        }
        if policy.protection.forceTLS == true, database.engine.tlsParameter != nil {
            parameters["\(name)ParameterFamily"] = [
                "Type": "String",
                "Default": .string(
                    database.engine.parameterGroupFamily(version: database.engine.exampleVersion) ?? ""),
                "Description": .string("Parameter group family of \(id)"),
            ]
        }
        return parameters
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
}
