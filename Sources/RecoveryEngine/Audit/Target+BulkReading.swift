import RecoveryModel

/// Where one list of the whole account costs less than a call for each resource that the policy names.
///
/// A policy that names a few resources is read by what it names alone: an account may have thousands of others, and its
/// audit then needs no permission to list them.
extension Target {
    /// From so many resources of a kind on the account is listed: forty calls for ten roles are about as many as the pages
    /// of the largest account.
    private static let fewest = 10

    /// Whether all roles are listed with their policies. Each that is not in the list is read by itself.
    package var listsRoles: Bool { policy.roles.count >= Self.fewest }

    /// Whether all buckets are listed by name. Each that is not in the list is asked for by itself.
    package var listsBuckets: Bool { buckets.count >= Self.fewest }
}
