import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Connections without TLS are refused.
    package static let forceTLS = Control(
        "database.force-tls",
        title: "Connections without TLS are refused",
        why: "Recovery moves credentials and all the data over the network.",
        severity: .medium,
        standards: [.securityHub("RDS.38"), .awsConfig("rds-postgres-instance-encrypted-in-transit")],
        field: "databases[].protection.forceTLS",
        required: { $0.policy.protection.forceTLS == true ? true : nil },
        observed: \.instance.forceTLS,
        satisfies: { observed, _ in observed },
        remedy: { subject, _ in
            let instance = subject.instance
            if let group = instance.parameterGroup, !group.hasPrefix("default.") {
                return .changes([.setParameter(group: group, name: "rds.force_ssl", value: "1")], disruption: .none)
            }
            let major = instance.engineVersion.prefix { $0 != "." }
            let group = "drctl-\(instance.id)"
            return .changes(
                [
                    .createParameterGroup(
                        name: group, family: "\(instance.engine)\(major)", tags: subject.context.tags),
                    .setParameter(group: group, name: "rds.force_ssl", value: "1"),
                    .modifyDatabase(id: instance.id, DatabaseModification { $0.parameterGroup = group }),
                    .rebootDatabase(id: instance.id),
                ],
                disruption: .restart("a new parameter group takes effect at a restart, of about a minute"))
        },
        template: { subject, _ in
            let name = subject.instance.id
            let parameters = TemplateFragment(
                "AWS::RDS::DBParameterGroup", name, "Parameters", "rds.force_ssl", value: "1")
            let reference: JSONValue = ["Ref": .string(TemplateSynthesizer.logicalID(parameters))]
            return [parameters] + subject.fragment("DBParameterGroupName", value: reference)
        }
    )
}
