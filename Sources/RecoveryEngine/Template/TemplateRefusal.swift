import RecoveryModel

/// Why a policy gives no template that CloudFormation would take.
package struct TemplateRefusal: Error, Equatable, CustomStringConvertible {
    package var reason: String
    package var hint: String

    package var description: String { reason }

    /// What CloudFormation takes.
    ///
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    package enum Limit {
        package static let parameters = 200
        package static let resources = 500
        package static let outputs = 200
        /// In bytes, of a template in a bucket.
        package static let size = 1_048_576
        /// In bytes, of a template in the call itself.
        package static let inlineSize = 51_200
    }

    /// A template names what it makes.
    static func check(_ policy: RecoveryPolicy) throws(TemplateRefusal) {
        for entry in policy.databases {
            let name = entry.select.ids.isEmpty ? entry.select.shown : CountText.list(entry.select.ids)
            guard !entry.select.ids.isEmpty else {
                throw TemplateRefusal(
                    reason: "\(name): a template declares databases by their ids, and tags name none",
                    hint: "select them by `ids`, or read the ids from the account with --from-live")
            }
            if entry.engine == nil, entry.protection.forceTLS == true {
                throw TemplateRefusal(
                    reason:
                        "\(name): which parameter requires TLS depends on the engine, which the policy does not state",
                    hint: "add `engine` to the entry of `databases`")
            }
        }
    }

    /// A template has something in it, and not too much.
    static func check(_ template: JSONValue, isLimited: Bool) throws(TemplateRefusal) {
        func count(_ section: String) -> Int {
            if case .object(let members)? = template[section] { members.count } else { 0 }
        }
        guard count("Resources") > 0 else {
            throw TemplateRefusal(
                reason: "the policy requires nothing that a template can declare",
                hint: "CloudFormation takes no stack without a resource")
        }
        guard isLimited else { return }
        let counts = [
            ("parameter", count("Parameters"), Limit.parameters), ("resource", count("Resources"), Limit.resources),
            ("output", count("Outputs"), Limit.outputs), ("byte", template.compact.utf8.count, Limit.size),
        ]
        guard let (noun, count, limit) = counts.first(where: { $0.1 > $0.2 }) else { return }
        throw TemplateRefusal(
            reason:
                "the template has \(CountText.of(count, noun)), and CloudFormation takes \(CountText.of(limit, noun))",
            hint: "divide the databases among several policies: each gives a stack of its own")
    }
}
