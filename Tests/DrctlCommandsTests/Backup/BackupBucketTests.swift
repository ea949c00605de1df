import Foundation
import Testing

/// Backups in a bucket, by the real binary on the sandbox, under the faults of a network.
@Suite("Backups in S3", .sandbox, .serialized) struct BackupBucketTests {
    private static let place = "s3://kb-dumps/local"
    /// Compresses badly: some parts of an upload.
    private static let rows = """
        create table t as select n, (select string_agg(md5(random()::text || n || k), '') from generate_series(1, 12) k) as x
            from generate_series(1, 60000) n
        """

    private func run(
        _ server: BackupServer, _ sandbox: Sandbox, _ verb: String, _ arguments: [String] = [],
        meanwhile: @escaping @Sendable (Binary.Running) async throws -> Void = { _ in }
    ) async throws -> Binary.Outcome {
        let extra = sandbox.environment.merging(["DRCTL_BACKUPS": Self.place]) { $1 }
        return try await server.backup(verb, arguments, extra: extra, meanwhile: meanwhile)
    }

    /// The keys in the bucket, and how many uploads are open.
    private func content(_ sandbox: Sandbox) async throws -> (keys: [String], uploads: Int) {
        let file = sandbox.folder + "/content.json"
        try await sandbox.engineer(
            """
            import boto3, json
            s3 = boto3.client("s3")
            keys = [o["Key"] for o in s3.list_objects_v2(Bucket="kb-dumps").get("Contents", [])]
            uploads = len(s3.list_multipart_uploads(Bucket="kb-dumps").get("Uploads", []))
            json.dump({"keys": keys, "uploads": uploads}, open("\(file)", "w"))
            """)
        let read = try members(of: String(contentsOfFile: file, encoding: .utf8))
        return (read["keys"] as? [String] ?? [], read["uploads"] as? Int ?? -1)
    }

    private func withBucket(_ body: @Sendable (BackupServer, Sandbox) async throws -> Void) async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.engineer(
            """
            import boto3
            s3 = boto3.client("s3")
            try: s3.create_bucket(Bucket="kb-dumps")
            except s3.exceptions.BucketAlreadyOwnedByYou: pass
            for o in s3.list_objects_v2(Bucket="kb-dumps").get("Contents", []): s3.delete_object(Bucket="kb-dumps", Key=o["Key"])
            """)
        try await BackupServer.run { server in
            try await server.sql(Self.rows)
            try await body(server, sandbox)
        }
    }

    @Test func `a backup is uploaded in parts with checksums, verified, restored and pruned`() async throws {
        try await withBucket { server, sandbox in
            try await sandbox.forgetCalls()
            let created = try await run(server, sandbox, "create", ["--jobs", "2"])
            #expect(created.code == 0, "\(created)")
            let calls = try await sandbox.calls().filter { $0.service == "s3" }.map(\.operation)
            #expect(calls.count { $0 == "UploadPart" } > 3 && calls.contains("CompleteMultipartUpload"), "\(calls)")
            #expect(try await content(sandbox).uploads == 0)
            let verified = try await run(server, sandbox, "verify", ["--restore", "--jobs", "2"])
            #expect(verified.code == 0, "\(verified)")
            let again = try await run(server, sandbox, "verify")
            #expect(again.output.contains("unchanged since"), "\(again)")
            let restored = try await run(server, sandbox, "restore", ["--into", "copy"])
            #expect(restored.code == 0, "\(restored)")
            try await server.expectSame("kb", "copy")
            #expect(try await run(server, sandbox, "create").code == 0)
            let pruned = try await run(
                server, sandbox, "prune",
                ["--keep-daily", "0", "--keep-monthly", "0", "--keep-newest", "1", "--yes"])
            // The verified one stays, and the newest.
            #expect(pruned.code == 0 && pruned.output.contains("0 backups deleted, 2 kept"), "\(pruned)")
        }
    }

    @Test func `S3 encrypts with a key of KMS where age does not`() async throws {
        try await withBucket { server, sandbox in
            let created = try await run(server, sandbox, "create", ["--kms-key", "alias/kb-dr"])
            #expect(created.code == 0 && created.output.contains("KMS key alias/kb-dr"), "\(created)")
            let keys = try await content(sandbox).keys
            #expect(keys.count == 4 && keys.allSatisfy { !$0.hasSuffix(".age") })
            try await sandbox.engineer(
                """
                import boto3
                s3 = boto3.client("s3")
                for o in s3.list_objects_v2(Bucket="kb-dumps")["Contents"]:
                    head = s3.head_object(Bucket="kb-dumps", Key=o["Key"])
                    assert head["ServerSideEncryption"] == "aws:kms", (o["Key"], head)
                """)
            #expect(try await run(server, sandbox, "verify", ["--restore"]).code == 0)
        }
    }

    @Test(arguments: [
        #"{"kind": "throttle", "service": "s3", "probability": 0.3}"#,
        #"{"kind": "error", "service": "s3", "status": 503, "probability": 0.2}"#,
        #"{"kind": "reset", "service": "s3", "probability": 0.15}"#,
        #"{"kind": "truncate", "how": "transfer", "service": "s3", "action": "GetObject", "times": 3}"#,
    ])
    func `throttling and lost connections are survived`(fault: String) async throws {
        try await withBucket { server, sandbox in
            try await sandbox.fault(fault)
            let created = try await run(server, sandbox, "create")
            #expect(created.code == 0, "\(fault): \(created)")
            let verified = try await run(server, sandbox, "verify", ["--restore"])
            #expect(verified.code == 0, "\(fault): \(verified)")
            try await sandbox.heal()
            let (keys, uploads) = try await content(sandbox)
            #expect(keys.count == 5 && uploads == 0, "\(fault): \(keys)")
        }
    }

    @Test(arguments: ["UploadPart", "CompleteMultipartUpload", "CreateMultipartUpload", "PutObject"])
    func `an upload that S3 refuses leaves nothing`(operation: String) async throws {
        try await withBucket { server, sandbox in
            try await sandbox.fault(
                #"{"kind": "error", "service": "s3", "action": "\#(operation)", "status": 403, "code": "AccessDenied"}"#
            )
            let outcome = try await run(server, sandbox, "create")
            #expect(outcome.code != 0 && outcome.conversation.contains(operation), "\(outcome)")
            try await sandbox.heal()
            let (keys, uploads) = try await content(sandbox)
            #expect(keys == [] && uploads == 0, "\(keys)")
        }
    }

    @Test func `a killed upload is no backup`() async throws {
        try await withBucket { server, sandbox in
            try await sandbox.fault(#"{"kind": "slow", "seconds": 1, "service": "s3", "action": "UploadPart"}"#)
            let terminated = try await run(server, sandbox, "create") { running in
                try await running.reaches("an upload") { try await content(sandbox).uploads > 0 }
                running.send(SIGTERM)
            }
            #expect(terminated.code == 143, "\(terminated)")
            let (keys, uploads) = try await content(sandbox)
            #expect(keys.filter { $0.hasSuffix("manifest.json") } == [] && uploads == 0, "\(keys)")
            try await sandbox.heal()
            let listed = try await run(server, sandbox, "list")
            #expect(listed.code == 0 && listed.output.contains("no backup found"), "\(listed)")
        }
    }

    @Test func `the role that may back up can, and can neither read nor delete what it wrote`() async throws {
        try await withBucket { server, sandbox in
            let printed = try await sandbox.drctl(
                "iam", "--for", "backup", "--policy", Sandbox.policy, "--quiet", extra: [:])
            #expect(printed.code == 0, "\(printed)")
            try await sandbox.engineer(
                """
                import boto3, json
                iam = boto3.client("iam")
                trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                    "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}
                iam.create_role(RoleName="only-backup", AssumeRolePolicyDocument=json.dumps(trust))
                policy = json.loads('''\(printed.output)''')
                policy["Statement"].append({"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"})
                iam.put_role_policy(RoleName="only-backup", PolicyName="duty", PolicyDocument=json.dumps(policy))
                """)
            try await sandbox.fault(#"{"kind": "enforce", "target": "only-backup"}"#)
            let place = ["DRCTL_BACKUPS": "s3://kb-backups-123456789012-us-east-1/local"]
            func run(_ verb: String, _ arguments: [String] = [], as role: String?) async throws -> Binary.Outcome {
                let assumed = role.map { ["--assume-role", "arn:aws:iam::123456789012:role/\($0)"] } ?? []
                return try await server.backup(
                    verb, arguments + assumed, extra: sandbox.environment.merging(place) { $1 })
            }
            let created = try await run("create", as: "only-backup")
            #expect(created.code == 0, "\(created)")
            let read = try await run("verify", as: "only-backup")
            #expect(read.code == 1 && read.conversation.contains("AccessDenied"), "\(read)")
            try await sandbox.heal()
            #expect(try await run("verify", ["--restore"], as: nil).code == 0)
        }
    }
}
