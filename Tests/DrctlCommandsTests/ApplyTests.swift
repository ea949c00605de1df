import Foundation
import Testing

/// What an apply refuses, and what it leaves alone, by the real binary.
@Suite(.serialized) struct ApplyTests {
    private static let bucket = "kb-books-123456789012-us-east-1"

    private func policy(_ storage: String, in sandbox: Sandbox) throws -> [String] {
        let path = sandbox.folder + "/books.yaml"
        let text = """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: books}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rpo: 1d, rto: 4h}
            storage:
              - bucket: "\(Self.bucket)"
            \(storage.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["--policy", path]
    }

    /// A bucket of somebody else's, with a rule, a statement and a tag of their own, and two old backups.
    private func seed(_ sandbox: Sandbox) async throws {
        try await sandbox.engineer(
            """
            import boto3, json
            s3 = boto3.client("s3", region_name="us-east-1")
            s3.create_bucket(Bucket="\(Self.bucket)")
            s3.put_bucket_lifecycle_configuration(Bucket="\(Self.bucket)", LifecycleConfiguration={"Rules": [
                {"ID": "theirs", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 3}}]})
            s3.put_bucket_policy(Bucket="\(Self.bucket)", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Sid": "Theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket",
                 "Resource": "arn:aws:s3:::\(Self.bucket)"}]}))
            s3.put_object(Bucket="\(Self.bucket)", Key="daily/a", Body=b"x" * 2048)
            """)
    }

    private func theirsStays(_ sandbox: Sandbox) async throws {
        try await sandbox.engineer(
            """
            import boto3
            s3 = boto3.client("s3", region_name="us-east-1")
            rules = s3.get_bucket_lifecycle_configuration(Bucket="\(Self.bucket)")["Rules"]
            assert [rule for rule in rules if rule["ID"] == "theirs"][0]["Expiration"] == {"Days": 3}, rules
            assert '"Theirs"' in s3.get_bucket_policy(Bucket="\(Self.bucket)")["Policy"]
            """)
    }

    /// Looks at the database of the test of maintenance windows.
    private static func staging(_ expression: String) -> String {
        """
        import boto3
        rds = boto3.client("rds", region_name="us-east-1")
        found = rds.describe_db_instances(DBInstanceIdentifier="kb-staging")["DBInstances"][0]
        assert \(expression), found
        """
    }

    @Test func `what restarts a database is queued or left outside its maintenance window, and made with --now`()
        async throws
    {
        try await Sandbox.run { sandbox in
            // The window is always two days away, and the parameter group waits for a restart.
            try await sandbox.engineer(
                """
                import boto3, datetime
                rds = boto3.client("rds", region_name="us-east-1")
                day = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)).strftime("%a").lower()
                version = rds.describe_db_instances(DBInstanceIdentifier="kb-staging")["DBInstances"][0]["EngineVersion"]
                rds.create_db_parameter_group(DBParameterGroupName="kb-staging", Description="staging",
                    DBParameterGroupFamily="postgres" + version.split(".")[0])
                rds.modify_db_parameter_group(DBParameterGroupName="kb-staging", Parameters=[
                    {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}])
                rds.modify_db_instance(DBInstanceIdentifier="kb-staging", ApplyImmediately=True,
                    DBParameterGroupName="kb-staging", PreferredMaintenanceWindow=f"{day}:20:00-{day}:20:30")
                """)
            let path = sandbox.folder + "/staging.yaml"
            let text = """
                apiVersion: drctl/v1
                kind: RecoveryPolicy
                metadata: {name: staging}
                scope: {accounts: ["123456789012"], regions: [us-east-1]}
                objectives: {rpo: 1d, rto: 4h}
                databases:
                  - select: {ids: [kb-staging]}
                    engine: postgres
                    backups: {retention: 7d}
                    protection: {deletionProtection: true, forceTLS: true}

                """
            try Data(text.utf8).write(to: URL(filePath: path))
            let policy = ["--policy", path]
            let plan = try await sandbox.drctl(["plan"] + policy)
            #expect(plan.code == 2, "\(plan)")
            #expect(plan.output.contains("queued for the maintenance window"), "\(plan.output)")
            #expect(plan.output.contains("not made outside the maintenance window"), "\(plan.output)")

            let applied = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(applied.code == 2 && applied.output.hasPrefix("WAITING: "), "\(applied)")
            #expect(applied.output.contains("1 queued for a maintenance window, 1 left"), "\(applied.output)")
            try await sandbox.engineer(
                Self.staging(
                    """
                    found["PendingModifiedValues"] == {"BackupRetentionPeriod": 7} and found["DeletionProtection"] \
                    and found["BackupRetentionPeriod"] == 0 \
                    and found["DBParameterGroups"][0]["ParameterApplyStatus"] == "pending-reboot"
                    """.replacing("\n", with: "")))

            // The restart is still planned, and a saved plan says that it is to be now.
            let file = sandbox.folder + "/now.json"
            let saved = try await sandbox.drctl(["plan", "--now", "--save", file] + policy)
            #expect(saved.code == 2 && saved.output.contains("restart database kb-staging"), "\(saved)")
            let both = try await sandbox.drctl(["apply", "--yes", "--now", "--plan", file] + policy)
            #expect(both.code == 64, "\(both)")
            let done = try await sandbox.drctl(["apply", "--yes", "--plan", file] + policy)
            #expect(done.output.contains("2 of 2 steps done"), "\(done)")
            try await sandbox.engineer(
                Self.staging(
                    """
                    not found["PendingModifiedValues"] and found["BackupRetentionPeriod"] == 7 \
                    and found["DBParameterGroups"][0]["ParameterApplyStatus"] == "in-sync"
                    """.replacing("\n", with: "")))
        }
    }

    @Test func `a plan that was saved is executed as it is, and refused when anything has changed`() async throws {
        try await Sandbox.run { sandbox in
            try await seed(sandbox)
            let policy = try policy("versioning: true", in: sandbox)
            let file = sandbox.folder + "/plan.json"
            let saved = try await sandbox.drctl(["plan", "--save", file, "--only", "storage.versioning"] + policy)
            #expect(saved.code == 2, "\(saved)")
            let applied = try await sandbox.drctl(["apply", "--yes", "--plan", file] + policy)
            #expect(applied.output.contains("1 of 1 step done"), "\(applied)")
            let again = try await sandbox.drctl(["apply", "--yes", "--plan", file] + policy)
            #expect(again.code == 5 && again.conversation.contains("has changed since the plan was saved"), "\(again)")

            let rest = try await sandbox.drctl(["plan", "--save", file] + policy)
            #expect(rest.code == 2)
            _ = try self.policy("versioning: true\nobjectLock: {mode: governance, retention: 1d}", in: sandbox)
            let other = try await sandbox.drctl(["apply", "--yes", "--plan", file] + policy)
            #expect(other.code == 5 && other.conversation.contains("policy books has changed"), "\(other)")
            let nothing = try await sandbox.drctl(["apply", "--yes", "--only", "keys.rotation"] + policy)
            #expect(nothing.code == 64 && nothing.conversation.contains("does not require keys.rotation"), "\(nothing)")
            try await theirsStays(sandbox)
        }
    }

    @Test func `a second apply is refused, and told who the first one is`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try policy("versioning: true", in: sandbox)
            let held = try await sandbox.fault(#"{"kind": "slow", "action": "CreateBucket", "seconds": 5}"#)
            let first = try await sandbox.drctl(["apply", "--yes"] + policy) { running in
                try await running.reaches("the bucket") { try await sandbox.strikes(of: held) > 0 }
                // It stays at its step for as long as the second one takes.
                running.send(SIGSTOP)
                defer { running.send(SIGCONT) }
                let second = try await sandbox.drctl(["apply", "--yes"] + policy)
                #expect(second.code == 5, "\(second)")
                #expect(second.conversation.contains("another apply of books is running: "), "\(second)")
                #expect(second.conversation.contains("(pid \(running.pid)"), "\(second)")
                let unlock = try await sandbox.drctl(["unlock", "--yes"] + policy)
                #expect(unlock.code == 5 && unlock.conversation.contains("still running"), "\(unlock)")
            }
            #expect(first.code == 0, "\(first)")
            #expect(try await sandbox.drctl(["apply", "--yes"] + policy).code == 0)
        }
    }

    @Test func `beside evidence in a bucket the lock holds for every machine, and unlock gives it back`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try policy("versioning: true", in: sandbox)
            let evidence = ["--evidence", "s3://kb-backups-123456789012-us-east-1/drctl"]
            let held = try await sandbox.fault(#"{"kind": "slow", "action": "CreateBucket", "seconds": 5}"#)
            let first = try await sandbox.drctl(["apply", "--yes"] + evidence + policy) { running in
                try await running.reaches("the bucket") { try await sandbox.strikes(of: held) > 0 }
                running.send(SIGSTOP)
                let second = try await sandbox.drctl(
                    ["apply", "--yes"] + evidence + policy, state: sandbox.folder + "/elsewhere")
                #expect(second.code == 5 && second.conversation.contains("at the longest until"), "\(second)")
                running.send(SIGKILL)
            }
            #expect(first.code == -SIGKILL)
            try await sandbox.heal()
            let still = try await sandbox.drctl(["apply", "--yes"] + evidence + policy)
            #expect(still.code == 5, "\(still)")
            let unlock = try await sandbox.drctl(["unlock", "--yes"] + evidence + policy)
            #expect(unlock.code == 0 && unlock.conversation.contains("it was given back"), "\(unlock)")
            let finished = try await sandbox.drctl(["apply", "--yes"] + evidence + policy)
            #expect(finished.code == 0, "\(finished)")
        }
    }

    @Test func `an apply that may not make every call makes none`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try policy("versioning: true", in: sandbox)
            try await sandbox.fault(#"{"kind": "denied", "service": "s3", "action": "PutBucketVersioning"}"#)
            try await sandbox.forgetCalls()
            let refused = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(refused.code == 5, "\(refused)")
            #expect(
                refused.conversation.contains(
                    "not allowed to call s3:PutBucketVersioning on arn:aws:s3:::\(Self.bucket)"))
            #expect(try await sandbox.calls().allSatisfy(\.readOnly))
        }
    }

    /// Names and keys of others, and as many event subscriptions as an account may have.
    private static let obstacles = """
        import boto3
        kms, rds = boto3.client("kms", region_name="us-east-1"), boto3.client("rds", region_name="us-east-1")
        key = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/signing", TargetKeyId=key)
        topic = boto3.client("sns", region_name="us-east-1").create_topic(Name="theirs")["TopicArn"]
        for number in range(20):
            rds.create_event_subscription(SubscriptionName=f"theirs-{number}", SnsTopicArn=topic)
        other = boto3.client("s3", region_name="us-east-1")
        def of_another_account(request, **_): request.headers["x-moto-account-id"] = "210987654321"
        other.meta.events.register("before-sign.s3", of_another_account)
        other.create_bucket(Bucket="\(bucket)-taken")
        """

    @Test func `what would stop an apply on its way is told with its cure, and nothing is changed`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.obstacles)
            let path = sandbox.folder + "/obstacles.yaml"
            let text = """
                apiVersion: drctl/v1
                kind: RecoveryPolicy
                metadata: {name: books}
                scope: {accounts: ["123456789012"], regions: [us-east-1]}
                objectives: {rpo: 1d, rto: 4h}
                databases: [{select: {ids: [kb-prod]}}]
                storage:
                  - {bucket: "\(Self.bucket)", encryption: {kms: alias/signing}}
                  - {bucket: "\(Self.bucket)-taken", versioning: true}
                  - {bucket: "\(Self.bucket)-new", versioning: true}
                keys: [{alias: kb-second}]
                notifications: {topic: kb-alerts, subscribers: [{email: anna@example.com}]}

                """
            try Data(text.utf8).write(to: URL(filePath: path))
            let policy = ["--policy", path]
            // Of a limit that was never changed Service Quotas says nothing: it is that of every account.
            let roomy = try await sandbox.drctl(["plan"] + policy)
            #expect(!roomy.output.contains("is not known") && !roomy.output.contains("buckets of"), "\(roomy.output)")
            _ = try await sandbox.control("POST", "quotas/s3/1")
            _ = try await sandbox.control("POST", "quotas/kms/1")
            let plan = try await sandbox.drctl(["plan"] + policy)
            #expect(plan.code == 2 && plan.output.contains("fails:"), "\(plan.output)")
            try await sandbox.forgetCalls()
            let refused = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(refused.code == 5, "\(refused)")
            for words in [
                "another account has a bucket \(Self.bucket)-taken", "RSA_2048 for SIGN_VERIFY",
                "20 of 20 event subscriptions of RDS are used", "5 obstacles",
                "1 of 1 buckets of the account are used, and the plan makes 2 more",
                "of 1 keys of KMS are used, and the plan makes 1 more", "choose another in storage[].bucket",
            ] { #expect(refused.conversation.contains(words), "\(refused.conversation)") }
            #expect(try await sandbox.calls().allSatisfy(\.readOnly))
            // What nothing stands in the way of is made by itself.
            _ = try await sandbox.control("POST", "quotas/kms/3")
            let part = try await sandbox.drctl(
                ["apply", "--yes", "--only", "alerting.topic-exists"] + policy)
            #expect(part.output.contains("done") && part.code != 5, "\(part)")
        }
    }

    @Test func `a lifecycle that would delete what is there needs to be allowed, and says how much it is`() async throws
    {
        try await Sandbox.run { sandbox in
            try await seed(sandbox)
            let policy = try policy("lifecycle: [{prefix: daily/, expire: 30d}]", in: sandbox)
            // The object is young: nothing is lost yet.
            let plan = try await sandbox.drctl(["plan"] + policy)
            #expect(plan.code == 2 && !plan.output.contains("weakens:"), "\(plan.output)")
            try await sandbox.fault(#"{"kind": "denied", "service": "s3", "action": "ListObjectVersions"}"#)
            let refused = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(refused.code == 5, "\(refused)")
            #expect(refused.conversation.contains("could not be counted"), "\(refused.conversation)")
            #expect(refused.conversation.contains("--allow-weakening storage.lifecycle:\(Self.bucket)"))
            let allowed = try await sandbox.drctl(
                ["apply", "--yes", "--allow-weakening", "storage.lifecycle"] + policy)
            #expect(allowed.output.contains("steps done"), "\(allowed)")
            try await theirsStays(sandbox)
        }
    }

    @Test func `an apply whose lock was given back by somebody else makes no further step`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try policy("versioning: true", in: sandbox)
            let evidence = ["--evidence", "s3://kb-backups-123456789012-us-east-1/drctl"]
            let held = try await sandbox.fault(#"{"kind": "slow", "action": "CreateBucket", "seconds": 3}"#)
            let first = try await sandbox.drctl(["apply", "--yes"] + evidence + policy) { running in
                try await running.reaches("the bucket") { try await sandbox.strikes(of: held) > 0 }
                running.send(SIGSTOP)
                defer { running.send(SIGCONT) }
                let unlock = try await sandbox.drctl(
                    ["unlock", "--yes"] + evidence + policy, state: sandbox.folder + "/elsewhere")
                #expect(unlock.code == 0 && unlock.conversation.contains("it was given back"), "\(unlock)")
            }
            #expect(first.code == 1, "\(first)")
            #expect(first.output.contains("the lock of books is no longer held by this apply"), "\(first)")
            #expect(first.output.contains("1 of "), "\(first)")
        }
    }

    @Test func `a part of a plan never says that everything is as required`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try policy("versioning: true", in: sandbox)
            let plan = try await sandbox.drctl(["plan", "--exclude", "storage.bucket-exists"] + policy)
            #expect(!plan.output.contains("everything is as the policy requires"), "\(plan)")
            #expect(plan.output.contains("left out, as asked for"), "\(plan)")
        }
    }
}
