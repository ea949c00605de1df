import Foundation
import Testing

/// Evidence that is signed, by the real binary; OpenSSL by way of Python makes the keys and judges the signatures.
@Suite(.serialized) struct SignedEvidenceTests {
    @Test func `the key comes from a file, a secret or the environment, and never shows`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.makeKeys(sandbox.folder))
            let path = sandbox.folder + "/key.pem"
            let pem = try String(contentsOfFile: path, encoding: .utf8)
            let runs: [(arguments: [String], extra: [String: String])] = [
                (["--signing-key", path], [:]), (["--signing-key", "secretsmanager:drills/signing"], [:]),
                ([], ["DRCTL_SIGNING_KEY": pem]), ([], ["DRCTL_SIGNING_KEY": path]),
            ]
            for run in runs {
                let drill = try await sandbox.drill("run", run.arguments, extra: run.extra)
                #expect(drill.code == 0, "\(run.arguments): \(drill.output)\(drill.conversation)")
            }
            let right = try await sandbox.drctl("evidence", "verify", "--public-key", sandbox.folder + "/key.pub")
            #expect(right.code == 0 && right.output.hasPrefix("UNCHANGED: knowledge-base, 4 records"), "\(right)")
            let wrong = try await sandbox.drctl("evidence", "verify", "--public-key", sandbox.folder + "/other.pub")
            #expect(wrong.code == 1, "\(wrong)")
            try await countersign(sandbox, path)
            let middle = try #require(pem.split(separator: "\n").dropFirst().first)
            #expect(try sandbox.filesMentioning(String(middle)).isEmpty)
            try await sandbox.engineer(Self.judge(sandbox.state, sandbox.folder))
        }
    }

    /// A second party signs the four records, and sees it when its signature is gone.
    private func countersign(_ sandbox: Sandbox, _ writer: String) async throws {
        let (folder, second) = (sandbox.folder, sandbox.folder + "/second.pem")
        try await sandbox.engineer(
            "import os; os.link('\(folder)/open.pem', '\(second)'); os.chmod('\(second)', 0o600)")
        func sign(_ key: String) async throws -> Binary.Outcome {
            try await sandbox.drctl(
                "evidence", "countersign", "--signing-key", key, "--public-key", folder + "/key.pub")
        }
        let own = try await sign(writer)
        #expect(own.code == 1 && own.conversation.contains("a second party has a key of its own"), "\(own)")
        let signed = try await sign(second)
        #expect(signed.code == 0 && signed.conversation.contains("countersigned record 4"), "\(signed)")
        let again = try await sign(second)
        #expect(again.code == 0 && again.conversation.contains("signed the newest record already"), "\(again)")
        let blind = try await sandbox.drctl("evidence", "countersign", "--signing-key", second)
        #expect(blind.code == 64 && blind.conversation.contains("name the key that signs it"), "\(blind)")
        let verify = ["evidence", "verify", "--countersigner", folder + "/other.pub"]
        let whole = try await sandbox.drctl(verify)
        #expect(
            whole.code == 0 && whole.output.hasPrefix("UNCHANGED:")
                && whole.words.contains("record 4 was countersigned at"), "\(whole)")
        try await sandbox.engineer(
            "import glob, os; [os.remove(one) for one in glob.glob('\(sandbox.state)/evidence/*/*/countersign*')]")
        let gone = try await sandbox.drctl(verify)
        #expect(gone.code == 4 && gone.words.contains("no countersignature covers records 1 to 4"), "\(gone)")
    }

    @Test func `evidence in a bucket is signed, anchored and rotated, and what is done to it is found everywhere`()
        async throws
    {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.makeKeys(sandbox.folder))
            try await sandbox.engineer("import boto3; boto3.client('s3').create_bucket(Bucket='kb-proof')")
            let (old, new) = (sandbox.folder + "/key", sandbox.folder + "/other")
            try await sandbox.engineer("import os; os.chmod('\(sandbox.folder)/open.pem', 0o600)")
            let place = ["--evidence", "s3://kb-proof/drills"]
            let none = try await sandbox.drctl(["evidence", "verify"] + place)
            #expect(
                none.code == 1 && none.conversation.contains("no evidence found in s3://kb-proof/drills\n"), "\(none)")
            let drill = try await sandbox.drill("run", place + ["--signing-key", old + ".pem"])
            #expect(drill.code == 0, "\(drill)")
            let anchor = try #require(
                drill.conversation.split(separator: "\n").first { $0.contains("Anchor:") }?.split(separator: " ").last)
            let unsigned = try await sandbox.drill("run", place)
            #expect(unsigned.code == 5 && unsigned.conversation.contains("is signed by key"), "\(unsigned)")
            func verify(_ key: String, _ more: String...) async throws -> Int32 {
                try await sandbox.drctl(["evidence", "verify", "--public-key", key + ".pub"] + place + more).code
            }
            #expect(try await verify(old, "--anchor", "\(anchor)", "--expect-at-least", "1") == 0)
            #expect(try await verify(old, "--expect-at-least", "2") == 1)
            #expect(try await verify(new) == 1)
            let rotation = try await sandbox.drctl(
                ["evidence", "rotate", "--signing-key", old + ".pem", "--to", sandbox.folder + "/open.pem"] + place)
            #expect(rotation.code == 0, "\(rotation)")
            #expect(try await verify(old) == 0)
            #expect(try await verify(new, "--anchor", "\(anchor)") == 0)
            let control = ["audit", "--control", "database.drill-current", "--policy", "policies/knowledge-base.yaml"]
            let met = try await sandbox.drctl(control + place + ["--public-key", new + ".pub", "--verbose"])
            #expect(met.code == 0 || met.output.contains("kb-prod"), "\(met)")
            try await sandbox.engineer(
                "import boto3; boto3.client('s3').delete_object(Bucket='kb-proof', Key='drills/knowledge-base/head.json')"
            )
            #expect(try await verify(new) == 1)
            let audit = try await sandbox.drctl(control + place)
            #expect(audit.code == 4 && audit.output.contains("the head is missing"), "\(audit)")
            let list = try await sandbox.drctl(["evidence", "list"] + place)
            #expect(list.code == 4 && list.output.contains("the head is missing"), "\(list)")
        }
    }

    @Test func `the keys that a policy trusts decide what is believed, and the command line's take their place`()
        async throws
    {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.makeKeys(sandbox.folder))
            try await sandbox.engineer("import boto3; boto3.client('s3').create_bucket(Bucket='kb-proof')")
            func policy(trusting name: String) throws -> String {
                let pem = try String(contentsOfFile: "\(sandbox.folder)/\(name).pub", encoding: .utf8)
                let line = try #require(pem.split(separator: "\n").dropFirst().first)
                let evidence = "{bucket: kb-proof, signingKey: drills/signing, trustedKeys: [\"\(line)\"]}"
                return try sandbox.policy([.init("\ndrill:\n", "\nevidence: \(evidence)\n\ndrill:\n")])
            }
            let right = try policy(trusting: "key")
            let drill = try await sandbox.drill("run", policy: right)
            #expect(drill.code == 0, "\(drill)")
            let verified = try await sandbox.drctl("evidence", "verify", "--policy", right)
            #expect(
                verified.code == 0 && verified.output.hasPrefix("UNCHANGED: knowledge-base, 1 record"), "\(verified)")
            let instead = try await sandbox.drctl(
                "evidence", "verify", "--policy", right, "--public-key", sandbox.folder + "/other.pub")
            #expect(instead.code == 1, "\(instead)")
            let wrong = try policy(trusting: "other")
            let audit = ["audit", "--control", "database.drill-current", "--policy"]
            let believed = try await sandbox.drctl(audit + [right])
            #expect(believed.code != 4, "\(believed)")
            let doubted = try await sandbox.drctl(audit + [wrong])
            #expect(doubted.code == 4, "\(doubted)")
        }
    }

    @Test func `an authority says when evidence existed, and OpenSSL verifies what was stored`() async throws {
        try await Sandbox.run { sandbox in
            let drill = try await sandbox.drill("run")
            #expect(drill.code == 0, "\(drill)")
            let folder = sandbox.folder + "/authority"
            try await sandbox.engineer(
                """
                import os, subprocess, sys
                os.makedirs("\(folder)")
                subprocess.run(
                    [sys.executable, "\(Binary.root)/Tests/Timestamps/judge.py", "\(Binary.path)",
                     "\(sandbox.state)/evidence", "\(folder)"], check=True)
                """)
        }
    }

    @Test func `a key that cannot be used ends the command before the drill begins`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.makeKeys(sandbox.folder))
            let open = sandbox.folder + "/open.pem"
            let refusals: [(source: String, says: String, code: Int32)] = [
                (sandbox.folder + "/none.pem", "No such file", 64), (open, "other users can read it", 64),
                (sandbox.folder + "/key.pub.private", "is not an Ed25519 private key", 64),
                ("secretsmanager:drills/none", "ResourceNotFoundException", 1),
            ]
            for refusal in refusals {
                try await sandbox.forgetCalls()
                let drill = try await sandbox.drill("run", ["--signing-key", refusal.source])
                #expect(drill.code == refusal.code, "\(drill)")
                #expect(drill.conversation.contains(refusal.says), "\(drill)")
                #expect(try await sandbox.calls().allSatisfy(\.readOnly))
            }
        }
    }

    private static func makeKeys(_ folder: String) -> String {
        """
        import boto3, os
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import (
            Encoding, NoEncryption, PrivateFormat, PublicFormat)

        def write(name, data, mode):
            with open(os.open("\(folder)/" + name, os.O_WRONLY | os.O_CREAT, mode), "wb") as file:
                file.write(data)

        keys = {name: Ed25519PrivateKey.generate() for name in ("key", "other")}
        for name, key in keys.items():
            public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            write(name + ".pub", public, 0o644)
        private = keys["key"].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write("key.pem", private, 0o600)
        write("open.pem", keys["other"].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o644)
        write("key.pub.private", public, 0o600)
        boto3.client("secretsmanager").create_secret(Name="drills/signing", SecretString=private.decode())
        """
    }

    /// Every signature is over the canonical text of what it signs: json.dumps with sorted keys, for these contents.
    private static func judge(_ state: String, _ folder: String) -> String {
        """
        import base64, glob, json
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
        public = load_pem_public_key(open("\(folder)/key.pub", "rb").read())
        records = sorted(glob.glob("\(state)/evidence/knowledge-base/*/record.json"))
        assert len(records) == 4, records
        for path in records:
            stored = json.load(open(path))
            text = json.dumps(stored["envelope"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            public.verify(base64.b64decode(stored["signature"]["value"]), text.encode())
        """
    }
}
