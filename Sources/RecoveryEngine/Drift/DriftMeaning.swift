import RecoveryModel

/// What a difference means for a recovery, in one sentence.
enum DriftMeaning {
    /// With figures where the values tell, else the control's own reason.
    static func text(of finding: Finding, was: JSONValue?, now: JSONValue?) -> String {
        let name = finding.control.id.description
        if name.hasSuffix(".backup-retention"), case .integer(let before)? = was, case .integer(let after)? = now,
            after < before
        {
            return after == 0
                ? "automated backups are deleted: no point in time can be restored any more"
                : "the recovery window shrank from \(Shown.days(before)) to \(Shown.days(after)): nothing older can be restored"
        }
        return finding.control.why
    }
}
