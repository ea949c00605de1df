import AWSCore
import AWSServices
import Testing

/// A response is unusable only when what drctl decides by is missing; the rest may be, whatever AWS's models require.
@Suite("Members that decide")
struct DecisiveMembersTests {
    private func failure<Input, Output>(_ operation: Operation<Input, Output>, _ body: String) -> String? {
        do {
            _ = try operation.decode(HTTPResponse(status: 200, body: Array(body.utf8)))
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func answer(_ operation: String, _ result: String) -> String {
        "<\(operation)Response><\(operation)Result>\(result)</\(operation)Result></\(operation)Response>"
    }

    @Test func `whether a bucket is public is never a default`() throws {
        let operation = S3.getBucketPolicyStatus
        #expect(failure(operation, "")?.contains("GetBucketPolicyStatusOutput.PolicyStatus") == true)
        #expect(failure(operation, "<PolicyStatus/>")?.contains("PolicyStatus.IsPublic") == true)
        #expect(failure(operation, "<PolicyStatus><Other>true</Other></PolicyStatus>")?.contains("IsPublic") == true)
        #expect(
            failure(operation, "<PolicyStatus><IsPublic>perhaps</IsPublic></PolicyStatus>")?.contains("IsPublic")
                == true)
        let body = "<PolicyStatus><IsPublic>TRUE</IsPublic></PolicyStatus>"
        #expect(try operation.decode(HTTPResponse(status: 200, body: Array(body.utf8))).policyStatus.isPublic)
    }

    @Test func `what a bucket's settings are judged by is an error by name when it is missing`() {
        let cases: [(String?, String)] = [
            (failure(S3.getPublicAccessBlock, ""), "PublicAccessBlockConfiguration"),
            (failure(S3.getBucketEncryption, ""), "ServerSideEncryptionConfiguration"),
            (failure(S3.getBucketEncryption, "<C/>"), "ServerSideEncryptionConfiguration.Rules"),
            (
                failure(
                    S3.getBucketEncryption,
                    "<C><Rule><ApplyServerSideEncryptionByDefault/></Rule></C>"),
                "ServerSideEncryptionByDefault.SSEAlgorithm"
            ),
            (failure(S3.getBucketLifecycleConfiguration, "<C><Rule><ID>a</ID></Rule></C>"), "LifecycleRule.Status"),
            (
                failure(
                    S3.getBucketLogging,
                    "<B><LoggingEnabled><TargetPrefix>p</TargetPrefix></LoggingEnabled></B>"),
                "LoggingEnabled.TargetBucket"
            ),
            (failure(S3.getBucketOwnershipControls, "<C><Rule/></C>"), "OwnershipControlsRule.ObjectOwnership"),
            (failure(S3.getBucketReplication, "<C><Role>r</Role></C>"), "ReplicationConfiguration.Rules"),
        ]
        for (failure, name) in cases { #expect(failure?.contains(name) == true, "\(name): \(failure ?? "no error")") }
    }

    @Test func `what roles, keys, alarms and findings are judged by is an error by name when it is missing`() {
        let role = "<Role><RoleName>r</RoleName></Role>"
        let decision = "<EvaluationResults><member><EvalActionName>a</EvalActionName></member></EvaluationResults>"
        let alarm = """
            <MetricAlarms><member><AlarmName>a</AlarmName><Dimensions><member><Name>n</Name></member></Dimensions>
            </member></MetricAlarms>
            """
        let cases: [(String?, String)] = [
            (failure(IAM.getRole, answer("GetRole", "")), "GetRoleResponse.Role"),
            (failure(IAM.getRole, answer("GetRole", role)), "Role.Arn"),
            (failure(IAM.getRolePolicy, answer("GetRolePolicy", "")), "GetRolePolicyResponse.PolicyDocument"),
            (failure(IAM.listRolePolicies, answer("ListRolePolicies", "")), "ListRolePoliciesResponse.PolicyNames"),
            (
                failure(IAM.simulatePrincipalPolicy, answer("SimulatePrincipalPolicy", decision)),
                "EvaluationResult.EvalDecision"
            ),
            (failure(KMS.describeKey, #"{"KeyMetadata": {"Enabled": true}}"#), "KeyMetadata.KeyId"),
            (failure(KMS.listResourceTags, #"{"Tags": [{"TagKey": "a"}]}"#), "Tag.TagValue"),
            (failure(CloudWatch.describeAlarms, answer("DescribeAlarms", alarm)), "Dimension.Value"),
            (failure(SecurityHub.batchImportFindings, #"{"SuccessCount": 1}"#), "FailedCount"),
        ]
        for (failure, name) in cases { #expect(failure?.contains(name) == true, "\(name): \(failure ?? "no error")") }
    }

    @Test func `what nobody decides by may be missing, though the models require it`() throws {
        func decode<Input, Output>(_ operation: Operation<Input, Output>, _ body: String) throws -> Output {
            try operation.decode(HTTPResponse(status: 200, body: Array(body.utf8)))
        }
        let role = try decode(IAM.getRole, answer("GetRole", "<Role><Arn>arn:aws:iam::1:role/r</Arn></Role>")).role
        #expect(role.arn == "arn:aws:iam::1:role/r" && role.createDate == nil && role.path == nil && role.roleId == nil)
        let logging = "<B><LoggingEnabled><TargetBucket>b</TargetBucket></LoggingEnabled></B>"
        #expect(try decode(S3.getBucketLogging, logging).loggingEnabled?.targetPrefix == nil)
        let plan = try decode(Backup.getRestoreTestingPlan, #"{"RestoreTestingPlan": {"ScheduleExpression": "s"}}"#)
        #expect(plan.restoreTestingPlan?.scheduleExpression == "s" && plan.restoreTestingPlan?.creationTime == nil)
        let tags = #"{"ResourceTagMappingList": [{"ResourceARN": "a", "Tags": [{"Key": "k"}]}]}"#
        #expect(
            try decode(ResourceGroupsTaggingAPI.getResources, tags).resourceTagMappingList?.first?.tags?.first?.key
                == "k")
        #expect(try decode(EventBridge.listTargetsByRule, #"{"Targets": [{"Arn": "a"}]}"#).targets?.first?.id == nil)
    }

    @Test func `whoever sends a structure still has to give what the model requires`() throws {
        let target = EventBridge.Target(id: "a", arn: "b")
        #expect(target.id == "a" && target.arn == "b")
        let input = EventBridge.PutTargetsInput(rule: "r", targets: [target])
        guard case .bytes(let body) = try EventBridge.putTargets.encode(input).body else { return }
        #expect(String(decoding: body, as: UTF8.self) == #"{"Rule":"r","Targets":[{"Id":"a","Arn":"b"}]}"#)
    }

    /// Over every operation there is, so that no other response can become unusable by what it leaves out at the top.
    @Test func `an empty response is an error for no other operation than these`() throws {
        guard let generated = ServiceOperations.load("empty responses") else { return }
        let unusable = generated.operations.filter { key, operation in
            let name = key.split(separator: ":").last.map(String.init) ?? ""
            let body =
                switch operation.service.wireProtocol {
                case .query: answer(name, "")
                case .ec2: "<\(name)Response/>"
                case .restXML: ""
                case .json, .restJSON: "{}"
                }
            return (try? operation.decode(HTTPResponse(status: 200, body: Array(body.utf8)))) == nil
        }
        #expect(
            unusable.keys.sorted() == [
                "iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "s3:GetBucketEncryption",
                "s3:GetBucketPolicyStatus", "s3:GetPublicAccessBlock", "securityhub:BatchImportFindings",
            ])
    }
}
