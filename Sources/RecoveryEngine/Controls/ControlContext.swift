package import AWSNames
package import RecoveryModel

/// What controls know besides their own resource: the whole policy, where we are, and what time it is.
package struct ControlContext: Sendable {
    package var policy: RecoveryPolicy
    /// Twelve digits, or CloudFormation's pseudo parameter in a template.
    package var account: String
    /// A code, or CloudFormation's pseudo parameter in a template.
    package var region: String
    /// `aws`, …, or CloudFormation's pseudo parameter in a template.
    package var partition: String
    package var now: Instant
    /// The keys that the policy names, by alias without `alias/`: to tell which key an ARN is.
    package var keys: [String: KeyState]

    /// For an account and region of which nothing was observed: names only.
    package init(policy: RecoveryPolicy, account: AccountID, region: Region, now: Instant) {
        self.policy = policy
        self.account = account.description
        self.region = region.rawValue
        partition = region.partition.rawValue
        self.now = now
        keys = [:]
    }

    /// For a live account and region.
    package init(policy: RecoveryPolicy, inventory: Inventory) {
        self.policy = policy
        account = inventory.account.description
        region = inventory.region.rawValue
        partition = inventory.region.partition.rawValue
        now = inventory.observedAt
        keys = inventory.keys
    }

    /// For a template, which holds for any account and region.
    package init(templateOf policy: RecoveryPolicy, now: Instant) {
        self.policy = policy
        account = "${AWS::AccountId}"
        region = "${AWS::Region}"
        partition = "${AWS::Partition}"
        self.now = now
        keys = [:]
    }

    /// An ARN in this account and region; global services leave the region out.
    package func arn(_ service: String, _ resource: String, global: Bool = false) -> String {
        "arn:\(partition):\(service):\(global ? "" : region):\(account):\(resource)"
    }

    /// The ARN of an alias given as `alias/name`; ARNs and key ids as they are.
    package func keyARN(_ key: String) -> String { key.hasPrefix("alias/") ? arn("kms", key) : key }

    /// The key in a template: the template's own key, so that it is made first, or the ARN of an alias that is there.
    func templateKey(_ key: String) -> JSONValue {
        let alias = key.hasPrefix("alias/") ? String(key.dropFirst("alias/".count)) : nil
        guard let alias, policy.keys.contains(where: { $0.alias == alias }) else { return .string(keyARN(key)) }
        return ["Fn::GetAtt": [.string(TemplateSynthesizer.logicalID("AWS::KMS::Key", alias)), "Arn"]]
    }

    /// Fills in `${account}` and `${region}`.
    package func expanded(_ name: String) -> String {
        var text = ""
        var rest = name[...]
        while let start = rest.firstIndex(of: "$") {
            text += rest[..<start]
            rest = rest[start...]
            if rest.hasPrefix("${account}") {
                text += account
                rest = rest.dropFirst("${account}".count)
            } else if rest.hasPrefix("${region}") {
                text += region
                rest = rest.dropFirst("${region}".count)
            } else {
                text.append(rest.removeFirst())
            }
        }
        return text + rest
    }

    /// The tags of everything that drctl creates.
    package var tags: [String: String] {
        policy.tags.merging(["drctl:policy": policy.name]) { _, ours in ours }
    }

    /// The topic that alarms and events go to.
    package var topicARN: String? { policy.notifications.map { arn("sns", $0.topic) } }

    /// Whether a key as some service reports it (id, ARN, alias or alias ARN) is the one that the policy names.
    ///
    /// - Returns: A failure when the alias could not be resolved.
    package func isKey(_ observed: String?, named wanted: String) -> Collected<Bool> {
        guard let observed else { return .known(false) }
        if observed == wanted || observed == keyARN(wanted) { return .known(true) }
        guard wanted.hasPrefix("alias/") else {
            return .known(observed.hasSuffix("/" + wanted) || wanted.hasSuffix("/" + observed))
        }
        let alias = String(wanted.dropFirst("alias/".count))
        guard let state = keys[alias] else {
            return .unavailable(CollectionFailure(operation: "kms:DescribeKey", reason: "\(wanted) was not looked up"))
        }
        return state.key.map { key in key.map { $0.arn == observed || $0.id == observed } ?? false }
    }
}
