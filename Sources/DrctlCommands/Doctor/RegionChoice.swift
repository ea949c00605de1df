import AWSCore
import AWSNames
import RecoveryModel

/// Which regions a command works in, and why.
///
/// The policies decide: their scope is what they were agreed for. `--region` narrows it to one of them. The region of
/// `AWS_REGION` or of the profile counts only where no policy decides, since it says where somebody works, not what has to be
/// recoverable.
struct RegionChoice: Equatable {
    /// In the order in which they are checked; empty when none is known, or `--region` is in no policy.
    var regions: [Region]
    /// Where they come from, or why there are none.
    var reason: String
    /// A region that is set and not used, with the reason.
    var ignored: String?

    /// - Parameters:
    ///   - flag: The region of `--region`.
    ///   - policies: Those that could be read.
    ///   - configured: The region of the AWS configuration.
    init(flag: Region?, policies: [RecoveryPolicy], configured: Setting<Region>?) {
        guard !policies.isEmpty else {
            regions = (flag ?? configured?.value).map { [$0] } ?? []
            let origin = flag == nil ? configured?.origin.description : "--region"
            reason = origin.map { "from \($0)" } ?? "no region is set"
            return
        }
        let names = CountText.list(policies.map(\.name).sorted())
        if let flag {
            let isRequired = policies.contains { $0.targetRegions.contains(flag) }
            let isInScope = policies.contains { $0.scope.regions.contains(flag) }
            regions = isRequired ? [flag] : []
            reason =
                isRequired
                ? "from --region"
                : isInScope
                    ? "no entry of \(names) requires anything in \(flag)"
                    : "--region \(flag) is in scope.regions of no policy"
            return
        }
        var seen: Set<Region> = []
        regions = policies.flatMap(\.targetRegions).filter { seen.insert($0).inserted }
        reason = "of \(policies.count == 1 ? "policy" : "policies") \(names)"
        if let configured, !regions.contains(configured.value) {
            ignored = "\(configured.value) from \(configured.origin) is not used: the policy decides"
        }
    }
}
