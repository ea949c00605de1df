import AWSNames
import RecoveryModel

// What formats for other tools say of a finding in the same words.

extension Finding {
    /// What fixes it, one instruction a line; empty when nothing has to be fixed.
    var fixes: [String] { (remedy?.shown ?? []).map { "\($0.label): \($0.text)" } }

    /// Why it could not be checked; nil when it could.
    var failure: CollectionFailure? { if case .unknown(let failure) = verdict { failure } else { nil } }

    /// Whether somebody has to look at it: it is violated and comes with nothing else, or it could not be checked.
    var isNews: Bool { verdict == .violated && !isConsequence || failure != nil }

    /// The resource's ARN, or a name that is as unique.
    func resourceID(at target: TargetName) -> String {
        resource.arn ?? "\(target.account)/\(target.region)/\(resource.kind.rawValue)/\(resource.name)"
    }

    /// What was found, in one sentence.
    var outcome: String {
        switch verdict {
        case .met: "\(control.title): \(observed ?? required)"
        case .violated: "required \(required), observed \(observed ?? "nothing")"
        case .unknown(let failure): "could not be checked: \(failure)"
        case .waived(let owner, let reason, let expires):
            "required \(required), observed \(observed ?? "nothing"); waived until \(expires) by \(owner): \(reason)"
        }
    }
}

extension String {
    /// Made visible, and no longer than a service accepts.
    func visible(atMost limit: Int) -> String {
        let text = visible
        guard text.unicodeScalars.count > limit else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))) + "…"
    }
}
