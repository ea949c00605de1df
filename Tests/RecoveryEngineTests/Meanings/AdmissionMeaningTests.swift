import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What buckets and keys let roles do")
struct AdmissionMeaningTests {
    private static let bucket = "arn:aws:s3:::\(Estate.bucketName)"
    private static let writer = "arn:aws:iam::123456789012:role/kb-backup-writer"

    private let estate: Estate
    init() throws { estate = try Estate.compliant() }

    /// Of the bucket, with this statement besides its own.
    private func finding(_ statement: AccessStatement, _ change: (inout Estate) -> Void = { _ in }) -> Finding? {
        estate.with { estate in
            change(&estate)
            estate.bucket.policy = estate.bucket.policy.map { policy in
                var policy = policy ?? AccessPolicy(statements: [])
                policy.statements.append(statement)
                return policy
            }
        }.finding("storage.policy-allows-roles", on: Estate.bucketName)
    }

    private func denial(
        _ actions: [String], on resources: [String] = ["\(bucket)/*"],
        of principals: AccessStatement.Principals = .anyone, when condition: AccessCondition = [:]
    ) -> AccessStatement {
        AccessStatement(
            sid: "NoDaily", .deny, principals: principals, actions: actions, resources: resources, condition: condition)
    }

    @Test func `a denial of what a duty needs is a violation that names role, action and statement`() {
        let finding = finding(denial(["s3:PutObject"]))
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed == "denied to kb-backup-writer: s3:PutObject (NoDaily)")
        #expect(self.finding(denial(["s3:Put*"], on: ["*"]))?.verdict == .violated)
        #expect(self.finding(denial(["s3:ListBucket"], on: [Self.bucket]))?.verdict == .violated)
        #expect(self.finding(denial(["s3:*"], of: .init("AWS", [Self.writer])))?.verdict == .violated)
        #expect(
            self.finding(denial(["s3:*"], when: ["ArnNotLike": ["aws:PrincipalArn": ["*:role/admin"]]]))?.verdict
                == .violated)
    }

    @Test func `a denial of something else, or of somebody else, is none`() {
        #expect(finding(denial(["s3:DeleteObject*"]))?.verdict == .met)
        #expect(finding(denial(["s3:PutObject"], on: ["arn:aws:s3:::another/*"]))?.verdict == .met)
        #expect(finding(denial(["s3:*"], of: .init("AWS", ["arn:aws:iam::123456789012:role/x"])))?.verdict == .met)
        #expect(
            finding(denial(["s3:*"], when: ["ArnNotEquals": ["aws:PrincipalArn": [Self.writer]]]))?.verdict == .met)
        let theirs = AccessStatement(
            .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:role/x"]), actions: ["s3:*"],
            resources: [Self.bucket], condition: ["IpAddress": ["aws:SourceIp": ["10.0.0.0/8"]]])
        #expect(finding(theirs)?.verdict == .met, "what allows something refuses nothing")
    }

    @Test func `what hangs on a part of the bucket, or on a condition, is unknown and says on what`() {
        let part = finding(denial(["s3:PutObject"], on: ["\(Self.bucket)/daily/*"]))
        guard case .unknown(let failure)? = part?.verdict else {
            Issue.record("\(String(describing: part?.verdict))")
            return
        }
        #expect(failure.reason.contains("kb-backup-writer is denied s3:PutObject on \(Self.bucket)/daily/… (NoDaily)"))
        let conditional = finding(denial(["s3:*"], when: ["NotIpAddress": ["aws:SourceIp": ["10.0.0.0/8"]]]))
        guard case .unknown(let failure)? = conditional?.verdict else {
            Issue.record("\(String(describing: conditional?.verdict))")
            return
        }
        #expect(failure.reason.contains("aws:SourceIp"))
    }

    @Test func `a policy that could not be read is no permission`() {
        let blind = estate.with { $0.bucket.policy = .unavailable(Estate.failure) }
        #expect(blind.verdict("storage.policy-allows-roles", on: Estate.bucketName) == "unknown")
        let bare = estate.with { $0.bucket.policy = .known(nil) }
        #expect(bare.verdict("storage.policy-allows-roles", on: Estate.bucketName) == "met")
    }

    @Test func `nothing is judged where no role of the policy needs the bucket or the key`() {
        let nobody = estate.with { estate in estate.policy.roles.removeAll { $0.name != "kb-auditor" } }
        #expect(nobody.finding("storage.policy-allows-roles") == nil)
        #expect(nobody.finding("keys.policy-allows-roles") == nil)
    }

    @Test func `a key has to allow its use, by its own statement or the account's`() {
        func verdict(_ statements: [AccessStatement]) -> String? {
            estate.with { $0.key?.policy = .known(AccessPolicy(statements: statements)) }
                .verdict("keys.policy-allows-roles", on: "kb-dr")
        }
        let own = AccessPolicy.ofKey.statements
        #expect(verdict(own) == "met")
        #expect(verdict([]) == "violated")
        let denied = AccessStatement(
            .deny, principals: .init("AWS", [Self.writer]), actions: ["kms:GenerateDataKey*"], resources: ["*"])
        #expect(verdict(own + [denied]) == "violated")
        var other = denied
        other.condition = ["StringNotEquals": ["kms:ViaService": ["s3.us-east-1.amazonaws.com"]]]
        #expect(verdict(own + [other]) == "met", "S3 asks on the role's behalf")
        let blind = estate.with { $0.key?.policy = .unavailable(Estate.failure) }
        #expect(blind.verdict("keys.policy-allows-roles", on: "kb-dr") == "unknown")
    }

    /// The policy's own replica in another region, as it is seen there.
    private func replica(_ policy: AccessPolicy?) -> Finding? {
        estate.with { estate in
            estate.ownReplica()
            estate.policy.storage[0].replicateTo = "kb-copies-${account}"
            estate.inventory.region = Region("us-west-2")
            var copies = BucketState(name: "kb-copies-123456789012", exists: true)
            copies.policy = .known(policy)
            estate.inventory.buckets = [copies.name: copies]
        }.finding("storage.policy-allows-roles", on: "kb-copies-123456789012")
    }

    @Test func `a replica has to let the role replicate that comes from another region`() {
        let denied = denial(["s3:ReplicateObject"], on: ["arn:aws:s3:::kb-copies-123456789012/*"])
        let finding = replica(AccessPolicy(statements: [denied]))
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed?.hasPrefix("denied to ") == true)
        #expect(finding?.observed?.hasSuffix(": s3:ReplicateObject (NoDaily)") == true)
        #expect(replica(nil)?.verdict == .met)
    }
}
