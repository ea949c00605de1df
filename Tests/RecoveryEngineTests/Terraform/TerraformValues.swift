import RecoveryModel

/// What the two languages say of one resource: every scalar in it, references and what is filled in by the same names, so
/// that the values of both can be compared one by one.
struct TerraformValues {
    let template: JSONValue
    let configuration: JSONValue

    /// The values of CloudFormation's resources, by logical id.
    var cloudFormation: [String: [String]] {
        Self.members(template["Resources"]).mapValues { resource in
            var all: [String] = []
            for (name, value) in Self.members(resource["Properties"]) { leaves(value, named: name, into: &all) }
            return all.sorted()
        }
    }

    /// The values of Terraform's resources, by the logical id that they came from.
    var terraform: [String: [String]] {
        var all: [String: [String]] = [:]
        for (type, resources) in Self.members(configuration["resource"]) {
            for (name, arguments) in Self.members(resources) {
                let owner = owner(of: name, type, arguments)
                for (argument, value) in Self.members(arguments) where !isAdded(argument, type) {
                    var own: [String] = []
                    flatten(value, named: argument, into: &own)
                    all[owner, default: []] += own
                }
            }
        }
        return all.mapValues { $0.sorted() }
    }

    /// What Terraform needs besides, because a setting is a resource of its own there.
    private func isAdded(_ argument: String, _ type: String) -> Bool {
        ["depends_on", "count", "lifecycle"].contains(argument)
            || argument == "bucket" && type.hasPrefix("aws_s3_bucket_") && type != "aws_s3_bucket_policy"
            || argument == "role" && type.hasPrefix("aws_iam_role_policy")
            || argument == "rule" && type == "aws_cloudwatch_event_target"
            || argument == "topic_arn" && type == "aws_sns_topic_subscription"
            || argument == "backup_vault_name" && type == "aws_backup_vault_lock_configuration"
    }

    private func owner(of name: String, _ type: String, _ arguments: JSONValue) -> String {
        let reference = (arguments["role"] ?? arguments["topic_arn"] ?? arguments["rule"])?.text
        let parted = [
            "aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_sns_topic_subscription",
            "aws_cloudwatch_event_target",
        ]
        guard parted.contains(type), let parts = reference?.split(separator: "."), parts.count == 3 else { return name }
        return String(parts[1])
    }

    private static func members(_ value: JSONValue?) -> [String: JSONValue] {
        if case .object(let members)? = value { members } else { [:] }
    }

    // MARK: CloudFormation

    private func leaves(_ value: JSONValue, named name: String, into all: inout [String]) {
        if let text = text(of: value) {
            Self.add(text, into: &all)
            return
        }
        switch value {
        case .array(let elements): for element in elements { leaves(element, named: name, into: &all) }
        case .object(let members):
            for (key, member) in members {
                // The one setting of a locked bucket that Terraform says of the bucket alone.
                if key == "ObjectLockEnabled", name == "ObjectLockConfiguration" { continue }
                if ["Parameters", "BackupVaultTags", "BackupPlanTags"].contains(name) { all.append(key) }
                leaves(member, named: key, into: &all)
            }
        default: all.append(value.compact)
        }
    }

    /// A text with its references; nil for anything else.
    private func text(of value: JSONValue) -> String? {
        if let text = value.text { return text }
        if let name = value["Ref"]?.text {
            let type = template["Resources"]?[name]?["Type"]?.text
            return ["AWS::SNS::Topic", "AWS::IAM::OIDCProvider"].contains(type)
                ? "«arn \(name)»"
                : type == nil ? "«\(name)»" : "«ref \(name)»"
        }
        if let parts = value["Fn::GetAtt"]?.listed.compactMap(\.text), parts.count == 2 { return "«arn \(parts[0])»" }
        if let text = value["Fn::Sub"]?.text {
            return ["AccountId", "Region", "Partition"].reduce(text) {
                $0.replacing("${AWS::\($1)}", with: "«\($1)»")
            }.replacing("${!", with: "${")
        }
        if let parts = value["Fn::Join"]?.listed { return parts[1].listed.map { text(of: $0) ?? "?" }.joined() }
        if let parts = value["Fn::Select"]?.listed, let list = parts[1]["Fn::Split"]?.listed {
            return "«part \(parts[0].compact) of \(text(of: list[1]) ?? "?") at \(list[0].text ?? "?")»"
        }
        if let parts = value["Fn::If"]?.listed {
            return "«\(parts[0].text ?? "?") ? \(text(of: parts[1]) ?? "?") : \(text(of: parts[2]) ?? "?")»"
        }
        return nil
    }

    // MARK: Terraform

    private func flatten(_ value: JSONValue, named name: String, into all: inout [String]) {
        switch value {
        case .string(let template): Self.add(resolved(template), into: &all)
        case .array(let elements): for element in elements { flatten(element, named: name, into: &all) }
        case .object(let members):
            for (key, member) in members {
                if key == "apply_method" { continue }
                if ["tags", "dimensions"].contains(name) { all.append(resolved(key)) }
                flatten(member, named: key, into: &all)
            }
        default: all.append(value.compact)
        }
    }

    /// What Terraform reads in a template.
    private func resolved(_ template: String) -> String {
        var result = ""
        var rest = template[...]
        while let start = rest.firstIndex(where: { $0 == "$" || $0 == "%" }) {
            result += rest[..<start]
            rest = rest[start...]
            if rest.hasPrefix("$${") || rest.hasPrefix("%%{") {
                result += rest.dropFirst().prefix(2)
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") {
                result += meaning(of: String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result + rest
    }

    /// What an expression is, in the words of `text(of:)`.
    private func meaning(of expression: String) -> String {
        switch expression {
        case "data.aws_caller_identity.current.account_id": return "«AccountId»"
        case "data.aws_region.current.id": return "«Region»"
        case "data.aws_partition.current.partition": return "«Partition»"
        default: break
        }
        if let name = expression.wholeMatch(of: /local\.(\w+)/)?.1 {
            let local = configuration["locals"]?[String(name)]?.text ?? "?"
            guard let choice = local.wholeMatch(of: /\$\{local\.(\w+) \? (.+?) : "(.+)"\}/) else { return "?" }
            let (first, second) = (meaning(of: String(choice.2)), resolved(String(choice.3)))
            return "«\(choice.1) ? \(first) : \(second)»"
        }
        if let name = expression.wholeMatch(of: /var\.(\w+)/)?.1 { return "«\(name)»" }
        if let part = expression.wholeMatch(of: /split\("(.)", (.+)\)\[(\d+)\]/) {
            return "«part \(part.3) of \(meaning(of: String(part.2))) at \(part.1)»"
        }
        if let one = expression.wholeMatch(of: /one\((\w+)\.(\w+)\[\*\]\.(\w+)\)/) {
            return meaning(of: "\(one.1).\(one.2).\(one.3)")
        }
        if let part = expression.wholeMatch(of: /(\w+)\.(\w+)\.(\w+)/) {
            return part.3 == "arn" ? "«arn \(part.2)»" : "«ref \(part.2)»"
        }
        return "?\(expression)"
    }

    /// A text, or what is in it where it is a document.
    private static func add(_ text: String, into all: inout [String]) {
        guard text.hasPrefix("{"), let document = try? JSONValue(parsing: text) else {
            all.append(text)
            return
        }
        add(document, into: &all)
    }

    private static func add(_ document: JSONValue, into all: inout [String]) {
        switch document {
        case .string(let text): all.append(text)
        case .array(let elements): for element in elements { add(element, into: &all) }
        case .object(let members): for (_, member) in members { add(member, into: &all) }
        default: all.append(document.compact)
        }
    }
}
