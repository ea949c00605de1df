package import RecoveryModel

/// A CloudFormation template as Terraform's JSON: the same values, resource by resource, under the same names.
///
/// https://developer.hashicorp.com/terraform/language/syntax/json
package struct TerraformTemplate: Sendable, Equatable {
    /// A `.tf.json` file.
    package let configuration: JSONValue
    /// Blocks that import what exists, for a file beside it; nil when nothing is to be imported.
    package let imports: JSONValue?
    /// What CloudFormation can set and Terraform cannot, each with the value, sorted.
    package let left: [String]

    /// - Parameter identifiers: Of what exists, by logical id: the value by which CloudFormation imports it.
    /// - Throws: `TemplateRefusal` when there are no words of Terraform's for something.
    package init(_ template: JSONValue, importing identifiers: [String: String] = [:]) throws(TemplateRefusal) {
        var words = try TerraformWords(template)
        var resources: [String: [String: JSONValue]] = [:]
        var blocks: [JSONValue] = []
        var left: [String] = []
        for (id, resource) in (template["Resources"]?.members ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let type = words.type(of: id) else { continue }
            var reader = TerraformReader(id, type, resource["Properties"] ?? [:])
            for made in try reader.resources(&words) {
                var arguments = made.arguments
                arguments.merge(Self.meta(resource, words)) { own, _ in own }
                resources[made.type, default: [:]][made.name] = .object(arguments)
                guard let identifier = identifiers[id], let form = made.identifier else { continue }
                blocks.append([
                    "to": .string(made.address), "id": .string(TerraformText.literal(form.text(identifier))),
                ])
            }
            left += reader.rest.map {
                "\(id): \(words.terraformType(of: id)) has no argument for \($0.key) = \($0.value.compact)"
            }
        }
        self.left = left.sorted()
        imports = blocks.isEmpty ? nil : ["import": .array(blocks)]
        configuration = try Self.configuration(template, resources.mapValues(JSONValue.object), words, left.sorted())
    }

    private static func configuration(
        _ template: JSONValue, _ resources: [String: JSONValue], _ words: TerraformWords, _ left: [String]
    ) throws(TemplateRefusal) -> JSONValue {
        var members: [String: JSONValue] = [
            "terraform": [
                "required_version": ">= 1.5.0",
                "required_providers": ["aws": ["source": "hashicorp/aws", "version": ">= 5.81.0"]],
            ],
            "resource": .object(resources),
        ]
        // What follows is about a stack.
        let text = template["Description"]?.text ?? ""
        let description = text.firstRange(of: ". ").map { String(text[..<$0.lowerBound]) + "." } ?? text
        members["//"] = .array(([description] + left.map { "Not in this file: \($0)" }).map(JSONValue.string))
        var variables: [String: JSONValue] = [:]
        for (name, parameter) in template["Parameters"]?.members ?? [:] {
            variables[name] = parameter.terraformVariable(name)
        }
        if !variables.isEmpty { members["variable"] = .object(variables) }
        var outputs: [String: JSONValue] = [:]
        for (name, output) in template["Outputs"]?.members ?? [:] {
            guard let value = output["Value"] else { continue }
            outputs[name] = ["description": output["Description"] ?? "", "value": try words.value(value)]
        }
        if !outputs.isEmpty { members["output"] = .object(outputs) }
        if !words.locals.isEmpty { members["locals"] = .object(words.locals) }
        let written = JSONValue.object(members).compact
        let sources = ["aws_caller_identity", "aws_partition", "aws_region"].filter { written.contains("data.\($0).") }
        if !sources.isEmpty {
            members["data"] = .object(
                Dictionary(uniqueKeysWithValues: sources.map { ($0, ["current": .object([:])]) }))
        }
        return .object(members)
    }

    /// What Terraform says of a resource beside its arguments.
    private static func meta(_ resource: JSONValue, _ words: TerraformWords) -> [String: JSONValue] {
        var meta: [String: JSONValue] = [:]
        let before = (resource["DependsOn"]?.listed ?? []).compactMap(\.text)
        if !before.isEmpty {
            meta["depends_on"] = .array(before.map { .string("\(words.terraformType(of: $0)).\($0)") })
        }
        if let condition = resource["Condition"]?.text { meta["count"] = .string("${local.\(condition) ? 1 : 0}") }
        // CloudFormation leaves it when the stack is deleted; Terraform refuses to destroy it.
        if resource["DeletionPolicy"]?.text == "Retain" { meta["lifecycle"] = ["prevent_destroy": true] }
        return meta
    }
}

extension TerraformReader {
    fileprivate mutating func resources(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        switch type {
        case .database: try database(&words)
        case .cluster: try cluster(&words)
        case .parameterGroup, .clusterParameterGroup: try parameterGroup(&words)
        case .eventSubscription: try eventSubscription(&words)
        case .eventRule: try eventRule(&words)
        case .bucket: try bucket(&words)
        case .bucketPolicy: try bucketPolicy(&words)
        case .key: try key(&words)
        case .alias: try plain([("AliasName", "name", .value), ("TargetKeyId", "target_key_id", .value)], &words)
        case .role: try role(&words)
        case .identityProvider:
            try plain([("Url", "url", .value), ("ClientIdList", "client_id_list", .value)], &words)
        case .backupVault: try backupVault(&words)
        case .backupPlan: try backupPlan(&words)
        case .backupSelection: try backupSelection(&words)
        case .restoreTestingPlan: try restoreTestingPlan(&words)
        case .restoreTestingSelection: try restoreTestingSelection(&words)
        case .topic: try topic(&words)
        case .topicPolicy: try topicPolicy(&words)
        case .alarm: try alarm(&words)
        case .dashboard:
            try plain(
                [("DashboardName", "dashboard_name", .value), ("DashboardBody", "dashboard_body", .value)], &words)
        }
    }
}

extension JSONValue {
    /// A parameter as a variable: what it allows is checked before anything is made.
    fileprivate func terraformVariable(_ name: String) -> JSONValue {
        let type = self["Type"]?.text ?? "String"
        var variable: [String: JSONValue] = [
            "type": type.hasPrefix("List<") ? "list(string)" : type == "Number" ? "number" : "string"
        ]
        variable["description"] = self["Description"]
        variable["default"] = self["Default"]
        var validation: [JSONValue] = []
        if let pattern = self["AllowedPattern"]?.text {
            validation.append([
                "condition": .string("${can(regex(\(TerraformText.quoted("^(?:\(pattern))$")), var.\(name)))}"),
                "error_message": .string("Must match \(TerraformText.literal(pattern))."),
            ])
        }
        if let allowed = self["AllowedValues"]?.listed.compactMap(\.text), !allowed.isEmpty {
            let list = allowed.map { TerraformText.quoted($0) }.joined(separator: ", ")
            validation.append([
                "condition": .string("${contains([\(list)], var.\(name))}"),
                "error_message": .string("Must be one of \(TerraformText.literal(allowed.joined(separator: ", ")))."),
            ])
        }
        if !validation.isEmpty { variable["validation"] = .array(validation) }
        return .object(variable)
    }
}
