import RecoveryModel

extension BackupSelection {
    /// Whether it selects a database: one of the resources or of the tags, and every condition, and none of the
    /// exclusions. A selection that names neither resources nor tags is about all.
    ///
    /// https://repost.aws/knowledge-center/backup-assign-resources
    func covers(_ database: Database) -> Bool {
        if notResources.contains(where: { Pattern($0).matches(database.arn) }) { return false }
        let isNamed = resources.contains { Pattern($0).matches(database.arn) }
        let isTagged = anyTag.contains { $0.holds(for: database.tags) }
        guard isNamed || isTagged || (resources.isEmpty && anyTag.isEmpty) else { return false }
        return conditions.allSatisfy { $0.holds(for: database.tags) }
    }
}

extension BackupSelection.TagCondition {
    /// A tag that is not there equals nothing.
    func holds(for tags: [String: String]) -> Bool {
        let found = tags[key]
        return switch comparison {
        case .equals: found == value
        case .notEquals: found != value
        case .like: found.map { Pattern(value).matches($0) } ?? false
        case .notLike: !(found.map { Pattern(value).matches($0) } ?? false)
        }
    }
}
