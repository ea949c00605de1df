import RecoveryModel

/// What roles need of the buckets and keys of one place: those of the policy that write, read and restore backups, and
/// the one with which S3 replicates to here, from whichever region. Their own policies may allow it in vain: a bucket's
/// policy may deny it, and a key's has to allow it.
package struct RoleNeeds: Sendable {
    /// Something that a role has to be able to do.
    struct Need: Sendable, Hashable {
        /// The role's name; of a replication that somebody has set up with another role, the policy's.
        var role: String
        /// The bucket that S3 replicates with the role; nil for a role of the policy.
        var source: String?
        var grant: Grant
    }

    private var ofBuckets: [String: [Need]] = [:]
    private var ofKeys: [String: [Need]] = [:]

    package init(_ target: Target) {
        let whole = target.part.whole
        let duties = Self.duties.intersection(whole.roles.flatMap(\.may))
        let grants = Dictionary(
            uniqueKeysWithValues: duties.map { ($0, LeastPrivilege.grants(for: $0, on: [target])) })
        for role in whole.roles {
            for duty in Set(role.may).intersection(duties).sorted() {
                for grant in grants[duty, default: []] { add(Need(role: role.name, grant: grant), in: target.place) }
            }
        }
        for route in target.routesHere {
            for grant in route.replicaGrants(in: DutyScope(target: target)) {
                add(Need(role: whole.replicationRole, source: route.source, grant: grant), in: target.place)
            }
        }
    }

    /// What handles the data itself; what reads and writes settings shows by itself whether it may.
    private static let duties: Set<RolePolicy.Duty> = [.backup, .restore, .drill, .recover]

    private mutating func add(_ need: Need, in place: Place) {
        let (buckets, keys) = (place.arn("s3", ""), place.arn("kms", "key/"))
        if need.grant.arn.hasPrefix(buckets) {
            let name = String(need.grant.arn.dropFirst(buckets.count).prefix { $0 != "/" })
            ofBuckets[name, default: []].append(need)
        } else if need.grant.arn.hasPrefix(keys) {
            let named = need.grant.condition.values.flatMap { $0["kms:ResourceAliases"] ?? [] }
            for name in named.isEmpty ? [need.grant.arn] : named { ofKeys[name, default: []].append(need) }
        }
    }

    /// The names of the buckets that a role needs.
    package var buckets: Set<String> { Set(ofBuckets.keys) }

    /// Of a bucket by its name.
    func of(bucket name: String) -> [Need] { ofBuckets[name, default: []] }

    /// Of a key by any of the names that the policy has for it: `alias/…`, an ARN.
    func of(key names: String...) -> [Need] { Set(names).sorted().flatMap { ofKeys[$0, default: []] } }
}

extension ControlContext {
    /// The names of the roles that need something, sorted.
    func roles(_ needs: [RoleNeeds.Need]) -> [String] { Set(needs.map(role)).sorted() }

    /// What a resource's own policy keeps roles from, by role and action, sorted. What is certainly refused counts, whatever
    /// else cannot be settled.
    ///
    /// - Parameters:
    ///   - policy: One that has to allow what is needed.
    ///   - resources: The ARNs that a need may be about: most of what it names first, then what is special to the policy.
    ///   - operation: What has read the policy.
    func refusals(
        of needs: [RoleNeeds.Need], by policy: AccessPolicy, on resources: (Grant) -> [String], _ operation: String
    ) -> Collected<[String]> {
        var refused: Set<String> = []
        var doubt: CollectionFailure?
        for need in needs {
            let name = role(need)
            let arn = (inventory.roles[name]?.role.value ?? nil)?.arn ?? target.place.arn("iam", "role/\(name)")
            for (index, resource) in resources(need.grant).enumerated() {
                let answer = policy.answer(need.grant.question(on: resource, by: arn))
                let statement: String? = if case .denied(let names) = answer { Shown.text(names) } else { nil }
                let by = statement.map { " (\($0))" } ?? ""
                if answer.isRefusal, index == 0 {
                    refused.insert("\(name): \(need.grant.action)\(by)")
                } else if answer.isRefusal {
                    let part = resource.prefix { $0 != "\u{1}" }
                    doubt =
                        doubt
                        ?? CollectionFailure(
                            operation: operation,
                            reason:
                                "\(name) is denied \(need.grant.action) on \(part)…\(by); whether it writes or reads "
                                + "there is not known")
                } else {
                    doubt = doubt ?? answer.settled(operation).failure
                }
            }
        }
        if refused.isEmpty, let doubt { return .unavailable(doubt) }
        return .known(refused.sorted())
    }

    /// The role's name: of a replication from here, the one that its configuration names.
    private func role(_ need: RoleNeeds.Need) -> String {
        let replication = need.source.flatMap { inventory.buckets[$0]?.replication }?.value ?? nil
        return replication?.roleName ?? need.role
    }
}

extension Grant {
    /// A request of the kind that it allows, under its own condition.
    fileprivate func question(on resource: String, by role: String) -> AccessQuestion {
        let atom = AccessAtom(
            effect: .allow, principal: "", action: action, resource: arn, condition: condition.lines)
        var question = atom.question(by: role)
        question.resource = resource
        question["aws:SecureTransport"] = .value("true")
        return question
    }
}
