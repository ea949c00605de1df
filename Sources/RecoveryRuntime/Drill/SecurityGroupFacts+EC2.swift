import AWSServices
import RecoveryModel

extension SecurityGroupFacts {
    /// A group as EC2 describes it; one that does not report its rules is not closed.
    init(described group: EC2.SecurityGroup, id: String) {
        guard let rules = group.ipPermissions else {
            self.init(id: id, openRules: nil, failure: "the answer has no IpPermissions")
            return
        }
        self.init(id: id, openRules: rules.flatMap(Self.openRules))
    }

    /// The parts of a rule that are open to the whole internet: a /0, or one of its two halves.
    fileprivate static func openRules(_ rule: EC2.IpPermission) -> [String] {
        let ports = rule.fromPort.map { from in
            rule.toPort == from || rule.toPort == nil ? " \(from)" : " \(from)-\(rule.toPort ?? from)"
        }
        let name = (rule.ipProtocol == "-1" ? "all" : rule.ipProtocol ?? "all") + (ports ?? "")
        // A rule without ranges admits other groups or prefix lists.
        let ranges = (rule.ipRanges ?? []).compactMap(\.cidrIp) + (rule.ipv6Ranges ?? []).compactMap(\.cidrIpv6)
        return ranges.filter { $0.hasSuffix("/0") || $0.hasSuffix("/1") }.map { "\($0) \(name)" }
    }
}
