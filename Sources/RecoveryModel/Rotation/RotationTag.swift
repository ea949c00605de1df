/// The tags by which drctl knows the snapshots of a rotation: nobody else sets them, and a snapshot without all of them is
/// never deleted.
package enum RotationTag {
    /// The policy's name.
    package static let policy = "drctl:rotation-policy"
    /// The identifier of the database.
    package static let database = "drctl:rotation-database"
    /// RDS's own id of the database, which another one of the same name does not have.
    package static let resource = "drctl:rotation-resource"
    /// What it was made for, such as `day month`.
    package static let classes = "drctl:rotation-class"
    /// The region that drctl made it in: a copy that somebody makes elsewhere, with the tags, is not drctl's.
    package static let region = "drctl:rotation-region"
    /// The snapshot's own name: a copy beside it, with the tags, has another one. RDS names the original of no copy in the same
    /// region and account.
    package static let name = "drctl:rotation-name"
    /// RFC 3339, of copies: the time of the data, which RDS does not say of a copied cluster snapshot.
    package static let takenAt = "drctl:rotation-taken"
}
