import RecoveryModel

extension Database {
    /// The settings that the model holds, in CloudFormation's words, as RDS would describe them.
    var declared: [String: JSONValue] {
        var properties: [String: JSONValue] = [
            kind.pick(instance: "DBInstanceIdentifier", cluster: "DBClusterIdentifier"): .string(id),
            "Engine": .string(engine.description), "MasterUsername": "owner", "ManageMasterUserPassword": true,
        ]
        func set<Value>(_ name: String, _ value: Collected<Value>, _ json: (Value) -> JSONValue?) {
            if let value = value.value { properties[name] = json(value) }
        }
        set("BackupRetentionPeriod", backupRetentionDays) { .integer($0) }
        set("PreferredBackupWindow", backupWindow) { $0.map { .string("\($0)") } }
        set("PreferredMaintenanceWindow", maintenanceWindow) { $0.map { .string("\($0)") } }
        set("CopyTagsToSnapshot", copyTagsToSnapshots) { .bool($0) }
        set("DeletionProtection", deletionProtection) { .bool($0) }
        set("StorageEncrypted", storageEncrypted) { .bool($0) }
        set("KmsKeyId", encryptionKey) { $0.map(JSONValue.string) }
        set("EnableIAMDatabaseAuthentication", iamAuthentication) { .bool($0) }
        set("EnableCloudwatchLogsExports", logExports) { .array($0.map(JSONValue.string)) }
        set(kind.pick(instance: "DBParameterGroupName", cluster: "DBClusterParameterGroupName"), parameterGroup) {
            $0.map(JSONValue.string)
        }
        guard kind == .instance else { return properties }
        if case .instance(let multiAZ, _) = form { set("MultiAZ", multiAZ) { .bool($0) } }
        set("MaxAllocatedStorage", storage) { $0.limit.map(JSONValue.integer) }
        set("PubliclyAccessible", members) { $0.first?.publiclyAccessible.value.map(JSONValue.bool) }
        set("AutoMinorVersionUpgrade", members) { $0.first?.minorVersionUpgrades.value.map(JSONValue.bool) }
        return properties
    }
}

extension Estate {
    /// With what RDS says of the databases, as an import reads it; groups that drctl made are as apply left them.
    var described: Estate {
        with { estate in
            for database in estate.instances + estate.clusters {
                let kind = database.kind
                estate.inventory.declared[kind.arnPart(database.id)] = database.declared
                for member in database.members.value ?? [] where kind == .cluster {
                    estate.inventory.declared["db:\(member.id)"] = [
                        "DBInstanceIdentifier": .string(member.id), "DBClusterIdentifier": .string(database.id),
                    ]
                }
                guard let group = database.parameterGroup.value ?? nil, group == "drctl-\(database.id)",
                    let parameter = database.engine.tlsParameter
                else { continue }
                let made = DatabaseChange.ParameterGroup(kind, group, for: database.id)
                estate.inventory.declared[made.resource] = [
                    kind.pick(instance: "DBParameterGroupName", cluster: "DBClusterParameterGroupName"):
                        .string(group), "Description": .string(made.summary),
                    "Parameters": .object([parameter.name: "1"]),
                ]
            }
        }
    }
}
