/// What became of one control on one resource.
package enum Verdict: Sendable, Hashable {
    case met
    case violated
    /// It could not be checked; never a pass.
    indirect case unknown(CollectionFailure)
    /// Violated, and accepted until a day.
    indirect case waived(owner: String, reason: String, expires: String)

    /// One word, as in results.
    package var word: String {
        switch self {
        case .met: "met"
        case .violated: "violated"
        case .unknown: "unknown"
        case .waived: "waived"
        }
    }
}
