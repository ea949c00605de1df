import RecoveryEngine
import RecoveryModel
import Testing

@Suite("The storage class of replicas")
struct ReplicaClassTests {
    private func finding(_ storageClass: String?, on change: (inout Estate) -> Void = { _ in }) throws -> Finding? {
        try Estate.compliant().with { estate in
            var rule = BucketReplication.Rule.toCopies
            rule.besides["StorageClass"] = storageClass
            estate.bucket.replication = .known(
                BucketReplication(role: BucketReplication.toCopies.role, rules: [rule]))
            change(&estate)
        }.finding("storage.replication", on: Estate.bucketName)
    }

    @Test(arguments: ["GLACIER", "DEEP_ARCHIVE"])
    func `a replica that has to be retrieved for hours is none, and is shown with its class`(name: String) throws {
        let finding = try finding(name)
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed == "to kb-copies-123456789012 (as \(name))")
    }

    @Test(arguments: [nil, "STANDARD", "STANDARD_IA", "GLACIER_IR", "INTELLIGENT_TIERING"] as [String?])
    func `a replica that can be read at once is one`(name: String?) throws {
        #expect(try finding(name)?.verdict == .met)
    }

    @Test func `of two rules to one bucket either may decide`() throws {
        let finding = try finding(nil) { estate in
            var second = BucketReplication.Rule.toCopies
            (second.id, second.besides["StorageClass"]) = ("second", "GLACIER")
            estate.bucket.replication = .known(
                BucketReplication(role: BucketReplication.toCopies.role, rules: [.toCopies, second]))
        }
        #expect(finding?.verdict == .violated)
    }

    @Test func `drctl's own rule is written again without it`() throws {
        let own = try Estate.compliant().with { estate in
            estate.ownReplica()
            var rule = BucketReplication.Rule.toCopies
            (rule.id, rule.besides["StorageClass"]) = (BucketReplication.ruleID, "DEEP_ARCHIVE")
            estate.bucket.replication = .known(
                BucketReplication(role: BucketReplication.toCopies.role, rules: [rule]))
        }
        guard case .changes(let changes)? = own.finding("storage.replication", on: Estate.bucketName)?.remedy,
            case .bucket(.putReplication(_, let edit))? = changes.first
        else {
            Issue.record("no change of the rule")
            return
        }
        #expect(edit.after.rules.map(\.storageClass) == [nil])
    }
}
